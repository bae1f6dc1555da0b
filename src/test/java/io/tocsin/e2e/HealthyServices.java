package io.tocsin.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The services of the samples, which are well: what is asked for their health, their load and their
 * logs. They stand for some on other machines, so that they must cost next to nothing where the
 * processors are shared with what is measured.
 */
final class HealthyServices implements AutoCloseable {

  private static final String WELL = "{\"status\": \"ok\"}";
  private static final String IDLE =
      "{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\":"
          + " [{\"metric\": {}, \"value\": [1, \"0.1\"]}]}}";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  HealthyServices() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", HealthyServices::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange call) throws IOException {
    var path = call.getRequestURI().getPath();
    if (path.endsWith("/health")) {
      answer(call, "application/json", WELL);
    } else if (path.endsWith("/query")) {
      answer(call, "application/json", IDLE);
    } else {
      answer(call, "text/plain", "\n");
    }
  }

  private static void answer(HttpExchange call, String type, String text) throws IOException {
    try (call) {
      var body = text.getBytes(StandardCharsets.US_ASCII);
      call.getResponseHeaders().set("Content-Type", type);
      call.sendResponseHeaders(200, body.length);
      call.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
