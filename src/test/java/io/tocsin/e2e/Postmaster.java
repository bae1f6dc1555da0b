package io.tocsin.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process of a PostgreSQL, found by its data folder. */
final class Postmaster {

  private Postmaster() {}

  /** As when the machine loses power: nothing is written down, everybody is cut off. */
  static void crash(Path data) {
    end(data, "-QUIT");
  }

  /** Stops it in good order. */
  static void stop(Path data) {
    end(data, "-INT");
  }

  private static void end(Path data, String signal) {
    try {
      var lock = data.resolve("postmaster.pid");
      // It is not there when the database has ended by itself.
      if (Files.exists(lock)) {
        var pid = Files.readAllLines(lock).get(0).strip();
        new ProcessBuilder("kill", signal, pid).start().waitFor();
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> process.onExit().join());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
