package io.tocsin.health;

import io.tocsin.catalog.Monitor;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.RefusedAddressException;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Calls an address and compares the answer. */
@Component
class HttpProbe implements Probe {

  private final OutboundHttp http;

  HttpProbe(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public boolean knows(Monitor monitor) {
    return monitor.http() != null;
  }

  @Override
  public Reading look(Monitor monitor) {
    var wanted = Objects.requireNonNull(monitor.http());
    var answer =
        http.send(
            new OutboundRequest("GET", wanted.url(), wanted.headers(), null, monitor.timeout()));
    if (answer.failure() != null) {
      return answer.unmade() || RefusedAddressException.isReason(answer.failure())
          ? Reading.cannotRun(answer.failure())
          : Reading.failed(answer.failure());
    }
    if (answer.status() != wanted.status()) {
      return Reading.failed("HTTP " + answer.status() + " instead of " + wanted.status());
    }
    if (wanted.bodyContains() != null && !answer.body().contains(wanted.bodyContains())) {
      return Reading.failed("the answer lacks '" + wanted.bodyContains() + "'");
    }
    return Reading.passed("HTTP " + answer.status());
  }
}
