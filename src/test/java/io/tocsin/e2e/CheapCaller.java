package io.tocsin.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Calls from the threads of whoever calls, one connection each: the JDK's client hands each answer
 * from one thread to another, which cost half of what a small request did on two processors.
 */
final class CheapCaller implements Closeable {

  private final String base;
  private final Map<String, String> headers;
  private final CloseableHttpClient http;

  CheapCaller(String base, int connections, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(connections)
                    .setMaxConnTotal(connections)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .build();
  }

  /** Posts JSON and expects an answer of a status. */
  void post(String path, byte[] body, int expected) throws IOException {
    var request =
        ClassicRequestBuilder.post(base + path).setEntity(body, ContentType.APPLICATION_JSON);
    send(request, path, expected);
  }

  /** Reads something whole. */
  void read(String path) throws IOException {
    send(ClassicRequestBuilder.get(base + path), path, 200);
  }

  private void send(ClassicRequestBuilder request, String path, int expected) throws IOException {
    headers.forEach(request::addHeader);
    ClassicHttpRequest call = request.build();
    http.execute(
        call,
        answer -> {
          EntityUtils.consume(answer.getEntity());
          if (answer.getCode() != expected) {
            throw new AssertionError(path + " answers " + answer.getCode());
          }
          return null;
        });
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
