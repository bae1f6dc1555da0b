package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Runs an argument array: no shell, no inherited environment, limits on time and output. */
@Component
class CommandRunner implements Executor {

  /** Of standard output and standard error together, in bytes. */
  static final int MAX_OUTPUT = 16 * 1024;

  /** A secret that begins within the limit must be read whole to be masked. */
  private static final int MARGIN = 8 * 1024;

  /** A child that lives on may hold the output open; it is not waited for. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  @Override
  public boolean runs(Action action) {
    return !action.command().isEmpty();
  }

  @Override
  public Outcome run(Work work) {
    var action = work.action();
    var builder =
        new ProcessBuilder(Placeholders.arguments(action.command(), work))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(action.environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Outcome.failed("The program " + action.command().get(0) + " cannot be started");
    }
    var output = new CappedOutput(process.getInputStream());
    output.start();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already; its exit code tells the rest.
    }
    var ending = await(process, action);
    output.await();
    var text = Secrets.of(action).mask(output.text(), output.truncated(), MAX_OUTPUT).strip();
    var said = text.isEmpty() ? ending : ending + "\n" + text;
    // Killed in the middle: what it did before stays done.
    return ending.startsWith("Killed")
        ? Outcome.unknown(said)
        : new Outcome(ending.equals("Exit code 0"), said);
  }

  private static String await(Process process, Action action) {
    try {
      if (process.waitFor(action.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return "Exit code " + process.exitValue();
      }
      kill(process);
      return "Killed after " + action.timeout().toMillis() + " ms";
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
