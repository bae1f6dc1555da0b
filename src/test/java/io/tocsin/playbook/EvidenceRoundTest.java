package io.tocsin.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What is copied, what is left out and why. */
class EvidenceRoundTest {

  private static final String HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path folder;
  private Path logs;
  private Path vault;

  @BeforeEach
  void logs() throws IOException {
    logs = Files.createDirectory(folder.toRealPath().resolve("logs"));
    vault = folder.resolve("vault");
  }

  @Test
  void copiesHashesAndLists() throws IOException {
    Files.writeString(logs.resolve("access.log"), "hello");
    Files.writeString(logs.resolve("notes.txt"), "not asked for");
    Files.createDirectories(logs.resolve("old"));
    Files.writeString(logs.resolve("old/access.log"), "older");

    var round = round(1_000, 10_000, 10, logs + "/*.log");
    assertThat(round.kept()).isEqualTo(1);
    assertThat(round.leftOut()).isZero();
    assertThat(round.lines()).hasSize(1);
    assertThat(round.lines().get(0))
        .startsWith(HELLO + "  5  20")
        .endsWith("  checkout  " + logs + "/access.log\n");
    var copy = vault.resolve("files/" + HELLO);
    assertThat(copy).hasContent("hello");
    assertThat(Files.getPosixFilePermissions(copy)).hasToString("[OWNER_READ]");

    assertThat(round(1_000, 10_000, 10, logs + "/**.log").kept()).isEqualTo(2);
  }

  @Test
  void doingItAgainKeepsWhatIsThere() throws IOException {
    Files.writeString(logs.resolve("access.log"), "hello");
    round(1_000, 10_000, 10, logs + "/access.log");
    var first = Files.getLastModifiedTime(vault.resolve("files/" + HELLO));
    Files.writeString(logs.resolve("access.log"), "hello, changed by whoever broke in");
    Files.writeString(logs.resolve("b.log"), "hello");

    assertThat(round(1_000, 10_000, 10, logs + "/*.log").kept()).isEqualTo(2);
    assertThat(vault.resolve("files/" + HELLO)).hasContent("hello");
    assertThat(Files.getLastModifiedTime(vault.resolve("files/" + HELLO))).isEqualTo(first);
    assertThat(names(vault.resolve("files"))).hasSize(2);
    assertThat(names(vault)).containsExactly("files");
  }

