package io.tocsin.incident;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.policy.Policy;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which deadline of an incident is next, read afresh each time: the targets that are watched, with
 * a warning before and word when they are missed, and the end of a pause.
 */
@Service
@Transactional
public class DeadlineClock {

  /**
   * What the clock waits for.
   *
   * @param state due, later, none (until something changes) or over
   */
  record Next(String state, @Nullable Instant at) {}

  /**
   * What people hear.
   *
   * @param event deadline-warning or deadline-missed
   * @param round tells the due times of a target apart
   * @param fields for the text: target, within, percent, due
   */
  public record Notice(String event, String round, Map<String, Object> fields) {}

  private enum Watched {
    ACKNOWLEDGE("acknowledgeWithin", "Acknowledge", false),
    RESPOND("respondWithin", "Respond", true),
    RESOLVE("resolveWithin", "Resolve", true);

    private final String target;
    private final String title;
    private final boolean warns;

    Watched(String target, String title, boolean warns) {
      this.target = target;
      this.title = title;
      this.warns = warns;
    }

    boolean open(IncidentView incident) {
      return switch (this) {
        case ACKNOWLEDGE -> incident.takenAt() == null;
        case RESPOND -> incident.respondedAt() == null;
        case RESOLVE -> incident.resolvedAt() == null;
      };
    }
  }

  private static final String WARNING = "warning";
  private static final String MISSED = "missed";

  /**
   * Something that the clock does.
   *
   * @param watched null for the end of a pause
   * @param due as the policy says, which tells one event from the next; a pause does not move it
   * @param at when it is done
   */
  private record Event(@Nullable Watched watched, String kind, Instant due, Instant at) {

    String key() {
      return (watched == null ? "" : watched.target) + " " + kind + " " + due;
    }
  }

  private final Incidents incidents;
  private final Pauses pauses;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final JdbcClient jdbc;
  private final Clock clock;

  DeadlineClock(
      Incidents incidents,
      Pauses pauses,
      Timeline timeline,
      ResponseProcess process,
      JdbcClient jdbc,
      Clock clock) {
    this.incidents = incidents;
    this.pauses = pauses;
    this.timeline = timeline;
    this.process = process;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Next next(String number) {
    // The lock closes the gap between this reading and the wait that follows it.
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      return new Next("over", null);
    }
    return first(incident)
        .map(event -> new Next(event.at().isAfter(clock.instant()) ? "later" : "due", event.at()))
        .orElse(new Next("none", null));
  }

  /**
   * Records the earliest event that is due, once.
   *
   * @return what people are to hear; empty when nobody is, or when nothing is due any more
   */
  public Optional<Notice> take(String number) {
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      return Optional.empty();
    }
    return first(incident)
        .filter(event -> !event.at().isAfter(clock.instant()))
        .flatMap(event -> record(incident, event));
  }

  private Optional<Notice> record(IncidentView incident, Event event) {
    var number = incident.number();
    var now = clock.instant();
    var watched = event.watched();
    if (watched == null) {
      pauses.over(number);
      process.factsChanged(number);
      return Optional.empty();
    }
    jdbc.sql(
            "insert into deadline_event (incident, target, event, due_at, told_at)"
                + " values (?, ?, ?, ?, ?)")
        .params(
            number, watched.target, event.kind(), Timestamp.from(event.due()), Timestamp.from(now))
        .update();
    var policy = incidents.policyOf(incident);
    var within = policy.targets(incident.severity()).text(watched.target).orElse("");
    var percent = percent(policy);
    var due = incident.notBefore(event.due());
    timeline.add(
        number,
        Actor.ENGINE,
        "deadline",
        event.kind().equals(WARNING)
            ? "%s target %s: %d %% gone, due %s"
                .formatted(watched.title, within, percent, Texts.clock(due, now))
            : "%s target %s missed, it was due %s"
                .formatted(watched.title, within, Texts.clock(due, now)));
    return Optional.of(
        new Notice(
            "deadline-" + event.kind(),
            watched.target + "-" + event.due().toEpochMilli(),
            Map.of("target", watched.title, "within", within, "percent", percent, "due", due)));
  }

  private Optional<Event> first(IncidentView incident) {
    var told = told(incident.number());
    var pauseEnd =
        pauses
            .open(incident.number())
            .map(pause -> new Event(null, "pause", pause.until(), pause.until()));
    return Stream.concat(
            pauseEnd.stream(),
            Stream.of(Watched.values())
                .filter(watched -> watched.open(incident))
                .flatMap(watched -> events(incident, watched)))
        .filter(event -> !told.contains(event.key()))
        .min(Comparator.comparing(Event::at));
  }

  private Stream<Event> events(IncidentView incident, Watched watched) {
    return incidents.dueUnpaused(incident, watched.target).stream()
        .flatMap(
            due -> {
              var missed = new Event(watched, MISSED, due, incident.notBefore(due));
              if (!watched.warns || !missed.at().isAfter(clock.instant())) {
                // Nobody is warned of what has happened already.
                return Stream.of(missed);
              }
              var warning =
                  new Event(watched, WARNING, due, incident.notBefore(warnAt(incident, due)));
              return warning.at().isBefore(missed.at())
                  ? Stream.of(warning, missed)
                  : Stream.of(missed);
            });
  }

  /** Of a target in business days too, it is a part of the way by the clock on the wall. */
  private Instant warnAt(IncidentView incident, Instant due) {
    var since = incident.respondingSince();
    var way = Duration.between(since, due);
    return since.plus(way.multipliedBy(percent(incidents.policyOf(incident))).dividedBy(100));
  }

  private static int percent(Policy policy) {
    return policy.profile().number("warnAt");
  }

  private Set<String> told(String number) {
    return new HashSet<>(
        jdbc.sql("select target, event, due_at from deadline_event where incident = ?")
            .param(number)
            .query(
                (row, n) ->
                    row.getString("target")
                        + " "
                        + row.getString("event")
                        + " "
                        + row.getTimestamp("due_at").toInstant())
            .list());
  }
}
