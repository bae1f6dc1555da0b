package io.tocsin.health;

import io.tocsin.catalog.Monitor.Postgres;
import io.tocsin.outbound.OutboundAddresses;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.stereotype.Component;

/** Reads the statistics of a PostgreSQL database. Nothing of its data, and no text of a query. */
@Component
class DatabaseLook {

  private static final String CONNECTIONS =
      "select count(*), current_setting('max_connections')::int"
          + " from pg_stat_activity where backend_type = 'client backend'";

  private static final String LONG_QUERIES =
      "select pid, usename, application_name,"
          + " extract(epoch from clock_timestamp() - query_start)::bigint"
          + " from pg_stat_activity where state = 'active' and backend_type = 'client backend'"
          + " and pid <> pg_backend_pid()"
          + " and query_start < clock_timestamp() - make_interval(secs => ?)"
          + " order by query_start limit 5";

  /**
   * What the statistics say.
   *
   * @param used connections of clients, ours included
   * @param longQueries the longest first, a phrase each
   */
  record Statistics(int used, int allowed, List<String> longQueries) {

    int percent() {
      return allowed == 0 ? 100 : used * 100 / allowed;
    }

    String connections() {
      return "%d of %d connections are in use (%d %%)".formatted(used, allowed, percent());
    }
  }

  private final OutboundAddresses addresses;

  DatabaseLook(OutboundAddresses addresses) {
    this.addresses = addresses;
  }

  /**
   * Looks once.
   *
   * @param longerThan queries that run for longer are told of
   * @throws IOException when the host has no address that may be connected to
   * @throws SQLException when the database refuses
   */
  Statistics look(Postgres database, Duration longerThan, Duration timeout)
      throws IOException, SQLException {
    try (var connection = source(database, timeout).getConnection()) {
      connection.setReadOnly(true);
      return statistics(connection, longerThan);
    }
  }

  private PGSimpleDataSource source(Postgres database, Duration timeout) throws IOException {
    var seconds = Math.max(1, (int) timeout.toSeconds());
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {addresses.resolve(database.host())[0].getHostAddress()});
    source.setPortNumbers(new int[] {database.port()});
    source.setDatabaseName(database.database());
    source.setUser(database.user());
    source.setPassword(database.password());
    source.setSslMode(database.sslMode());
    source.setApplicationName("Tocsin");
    source.setConnectTimeout(seconds);
    source.setSocketTimeout(seconds);
    source.setLoginTimeout(seconds);
    source.setOptions("-c statement_timeout=" + seconds * 1000);
    return source;
  }

  private static Statistics statistics(Connection connection, Duration longerThan)
      throws SQLException {
    try (var count = connection.prepareStatement(CONNECTIONS);
        var row = count.executeQuery();
        var queries = connection.prepareStatement(LONG_QUERIES)) {
      row.next();
      queries.setDouble(1, longerThan.toMillis() / 1000.0);
      return new Statistics(row.getInt(1), row.getInt(2), longQueries(queries));
    }
  }

  private static List<String> longQueries(PreparedStatement queries) throws SQLException {
    var found = new ArrayList<String>();
    try (var row = queries.executeQuery()) {
      while (row.next()) {
        found.add(
            "process %d of %s (%s) runs for %d s"
                .formatted(row.getInt(1), row.getString(2), row.getString(3), row.getLong(4)));
      }
    }
    return found;
  }
}
