package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class ScopesTest {

  @Autowired Scopes scopes;
  @Autowired Response response;

  @Test
  void triageSaysHowMuchIsOut() {
    var number = response.declare("high");
    response.runJobs(number);
    assertThat(scopes.of(number)).isEmpty();

    response.complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of("triageChoice", "respond", "severity", "policy", "scope", "partial"));

    assertThat(scopes.of(number)).contains("partial");
  }
}