  @Test
  void followsNoLink() throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "of somebody else");
    var outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("far.log"), "far");
    Files.createSymbolicLink(logs.resolve("link.log"), secret);
    Files.createSymbolicLink(logs.resolve("away"), outside);

    for (var pattern : List.of(logs + "/*.log", logs + "/link.log", logs + "/**.log")) {
      var round = round(1_000, 10_000, 10, pattern);
      assertThat(round.kept()).as(pattern).isZero();
      assertThat(round.lines()).singleElement().asString().contains("symbolic link");
    }
    assertThat(round(1_000, 10_000, 10, logs + "/away").kept()).isZero();
    assertThat(names(vault.resolve("files"))).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    var round = round(1_000, 10_000, 10, logs + "/gone.log");
    assertThat(round.leftOut()).isEqualTo(1);
    assertThat(round.lines())
        .containsExactly("left out  checkout  %s/gone.log: no such file\n".formatted(logs));
    assertThat(round(1_000, 10_000, 10, "/no/such/folder/*.log").leftOut()).isEqualTo(1);
  }

  @Test
  void saysWhatVanishesOrGrowsMeanwhile() throws IOException {
    var gone = new EvidenceRound(limits(1_000, 10_000, 10), store(), System.nanoTime());
    gone.take(logs.resolve("gone.log"));
    assertThat(gone.lines())
        .containsExactly("left out    %s/gone.log: no such file any more\n".formatted(logs));

    // Grown between the look at it and the copy: the one is not what the other says.
    var log = Files.writeString(logs.resolve("grows.log"), "hello");
    var store =
        new EvidenceStore(vault) {
          @Override
          Copy put(InputStream source, long limit) throws IOException {
            var copy = super.put(source, limit);
            Files.writeString(log, " more", StandardOpenOption.APPEND);
            return copy;
          }
        };
    var round = new EvidenceRound(limits(1_000, 10_000, 10), store, System.nanoTime());
    round.take(log);
    assertThat(round.lines())
        .singleElement()
        .asString()
        .startsWith(HELLO + "  5  ")
        .endsWith("/grows.log (written to while it was copied)\n");
    assertThat(round.items().get(0).note()).isEqualTo("written to while it was copied");
  }

  @Test
  void aDiskThatIsFullIsNotTheFaultOfTheSource() throws IOException {
    Files.writeString(logs.resolve("access.log"), "hello");
    var store = store();
    Files.delete(vault.resolve("files"));
    Files.writeString(vault.resolve("files"), "in the way");
    var round = new EvidenceRound(limits(1_000, 10_000, 10), store, System.nanoTime());
    assertThatThrownBy(() -> round.files(logs + "/access.log"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(names(vault)).containsExactly("files");
  }

  @Test
  void leavesOutWhatIsTooLarge() throws IOException {
    Files.writeString(logs.resolve("huge.log"), "x".repeat(2_000));
    var round = round(1_000, 10_000, 10, logs + "/*.log");
    assertThat(round.kept()).isZero();
    assertThat(round.lines()).singleElement().asString().contains("larger than");
    assertThat(names(vault.resolve("files"))).isEmpty();
    assertThat(names(vault)).containsExactly("files");
  }

  @Test
  void stopsAtTheWholeLimit() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.writeString(logs.resolve(i + ".log"), String.valueOf(i).repeat(500));
    }
    var round = round(1_000, 1_200, 10, logs + "/*.log");
    assertThat(round.kept()).isEqualTo(2);
    assertThat(round.leftOut()).isEqualTo(3);
    assertThat(round(1_000, 10_000, 3, logs + "/*.log").kept()).isEqualTo(3);
  }

  @Test
  void aSourceThatGrowsWhileItIsReadIsCut() throws IOException {
    var round = new EvidenceRound(limits(1_000, 10_000, 10), store(), System.nanoTime());
    round.take(
        "endless",
        target ->
            target.put(
                new InputStream() {
                  @Override
                  public int read() {
                    return 'x';
                  }
                }));
    assertThat(round.lines())
        .singleElement()
        .asString()
        .contains("larger than tocsin.evidence.max-file, 1000 bytes");
    assertThat(names(vault.resolve("files"))).isEmpty();
  }

  @Test
  void aNameCannotForgeALine() throws IOException {
    Files.writeString(logs.resolve("a\nb.log"), "hello");
    assertThat(round(1_000, 10_000, 10, logs + "/*.log").lines())
        .singleElement()
        .asString()
        .endsWith("/a?b.log\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative.log", "/var/log/../shadow", "/var/log/..", "/../etc/*"})
  void refusesPathsThatLeadElsewhere(String path) {
    assertThatThrownBy(() -> new EvidenceProperties.Sources(List.of(path), List.of()))
        .hasMessageContaining("absolute path without '..'");
  }

  @Test
  void doesNotShowSecretsOfAnAddress() {
    assertThat(
            new EvidenceProperties.Remote(
                "audit",
                URI.create("https://example.org/audit?token=abc"),
                Map.of("Authorization", "Bearer abc")))
        .hasToString("audit from example.org/audit");
  }

  private EvidenceRound round(int maxFile, int maxTotal, int maxFiles, String pattern) {
    var round = new EvidenceRound(limits(maxFile, maxTotal, maxFiles), store(), System.nanoTime());
    round.service("checkout");
    round.files(pattern);
    return round;
  }

  private EvidenceStore store() {
    try {
      return new EvidenceStore(vault);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private EvidenceProperties limits(int maxFile, int maxTotal, int maxFiles) {
    return new EvidenceProperties(
        vault,
        DataSize.ofBytes(maxFile),
        DataSize.ofBytes(maxTotal),
        maxFiles,
        Duration.ofSeconds(40),
        Map.of());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
