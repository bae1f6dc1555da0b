package io.tocsin.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Whoever runs the services: they are well, they have a log, and what is asked for under one key is
 * done once. It is not Tocsin's, so that it remembers what a restored Tocsin has forgotten.
 */
final class Provider implements AutoCloseable {

  static final String LOG = "somebody read the customer table\n";

  final String url;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final Map<String, List<String>> calls = new ConcurrentHashMap<>();

  Provider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/health", exchange -> answer(exchange, "{\"status\": \"up\"}"));
    server.createContext(
        "/access.log",
        exchange -> {
          call(exchange);
          answer(exchange, LOG);
        });
    server.createContext("/restart", exchange -> answer(exchange, done(call(exchange))));
    server.createContext(
        "/rollback",
        exchange -> {
          var first = call(exchange);
          try {
            mayEnd.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          answer(exchange, done(first));
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the keys of the calls of a path, in their order. */
  List<String> calls(String path) {
    return List.copyOf(calls.getOrDefault(path, List.of()));
  }

  /** Until then a rollback is under way. */
  void letRollbacksEnd() {
    mayEnd.countDown();
  }

  private boolean call(HttpExchange exchange) {
    var key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    var keys =
        calls.computeIfAbsent(
            exchange.getRequestURI().getPath(), path -> new CopyOnWriteArrayList<>());
    synchronized (keys) {
      var first = !keys.contains(key);
      keys.add(key);
      return first;
    }
  }

  private static String done(boolean first) {
    return first ? "Done" : "Done before";
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    mayEnd.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
