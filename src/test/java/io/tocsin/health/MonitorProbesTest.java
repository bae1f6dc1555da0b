package io.tocsin.health;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.tocsin.catalog.Monitor;
import io.tocsin.catalog.Monitor.Dns;
import io.tocsin.catalog.Monitor.Http;
import io.tocsin.catalog.Monitor.Postgres;
import io.tocsin.catalog.Monitor.Prometheus;
import io.tocsin.catalog.Monitor.Tcp;
import io.tocsin.catalog.Monitor.Tls;
import io.tocsin.health.Reading.Verdict;
import io.tocsin.outbound.OutboundResponse;
import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Each kind of monitor against something that answers, and something that does not. */
@TocsinTest
class MonitorProbesTest {

  private static final String HERE = "127.0.0.1";

  /** Neither public nor among the addresses that the tests allow. */
  private static final String FORBIDDEN = "10.1.2.3";

  @Autowired Probing probing;
  @Autowired WireMockServer services;
  @Autowired DataSource dataSource;

  @BeforeEach
  void answers() {
    services.stubFor(get(urlEqualTo("/watched")).willReturn(okJson("{\"ok\":true}")));
    services.stubFor(get(urlEqualTo("/ill")).willReturn(aResponse().withStatus(503)));
    services.stubFor(get(urlEqualTo("/slow")).willReturn(okJson("{}").withFixedDelay(300)));
  }

