package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Catalog.HttpCall;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import java.util.HashMap;
import org.springframework.stereotype.Component;

/** Makes the HTTP call of an action. */
@Component
class HttpCaller {

  private static final int MAX_OUTPUT = 4 * 1024;

  private final OutboundHttp http;

  HttpCaller(OutboundHttp http) {
    this.http = http;
  }

  Outcome call(Action action, HttpCall call, String key) {
    var headers = new HashMap<>(call.headers());
    headers.put("Idempotency-Key", key);
    var response =
        http.send(
            new OutboundRequest(call.method(), call.url(), headers, call.body(), action.timeout()));
    if (response.failure() != null) {
      return Outcome.failed("No answer: " + response.failure());
    }
    var body =
        ActionSecrets.of(action).mask(response.body(), response.truncated(), MAX_OUTPUT).strip();
    return new Outcome(
        response.successful(), "HTTP " + response.status() + (body.isEmpty() ? "" : "\n" + body));
  }
}
