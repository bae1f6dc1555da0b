package io.tocsin.health;

import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Answers by host name: 200 where nothing else is said. */
class FakeHttp implements OutboundHttp {

  final Map<String, OutboundResponse> answers = new HashMap<>();

  void answer(String host, int status, String body, int millis) {
    answers.put(host, new OutboundResponse(status, body, false, Duration.ofMillis(millis), null));
  }

  void fail(String host, String reason) {
    answers.put(host, OutboundResponse.failed(reason, Duration.ofMillis(7)));
  }

  void heal(String host) {
    answers.remove(host);
  }

  @Override
  public CompletableFuture<OutboundResponse> start(OutboundRequest request) {
    return CompletableFuture.completedFuture(
        answers.getOrDefault(
            request.url().getHost(),
            new OutboundResponse(200, "ok", false, Duration.ofMillis(5), null)));
  }
}
