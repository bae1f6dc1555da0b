package io.tocsin.health;

import io.tocsin.catalog.Monitor;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Watches the connections of a database and its long-running queries. */
@Component
class PostgresProbe implements Probe {

  /** SQLSTATE classes of a monitor that is set up wrongly: authorisation, catalog name, rights. */
  private static final String WRONGLY_SET_UP = "28.*|3D.*|42501";

  private static final Duration NEVER = Duration.ofDays(3650);

  private final DatabaseLook databases;

  PostgresProbe(DatabaseLook databases) {
    this.databases = databases;
  }

  @Override
  public boolean knows(Monitor monitor) {
    return monitor.postgres() != null;
  }

  @Override
  public Reading look(Monitor monitor) throws IOException {
    var wanted = Objects.requireNonNull(monitor.postgres());
    var longest = Objects.requireNonNullElse(wanted.maxQueryTime(), NEVER);
    try {
      var seen = databases.look(wanted, longest, monitor.timeout());
      if (seen.percent() > wanted.maxConnectionsPercent()) {
        return Reading.failed(seen.connections());
      }
      return seen.longQueries().isEmpty()
          ? Reading.passed(seen.connections())
          : Reading.failed(String.join("; ", seen.longQueries()));
    } catch (SQLException e) {
      return refused(e);
    }
  }

  /** The driver's own words may hold what it was given to sign in with. */
  private static Reading refused(SQLException e) {
    var state = Objects.toString(e.getSQLState(), "");
    return state.matches(WRONGLY_SET_UP)
        ? Reading.cannotRun("the database refuses the monitor's user (SQLSTATE " + state + ")")
        : state.equals("53300")
            ? Reading.failed("the database has no connection left")
            : Reading.failed("the database does not answer (SQLSTATE " + state + ")");
  }
}
