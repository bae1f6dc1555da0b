package io.tocsin.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy that gives each request to the next node. Like one that asks for the readiness of nodes,
 * or like one that only notices when nobody listens. It never sends a request a second time that a
 * node may have read.
 */
final class RoundRobin implements AutoCloseable {

  /** How it finds out that a node is not there. */
  enum Sight {
    ASKS_FOR_READINESS,
    FINDS_NOBODY_LISTENING
  }

  private static final Set<String> OF_A_CONNECTION =
      Set.of("connection", "host", "content-length", "transfer-encoding", "upgrade", "expect");

  private final List<String> nodes;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Set<String> out = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Sight sight = Sight.ASKS_FOR_READINESS;

  RoundRobin(List<String> nodes) {
    this.nodes = nodes;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
    watch.scheduleWithFixedDelay(this::look, 0, 500, TimeUnit.MILLISECONDS);
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void be(Sight sight) {
    this.sight = sight;
  }

  /** Returns whether a node gets no requests. */
  boolean isOut(String node) {
    return out.contains(node);
  }

  private void look() {
    for (var node : nodes) {
      try {
        var answer =
            http.send(
                HttpRequest.newBuilder(URI.create(node + "/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build(),
                BodyHandlers.discarding());
        if (answer.statusCode() == 200) {
          out.remove(node);
        } else {
          out.add(node);
        }
      } catch (IOException e) {
        out.add(node);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      for (int tried = 0; tried < nodes.size(); tried++) {
        var node = next();
        try {
          answer(exchange, send(exchange, node, body));
          return;
        } catch (ConnectException e) {
          // Nobody has read it.
        }
      }
      exchange.sendResponseHeaders(502, -1);
    } catch (IOException e) {
      System.out.printf("%s %s: %s%n", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      exchange.sendResponseHeaders(502, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String next() {
    for (int tried = 0; tried < nodes.size(); tried++) {
      var node = nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
      if (sight == Sight.FINDS_NOBODY_LISTENING || !out.contains(node)) {
        return node;
      }
    }
    return nodes.get(0);
  }

  private HttpResponse<byte[]> send(HttpExchange exchange, String node, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(node + exchange.getRequestURI()))
            .timeout(Duration.ofSeconds(40))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_A_CONNECTION.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OF_A_CONNECTION.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    var body = answer.body();
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    server.stop(0);
    threads.shutdownNow();
  }
}
