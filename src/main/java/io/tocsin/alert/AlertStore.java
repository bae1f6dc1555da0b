package io.tocsin.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.hash.Sha256;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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

  private static final String ROW =
      "id, incident, status, severity, last_seen, started_at, turns, flapping_since, muted_by";

  /** What is but a repeat of what was {@code heard}. */
  private static final String REPEATED =
      "live and status = 'firing' and not looked_at"
          + " and (heard.severity is null or alert.severity = heard.severity)";

  private static final String COUNTED = " returning alert.fingerprint, alert.incident";

  /**
   * The row of a signal.
   *
   * @param incident null while it is muted
   * @param severity as the source said it last
   * @param startedAt by the source's clock
   * @param mutedBy the maintenance window, if there is one
   */
  record Row(
      long id,
      @Nullable String incident,
      boolean firing,
      @Nullable String severity,
      Instant lastSeen,
      @Nullable Instant startedAt,
      Turns turns,
      @Nullable UUID mutedBy) {

    /** Returns whether an alert says another severity; one that says none changes nothing. */
    boolean differs(Alert alert) {
      return alert.severity() != null && !alert.severity().equals(severity);
    }
  }

  /**
   * What a payload says of a signal.
   *
   * @param severity the same each time; null when it says none
   * @param times how often it came
   */
  record Repeat(@Nullable String severity, long times) {

    Repeat and(Repeat other) {
      return new Repeat(severity, times + other.times);
    }
  }

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  AlertStore(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Holds what these alerts may open or join until the transaction ends. */
  void lock(Collection<Alert> alerts) {
    lock(alerts.stream().flatMap(AlertStore::keys));
  }

  /** Holds one signal until the transaction ends, and nothing that it may open or join. */
  void lock(String source, String fingerprint) {
    lock(Stream.of(key(source, fingerprint)));
  }

  /** Holds what alerts of these services may open or join until the transaction ends. */
  void lockServices(Collection<String> services) {
    lock(services.stream().map(AlertStore::key));
  }

  private void lock(Stream<String> keys) {
    var buckets = keys.map(AlertStore::bucket).distinct().toList();
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
            Stream.of(key(alert.source(), alert.fingerprint())),
            Stream.ofNullable(alert.groupKey()).map(key -> "group/" + alert.source() + "/" + key),
            alert.services().stream().map(AlertStore::key))
        .flatMap(keys -> keys);
  }

  private static String key(String service) {
    return "service/" + service;
  }

  private static String key(String source, String fingerprint) {
    return "alert/" + source + "/" + fingerprint;
  }

  private static int bucket(String key) {
    return Math.floorMod(ByteBuffer.wrap(Sha256.of(key)).getInt(), LOCK_BUCKETS);
  }

  /** Returns the fingerprints of those that fire already just so: they only have to be counted. */
  Set<String> firing(String source, Map<String, Repeat> repeats) {
    var fingerprints = List.copyOf(repeats.keySet());
    return Set.copyOf(
        jdbc.sql(
                "select heard.fingerprint from unnest((select cast(? as text[])),"
                    + " (select cast(? as text[]))) as heard (fingerprint, severity)"
                    + " cross join lateral"
                    + " (select from alert where source = ? and alert.fingerprint = heard.fingerprint"
                    + " and %s limit 1) firing".formatted(REPEATED))
            .params(texts(fingerprints), severities(fingerprints, repeats), source)
            .query(String.class)
            .list());
  }

  /** Returns those of the fingerprints that have a live row. */
  Set<String> live(String source, Collection<String> fingerprints) {
    return Set.copyOf(
        jdbc.sql(
                "select fingerprint from alert where source = ? and live"
                    // That it does not see how many they are lets PostgreSQL keep its plan.
                    + " and fingerprint = any ((select cast(? as text[]))::text[])")
            .params(source, texts(fingerprints))
            .query(String.class)
            .list());
  }

  private static String[] texts(Collection<String> texts) {
    return texts.toArray(String[]::new);
  }

  private static @Nullable String[] severities(
      List<String> fingerprints, Map<String, Repeat> repeats) {
    return fingerprints.stream()
        .map(fingerprint -> Objects.requireNonNull(repeats.get(fingerprint)).severity())
        .toArray(String[]::new);
  }

  /**
   * Counts repeats of signals that fire already, of a whole payload at once.
   *
   * @param repeats by fingerprint
   * @param since when it must have been seen last
   * @return the incident of each that was counted, empty for a muted one; those that do not fire
   *     just so, or have not since then, or are to be looked at, are not there
   */
  Map<String, Optional<String>> repeat(String source, Map<String, Repeat> repeats, Instant since) {
    return repeat(source, repeats, since, 0);
  }

  /** The same, but counts none unless all of them fire. */
  Map<String, Optional<String>> repeatAll(
      String source, Map<String, Repeat> repeats, Instant since) {
    return repeat(source, repeats, since, repeats.size());
  }

  private Map<String, Optional<String>> repeat(
      String source, Map<String, Repeat> repeats, Instant since, int atLeast) {
    var incidents = new HashMap<String, Optional<String>>();
    var counting =
        repeats.size() == 1
            ? countOne(source, repeats.entrySet().iterator().next(), since)
            : countAll(source, repeats, since, atLeast);
    counting
        .query(
            (row, n) ->
                // By place: names are looked up anew for each of many rows.
                incidents.put(row.getString(1), Optional.ofNullable(row.getString(2))))
        .list();
    return incidents;
  }

  /** What most senders send: a single row needs no order, and is looked up once. */
  private JdbcClient.StatementSpec countOne(
      String source, Map.Entry<String, Repeat> repeat, Instant since) {
    return jdbc.sql(
            "update alert set count = count + heard.times, last_seen = ?"
                + " from (select cast(? as text) as fingerprint, cast(? as text) as severity,"
                + " cast(? as bigint) as times) as heard"
                + " where source = ? and alert.fingerprint = heard.fingerprint"
                + " and %s and last_seen >= ?".formatted(REPEATED)
                + COUNTED)
        .params(
            now(),
            repeat.getKey(),
            repeat.getValue().severity(),
            repeat.getValue().times(),
            source,
            Timestamp.from(since));
  }

  private JdbcClient.StatementSpec countAll(
      String source, Map<String, Repeat> repeats, Instant since, int atLeast) {
    var fingerprints = repeats.keySet().stream().sorted().toList();
    // The rows are held in order, so that two payloads cannot wait for each other; and each is
    // looked up by itself, whatever the planner thinks of a table that it has not counted yet. That
    // it does not see how many they are lets it keep its plan: making one takes twice as long as
    // what is planned.
    return jdbc.sql(
            "with held as (select firing.id, heard.times"
                + " from unnest((select cast(? as text[])), (select cast(? as text[])),"
                + " (select cast(? as bigint[]))) as heard (fingerprint, severity, times)"
                + " cross join lateral"
                + " (select id from alert where source = ? and alert.fingerprint = heard.fingerprint"
                + " and %s and last_seen >= ? limit 1 for no key update) firing)"
                    .formatted(REPEATED)
                + " update alert set count = count + held.times, last_seen = ? from held"
                + " where alert.id = held.id and (select count(*) from held) >= ?"
                + COUNTED)
        .params(
            texts(fingerprints),
            severities(fingerprints, repeats),
            fingerprints.stream()
                .map(fingerprint -> Objects.requireNonNull(repeats.get(fingerprint)).times())
                .toArray(Long[]::new),
            source,
            Timestamp.from(since),
            now(),
            atLeast);
  }

  /** Returns the live row of a signal. */
  Optional<Row> live(Alert alert) {
    return live(alert.source(), alert.fingerprint());
  }

  /** Returns the live row of a signal. */
  Optional<Row> live(String source, String fingerprint) {
    return jdbc.sql(
            "select %s from alert where source = ? and fingerprint = ? and live".formatted(ROW))
        .params(source, fingerprint)
        .query(AlertStore::row)
        .optional();
  }

  /** Returns how restless a signal was lately, over all its episodes. */
  Turns turns(String source, String fingerprint) {
    return jdbc.sql(
            "select %s from alert where source = ? and fingerprint = ? order by id desc limit 1"
                .formatted(ROW))
        .params(source, fingerprint)
        .query(AlertStore::row)
        .optional()
        .map(Row::turns)
        .orElse(Turns.NONE);
  }

  /** Notes that a signal has calmed down. */
  void calm(String source, String fingerprint) {
    jdbc.sql(
            "update alert set turns = '{}', flapping_since = null,"
                + " signal = case when incident is null then signal end where id ="
                + " (select max(id) from alert where source = ? and fingerprint = ?)")
        .params(source, fingerprint)
        .update();
  }

  /** Returns the incidents of live alerts of the same group, newest first. */
  List<String> incidentsOfGroup(Alert alert) {
    // One look for each incident, however many alerts a storm has brought it.
    return jdbc.sql(
            "with recursive member as ("
                + "(select incident, id from alert where source = :source and group_key = :group"
                + " and live and incident is not null order by incident desc, id desc limit 1)"
                + " union all select next.incident, next.id from member cross join lateral"
                + " (select incident, id from alert where source = :source and group_key = :group"
                + " and live and alert.incident < member.incident"
                + " order by incident desc, id desc limit 1) next)"
                + " select incident from member order by id desc")
        .param("source", alert.source())
        .param("group", alert.groupKey())
        .query(String.class)
        .list();
  }

  /** Adds a firing signal. */
  void add(Alert alert, String incident, Turns turns) {
    add(alert, incident, turns, null, turns.flapping() ? written(alert) : null);
  }

  /**
   * Adds a firing signal of which nobody hears.
   *
   * @param window the maintenance window that mutes it; null when it flaps
   */
  void mute(Alert alert, Turns turns, @Nullable UUID window) {
    add(alert, null, turns, window, written(alert));
  }

  private void add(
      Alert alert,
      @Nullable String incident,
      Turns turns,
      @Nullable UUID window,
      @Nullable String signal) {
    jdbc.sql(
            "insert into alert (source, fingerprint, incident, status, live, count, title,"
                + " severity, services, group_key, first_seen, last_seen, started_at, payload,"
                + " turns, flapping_since, muted_by, signal, looked_at)"
                + " values (?, ?, ?, 'firing', true, 1, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb),"
                + " cast(? as timestamptz[]), ?, ?, cast(? as jsonb),"
                + " exists (select from incident where number = ? and status = 'resolved'))")
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
            alert.payload().text(),
            times(turns),
            timestamp(turns.flappingSince()),
            window,
            signal,
            incident)
        .update();
  }

  /** Returns what a muted signal said. */
  Alert signal(long id) {
    return kept(id)
        .orElseThrow(() -> new IllegalStateException("The alert %d is not muted".formatted(id)));
  }

  /** Returns what a signal said; empty unless it is muted or flaps. */
  Optional<Alert> kept(long id) {
    return jdbc.sql("select signal::text from alert where id = ? and signal is not null")
        .param(id)
        .query(String.class)
        .optional()
        .map(signal -> read(id, signal));
  }

  private Alert read(long id, String signal) {
    try {
      return json.readValue(signal, Alert.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The alert %d is not as it was written".formatted(id), e);
    }
  }

  private String written(Alert alert) {
    try {
      return json.writeValueAsString(alert);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An alert cannot be written as JSON", e);
    }
  }

  /** Counts what fires on with another severity. */
  void count(Row row, Alert alert) {
    jdbc.sql(
            "update alert set count = count + 1, last_seen = ?, severity = ?,"
                + " signal = case when signal is null then null else cast(? as jsonb) end"
                + " where id = ?")
        .params(now(), alert.severity(), written(alert), row.id())
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
            alert.payload().text(),
            row.id())
        .update();
  }

  /** Notes that a signal that had resolved fires again. */
  void fireAgain(Row row, Alert alert, Turns turns) {
    jdbc.sql(
            "update alert set status = 'firing', count = count + 1, last_seen = ?, started_at = ?,"
                + " severity = coalesce(?, severity), resolved_at = null, payload = cast(? as jsonb),"
                + " turns = cast(? as timestamptz[]), flapping_since = ?,"
                + " signal = case when signal is null and not ? then null else cast(? as jsonb) end"
                + " where id = ?")
        .params(
            now(),
            timestamp(alert.startedAt()),
            alert.severity(),
            alert.payload().text(),
            times(turns),
            timestamp(turns.flappingSince()),
            turns.flapping(),
            written(alert),
            row.id())
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

  /**
   * Says what becomes of repeats of the signals of an incident.
   *
   * @param looked whether each is looked at, and not only counted
   */
  void lookAt(String incident, boolean looked) {
    jdbc.sql("update alert set looked_at = ? where incident = ? and live and looked_at <> ?")
        .params(looked, incident, looked)
        .update();
  }

  /** Gives the live signals of an incident to another, which is responded to. */
  void move(String incident, String into) {
    jdbc.sql("update alert set incident = ?, looked_at = false where incident = ? and live")
        .params(into, incident)
        .update();
  }

  /** Returns the live rows that a maintenance window mutes, oldest first. */
  List<Row> mutedBy(UUID window) {
    return jdbc.sql("select %s from alert where muted_by = ? and live order by id".formatted(ROW))
        .param(window)
        .query(AlertStore::row)
        .list();
  }

  /** Hands a muted row to another maintenance window. */
  void muteBy(Row row, UUID window) {
    jdbc.sql("update alert set muted_by = ? where id = ?").params(window, row.id()).update();
  }

  /** Returns the signals of an incident, oldest first. */
  List<AlertView> of(String incident) {
    return jdbc.sql("select * from alert where incident = ? order by id")
        .param(incident)
        .query(AlertStore::view)
        .list();
  }

  /** Returns the signals that a maintenance window muted, oldest first, a thousand at most. */
  List<AlertView> ofWindow(UUID window) {
    return jdbc.sql("select * from alert where muted_by = ? order by id limit 1000")
        .param(window)
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
        instant(row.getTimestamp("resolved_at")),
        instant(row.getTimestamp("flapping_since")));
  }

  private static Row row(ResultSet row, int n) throws SQLException {
    return new Row(
        row.getLong("id"),
        row.getString("incident"),
        "firing".equals(row.getString("status")),
        row.getString("severity"),
        row.getTimestamp("last_seen").toInstant(),
        instant(row.getTimestamp("started_at")),
        new Turns(instants(row.getArray("turns")), instant(row.getTimestamp("flapping_since"))),
        row.getObject("muted_by", UUID.class));
  }

  private static List<Instant> instants(Array times) throws SQLException {
    return Arrays.stream((Timestamp[]) times.getArray()).map(Timestamp::toInstant).toList();
  }

  /** An array literal: the driver has no array of instants. */
  private static String times(Turns turns) {
    return "{" + String.join(",", turns.times().stream().map(Objects::toString).toList()) + "}";
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
