package io.tocsin.operation;

import io.tocsin.database.WithoutStarting;
import java.util.Arrays;

/**
 * {@code --tocsin.diagnose}: prints how the system is and ends. Reads the same configuration as a
 * start, but starts nothing: no migration, no engine, no port. It may run beside a running Tocsin,
 * and tells why one does not start.
 */
public final class DiagnoseCommand {

  private static final String ARGUMENT = "--tocsin.diagnose";
  private static final int PATIENCE = 20;

  private DiagnoseCommand() {}

  /** Returns whether the arguments ask for it. */
  public static boolean asked(String... arguments) {
    return Arrays.stream(arguments)
        .anyMatch(argument -> argument.equals(ARGUMENT) || argument.equals(ARGUMENT + "=true"));
  }

  /**
   * What was found out.
   *
   * @param fit whether nothing was found that keeps a node from starting
   */
  public record Answer(String text, boolean fit) {}

  /** Returns the report. */
  public static Answer run(String... arguments) {
    return WithoutStarting.with(
        arguments,
        PATIENCE,
        (environment, database) -> {
          var report = new DiagnosticReport(environment, database);
          return new Answer(report.text(), !report.hindered());
        });
  }
}
