package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Somebody who talks to the application over HTTP; redirects are not followed. */
final class Caller {

  /** The password of all sample people. */
  private static final String PASSWORD = "tocsin";

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * No thread of its own for each answer, and no offer of HTTP/2: who measures must cost little.
   */
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Runnable::run)
          .followRedirects(Redirect.NEVER)
          .connectTimeout(LIMIT)
          .build();

  private final String base;
  private final String authorization;
  private final Map<String, String> headers;

  private Caller(String base, String authorization) {
    this(base, authorization, Map.of());
  }

  private Caller(String base, String authorization, Map<String, String> headers) {
    this.base = base;
    this.authorization = authorization;
    this.headers = headers;
  }

  static Caller anybody(String base) {
    return new Caller(base, "");
  }

  /** A sample person, signed in by HTTP Basic. */
  static Caller person(String base, String user) {
    return new Caller(base, basic(user));
  }

  /** How a sample person says who they are. */
  static String basic(String user) {
    var credentials = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  /** The same as the webapps call, which prove that no foreign page does. */
  Caller inWebapps() {
    var page = get("/camunda/app/welcome/default/").headers();
    var cookies =
        page.allValues("Set-Cookie").stream()
            .map(cookie -> cookie.split(";", 2)[0])
            .collect(Collectors.joining("; "));
    var token = "X-XSRF-TOKEN";
    return new Caller(
        base,
        authorization,
        Map.of("Cookie", cookies, token, page.firstValue(token).orElseThrow()));
  }

  /** A detection source. */
  static Caller bearer(String base, String token) {
    return new Caller(base, "Bearer " + token);
  }

  /** A client of Opsgenie. */
  static Caller genie(String base, String key) {
    return new Caller(base, "GenieKey " + key);
  }

  /** What came back. */
  record Answer(int status, String body, java.net.http.HttpHeaders headers) {

    /** Reads the body, which must be of this status. */
    JsonNode json(int expected) {
      assertThat(status).as("status; the body is %s", body).isEqualTo(expected);
      return json();
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("This is no JSON: " + body, e);
      }
    }
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  JsonNode read(String path) {
    return get(path).json(200);
  }

  /** Posts a value as JSON, or a text as it is. */
  Answer post(String path, Object body) {
    return post(path, text(body).getBytes(StandardCharsets.UTF_8), "application/json");
  }

  Answer post(String path, byte[] body, String type) {
    return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
  }

  Answer put(String path, JsonNode body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body.toString())));
  }

  Answer send(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT);
    headers.forEach(request::header);
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String text(Object value) {
    try {
      return value instanceof String text ? text : JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
