package io.tocsin.alert;

import io.tocsin.alert.StormProperties.Heartbeat;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.StormProcess;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Signs of life, and the alert when one stays away. Each configured heartbeat is watched by one
 * instance of a model; the row says so, and nodes that start together agree on it.
 */
@Service
class Heartbeats {

  /** The source of their alerts; the name of the heartbeat is the fingerprint. */
  static final String SOURCE = "heartbeat";

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

  /** A look that comes later than this was held up: nobody could have reached us either. */
  private static final Duration HELD_UP = Duration.ofMinutes(1);

  /**
   * A heartbeat as people see it. Times are UTC, durations ISO 8601.
   *
   * @param zone where its days are counted; null when {@code every} is hours
   * @param lastSeen null before the first one
   * @param silent whether its silence is an alert now
   */
  record View(
      String name,
      Duration every,
      Duration grace,
      @Nullable ZoneId zone,
      @Nullable String service,
      @Nullable Instant lastSeen,
      boolean silent) {}

  private record Row(
      boolean watched, Instant countsFrom, @Nullable Instant lastSeen, boolean silent) {

    /** Returns from when the silence counts. */
    Instant since() {
      return lastSeen == null || lastSeen.isBefore(countsFrom) ? countsFrom : lastSeen;
    }
  }

  private final Map<String, Heartbeat> configured;
  private final AlertIntake intake;
  private final StormProcess process;
  private final Atomic atomic;
  private final JdbcClient jdbc;
  private final Clock clock;

  Heartbeats(
      StormProperties properties,
      AlertIntake intake,
      StormProcess process,
      Atomic atomic,
      JdbcClient jdbc,
      Clock clock) {
    this.configured = properties.heartbeats();
    this.intake = intake;
    this.process = process;
    this.atomic = atomic;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Has each configured heartbeat watched; those that are watched read their settings afresh. */
  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    configured.keySet().stream().sorted().forEach(name -> atomic.run(() -> watch(name)));
    atomic.run(process::heartbeatsChanged);
  }

  /** Returns whether a caller may speak for a heartbeat. An unknown name admits nobody. */
  boolean admits(String name, @Nullable String token) {
    var heartbeat = configured.get(name);
    return heartbeat != null
        && heartbeat.token() != null
        && token != null
        && heartbeat.token().fits(token);
  }

  /** A sign of life. Ends the alert of a silence. */
  void beat(String name) {
    var heartbeat = configured.get(name);
    if (heartbeat == null) {
      return;
    }
    atomic.run(
        () -> {
          watch(name);
          var row = locked(name);
          jdbc.sql("update heartbeat set last_seen = ?, silent = false where name = ?")
              .params(Timestamp.from(now()), name)
              .update();
          if (row.silent()) {
            tell(name, heartbeat, false, row);
          }
        });
  }

  /**
   * Looks for the sign of life; its absence is an alert, repeated while it lasts.
   *
   * @param due when this look was due; null for the first one
   * @return when to look again; empty when it is no longer configured
   */
  Optional<Instant> look(String name, @Nullable Instant due) {
    var heartbeat = configured.get(name);
    return atomic.call(
        () -> heartbeat == null ? leave(name) : Optional.of(look(name, heartbeat, due)));
  }

  private Instant look(String name, Heartbeat heartbeat, @Nullable Instant due) {
    var row = locked(name);
    var now = now();
    if (due != null && now.isAfter(due.plus(HELD_UP)) && !row.silent()) {
      LOG.warn("The heartbeat {} was not looked for since {}: it counts anew", name, due);
      jdbc.sql("update heartbeat set counts_from = ? where name = ?")
          .params(Timestamp.from(now), name)
          .update();
      return heartbeat.after(now).plus(heartbeat.grace());
    }
    var deadline = heartbeat.after(row.since()).plus(heartbeat.grace());
    if (now.isBefore(deadline)) {
      return deadline;
    }
    jdbc.sql("update heartbeat set silent = true where name = ?").param(name).update();
    tell(name, heartbeat, true, row);
    return heartbeat.after(now);
  }

  /** Nobody asks for it any more, so that its silence is no alert. */
  private Optional<Instant> leave(String name) {
    var row = locked(name);
    if (row.silent()) {
      tell(
          name,
          new Heartbeat(Duration.ZERO, Duration.ZERO, null, null, null, null, null),
          false,
          row);
    }
    jdbc.sql("update heartbeat set watched = false, silent = false where name = ?")
        .param(name)
        .update();
    return Optional.empty();
  }

  /** Returns all that are configured, by name. */
  List<View> list() {
    return configured.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry -> {
              var row = find(entry.getKey(), "");
              return new View(
                  entry.getKey(),
                  entry.getValue().every(),
                  entry.getValue().grace(),
                  entry.getValue().zone(),
                  entry.getValue().service(),
                  row.map(Row::lastSeen).orElse(null),
                  row.map(Row::silent).orElse(false));
            })
        .toList();
  }

  /** The row decides who starts the watch: one transaction changes it, all others wait and see. */
  private void watch(String name) {
    var started =
        jdbc.sql(
                "insert into heartbeat as known (name, watched, counts_from) values (:name, true, :now)"
                    + " on conflict (name) do update set watched = true, counts_from = :now"
                    + " where not known.watched returning name")
            .param("name", name)
            .param("now", Timestamp.from(now()))
            .query(String.class)
            .optional();
    started.ifPresent(process::heartbeatConfigured);
  }

  private void tell(String name, Heartbeat heartbeat, boolean firing, Row row) {
    var since = row.since();
    intake.receive(
        SOURCE,
        List.of(
            new Alert(
                SOURCE,
                name,
                firing,
                "No sign of life from " + name,
                "Nothing has been heard since %s; it should come every %s"
                    .formatted(since, heartbeat.rhythm()),
                Stream.ofNullable(heartbeat.service()).toList(),
                heartbeat.severity(),
                heartbeat.kind(),
                firing ? now() : null,
                firing ? since : null,
                true,
                firing ? null : now(),
                Alert.DETECTORS.get(0),
                null,
                null,
                List.of(),
                false,
                Map.of(),
                null,
                AlertPayload.NONE)));
  }

  private Row locked(String name) {
    return find(name, " for update")
        .orElseThrow(() -> new IllegalStateException("The heartbeat " + name + " has no row"));
  }

  private Optional<Row> find(String name, String lock) {
    return jdbc.sql(
            "select watched, counts_from, last_seen, silent from heartbeat where name = ?" + lock)
        .param(name)
        .query(Heartbeats::row)
        .optional();
  }

  private static Row row(ResultSet row, int n) throws SQLException {
    var seen = row.getTimestamp("last_seen");
    return new Row(
        row.getBoolean("watched"),
        row.getTimestamp("counts_from").toInstant(),
        seen == null ? null : seen.toInstant(),
        row.getBoolean("silent"));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
