package io.tocsin.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.outbound.OutboundDownloads;
import io.tocsin.playbook.EvidenceProperties.Remote;
import io.tocsin.playbook.EvidenceProperties.Sources;
import io.tocsin.playbook.PreservedEvidence.Item;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** The evidence of a real incident: from files and over HTTP, into the vault and the record. */
@TocsinTest
class EvidenceVaultTest {

  /** What no text survives: half a character, a null and an escape, and both ends of lines. */
  private static final byte[] RAW = {(byte) 0xc3, 0, 27, '\r', '\n', (byte) 0xff, 'x'};

  @Autowired Response response;
  @Autowired Incidents incidents;
  @Autowired Preserved preserved;
  @Autowired OutboundDownloads http;
  @Autowired Clock clock;
  @Autowired IncidentCommands commands;
  @Autowired JdbcClient jdbc;

  @TempDir Path folder;
  private Path logs;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    logs = Files.createDirectory(folder.toRealPath().resolve("logs"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void copiesHashesListsAndRemembersOnce() throws Exception {
    Files.writeString(logs.resolve("access.log"), "hello");
    Files.createSymbolicLink(logs.resolve("link.log"), folder);
    answer("/sessions", 200, RAW);
    var number = response.declare("2");
    var vault = vault("100MB", List.of(logs + "/*.log", logs + "/gone.txt"), "/sessions");

    assertThat(vault.preserve(number, "job-1")).isFalse();
    assertThat(vault.preserve(number, "job-1")).isFalse();

    var evidence = preserved.of(number);
    assertThat(evidence).hasSize(1);
    var once = evidence.get(0);
    assertThat(once.kept()).isEqualTo(2);
    assertThat(once.leftOut()).isEqualTo(2);
    assertThat(once.items())
        .containsExactlyInAnyOrder(
            new Item("checkout", logs + "/access.log", sha256("hello".getBytes()), 5, null, null),
            new Item(
                "checkout",
                logs + "/link.log",
                null,
                0,
                "a symbolic link, which is not followed",
                null),
            new Item("checkout", logs + "/gone.txt", null, 0, "no such file", null),
            new Item("checkout", "sessions from 127.0.0.1/sessions", sha256(RAW), 7, null, null));
    assertThat(copy(number, RAW)).hasBinaryContent(RAW);
    var list = Path.of(String.valueOf(once.file()));
    assertThat(sha256(Files.readAllBytes(list))).isEqualTo(once.sha256());
    assertThat(list)
        .content()
        .startsWith("Evidence of " + number + ", listed ")
        .contains(sha256(RAW) + "  7  -  checkout  sessions from 127.0.0.1/sessions")
        .contains("left out  checkout  " + logs + "/gone.txt: no such file");
    assertThat(response.timeline(number))
        .filteredOn(line -> line.contains(String.valueOf(once.sha256())))
        .hasSize(1)
        .first()
        .asString()
        .contains("2 files copied and hashed, 2 left out. List: list-001.txt");

    // Another time is another list, and what was copied before is there already.
    vault.preserve(number, "job-2");
    assertThat(preserved.of(number).get(1).file()).endsWith("list-002.txt");
    try (var files = Files.list(folder.resolve("vault").resolve(number))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("files", "list-001.txt", "list-002.txt");
    }
  }

  @Test
  void isPreservedServiceByService() throws Exception {
    Files.writeString(logs.resolve("access.log"), "hello");
    var vault = vault("100MB", List.of(logs + "/*.log"), "/sessions");
    answer("/sessions", 200, RAW);
    var number = response.declare("2");
    commands.affects(number, List.of("search"), Actor.alert("alertmanager"));

    assertThat(vault.preserve(number, "job")).as("nothing is known of search").isFalse();
    var incident = incidents.get(number);
    assertThat(preserved.in(incident, "checkout")).isTrue();
    assertThat(preserved.in(incident, "search")).isFalse();
    assertThat(preserved.in(number)).isFalse();
    assertThat(preserved.missing(number)).containsExactly("search");
    assertThat(response.timeline(number))
        .anyMatch(line -> line.endsWith("The settings name no evidence of search"));

    // A node of before knows neither; once it is gone its lists get what they were of.
    jdbc.sql("update evidence_list set services = null, covered = null where incident = ?")
        .param(number)
        .update();
    assertThat(preserved.in(number)).isFalse();
    jdbc.sql("update evidence_list set complete = true where incident = ?").param(number).update();
    assertThat(preserved.in(number)).isTrue();
    jdbc.sql(Files.readString(Path.of("src/main/resources/db/after-upgrade/from-V102.sql")))
        .update();
    commands.affects(number, List.of("mailer"), Actor.alert("alertmanager"));
    assertThat(preserved.in(incidents.get(number), "search")).isTrue();
    assertThat(preserved.unlisted(number)).containsExactly("mailer");
  }

  @Test
  void anAnswerLongerThanThatOfOtherCallsIsKeptWhole() throws Exception {
    var large = new byte[700_000];
    large[699_999] = 7;
    answer("/sessions", 200, large);
    var result = vault("1MB", List.of(), "/sessions").copy("INC-2026-01-01-001", checkout());
    assertThat(result.complete()).isTrue();
    assertThat(copy("INC-2026-01-01-001", large)).hasBinaryContent(large);
  }

  @Test
  void whatIsTooLargeIsRefusedByTheNameOfTheLimit() throws Exception {
    answer("/sessions", 200, new byte[1_000_001]);
    Files.write(logs.resolve("a.log"), new byte[1_048_577]);
    var result =
        vault("1MB", List.of(logs + "/a.log"), "/sessions").copy("INC-2026-01-01-001", checkout());
    assertThat(result.kept()).isEqualTo(1);
    assertThat(result.items().get(0).leftOut())
        .isEqualTo("larger than tocsin.evidence.max-file, 1 MB");

    answer("/more", 200, new byte[1_048_577]);
    assertThat(vault("1MB", List.of(), "/more").copy("INC-2026-01-01-002", checkout()).items())
        .singleElement()
        .extracting(Item::leftOut)
        .isEqualTo("larger than tocsin.evidence.max-file, 1 MB");
    try (var files = Files.list(folder.resolve("vault/INC-2026-01-01-002/files"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void saysWhyAnAddressGaveNothing() {
    answer("/sessions", 503, "busy".getBytes(StandardCharsets.UTF_8));
    assertThat(vault("1MB", List.of(), "/sessions").copy("INC-2026-01-01-001", checkout()).items())
        .singleElement()
        .extracting(Item::leftOut)
        .isEqualTo("answered with status 503");
    server.stop(0);
    assertThat(vault("1MB", List.of(), "/sessions").copy("INC-2026-01-01-001", checkout()).items())
        .singleElement()
        .extracting(Item::leftOut)
        .isEqualTo("connection refused");
  }

  @Test
  void anAnswerThatBreaksOffIsNotKept() {
    server.createContext(
        "/sessions",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          exchange.close();
        });
    var result = vault("1MB", List.of(), "/sessions").copy("INC-2026-01-01-001", checkout());
    assertThat(result.kept()).isZero();
    assertThat(result.leftOut()).isEqualTo(1);
  }

  @Test
  void aDiskThatRefusesFailsTheJobInsteadOfLeavingOut() throws IOException {
    Files.writeString(logs.resolve("access.log"), "hello");
    answer("/sessions", 200, RAW);
    var number = response.declare("2");
    // A file where the folder of the copies should be: root may write everywhere else.
    Files.createDirectories(folder.resolve("vault"));
    Files.writeString(folder.resolve("vault").resolve(number), "in the way");
    var vault = vault("1MB", List.of(logs + "/*.log"), "/sessions");
    assertThatThrownBy(() -> vault.preserve(number, "job-1"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("The evidence cannot be written to " + folder.resolve("vault"));
    assertThat(preserved.of(number)).isEmpty();

    // The engine tries again once there is room.
    Files.delete(folder.resolve("vault").resolve(number));
    assertThat(vault.preserve(number, "job-1")).isTrue();
  }

  private void answer(String path, int status, byte[] body) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @Test
  void isNotMadeOnAFolderThatTakesNothing() throws IOException {
    Files.writeString(folder.resolve("vault"), "a file");

    assertThatThrownBy(() -> vault("1MB", List.of(), "/sessions"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tocsin.evidence.directory")
        .hasMessageContaining("name another folder");
  }

  private EvidenceVault vault(String maxFile, List<String> files, String path) {
    var remote =
        new Remote(
            "sessions",
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path),
            Map.of());
    return new EvidenceVault(
        new EvidenceProperties(
            folder.resolve("vault"),
            DataSize.parse(maxFile),
            DataSize.ofMegabytes(100),
            100,
            Duration.ofSeconds(20),
            Map.of("checkout", new Sources(files, List.of(remote)))),
        incidents,
        preserved,
        http,
        clock);
  }

  private Path copy(String number, byte[] content) throws Exception {
    return folder.resolve("vault").resolve(number).resolve("files").resolve(sha256(content));
  }

  private static List<String> checkout() {
    return List.of("checkout");
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
