package io.tocsin.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/**
 * A name server that changes its mind: first it names an address that may be called, here 127.0.0.1
 * alone, then one inside. Whoever asked it twice would look at the one and call the other.
 */
class RebindingTest {

  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final String INSIDE = "refused address ";

  /** Each question takes one answer; the last one is given for ever. */
  private final Queue<InetAddress[]> answers = new ArrayDeque<>();

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final GuardedResolver resolver = new GuardedResolver(filter(), this::addresses);
  private final GuardedHttpClient http = new GuardedHttpClient(properties(), resolver);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    // At all addresses of the machine, so that a call to another one would be answered.
    server = HttpServer.create(new InetSocketAddress(0), 0);
    server.createContext(
        "/",
        exchange -> {
          served.incrementAndGet();
          if (exchange.getRequestURI().getPath().equals("/elsewhere")) {
            exchange.getResponseHeaders().add("Location", url("/").toString());
            exchange.sendResponseHeaders(307, -1);
          } else {
            exchange.sendResponseHeaders(200, -1);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    http.destroy();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "169.254.169.254", "10.0.0.1", "::1", "::ffff:127.0.0.2"})
  void theAddressThatWasLookedAtIsTheOneThatIsCalled(String inside) {
    answer("127.0.0.1");
    answer(inside);

    assertThat(call("/").status()).isEqualTo(200);
    assertThat(asked).as("asked once for a call").hasValue(1);

    assertThat(call("/").failure()).startsWith(INSIDE);
    assertThat(asked).hasValue(2);
    assertThat(served).hasValue(1);
  }

  @Test
  void anAnswerOfBothLeadsOnlyToTheOneThatMayBeCalled() {
    answer("127.0.0.2", "169.254.169.254", "127.0.0.1");

    assertThat(call("/").status()).isEqualTo(200);
    server.stop(0);
    // Nor is another one tried when the first does not answer.
    assertThat(call("/").failure()).isNotNull().doesNotStartWith(INSIDE);
    assertThat(served).hasValue(1);
  }

  @Test
  void noRedirectAsksOnceMore() {
    answer("127.0.0.1");
    answer("127.0.0.2");

    assertThat(call("/elsewhere").status()).isEqualTo(307);
    assertThat(asked).hasValue(1);
    assertThat(served).hasValue(1);
  }

  @Test
  void noSecondTryAsksOnceMore() throws IOException {
    answer("127.0.0.1");
    answer("127.0.0.2");
    try (var rude = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
      var hangsUp =
          new Thread(
              () -> {
                try {
                  while (true) {
                    rude.accept().close();
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      hangsUp.setDaemon(true);
      hangsUp.start();
      var url = URI.create("http://changes.example:" + rude.getLocalPort() + "/");

      assertThat(http.send(OutboundRequest.get(url, PATIENT)).failure()).isNotNull();
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void noConnectionIsKeptForWhomeverTheNameMeansNext() {
    answer("127.0.0.1");

    for (int call = 1; call <= 3; call++) {
      assertThat(call("/").status()).isEqualTo(200);
      assertThat(asked).as("each call looks for itself").hasValue(call);
    }
  }

  /** Monitors of ports and certificates connect to what they are given here. */
  @Test
  void whoeverConnectsByThemselvesGetsOnlyWhatMayBeCalled() throws IOException {
    answer("169.254.169.254", "127.0.0.1");

    assertThat(resolver.resolve("changes.example"))
        .containsExactly(InetAddress.getByName("127.0.0.1"));
  }

  private OutboundResponse call(String path) {
    return http.send(OutboundRequest.get(url(path), PATIENT));
  }

  private URI url(String path) {
    return URI.create("http://changes.example:" + server.getAddress().getPort() + path);
  }

  private void answer(String... addresses) {
    answers.add(
        Arrays.stream(addresses)
            .map(
                address -> {
                  try {
                    return InetAddress.getByName(address);
                  } catch (UnknownHostException e) {
                    throw new IllegalArgumentException(e);
                  }
                })
            .toArray(InetAddress[]::new));
  }

  private InetAddress[] addresses(String host) {
    assertThat(host).isEqualTo("changes.example");
    asked.incrementAndGet();
    return answers.size() > 1 ? answers.remove() : answers.element();
  }

  private static AddressFilter filter() {
    return new AddressFilter(properties());
  }

  private static OutboundProperties properties() {
    return new OutboundProperties(List.of("127.0.0.1"), DataSize.ofKilobytes(256));
  }
}
