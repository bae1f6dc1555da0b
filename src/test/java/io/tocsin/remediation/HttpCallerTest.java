package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Catalog.HttpCall;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import io.tocsin.remediation.ActionRun.State;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCallerTest {

  private static final HttpCall CALL =
      new HttpCall(
          "POST",
          URI.create("https://example.org/rollback"),
          Map.of("X-Secret", "swordfish"),
          "{\"to\":\"last\"}");
  private static final Action ACTION =
      new Action("Roll back", true, Duration.ofSeconds(9), List.of(), Map.of(), CALL);

  @Test
  void sendsTheKeyTheHeadersAndTheBody() {
    var sent = new ArrayList<OutboundRequest>();
    var caller =
        new HttpCaller(
            request -> {
              sent.add(request);
              return answer(200, "done with swordfish");
            });

    assertThat(caller.run(new Executor.Work(ACTION, "INC-1:Task_runAction:1", Map.of())))
        .isEqualTo(new Outcome(true, "HTTP 200\ndone with *****"));
    assertThat(sent)
        .containsExactly(
            new OutboundRequest(
                "POST",
                CALL.url(),
                Map.of("X-Secret", "swordfish", "Idempotency-Key", "INC-1:Task_runAction:1"),
                "{\"to\":\"last\"}",
                Duration.ofSeconds(9)));
  }

  @Test
  void failsOnAnyAnswerButSuccessAndKnowsNothingWithoutOne() {
    assertThat(
            new HttpCaller(request -> answer(302, ""))
                .run(new Executor.Work(ACTION, "k", Map.of())))
        .isEqualTo(new Outcome(false, "HTTP 302"));
    assertThat(
            new HttpCaller(
                    request ->
                        CompletableFuture.completedFuture(
                            OutboundResponse.failed("timed out after 9000 ms", Duration.ZERO)))
                .run(new Executor.Work(ACTION, "k", Map.of())))
        .isEqualTo(Outcome.unknown("No answer: timed out after 9000 ms"));
  }

  @ParameterizedTest
  @CsvSource({
    "408, UNKNOWN",
    "500, UNKNOWN",
    "502, UNKNOWN",
    "503, UNKNOWN",
    "504, UNKNOWN",
    "400, FAILED",
    "409, FAILED",
    "429, FAILED"
  })
  void tellsARefusalFromWhatMayHaveBeenDone(int status, State state) {
    assertThat(
            new HttpCaller(request -> answer(status, "Endpoint request timed out"))
                .run(new Executor.Work(ACTION, "k", Map.of())))
        .isEqualTo(new Outcome(state, "HTTP " + status + "\nEndpoint request timed out"));
  }

  private static CompletableFuture<OutboundResponse> answer(int status, String body) {
    return CompletableFuture.completedFuture(
        new OutboundResponse(status, body, false, Duration.ofMillis(3), null));
  }
}
