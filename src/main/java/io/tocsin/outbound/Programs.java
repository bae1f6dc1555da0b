package io.tocsin.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Runs an argument array: no shell, no inherited environment, limits on time and output. */
@Component
public class Programs {

  /**
   * How a program ended.
   *
   * @param succeeded whether its exit code was 0
   * @param killed whether it was ended in the middle of its work
   * @param ending how it ended, in a few words
   * @param output of standard output and standard error together, without control characters; may
   *     hold secrets
   * @param truncated whether the output was longer than what was kept
   */
  public record Ending(
      boolean succeeded, boolean killed, String ending, String output, boolean truncated) {}

  /** Of standard output and standard error together, in bytes. */
  public static final int MAX_OUTPUT = 16 * 1024;

  /** A secret that begins within the limit must be read whole to be masked. */
  private static final int MARGIN = 8 * 1024;

  /** A child that lives on may hold the output open; it is not waited for. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  /**
   * Runs a program and waits for its end.
   *
   * @param command the program and its arguments
   * @param environment all that it inherits
   * @param timeout after which it is killed, with all that it has started
   */
  public Ending run(List<String> command, Map<String, String> environment, Duration timeout) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Ending(
          false, false, "The program " + command.get(0) + " cannot be started", "", false);
    }
    var output = new CappedOutput(process.getInputStream());
    output.start();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already; its exit code tells the rest.
    }
    var ending = await(process, timeout);
    output.await();
    return new Ending(
        ending.equals("Exit code 0"),
        ending.startsWith("Killed"),
        ending,
        output.text(),
        output.truncated());
  }

  private static String await(Process process, Duration timeout) {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return "Exit code " + process.exitValue();
      }
      kill(process);
      return "Killed after " + timeout.toMillis() + " ms";
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      return "Killed because the application stops";
    }
  }

  /** The family is listed first: the children of a dead process are no longer its children. */
  private static void kill(Process process) {
    var family = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(
        member -> {
          member.descendants().forEach(ProcessHandle::destroyForcibly);
          member.destroyForcibly();
        });
  }

  /** Reads on after the limit, so that the command does not block on a full pipe. */
  private static final class CappedOutput extends Thread {

    private final InputStream source;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean truncated;

    CappedOutput(InputStream source) {
      super("action-output");
      setDaemon(true);
      this.source = source;
    }

    @Override
    public void run() {
      var buffer = new byte[4096];
      try {
        for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
          keep(buffer, read);
        }
      } catch (IOException e) {
        // The process was killed; what was read so far is all there is.
      }
    }

    void await() {
      try {
        join(LAST_WORDS_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void keep(byte[] buffer, int read) {
      var room = MAX_OUTPUT + MARGIN - kept.size();
      kept.write(buffer, 0, Math.min(room, read));
      truncated |= read > room;
    }

    synchronized boolean truncated() {
      return truncated;
    }

    synchronized String text() {
      return CONTROL.matcher(kept.toString(StandardCharsets.UTF_8)).replaceAll("");
    }
  }
}
