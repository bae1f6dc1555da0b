package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The built jar in a process of its own, which can be killed and started again on its data. */
final class KillableTocsin implements AutoCloseable {

  private static final Path JAR = Path.of("target/tocsin.jar");
  private static final Duration START = Duration.ofMinutes(2);

  final String base;
  private final Path data = Path.of("target/durability", UUID.randomUUID().toString());
  private final int port = FreePort.find();
  private final int databasePort = FreePort.find();
  private final List<String> settings;
  private Process process;

  KillableTocsin(List<String> settings) {
    assertThat(JAR).as("the jar is built by: mvn verify -Pdurability").exists();
    this.settings = settings;
    this.base = "http://127.0.0.1:" + port;
  }

  void start() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx700m", "-Duser.timezone=UTC", "-jar", JAR.toString()));
    command.add("--server.port=" + port);
    command.add("--tocsin.data-dir=" + data);
    command.add("--tocsin.embedded-postgres.port=" + databasePort);
    command.add("--tocsin.embedded-postgres.binaries-dir=target/postgres-binaries");
    command.addAll(settings);
    try {
      Files.createDirectories(data);
      var log = new File(data.toFile(), "tocsin.log");
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("start, see the log in " + data)
        .atMost(START)
        .pollInterval(Duration.ofMillis(500))
        .ignoreException(UncheckedIOException.class)
        .until(
            () -> {
              assertThat(process.isAlive()).as("it runs; its log is in %s", data).isTrue();
              return Caller.anybody(base).get("/actuator/health/readiness").status() == 200;
            });
  }

  /** As {@code kill -9} does: nothing is put in order. */
  void kill() {
    process.destroyForcibly();
    waitFor();
  }

  /** Stops it in good order, and the database with it. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    waitFor();
    try {
      // Outlives a process that was killed.
      var pid = data.resolve("postgres/postmaster.pid");
      if (Files.exists(pid)) {
        ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
            .ifPresent(ProcessHandle::destroy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void waitFor() {
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("it has ended").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
