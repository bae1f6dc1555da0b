package io.tocsin.database;

import java.sql.SQLException;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Says why there is no database to work with: migrations are the first that ask for it. To restore
 * a backup loses what came after it, and is advised only where the database is another version's.
 */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

  /**
   * Classes of SQL states: no connection, wrong password, no such database, too many connections,
   * still starting.
   */
  private static final Set<String> NOT_REACHED = Set.of("08", "28", "3D", "53", "57");

  private final Environment environment;

  DatabaseFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
    var sql = findCause(cause, SQLException.class);
    if (sql != null && NOT_REACHED.contains(kind(sql.getSQLState()))) {
      return new FailureAnalysis(
          "The database %s cannot be reached: %s".formatted(address(), sql.getMessage()),
          "Check that PostgreSQL runs there, and SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME"
              + " and SPRING_DATASOURCE_PASSWORD.",
          cause);
    }
    if (!(cause instanceof FlywayValidateException)) {
      return new FailureAnalysis(
          "The database %s could not be brought up to date: %s"
              .formatted(address(), cause.getMessage()),
          "Start again: a migration that was not finished is tried once more. If that does not"
              + " help, the version before still starts on this database, and no backup is needed."
              + " What was applied is told by --tocsin.diagnose (docs/operations.md, Upgrades).",
          cause);
    }
    return new FailureAnalysis(
        "The database %s does not match this version: %s".formatted(address(), cause.getMessage()),
        "Start the version that it belongs to, or restore the backup that belongs to this one"
            + " (docs/operations.md, Backups).",
        cause);
  }

  private static String kind(@Nullable String state) {
    return state == null || state.length() < 2 ? "" : state.substring(0, 2);
  }

  /** Parameters may hold a password. */
  private String address() {
    return environment.getProperty("spring.datasource.url", "").replaceFirst("[?].*", "");
  }
}
