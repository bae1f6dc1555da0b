package io.tocsin.alert;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of alerts, and the locks that keep two senders from opening one incident twice. */
@Component
class AlertStore {

  /** Namespace of our advisory locks: "alrt". */
  private static final int LOCKS = 0x616c7274;

  /** Bounds the shared memory that locks take; a collision only waits in vain. */
  private static final int LOCK_BUCKETS = 1024;

  /**
   * The live row of a signal.
   *
   * @param startedAt by the source's clock
   */
  record Row(
      long id, String incident, boolean firing, Instant lastSeen, @Nullable Instant startedAt) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  AlertStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Holds what these alerts may open or join until the transaction ends. */
  void lock(Collection<Alert> alerts) {
    var buckets = alerts.stream().flatMap(AlertStore::keys).map(AlertStore::bucket).toList();
    // In order, so that two payloads cannot wait for each other.
    jdbc.sql(
            "select count(pg_advisory_xact_lock(?, bucket)) from"
                + " (select distinct unnest(?) as bucket order by bucket) as buckets")
        .params(LOCKS, buckets.toArray(Integer[]::new))
        .query(Long.class)
        .single();
  }

  private static Stream<String> keys(Alert alert) {
    return Stream.of(
            Stream.of("alert/" + alert.source() + "/" + alert.fingerprint()),
            Stream.ofNullable(alert.groupKey()).map(key -> "group/" + alert.source() + "/" + key),
            alert.services().stream().map(service -> "service/" + service))
        .flatMap(keys -> keys);
  }

  private static int bucket(String key) {
    return Math.floorMod(ByteBuffer.wrap(Text.sha256(key)).getInt(), LOCK_BUCKETS);
  }

  /** Returns those of the fingerprints that fire already. */
  Set<String> firing(String source, Collection<String> fingerprints) {
    return Set.copyOf(
        jdbc.sql(
                "select fingerprint from alert"
                    + " where source = ? and fingerprint = any(?) and live and status = 'firing'")
            .params(source, fingerprints.toArray(String[]::new))
            .query(String.class)
            .list());
  }

  /**
   * Counts a repeat of a signal that fires already.
   *
   * @param since when it must have been seen last
   * @return its incident; empty when it does not fire, or not since then
   */
  Optional<String> repeat(Alert alert, Instant since) {
    return jdbc.sql(
            "update alert set count = count + 1, last_seen = ? where source = ?"
                + " and fingerprint = ? and live and status = 'firing' and last_seen >= ?"
                + " returning incident")
        .params(now(), alert.source(), alert.fingerprint(), Timestamp.from(since))
        .query(String.class)
        .optional();
  }

  /** Returns the live row of a signal. */
  Optional<Row> live(Alert alert) {
    return jdbc.sql(
            "select id, incident, status, last_seen, started_at from alert"
                + " where source = ? and fingerprint = ? and live")
        .params(alert.source(), alert.fingerprint())
        .query(
            (row, n) ->
                new Row(
                    row.getLong("id"),
                    row.getString("incident"),
                    "firing".equals(row.getString("status")),
                    row.getTimestamp("last_seen").toInstant(),
                    instant(row.getTimestamp("started_at"))))
        .optional();
  }

  /** Returns the incidents of live alerts of the same group, newest first. */
  List<String> incidentsOfGroup(Alert alert) {
    return jdbc.sql(
            "select incident from alert where source = ? and group_key = ? and live"
                + " group by incident order by max(id) desc")
        .params(alert.source(), alert.groupKey())
        .query(String.class)
        .list();
  }

  /** Adds a firing signal. */
  void add(Alert alert, String incident) {
    jdbc.sql(
            "insert into alert (source, fingerprint, incident, status, live, count, title,"
                + " severity, services, group_key, first_seen, last_seen, started_at, payload)"
                + " values (?, ?, ?, 'firing', true, 1, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb))")
        .params(
            alert.source(),
            alert.fingerprint(),
            incident,
            alert.title(),
            alert.severity(),
            alert.services().toArray(String[]::new),
            alert.groupKey(),
            now(),
            now(),
            timestamp(alert.startedAt()),
            alert.payload())
        .update();
  }

  /** Counts what changes nothing. */
  void count(Row row) {
    jdbc.sql("update alert set count = count + 1, last_seen = ? where id = ?")
        .params(now(), row.id())
        .update();
  }

  /**
   * Notes that a signal has resolved.
   *
   * @param stays whether it may still fire again for the same incident
   */
  void resolve(Row row, Alert alert, boolean stays) {
    jdbc.sql(
            "update alert set status = 'resolved', live = ?, count = count + 1, last_seen = ?,"
                + " resolved_at = ?, payload = cast(? as jsonb) where id = ?")
        .params(
            stays,
            now(),
            alert.resolvedAt() == null ? now() : timestamp(alert.resolvedAt()),
            alert.payload(),
            row.id())
        .update();
  }

  /** Notes that a signal that had resolved fires again. */
  void fireAgain(Row row, Alert alert) {
    jdbc.sql(
            "update alert set status = 'firing', count = count + 1, last_seen = ?, started_at = ?,"
                + " resolved_at = null, payload = cast(? as jsonb) where id = ?")
        .params(now(), timestamp(alert.startedAt()), alert.payload(), row.id())
        .update();
  }

  /** Makes a row history: the next signal is a new one. */
  void forget(Row row) {
    jdbc.sql("update alert set live = false where id = ?").param(row.id()).update();
  }

  /** Returns whether a signal of an incident still fires. */
  boolean anyFiring(String incident) {
    return jdbc.sql(
            "select exists (select from alert"
                + " where incident = ? and live and status = 'firing')")
        .param(incident)
        .query(Boolean.class)
        .single();
  }

  /** Makes all signals of an incident history. */
  void forgetAll(String incident) {
    jdbc.sql("update alert set live = false where incident = ? and live").param(incident).update();
  }

  /** Makes the resolved signals of an incident history. */
  void forgetResolved(String incident) {
    jdbc.sql("update alert set live = false where incident = ? and live and status = 'resolved'")
        .param(incident)
        .update();
  }

  /** Gives the live signals of an incident to another. */
  void move(String incident, String into) {
    jdbc.sql("update alert set incident = ? where incident = ? and live")
        .params(into, incident)
        .update();
  }

  /** Returns the signals of an incident, oldest first. */
  List<AlertView> of(String incident) {
    return jdbc.sql("select * from alert where incident = ? order by id")
        .param(incident)
        .query(AlertStore::view)
        .list();
  }

  private static AlertView view(ResultSet row, int n) throws SQLException {
    return new AlertView(
        row.getString("source"),
        row.getString("fingerprint"),
        row.getString("status"),
        row.getBoolean("live"),
        row.getLong("count"),
        row.getString("title"),
        row.getString("severity"),
        List.of((String[]) row.getArray("services").getArray()),
        row.getTimestamp("first_seen").toInstant(),
        row.getTimestamp("last_seen").toInstant(),
        instant(row.getTimestamp("started_at")),
        instant(row.getTimestamp("resolved_at")));
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
