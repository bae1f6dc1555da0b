package io.tocsin.outbound;

import java.util.concurrent.CompletableFuture;

/**
 * Calls configured URLs. Redirects are not followed; the time and the size of an answer are
 * limited; addresses that are neither public nor allowed by the operator are refused after
 * resolving. A call that fails is a value, never an exception.
 */
public interface OutboundHttp {

  /**
   * Begins a call.
   *
   * @return completes at the request's time limit at the latest, whatever the other side does
   */
  CompletableFuture<OutboundResponse> start(OutboundRequest request);

  /** Makes a call and waits for its end. */
  default OutboundResponse send(OutboundRequest request) {
    return start(request).join();
  }
}
