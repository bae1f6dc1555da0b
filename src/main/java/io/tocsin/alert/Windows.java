package io.tocsin.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of maintenance windows. */
@Component
class Windows {

  private static final String END = "least(ends_at, coalesce(ended_at, ends_at))";

  private static final String WITH_COUNTS =
      "select w.*, count(a.id) as muted, coalesce(sum(a.count), 0) as signals,"
          + " count(a.id) filter (where a.live and a.status = 'firing') as firing"
          + " from maintenance_window w left join alert a on a.muted_by = w.id";

  private final JdbcClient jdbc;
  private final Clock clock;

  Windows(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Returns the window by which an alert of these services is to be muted; it is not released
   * before this transaction ends.
   */
  Optional<UUID> muting(Collection<String> services, Instant now) {
    while (true) {
      var window = covering(services, now);
      if (window.isEmpty() || kept(window.get())) {
        return window;
      }
    }
  }

  /** Holds a window so that it cannot be released; false when it has been. */
  private boolean kept(UUID id) {
    return jdbc.sql(
            "select true from maintenance_window where id = ? and released_at is null"
                + " for key share")
        .param(id)
        .query(Boolean.class)
        .optional()
        .isPresent();
  }

  /** Holds a window that is to be released: what it mutes is stored, and nothing joins it. */
  void lock(UUID id) {
    jdbc.sql("select id from maintenance_window where id = ? for update")
        .param(id)
        .query(UUID.class)
        .list();
  }

  /**
   * Returns the window that mutes an alert of these services: all of them must be covered, each by
   * any window that runs.
   */
  Optional<UUID> covering(Collection<String> services, Instant now) {
    if (services.isEmpty()) {
      return Optional.empty();
    }
    // The one at whose end a service is left uncovered: of the last ones of each the first.
    return jdbc.sql(
            "with last as (select distinct on (service) service, id, %1$s as ends".formatted(END)
                + " from maintenance_window, unnest(services) as service"
                + " where released_at is null and services && :services::text[]"
                + " and service = any (:services::text[])"
                + " and starts_at <= :now and %1$s > :now".formatted(END)
                + " order by service, ends desc, id)"
                + " select id from last where (select array_agg(service) from last)"
                + " @> :services::text[] order by ends, id limit 1")
        .param("services", services.toArray(String[]::new))
        .param("now", Timestamp.from(now))
        .query(UUID.class)
        .optional();
  }

  void add(MaintenanceWindow window) {
    jdbc.sql(
            "insert into maintenance_window (id, services, starts_at, ends_at, reason, created_by,"
                + " created_at) values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            window.id(),
            window.services().toArray(String[]::new),
            Timestamp.from(window.from()),
            Timestamp.from(window.until()),
            window.reason(),
            window.createdBy(),
            Timestamp.from(window.createdAt()))
        .update();
  }

  /** Ends a window early, unless it is over. */
  boolean end(UUID id, String by) {
    return jdbc.sql(
                "update maintenance_window set ended_at = :now, ended_by = :by"
                    + " where id = :id and ended_at is null and ends_at > :now")
            .param("now", Timestamp.from(clock.instant()))
            .param("by", by)
            .param("id", id)
            .update()
        == 1;
  }

  /** Notes that nothing is muted by it any more. */
  void released(UUID id) {
    jdbc.sql("update maintenance_window set released_at = ? where id = ? and released_at is null")
        .params(Timestamp.from(clock.instant()), id)
        .update();
  }

  Optional<MaintenanceWindow> find(UUID id) {
    return jdbc.sql(WITH_COUNTS + " where w.id = ? group by w.id")
        .param(id)
        .query(this::read)
        .optional();
  }

  /** Returns those that are not over, earliest first, then those that are, latest first. */
  List<MaintenanceWindow> list(int most) {
    return jdbc.sql(
            WITH_COUNTS
                + " group by w.id order by %1$s <= :now, case when %1$s > :now then starts_at end,"
                    .formatted(END)
                + " starts_at desc, w.id limit :most")
        .param("now", Timestamp.from(clock.instant()))
        .param("most", most)
        .query(this::read)
        .list();
  }

  private MaintenanceWindow read(ResultSet row, int n) throws SQLException {
    var from = row.getTimestamp("starts_at").toInstant();
    var until = row.getTimestamp("ends_at").toInstant();
    var ended = instant(row.getTimestamp("ended_at"));
    var now = clock.instant();
    var over = ended != null || !now.isBefore(until);
    return new MaintenanceWindow(
        row.getObject("id", UUID.class),
        List.of((String[]) row.getArray("services").getArray()),
        over
            ? MaintenanceWindow.OVER
            : now.isBefore(from) ? MaintenanceWindow.PLANNED : MaintenanceWindow.RUNNING,
        from,
        until,
        row.getString("reason"),
        row.getString("created_by"),
        row.getTimestamp("created_at").toInstant(),
        ended,
        row.getString("ended_by"),
        row.getLong("muted"),
        row.getLong("signals"),
        row.getLong("firing"));
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
