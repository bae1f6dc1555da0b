package io.tocsin.outbound;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call to a configured URL.
 *
 * @param url http or https
 * @param headers may hold secrets; never shown
 * @param body sent as JSON unless a Content-Type header says otherwise
 * @param timeout for everything: resolving, connecting, sending and reading the answer
 * @param trust file with the PEM certificates that alone may have signed that of the other side;
 *     null trusts what Java trusts
 */
public record OutboundRequest(
    String method,
    URI url,
    Map<String, String> headers,
    @Nullable String body,
    Duration timeout,
    @Nullable Path trust) {

  /** Copies the headers. */
  public OutboundRequest {
    headers = Map.copyOf(headers);
  }

  /** A call to a side whose certificate Java trusts. */
  public OutboundRequest(
      String method,
      URI url,
      Map<String, String> headers,
      @Nullable String body,
      Duration timeout) {
    this(method, url, headers, body, timeout, null);
  }

  /** Reads a URL. */
  public static OutboundRequest get(URI url, Duration timeout) {
    return new OutboundRequest("GET", url, Map.of(), null, timeout);
  }

  /** Shows neither headers nor body nor what follows the path: any of them may hold a secret. */
  @Override
  public String toString() {
    return method + " " + url.getScheme() + "://" + url.getHost() + url.getPath();
  }
}
