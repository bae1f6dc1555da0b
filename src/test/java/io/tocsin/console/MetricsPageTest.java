package io.tocsin.console;

import static io.tocsin.console.IncidentListPageTest.body;
import static io.tocsin.console.Visitors.manager;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@TocsinTest
class MetricsPageTest {

  @Autowired MockMvcTester mvc;
  @Autowired Response response;

  @Test
  void drawsTheTrendAndTheTargetsWithoutAScript() {
    response.at(Instant.parse("2024-05-06T10:00:00Z"));
    response.declare("2", List.of("payments"), false);
    var page = page("/metrics?from=2024-01-01&to=2024-05-31&service=payments");
    assertThat(page)
        .contains("Key figures", "Incidents by month", "Time to resolve", "May 2024: 1 incidents")
        .contains("Services with the most incidents", "<rect")
        .doesNotContain(" style=", "<style", " onclick")
        .doesNotContainPattern("<script(?![^>]* src=)");
  }

  @Test
  void saysSoWhenThereIsNothing() {
    assertThat(page("/metrics?from=1999-01-01&to=1999-02-01"))
        .contains("Nothing was declared in this time.");
  }

  @Test
  void refusesWhatIsNoTime() {
    assertThat(mvc.get().uri("/metrics?from=soon").with(manager())).hasStatus(400);
    assertThat(mvc.get().uri("/metrics?from=2024-02-01&to=2024-01-01").with(manager()))
        .hasStatus(400);
    assertThat(mvc.get().uri("/metrics")).hasStatus(401);
  }

  private String page(String address) {
    var page = mvc.get().uri(address).with(manager()).exchange();
    assertThat(page).hasStatusOk();
    return body(page);
  }
}
