package io.tocsin.security;

import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/** Lets the libraries of sign-on call through the client that guards all our calls. */
final class OutboundRequests implements ClientHttpRequestFactory {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final OutboundHttp http;

  OutboundRequests(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
    return new AbstractClientHttpRequest() {

      private final ByteArrayOutputStream body = new ByteArrayOutputStream();

      @Override
      public HttpMethod getMethod() {
        return method;
      }

      @Override
      public URI getURI() {
        return uri;
      }

      @Override
      protected OutputStream getBodyInternal(HttpHeaders headers) {
        return body;
      }

      @Override
      protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
        var sent = headers.toSingleValueMap();
        // The client counts for itself.
        sent.keySet().removeIf(HttpHeaders.CONTENT_LENGTH::equalsIgnoreCase);
        var answer =
            http.send(
                new OutboundRequest(
                    method.name(),
                    uri,
                    sent,
                    body.size() == 0 ? null : body.toString(StandardCharsets.UTF_8),
                    LIMIT));
        if (answer.failure() != null) {
          throw new IOException(uri.getHost() + ": " + answer.failure());
        }
        var headersOfAnswer = new HttpHeaders();
        answer.headers().forEach(headersOfAnswer::add);
        headersOfAnswer.remove(HttpHeaders.CONTENT_LENGTH);
        return new Answer(
            HttpStatusCode.valueOf(answer.status()),
            headersOfAnswer,
            answer.body().getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private record Answer(HttpStatusCode status, HttpHeaders headers, byte[] bytes)
      implements ClientHttpResponse {

    @Override
    public HttpStatusCode getStatusCode() {
      return status;
    }

    @Override
    public String getStatusText() {
      return "";
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public InputStream getBody() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {
      // It was read to its end.
    }
  }
}
