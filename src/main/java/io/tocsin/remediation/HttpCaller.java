package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import java.util.HashMap;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Makes the HTTP call of an action. */
@Component
class HttpCaller implements Executor {

  private static final int MAX_OUTPUT = 4 * 1024;

  private final OutboundHttp http;

  HttpCaller(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public boolean runs(Action action) {
    return action.http() != null;
  }

  @Override
  public Outcome run(Work work) {
    var action = work.action();
    var call = Objects.requireNonNull(action.http());
    var headers = new HashMap<>(call.headers());
    headers.put("Idempotency-Key", work.key());
    OutboundRequest request;
    try {
      request =
          new OutboundRequest(
              call.method(),
              Placeholders.url(call.url(), work),
              headers,
              Placeholders.body(call.body(), work),
              action.timeout());
    } catch (IllegalArgumentException e) {
      return Outcome.failed("Not sent: " + e.getMessage());
    }
    var response = http.send(request);
    if (response.failure() != null) {
      var said = "No answer: " + response.failure();
      return perhapsTaken(response.failure()) ? Outcome.unknown(said) : Outcome.failed(said);
    }
    var body =
        ActionSecrets.of(action).mask(response.body(), response.truncated(), MAX_OUTPUT).strip();
    var said = "HTTP " + response.status() + (body.isEmpty() ? "" : "\n" + body);
    return mayHideAChange(response.status())
        ? Outcome.unknown(said)
        : new Outcome(response.successful(), said);
  }

  /**
   * Whether a status leaves open if the call was acted on: a gateway may have given up while the
   * system behind it went on, and a system may have failed in the middle.
   */
  static boolean mayHideAChange(int status) {
    return status >= 500 || status == 408;
  }

  /** Whether the other side may have got the call although it gave no answer. */
  static boolean perhapsTaken(String failure) {
    return failure.startsWith("timed out")
        || failure.startsWith("the connection was closed")
        || failure.startsWith("no answer that could be read");
  }
}
