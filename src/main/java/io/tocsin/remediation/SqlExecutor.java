package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.SqlStatement;
import io.tocsin.outbound.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** Runs the statement of an action on its own database, in a connection of its own. */
@Component
class SqlExecutor implements Executor {

  /** More rows are counted, not shown. */
  private static final int SHOWN = 20;

  private static final int MAX_OUTPUT = 4 * 1024;

  /** By the statement timeout, or by somebody else. */
  private static final String CANCELLED = "57014";

  /**
   * The server ended the session, at a moment nobody knows; or says itself that it does not know.
   */
  private static final Set<String> CUT_OFF = Set.of("57P01", "57P02", "57P05", "40003");

  /** Procedures and blocks may commit before they end. */
  private static final Pattern COMMITS_INSIDE =
      Pattern.compile("\\s*(call|do)\\b", Pattern.CASE_INSENSITIVE);

  @Override
  public boolean runs(Action action) {
    return action.sql() != null;
  }

  @Override
  public Outcome run(Work work) {
    var sql = Objects.requireNonNull(work.action().sql());
    Connection connection;
    try {
      connection = connect(sql, work.action().timeout());
    } catch (SQLException e) {
      return Outcome.failed("No connection to the database: " + said(sql, e));
    }
    try (connection) {
      var bound = new HashMap<String, @Nullable Object>();
      work.action().parameters().keySet().forEach(name -> bound.put(name, null));
      bound.putAll(work.values());
      var output = execute(connection, sql, bound);
      return new Outcome(true, new Secrets(secrets(sql)).mask(output, false, MAX_OUTPUT));
    } catch (DataAccessException e) {
      return ended(sql, e.getMostSpecificCause());
    } catch (SQLException e) {
      return ended(sql, e);
    }
  }

  private static Connection connect(SqlStatement sql, Duration timeout) throws SQLException {
    var seconds = Math.max(1, timeout.toSeconds());
    var properties = new Properties();
    if (sql.username() != null) {
      properties.setProperty("user", sql.username());
    }
    if (sql.password() != null) {
      properties.setProperty("password", sql.password());
    }
    properties.setProperty("ApplicationName", "Tocsin");
    properties.setProperty("loginTimeout", String.valueOf(Math.min(10, seconds)));
    // The server gives up first, which undoes the statement; the socket is the last resort.
    properties.setProperty("options", "-c statement_timeout=" + timeout.toMillis());
    properties.setProperty("socketTimeout", String.valueOf(seconds + 5));
    return DriverManager.getConnection(sql.url(), properties);
  }

  private static String execute(
      Connection connection, SqlStatement sql, Map<String, @Nullable Object> bound) {
    var template = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    template.setMaxRows(1_000);
    var answer =
        new NamedParameterJdbcTemplate(template)
            .execute(
                sql.statement(),
                bound,
                statement -> {
                  if (!statement.execute()) {
                    return statement.getUpdateCount() + " rows changed";
                  }
                  var rows = new ArrayList<String>();
                  try (var result = statement.getResultSet()) {
                    var columns = result.getMetaData().getColumnCount();
                    while (result.next()) {
                      var row = new ArrayList<String>();
                      for (int i = 1; i <= columns; i++) {
                        row.add(String.valueOf(result.getString(i)));
                      }
                      rows.add(String.join(" | ", row));
                    }
                  }
                  return rows.size()
                      + " rows"
                      + rows.stream()
                          .limit(SHOWN)
                          .map(row -> "\n" + row)
                          .collect(Collectors.joining());
                });
    return Objects.requireNonNullElse(answer, "Done");
  }

  /**
   * What the server itself says of an error undoes the statement; a connection that breaks in the
   * middle says nothing about what was committed.
   */
  private static Outcome ended(SqlStatement sql, Throwable e) {
    var state = e instanceof SQLException failure ? failure.getSQLState() : null;
    if (state == null || state.startsWith("08") || CUT_OFF.contains(state)) {
      return Outcome.unknown("The connection to the database was lost: " + said(sql, e));
    }
    if (CANCELLED.equals(state)) {
      return COMMITS_INSIDE.matcher(sql.statement()).lookingAt()
          ? Outcome.unknown("It was stopped, and may have committed a part of it: " + said(sql, e))
          : Outcome.failed("It was stopped and undone: " + said(sql, e));
    }
    return Outcome.failed("The database refused it: " + said(sql, e));
  }

  private static String said(SqlStatement sql, Throwable e) {
    return new Secrets(secrets(sql)).mask(String.valueOf(e.getMessage()), false, 500);
  }

  private static List<String> secrets(SqlStatement sql) {
    return sql.password() == null ? List.of() : List.of(sql.password());
  }
}
