package io.tocsin.privacy;

import io.tocsin.database.WithoutStarting;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * {@code --tocsin.forget=<age, day or person>}: takes people out of incidents that are over. Says
 * what it would do, and does it only with {@code --tocsin.forget.confirm}. Starts nothing and may
 * run beside a running Tocsin.
 */
public final class ForgetCommand {

  private static final String ARGUMENT = "--tocsin.forget";
  private static final int SHOWN = 20;

  /** Looking for one person reads each table once. */
  private static final int PATIENCE = 1_800;

  private ForgetCommand() {}

  /**
   * What came of it.
   *
   * @param text for whoever has asked
   * @param done false when it was refused or broken off, which a program must be able to see
   */
  public record Answer(String text, boolean done) {}

  /** Returns whether the arguments ask for it. */
  public static boolean asked(String... arguments) {
    return Arrays.stream(arguments)
        .anyMatch(argument -> argument.equals(ARGUMENT) || argument.startsWith(ARGUMENT + "="));
  }

  /** Does it. */
  public static Answer run(String... arguments) {
    return WithoutStarting.with(
        arguments,
        PATIENCE,
        (environment, database) -> {
          var confirmed =
              Arrays.stream(arguments)
                  .anyMatch(
                      argument ->
                          argument.equals(ARGUMENT + ".confirm")
                              || argument.equals(ARGUMENT + ".confirm=true"));
          return run(environment, database, confirmed, Instant.now());
        });
  }

  static Answer run(Environment environment, DataSource database, boolean confirmed, Instant now) {
    var text = environment.getProperty("tocsin.forget", "");
    var also =
        Stream.of(environment.getProperty("tocsin.forget.also", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    try {
      var asked = Asked.read(text, Set.copyOf(also), now);
      try (var connection = database.getConnection()) {
        var one = new SingleConnectionDataSource(connection, true);
        var known = Known.of(environment, JdbcClient.create(one));
        var outcome =
            new Forgetting(one, known)
                .run(asked, confirmed, System.getProperty("user.name", "unknown"));
        return new Answer(say(outcome, confirmed), true);
      }
    } catch (InvalidInputException | ConflictException e) {
      return new Answer("Refused, nothing was changed. " + e.getMessage() + "\n", false);
    } catch (DataAccessException | java.sql.SQLException e) {
      return new Answer(
          "The database cannot be used: %s\nWhat was done stays done; ask again.\n"
              .formatted(e.getMessage()),
          false);
    }
  }

  private static String say(Forgetting.Outcome outcome, boolean confirmed) {
    var text = new StringBuilder();
    text.append(
        confirmed
            ? "People were taken out of %d incidents.\n".formatted(outcome.incidents())
            : "Nothing was changed. People would be taken out of %d incidents.\n"
                .formatted(outcome.incidents()));
    outcome.rows().forEach((table, rows) -> text.append("  %-24s %8d%n".formatted(table, rows)));
    if (!outcome.held().isEmpty()) {
      text.append(
          "Left alone, because they are open, or work or messages of theirs still wait: %s%s\n"
              .formatted(
                  outcome.held().stream().limit(SHOWN).collect(Collectors.joining(", ")),
                  outcome.held().size() > SHOWN
                      ? " and %d more".formatted(outcome.held().size() - SHOWN)
                      : ""));
    }
    if (!confirmed) {
      text.append("Do it with --tocsin.forget.confirm. There is no way back but a backup.\n");
    }
    return text.toString();
  }
}