  @Test
  void httpComparesStatusBodyAndLatency() {
    var url = URI.create(services.url("/watched"));
    assertThat(look(http(new Http(url, 200, "ok", Map.of()))).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(look(http(new Http(url, 204, null, Map.of()))).text())
        .isEqualTo("HTTP 200 instead of 204");
    assertThat(look(http(new Http(url, 200, "cheese", Map.of()))).text())
        .isEqualTo("the answer lacks 'cheese'");
    var slow = http(new Http(URI.create(services.url("/slow")), 200, null, Map.of()));
    assertThat(look(slow).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(look(within(slow, Duration.ofSeconds(5), Duration.ofMillis(100))).text())
        .startsWith("slower than 100 ms");
    assertThat(look(within(slow, Duration.ofMillis(100), null)))
        .extracting(Reading::verdict, Reading::text)
        .containsExactly(Verdict.FAILED, "timed out after 100 ms");
  }

  @Test
  void nothingIsConnectedToThatTheOperatorDidNotAllow() {
    var monitors =
        List.of(
            http(new Http(URI.create("http://" + FORBIDDEN + "/"), 200, null, Map.of())),
            monitor(null, new Tcp(FORBIDDEN, 22), null, null, null, null),
            monitor(null, null, new Tls(FORBIDDEN, 443, null, days(1)), null, null, null),
            monitor(
                null,
                null,
                null,
                new Postgres(FORBIDDEN, 5432, "x", "x", "x", "prefer", 80, null),
                null,
                null));
    assertThat(monitors)
        .allSatisfy(
            monitor ->
                assertThat(look(monitor))
                    .satisfies(
                        reading -> {
                          assertThat(reading.verdict()).isEqualTo(Verdict.CANNOT_RUN);
                          assertThat(reading.text()).contains("refused address 10.1.2.3");
                        }));
  }

  @Test
  void httpTellsNothingWhereThereIsNoRoomForTheCall() {
    var full = new FakeHttp();
    full.answers.put("shop.example.org", OutboundResponse.notMade());

    var shop = http(new Http(URI.create("http://shop.example.org/"), 200, null, Map.of()));
    assertThat(new HttpProbe(full).look(shop).verdict()).isEqualTo(Verdict.CANNOT_RUN);
  }

  @Test
  void tcpOpensAPort() throws IOException {
    int closed;
    try (var open = new ServerSocket(0, 1, InetAddress.getByName(HERE))) {
      closed = open.getLocalPort();
      assertThat(look(tcp(open.getLocalPort())).verdict()).isEqualTo(Verdict.PASSED);
    }
    assertThat(look(tcp(closed)).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(look(monitor(null, new Tcp("nowhere.invalid", 1), null, null, null, null)).text())
        .isEqualTo("the host name is not known");
  }

  @Test
  void tlsSeesAnExpiredCertificateAndOneThatExpiresSoon(@TempDir Path folder) throws Exception {
    try (var server = server(folder, "expired", "-startdate", "-30d", "-validity", "10")) {
      assertThat(look(tls(server, 14)))
          .satisfies(
              reading -> {
                assertThat(reading.verdict()).isEqualTo(Verdict.FAILED);
                assertThat(reading.text()).startsWith("the certificate has expired on 20");
              });
    }
    try (var server = server(folder, "fresh", "-validity", "10")) {
      assertThat(look(tls(server, 14)).text()).contains("expires on").endsWith("in 9 days");
      assertThat(look(tls(server, 14)).verdict()).isEqualTo(Verdict.FAILED);
      assertThat(look(tls(server, 5)).verdict()).isEqualTo(Verdict.PASSED);
    }
  }

  @Test
  void tlsFailsWhereNoTlsIsSpoken() {
    assertThat(
            look(monitor(
                    null, null, new Tls(HERE, services.port(), null, days(1)), null, null, null))
                .verdict())
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void postgresCountsConnectionsAndFindsLongQueries() throws Exception {
    var own = database();
    var seen =
        look(
            postgres(
                new Postgres(HERE, own.port(), own.name(), "postgres", "", "prefer", 100, null)));
    assertThat(seen.verdict()).as(seen.text()).isEqualTo(Verdict.PASSED);
    assertThat(seen.text()).contains("connections are in use");
    assertThat(
            look(postgres(
                    new Postgres(HERE, own.port(), own.name(), "postgres", "", "prefer", 1, null)))
                .verdict())
        .isEqualTo(Verdict.FAILED);

    var sleeping = new Thread(this::sleepInTheDatabase);
    sleeping.start();
    var busy =
        new Postgres(
            HERE, own.port(), own.name(), "postgres", "", "prefer", 100, Duration.ofMillis(1));
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(look(postgres(busy)).text()).contains("runs for"));
    sleeping.join();
  }

  @Test
  void postgresThatRefusesTheMonitorIsAMonitorThatDoesNotWork() throws Exception {
    var own = database();
    assertThat(
            look(
                postgres(
                    new Postgres(
                        HERE, own.port(), "nowhere", "postgres", "hunter22", "prefer", 80, null))))
        .satisfies(
            reading -> {
              assertThat(reading.verdict()).isEqualTo(Verdict.CANNOT_RUN);
              assertThat(reading.text()).doesNotContain("hunter22");
            });
    try (var closed = new ServerSocket(0)) {
      var port = closed.getLocalPort();
      closed.close();
      assertThat(
              look(postgres(new Postgres(HERE, port, "x", "x", "", "prefer", 80, null))).verdict())
          .isEqualTo(Verdict.FAILED);
    }
  }

  @Test
  void dnsResolvesAndCompares() {
    assertThat(look(dns(new Dns("localhost", List.of()))).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(look(dns(new Dns("127.0.0.1", List.of("127.0.0.1")))).verdict())
        .isEqualTo(Verdict.PASSED);
    assertThat(look(dns(new Dns("127.0.0.1", List.of("192.0.2.1")))).text())
        .isEqualTo("127.0.0.1 is 127.0.0.1, which is none of 192.0.2.1");
    assertThat(look(dns(new Dns("nowhere.invalid", List.of()))).verdict())
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void prometheusComparesTheWorstSeries() {
    prometheus(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
            + "{\"metric\":{},\"value\":[1,\"0.2\"]},{\"metric\":{},\"value\":[1,\"0.91\"]},"
            + "{\"metric\":{},\"value\":[1,\"NaN\"]}]}}");
    assertThat(look(query(0.9, null)).text()).isEqualTo("0.91 is more than 0.9");
    assertThat(look(query(0.95, null)).text()).isEqualTo("0.91 of at most 0.95");
    assertThat(look(query(null, 0.3)).text()).isEqualTo("0.2 is less than 0.3");

    prometheus(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"7\"]}}");
    assertThat(look(query(8.0, 6.0)).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void prometheusWithoutAValueIsAMonitorThatDoesNotWork() {
    prometheus("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
    assertThat(look(query(1.0, null)).text()).isEqualTo("the query has no value");
    prometheus("<html>");
    assertThat(look(query(1.0, null)).verdict()).isEqualTo(Verdict.CANNOT_RUN);
    services.stubFor(get(urlPathEqualTo("/api/v1/query")).willReturn(aResponse().withStatus(400)));
    assertThat(look(query(1.0, null)).text()).contains("HTTP 400");
  }

  private void prometheus(String answer) {
    services.stubFor(get(urlPathEqualTo("/api/v1/query")).willReturn(okJson(answer)));
  }

  private Reading look(Monitor monitor) {
    return probing.start(monitor).join();
  }

  private void sleepInTheDatabase() {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("select pg_sleep(2)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Own(int port, String name) {}

  private Own database() throws SQLException {
    try (var connection = dataSource.getConnection()) {
      var url = URI.create(connection.getMetaData().getURL().substring("jdbc:".length()));
      return new Own(url.getPort(), url.getPath().substring(1));
    }
  }

  /** A server whose certificate is made by itself. */
  private static SSLServerSocket server(Path folder, String name, String... validity)
      throws Exception {
    var file = folder.resolve(name + ".p12");
    var command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit"));
    command.addAll(List.of(validity));
    assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor()).isZero();
    var store = KeyStore.getInstance("PKCS12");
    try (var stream = Files.newInputStream(file)) {
      store.load(stream, "changeit".toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    var server =
        (SSLServerSocket)
            context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getByName(HERE));
    var thread = new Thread(() -> shakeHands(server));
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static void shakeHands(SSLServerSocket server) {
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        socket.getInputStream().read();
      } catch (IOException e) {
        // The other side has seen enough, or the test is over.
      }
    }
  }

  private Monitor query(@Nullable Double above, @Nullable Double below) {
    return monitor(
        null,
        null,
        null,
        null,
        null,
        new Prometheus(URI.create(services.baseUrl()), "load > 1", above, below, Map.of()));
  }

  private static Monitor http(Http http) {
    return monitor(http, null, null, null, null, null);
  }

  private static Monitor tcp(int port) {
    return monitor(null, new Tcp(HERE, port), null, null, null, null);
  }

  private static Monitor tls(SSLServerSocket server, int days) {
    return monitor(
        null,
        null,
        new Tls(HERE, server.getLocalPort(), "shop.example", days(days)),
        null,
        null,
        null);
  }

  private static Monitor postgres(Postgres postgres) {
    return monitor(null, null, null, postgres, null, null);
  }

  private static Monitor dns(Dns dns) {
    return monitor(null, null, null, null, dns, null);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private static Monitor within(Monitor m, Duration timeout, @Nullable Duration maxLatency) {
    return new Monitor(
        m.name(),
        m.every(),
        timeout,
        maxLatency,
        1,
        1,
        null,
        null,
        m.http(),
        m.tcp(),
        m.tls(),
        m.postgres(),
        m.dns(),
        m.prometheus());
  }

  private static Monitor monitor(
      @Nullable Http http,
      @Nullable Tcp tcp,
      @Nullable Tls tls,
      @Nullable Postgres postgres,
      @Nullable Dns dns,
      @Nullable Prometheus prometheus) {
    return new Monitor(
        "test",
        Duration.ofMinutes(1),
        Duration.ofSeconds(5),
        null,
        1,
        1,
        null,
        null,
        http,
        tcp,
        tls,
        postgres,
        dns,
        prometheus);
  }
}
