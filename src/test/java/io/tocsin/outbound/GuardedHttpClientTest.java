package io.tocsin.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class GuardedHttpClientTest {

  private static final Duration PATIENT = Duration.ofSeconds(10);

  private final GuardedHttpClient http = client(1024, "127.0.0.0/8");
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    http.destroy();
  }

  @Test
  void givesStatusBodyAndDuration() {
    answer("/health", 503, "kaputt: ä\u0000\u001b");

    var response = http.send(OutboundRequest.get(url("/health"), PATIENT));

    assertThat(response.failure()).isNull();
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.successful()).isFalse();
    assertThat(response.body()).isEqualTo("kaputt: ä");
    assertThat(response.truncated()).isFalse();
    assertThat(response.duration()).isPositive().isLessThan(PATIENT);
  }

  @Test
  void downloadsTheBytesThatCameHoweverMany() {
    var bytes = new byte[5_000];
    bytes[1] = 27;
    bytes[4_999] = (byte) 0xff;
    server.createContext(
        "/file",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    answer("/busy", 503, "later");

    var file = http.read(OutboundRequest.get(url("/file"), PATIENT), InputStream::readAllBytes);
    assertThat(file.failure()).isNull();
    assertThat(file.body()).isEqualTo(bytes);
    var busy = http.read(OutboundRequest.get(url("/busy"), PATIENT), InputStream::readAllBytes);
    assertThat(busy.body()).isNull();
    assertThat(busy.status()).isEqualTo(503);
    assertThat(busy.failure()).isEqualTo("answered with status 503");
    var refused =
        client(1024).read(OutboundRequest.get(url("/file"), PATIENT), InputStream::readAllBytes);
    assertThat(refused.body()).isNull();
    assertThat(refused.failure()).isNotBlank();
  }

  @Test
  void sendsMethodHeadersAndBody() {
    server.createContext(
        "/echo",
        exchange -> {
          var text =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Secret")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });

    var request =
        new OutboundRequest("POST", url("/echo"), Map.of("X-Secret", "s3cret"), "{}", PATIENT);

    assertThat(http.send(request).body()).startsWith("POST s3cret application/json").endsWith("{}");
    assertThat(request.toString()).doesNotContain("s3cret");
  }

  @Test
  void doesNotFollowRedirects() {
    var followed = new AtomicInteger();
    server.createContext(
        "/from",
        exchange -> {
          exchange.getResponseHeaders().add("Location", url("/to").toString());
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/to",
        exchange -> {
          followed.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });

    var response = http.send(OutboundRequest.get(url("/from"), PATIENT));

    assertThat(response.status()).isEqualTo(302);
    assertThat(response.successful()).isFalse();
    assertThat(followed).hasValue(0);
  }

  @Test
  void readsNoMoreOfAHugeBodyThanTheLimit() {
    var written = new AtomicInteger();
    var cut = new CountDownLatch(1);
    server.createContext(
        "/huge",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var chunk = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
          try {
            for (int i = 0; i < 16_384; i++) {
              exchange.getResponseBody().write(chunk);
              written.addAndGet(chunk.length);
            }
          } catch (IOException e) {
            cut.countDown();
          }
        });

    var response = http.send(OutboundRequest.get(url("/huge"), PATIENT));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).hasSize(1024);
    assertThat(response.truncated()).isTrue();
    assertThat(await(cut)).as("the connection is cut").isTrue();
    assertThat(written.get()).isLessThan(64 * 1024 * 1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "HTTP/1.1 2"})
  void holdsTheTimeLimitAgainstAServerThatDripsOneByteAtATime(String beginning) throws IOException {
    var cut = new CountDownLatch(1);
    try (var drip = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      background(
          () -> {
            try (var socket = drip.accept()) {
              var out = socket.getOutputStream();
              out.write(beginning.getBytes(StandardCharsets.US_ASCII));
              // Each byte comes well within any limit on a single read.
              while (true) {
                out.write('x');
                out.flush();
                new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
              }
            } catch (IOException | InterruptedException e) {
              cut.countDown();
            }
          });
      var began = System.nanoTime();

      var response =
          http.send(
              OutboundRequest.get(
                  URI.create("http://127.0.0.1:" + drip.getLocalPort()), Duration.ofMillis(400)));

      assertThat(response.failure()).isEqualTo("timed out after 400 ms");
      assertThat(response.status()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(await(cut)).as("the connection is cut").isTrue();
    }
  }

  @Test
  void saysThatAServerIsSilent() throws IOException {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var url = URI.create("http://127.0.0.1:" + silent.getLocalPort());

      assertThat(http.send(OutboundRequest.get(url, Duration.ofMillis(200))).failure())
          .isEqualTo("timed out after 200 ms");
    }
  }

  @Test
  void saysThatAConnectionWasRefused() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    var response =
        http.send(OutboundRequest.get(URI.create("http://127.0.0.1:" + closed), PATIENT));

    assertThat(response.failure()).isEqualTo("connection refused");
  }

  @Test
  void saysThatAServerHangsUp() throws IOException {
    try (var rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      background(
          () -> {
            try {
              rude.accept().close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      var url = URI.create("http://127.0.0.1:" + rude.getLocalPort());

      assertThat(http.send(OutboundRequest.get(url, PATIENT)).failure())
          .isEqualTo("the connection was closed without an answer");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "2130706433",
        "localhost",
        "LOCALHOST",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:FFFF:7F00:0001]"
      })
  void refusesAnAddressThatWasNotAllowedBeforeAnythingIsSent(String host) throws IOException {
    var asked = new AtomicInteger();
    server.createContext("/", exchange -> asked.incrementAndGet());
    var strict = client(1024);
    try {
      var url = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/");

      var response = strict.send(OutboundRequest.get(url, PATIENT));

      assertThat(response.failure()).startsWith("refused address").contains("tocsin.outbound");
      assertThat(asked).hasValue(0);
    } finally {
      strict.destroy();
    }
  }

  /** However such a host is read, by us or a name server: nothing of this machine answers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0",
        "127.1",
        "public.example@127.0.0.1",
        "public.example:80@127.0.0.1",
        "[::]",
        "[::1]",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "localhost.",
        "%6cocalhost",
        "127.0.0.1%00.example.org",
        "[fe80::1%25lo]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]"
      })
  void reachesNothingOfThisMachineByOddSpellings(String host) throws IOException {
    var asked = new AtomicInteger();
    server.createContext("/", exchange -> asked.incrementAndGet());
    var strict = client(1024);
    try {
      URI url;
      try {
        url = new URI("http://" + host + ":" + server.getAddress().getPort() + "/");
      } catch (URISyntaxException e) {
        return;
      }
      var response = strict.send(OutboundRequest.get(url, Duration.ofSeconds(2)));

      assertThat(response.failure()).isNotNull();
      assertThat(asked).hasValue(0);
    } finally {
      strict.destroy();
    }
  }

  /** Dots and digits of other scripts look like an address, and some readers make them one. */
  @ParameterizedTest
  @ValueSource(
      strings = {"127\u30020\u30020\u30021", "\uff11\uff12\uff17.0.0.1", "\u24db\u24dealhost"})
  void doesNotTakeSpellingsOfOtherScripts(String host) {
    var url = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/");

    assertThat(http.send(OutboundRequest.get(url, PATIENT)).failure())
        .isEqualTo("not an http or https address");
  }

  @Test
  void takesNoPortThatIsNone() {
    assertThat(
            Stream.of("http://127.0.0.1:0/", "http://127.0.0.1:99999/")
                .map(url -> http.send(OutboundRequest.get(URI.create(url), PATIENT)).failure()))
        .doesNotContainNull();
  }

  /** A proxy would resolve the name once more, out of our sight. */
  @Test
  void takesNoProxyFromItsEnvironment() {
    answer("/", 200, "itself");
    var host = System.getProperty("http.proxyHost");
    var port = System.getProperty("http.proxyPort");
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "1");
    try (var own = closing(client(1024, "127.0.0.0/8"))) {
      assertThat(own.http().send(OutboundRequest.get(url("/"), PATIENT)).body())
          .isEqualTo("itself");
    } finally {
      restore("http.proxyHost", host);
      restore("http.proxyPort", port);
    }
  }

  private record Closing(GuardedHttpClient http) implements AutoCloseable {
    @Override
    public void close() {
      try {
        http.destroy();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Closing closing(GuardedHttpClient http) {
    return new Closing(http);
  }

  private static void restore(String key, String value) {
    if (value == null) {
      System.clearProperty(key);
    } else {
      System.setProperty(key, value);
    }
  }

  @Test
  void connectsToThePermittedOnesOfTheResolvedAddresses() throws IOException {
    answer("/", 200, "here");
    var url = URI.create("http://localhost:" + server.getAddress().getPort() + "/");

    // The IPv6 address of localhost, where there is one, is not in the allowed block.
    assertThat(http.send(OutboundRequest.get(url, PATIENT)).body()).isEqualTo("here");
    assertThat(resolver("127.0.0.0/8").resolve("localhost"))
        .containsExactly(InetAddress.getByName("127.0.0.1"));
  }

  @Test
  void saysThatANameIsNotKnown() {
    var url = URI.create("http://nowhere.invalid/");

    assertThat(http.send(OutboundRequest.get(url, PATIENT)).failure())
        .isEqualTo("the host name nowhere.invalid is not known");
  }

  @Test
  void refusesOtherSchemes() {
    assertThat(
            Stream.of("file:///etc/passwd", "ftp://127.0.0.1/", "http:nothing", "jar:file:x!/")
                .map(url -> http.send(OutboundRequest.get(URI.create(url), PATIENT)).failure()))
        .containsOnly("not an http or https address");
  }

  @Test
  void givesAWronglyConfiguredRequestAsAFailure() {
    var request =
        new OutboundRequest(
            "POST", url("/"), Map.of("Content-Type", "a/b; charset=?"), "", PATIENT);

    assertThat(http.send(request).failure()).isEqualTo("the request cannot be sent as configured");
  }

  @Test
  void makesManyCallsAtOnce() throws IOException {
    try (var silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
      var url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      var began = System.nanoTime();

      var answers =
          Stream.generate(() -> http.start(OutboundRequest.get(url, Duration.ofSeconds(2))))
              .limit(80)
              .toList()
              .stream()
              .map(answer -> answer.join().failure())
              .toList();

      assertThat(answers).containsOnly("timed out after 2000 ms", "too many calls are under way");
      assertThat(answers).filteredOn("timed out after 2000 ms"::equals).hasSize(64);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static GuardedHttpClient client(int maxBody, String... allowed) {
    return new GuardedHttpClient(
        new OutboundProperties(List.of(allowed), DataSize.ofBytes(maxBody)), resolver(allowed));
  }

  private static GuardedResolver resolver(String... allowed) {
    return new GuardedResolver(
        new AddressFilter(new OutboundProperties(List.of(allowed), DataSize.ofKilobytes(256))));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void background(Runnable task) {
    var thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }
}
