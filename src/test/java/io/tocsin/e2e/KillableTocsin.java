package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The built jar in a process of its own, which can be killed and started again on its data. */
final class KillableTocsin implements AutoCloseable {

  private static final Path JAR = Path.of("target/tocsin.jar");

  final String base;
  private final Path data = Path.of("target/durability", UUID.randomUUID().toString());
  private final ChildJvm server;

  KillableTocsin(List<String> settings) {
    assertThat(JAR).as("the jar, built by Maven").exists();
    var port = FreePort.find();
    base = "http://127.0.0.1:" + port;
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("-Xmx700m", "-Duser.timezone=UTC", "-jar", JAR.toString()));
    arguments.add("--server.port=" + port);
    arguments.add("--tocsin.data-dir=" + data);
    arguments.add("--tocsin.embedded-postgres.port=" + FreePort.find());
    arguments.add("--tocsin.embedded-postgres.binaries-dir=target/postgres-binaries");
    arguments.addAll(settings);
    server =
        new ChildJvm(arguments, data.resolve("tocsin.log"), base + "/actuator/health/readiness");
  }

  /**
   * Lays the jar and its libraries out as the image does, and returns the jar that starts there.
   */
  static Path extract(Path into) {
    assertThat(JAR).as("the jar, built by Maven").exists();
    var tools =
        List.of(
            ChildJvm.java(),
            "-Djarmode=tools",
            "-jar",
            JAR.toString(),
            "extract",
            "--force",
            "--destination",
            into.toString());
    try {
      assertThat(new ProcessBuilder(tools).inheritIO().start().waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return into.resolve(JAR.getFileName());
  }

  void start() {
    server.start();
  }

  /** As {@code kill -9} does: nothing is put in order. */
  void kill() {
    server.kill();
  }

  /** Stops it in good order, and the database with it. */
  @Override
  public void close() {
    server.stop();
    // Outlives a process that was killed.
    Postmaster.stop(data.resolve("postgres"));
  }
}
