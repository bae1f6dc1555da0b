package io.tocsin.incident;

import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.Step;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes incidents into the record that are over and that no model ever ran for, such as samples.
 * Their lines have the source {@code sample}, so that they can be told from what people did; the
 * key figures count them as the rest of such an incident.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class PastIncidents {

  private static final String SAMPLE = "sample";
  private static final String PUBLIC = "public";

  /**
   * An incident that is over.
   *
   * @param provisional level from the declaration to the response; the same when it never changed
   * @param rounds the declaration and each reopening, earliest first
   */
  public record Past(
      String title,
      String description,
      Policy policy,
      List<String> services,
      String kind,
      int provisional,
      int level,
      Instant startedAt,
      Instant detectedAt,
      Instant respondedAt,
      Instant mitigatedAt,
      Instant closedAt,
      String commander,
      String technicalLead,
      String resolution,
      List<PastRound> rounds,
      List<Said> updates,
      List<Taken> steps,
      List<Line> lines) {}

  /** A time in which it was responded to. */
  public record PastRound(Instant from, Instant takenAt, Instant resolvedAt) {}

  /** A status update. */
  public record Said(String audience, Instant at, String author, String text) {}

  /** A step of the ladder. */
  public record Taken(int round, Step step, Instant at) {}

  /** A line of the timeline. */
  public record Line(Instant at, String actor, String kind, String text) {}

  private final IncidentNumbers numbers;
  private final JdbcClient jdbc;
  private final JdbcOperations batch;

  PastIncidents(IncidentNumbers numbers, JdbcClient jdbc, JdbcOperations batch) {
    this.numbers = numbers;
    this.jdbc = jdbc;
    this.batch = batch;
  }

  /** Returns whether the record holds no incident at all. */
  public boolean none() {
    return jdbc.sql("select not exists (select from incident)").query(Boolean.class).single();
  }

  /** Writes one and returns its number, which is of the day of its declaration. */
  public String record(Past past) {
    var first = past.rounds().get(0);
    var last = past.rounds().get(past.rounds().size() - 1);
    var again = past.rounds().size() > 1 ? last : null;
    var number = numbers.next(false, LocalDate.ofInstant(first.from(), ZoneOffset.UTC));
    jdbc.sql(
            "insert into incident (number, version, title, description, policy, policy_version,"
                + " policy_version_number, severity, severity_label, severity_confirmed,"
                + " severity_changed_at, status, kind, security, drill, services, links,"
                + " started_at, detected_at, declared_at, acknowledged_at, triaged_at,"
                + " responded_at, mitigated_at, fix_deployed_at, resolved_at, closed_at,"
                + " reopened_at, reopenings, taken_again_at, commander, technical_lead,"
                + " root_cause_confirmed, whys, recent_change, resolution)"
                + " values (?, 1, ?, ?, ?, ?, ?, ?, ?, true, ?, ?, ?, false, false, ?, '{}',"
                + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, true, '{}', false, ?)")
        .params(
            number,
            past.title(),
            past.description(),
            past.policy().id(),
            past.policy().version(),
            past.policy().versionNumber(),
            past.level(),
            past.policy().profile().label(past.level()),
            past.provisional() == past.level() ? null : stamp(past.respondedAt()),
            Status.CLOSED.word(),
            past.kind(),
            past.services().toArray(new String[0]),
            stamp(past.startedAt()),
            stamp(past.detectedAt()),
            stamp(first.from()),
            stamp(first.takenAt()),
            stamp(past.respondedAt()),
            stamp(past.respondedAt()),
            stamp(past.mitigatedAt()),
            stamp(past.mitigatedAt()),
            stamp(last.resolvedAt()),
            stamp(past.closedAt()),
            again == null ? null : stamp(again.from()),
            past.rounds().size() - 1,
            again == null ? null : stamp(again.takenAt()),
            past.commander(),
            past.technicalLead(),
            past.resolution())
        .update();
    level(number, first.from(), past.provisional());
    if (past.provisional() != past.level()) {
      level(number, past.respondedAt(), past.level());
    }
    for (int i = 0; i < past.rounds().size(); i++) {
      round(number, i + 1, past.rounds().get(i));
    }
    past.updates().stream()
        .filter(update -> update.audience().equals(PUBLIC))
        .forEach(update -> publish(number, past, update));
    say(number, past);
    take(number, past);
    write(number, past);
    return number;
  }

  private void level(String number, Instant at, int level) {
    jdbc.sql("insert into severity_change (incident, at, level) values (?, ?, ?)")
        .params(number, stamp(at), level)
        .update();
  }

  private void round(String number, int round, PastRound what) {
    jdbc.sql(
            "insert into incident_round (incident, round, began_at, taken_at, resolved_at)"
                + " values (?, ?, ?, ?, ?)")
        .params(number, round, stamp(what.from()), stamp(what.takenAt()), stamp(what.resolvedAt()))
        .update();
  }

  /** What the public would have read is kept as published, but on no page. */
  private void publish(String number, Past past, Said update) {
    jdbc.sql(
            "insert into public_text (id, incident, kind, state, title, body, services, author,"
                + " written_at, email, waits_since, published_at)"
                + " values (?, ?, 'update', 'published', ?, ?, ?, ?, ?, false, ?, ?)")
        .params(
            UUID.randomUUID(),
            number,
            past.title(),
            update.text(),
            past.services().toArray(new String[0]),
            update.author(),
            stamp(update.at()),
            stamp(update.at()),
            stamp(update.at()))
        .update();
  }

  private void say(String number, Past past) {
    batch.batchUpdate(
        "insert into status_update (id, incident, audience, text, author, at, sent_at)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        past.updates().stream()
            .filter(update -> !update.audience().equals(PUBLIC))
            .map(
                update ->
                    new Object[] {
                      UUID.randomUUID(),
                      number,
                      update.audience(),
                      update.text(),
                      update.author(),
                      Timestamp.from(update.at()),
                      Timestamp.from(update.at())
                    })
            .toList());
  }

  private void take(String number, Past past) {
    batch.batchUpdate(
        "insert into escalation_step (incident, round, step, trigger, recipients, channels,"
            + " taken_at) values (?, ?, ?, ?, string_to_array(?, ','), string_to_array(?, ','), ?)"
            + " on conflict do nothing",
        past.steps().stream()
            .map(
                taken ->
                    new Object[] {
                      number,
                      taken.round(),
                      taken.step().step(),
                      taken.step().trigger(),
                      String.join(",", taken.step().recipients()),
                      String.join(",", taken.step().channels()),
                      Timestamp.from(taken.at())
                    })
            .toList());
  }

  private void write(String number, Past past) {
    batch.batchUpdate(
        "insert into timeline_entry (incident, at, actor, source, kind, text)"
            + " values (?, ?, ?, ?, ?, ?)",
        past.lines().stream()
            .map(
                line ->
                    new Object[] {
                      number,
                      Timestamp.from(line.at()),
                      line.actor(),
                      SAMPLE,
                      line.kind(),
                      line.text()
                    })
            .toList());
  }

  private static @Nullable Timestamp stamp(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }
}
