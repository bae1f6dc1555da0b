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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server in a Java process of its own, which can be killed and started again. */
final class ChildJvm {

  private static final Duration START = Duration.ofMinutes(5);

  private final List<String> command;
  private final Path log;
  private final String alive;
  private Process process;

  /**
   * Does not start it yet.
   *
   * @param arguments of the {@code java} command
   * @param alive an address that answers 200 as soon as it serves
   */
  ChildJvm(List<String> arguments, Path log, String alive) {
    this.command = new ArrayList<>();
    command.add(java());
    command.addAll(arguments);
    this.log = log;
    this.alive = alive;
  }

  /**
   * The class path of these tests. Maven ends it with nothing, which would mean the working folder,
   * where models lie about.
   */
  static String classPath() {
    var path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The command of the Java that runs these tests. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Starts it and returns how long it took until it served. */
  Duration start() {
    var begun = System.nanoTime();
    try {
      Files.createDirectories(log.getParent());
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("start, see the log " + log)
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .ignoreException(UncheckedIOException.class)
        .until(
            () -> {
              assertThat(process.isAlive()).as("it runs; its log is %s", log).isTrue();
              return Caller.anybody("").get(alive).status() == 200;
            });
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does: nothing is put in order. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
      waitFor();
    }
  }

  /** Stops it in good order. */
  void stop() {
    if (process != null) {
      process.destroy();
      waitFor();
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
