package io.tocsin.health;

import io.tocsin.catalog.Catalog.Service;
import io.tocsin.catalog.Monitor;
import io.tocsin.catalog.Monitor.Postgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Looks at the databases that the monitors of a service watch. */
@Component
class LoadLook implements Look {

  /** Our choice: a query of an online service that runs for so long is worth a look. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private final DatabaseLook databases;

  LoadLook(DatabaseLook databases) {
    this.databases = databases;
  }

  @Override
  public Set<Aspect> aspects() {
    return Set.of(Aspect.DATABASE_CONNECTIONS, Aspect.LONG_QUERIES);
  }

  @Override
  public boolean offers(Service service, Aspect aspect) {
    return monitors(service).findAny().isPresent();
  }

  @Override
  public List<Finding> at(Service service, Aspect aspect) {
    return monitors(service)
        .map(
            monitor ->
                finding(service, aspect, Objects.requireNonNull(monitor.postgres()), monitor))
        .toList();
  }

  private Finding finding(Service service, Aspect aspect, Postgres database, Monitor monitor) {
    var longest = Objects.requireNonNullElse(database.maxQueryTime(), LONG);
    try {
      var seen = databases.look(database, longest, monitor.timeout());
      return aspect == Aspect.LONG_QUERIES
          ? finding(
              service,
              aspect,
              seen.longQueries().isEmpty(),
              seen.longQueries().isEmpty()
                  ? "no query runs for longer than " + longest.toSeconds() + " s"
                  : String.join("; ", seen.longQueries()))
          : finding(
              service,
              aspect,
              seen.percent() <= database.maxConnectionsPercent(),
              seen.connections());
    } catch (IOException e) {
      return unknown(service, aspect, "the database cannot be reached");
    } catch (SQLException e) {
      return unknown(service, aspect, "the database refuses (SQLSTATE " + e.getSQLState() + ")");
    }
  }

  private static Finding finding(Service service, Aspect aspect, boolean fine, String text) {
    return new Finding(
        service.id(), aspect, fine ? Finding.State.FINE : Finding.State.SUSPECT, text);
  }

  private static Finding unknown(Service service, Aspect aspect, String why) {
    return new Finding(service.id(), aspect, Finding.State.UNKNOWN, why);
  }

  private static Stream<Monitor> monitors(Service service) {
    return service.monitors().stream().filter(monitor -> monitor.postgres() != null);
  }
}
