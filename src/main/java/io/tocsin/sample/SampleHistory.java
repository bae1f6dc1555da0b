package io.tocsin.sample;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tocsin.incident.Cadence;
import io.tocsin.incident.PastIncidents;
import io.tocsin.incident.PastIncidents.Line;
import io.tocsin.incident.PastIncidents.Past;
import io.tocsin.incident.PastIncidents.PastRound;
import io.tocsin.incident.PastIncidents.Said;
import io.tocsin.incident.PastIncidents.Taken;
import io.tocsin.policy.After;
import io.tocsin.policy.Deadline;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A past for a fresh sample: incidents that never were, as their file has them, with the updates,
 * the steps and the reviews that the policy would have owed.
 */
@Component
class SampleHistory {

  private static final String FILE = "sample/history.yaml";
  private static final String POLICY = "parsify";
  private static final String WORDS =
      "Sample data: this incident never was. It is here so that a fresh start has something to show.";

  /** Of an update that is written in time: how much of the time given is used. */
  private static final double IN_TIME = 0.8;

  private static final double LATE = 1.4;

  private static final String RESOLUTION = "Mended, and watched for a day";
  private static final String ITEM = "Keep it from coming back (sample)";

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  record Samples(List<Sample> incidents) {}

  /**
   * A line of the file; times are minutes after the declaration.
   *
   * @param days before today
   * @param detected after the start of the trouble
   * @param late how many updates come late
   * @param missed how many steps of the ladder were not taken
   * @param beganAt the provisional level; null when it was right at once
   * @param reopened after the resolution; null when it never was
   */
  record Sample(
      int days,
      String at,
      String title,
      String service,
      String kind,
      int level,
      int detected,
      int acknowledged,
      int responded,
      int mitigated,
      int resolved,
      int late,
      int missed,
      boolean unreviewed,
      @JsonProperty("began-at") @Nullable Integer beganAt,
      @Nullable Integer reopened,
      @Nullable List<Integer> scores) {}

  private final PastIncidents past;
  private final Policies policies;
  private final JdbcClient jdbc;
  private final Clock clock;

  SampleHistory(PastIncidents past, Policies policies, JdbcClient jdbc, Clock clock) {
    this.past = past;
    this.policies = policies;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Writes them and returns their numbers. */
  List<String> write() {
    var policy = policies.get(POLICY);
    return read().stream().map(sample -> write(sample, policy)).toList();
  }

  static List<Sample> read() {
    try (var file = new ClassPathResource(FILE).getInputStream()) {
      return YAML.readValue(file, Samples.class).incidents();
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  private String write(Sample sample, Policy policy) {
    var declared = declared(sample);
    var resolved = minutes(declared, sample.resolved());
    var rounds = rounds(sample, declared, resolved);
    var end = rounds.get(rounds.size() - 1).resolvedAt();
    var detected = declared.minus(Duration.ofMinutes(2));
    var number =
        past.record(
            new Past(
                sample.title() + " (sample)",
                WORDS,
                policy,
                List.of(sample.service()),
                sample.kind(),
                sample.beganAt() == null ? sample.level() : sample.beganAt(),
                sample.level(),
                detected.minus(Duration.ofMinutes(sample.detected())),
                detected,
                minutes(declared, sample.responded()),
                rounds.size() == 1
                    ? minutes(declared, sample.mitigated())
                    : end.minus(Duration.ofMinutes(10)),
                end.plus(Duration.ofHours(25)),
                "commander",
                "techlead",
                RESOLUTION,
                rounds,
                updates(sample, policy, rounds),
                steps(sample, policy, rounds),
                lines(sample, declared, rounds)));
    review(number, sample, policy, end);
    scores(number, sample, end);
    return number;
  }

  private Instant declared(Sample sample) {
    return clock
        .instant()
        .truncatedTo(ChronoUnit.DAYS)
        .minus(Duration.ofDays(sample.days()))
        .atOffset(ZoneOffset.UTC)
        .with(LocalTime.parse(sample.at()))
        .toInstant();
  }

  private static List<PastRound> rounds(Sample sample, Instant declared, Instant resolved) {
    var rounds = new ArrayList<PastRound>();
    rounds.add(new PastRound(declared, minutes(declared, sample.acknowledged()), resolved));
    if (sample.reopened() != null) {
      var again = minutes(resolved, sample.reopened());
      rounds.add(new PastRound(again, minutes(again, 3), minutes(again, sample.mitigated())));
    }
    return rounds;
  }

  private static List<Said> updates(Sample sample, Policy policy, List<PastRound> rounds) {
    var said = new ArrayList<Said>();
    var late = sample.late();
    for (var cadence : Cadence.OF.entrySet()) {
      var first = true;
      for (var round : rounds) {
        var at = round.from();
        while (true) {
          var within =
              policy
                  .targets(sample.level())
                  .deadline(cadence.getValue().target(first))
                  .orElse(null);
          if (within == null) {
            break;
          }
          at = at.plus(part(policy, within, at, late > 0 ? LATE : IN_TIME));
          if (!at.isBefore(round.resolvedAt())) {
            break;
          }
          late--;
          first = false;
          said.add(
              new Said(
                  cadence.getKey(),
                  at,
                  "comms",
                  "Sample data: what was known then, and when the next update would come."));
        }
      }
    }
    return said;
  }

  private static Duration part(Policy policy, Deadline within, Instant from, double part) {
    var whole = Duration.between(from, policy.due(within, from));
    return Duration.ofSeconds(Math.max(60, Math.round(whole.toSeconds() * part)));
  }

  private static List<Taken> steps(Sample sample, Policy policy, List<PastRound> rounds) {
    var taken = new ArrayList<Taken>();
    var missed = sample.missed();
    for (int i = 0; i < rounds.size(); i++) {
      var round = rounds.get(i);
      for (var step : policy.ladder(sample.level(), false)) {
        var until = step.onSilence() ? round.takenAt() : round.resolvedAt();
        var due =
            After.parse(step.after())
                .in(policy.targets(sample.level()))
                .map(within -> within.from(round.from(), policy.profile().calendar()))
                .filter(at -> !step.onRequest() && at.isBefore(until))
                .orElse(null);
        if (due == null) {
          continue;
        }
        if (missed > 0 && !step.onDeclaration()) {
          missed--;
        } else {
          taken.add(new Taken(i + 1, step, due));
        }
      }
    }
    if (sample.beganAt() != null) {
      policy.ladder(sample.beganAt(), false).stream()
          .filter(step -> step.onDeclaration())
          .forEach(step -> taken.add(new Taken(1, step, rounds.get(0).from())));
    }
    return taken;
  }

  private static List<Line> lines(Sample sample, Instant declared, List<PastRound> rounds) {
    var lines = new ArrayList<Line>();
    lines.add(new Line(declared, "monitor", "declared", WORDS));
    lines.add(
        new Line(
            minutes(declared, sample.acknowledged()), "oncall1", "acknowledged", "Acknowledged"));
    lines.add(
        new Line(minutes(declared, sample.responded()), "commander", "role", "Takes command"));
    lines.add(new Line(minutes(declared, sample.mitigated()), "techlead", "status", "Mitigated"));
    for (int i = 0; i < rounds.size(); i++) {
      if (i > 0) {
        lines.add(new Line(rounds.get(i).from(), "support", "status", "Reopened: it is back"));
      }
      lines.add(new Line(rounds.get(i).resolvedAt(), "commander", "status", "Status: resolved"));
    }
    return lines;
  }

  private void review(String number, Sample sample, Policy policy, Instant resolved) {
    var owed = policy.targets(sample.level()).deadline("reviewWithin");
    if (sample.unreviewed() || owed.isEmpty()) {
      return;
    }
    var at = resolved.plus(Duration.ofHours(40));
    var due = resolved.plus(Duration.ofDays(14));
    var dueDate = due.atOffset(ZoneOffset.UTC).toLocalDate();
    var agreed = due.isBefore(clock.instant());
    // As whoever hands one in: with what the record says, so that a correction changes only itself.
    jdbc.sql(
            "insert into review (incident, version, author, at, summary, resolution, lessons,"
                + " action_items) values (?, 1, 'commander', ?, ?, ?, ?, case when ? then"
                + " jsonb_build_array(jsonb_build_object('title', ?::text, 'kind', 'preventive',"
                + " 'owner', 'techlead', 'dueDate', ?::text)) else '[]' end)")
        .params(
            number,
            Timestamp.from(at),
            WORDS,
            RESOLUTION,
            "Sample data: watch what changes, roll back first.",
            agreed,
            ITEM,
            dueDate.toString())
        .update();
    if (agreed) {
      var done = sample.late() > 0 ? due.plus(Duration.ofDays(3)) : due.minus(Duration.ofDays(2));
      jdbc.sql(
              "insert into action_item (incident, title, kind, owner, due_date, due_at, origin,"
                  + " created_at, created_by, status, evidence, settled_at, settled_by)"
                  + " values (?, ?, 'preventive', 'techlead', ?, ?, 'review', ?, 'commander',"
                  + " 'done', 'Sample data', ?, 'techlead')")
          .params(
              number,
              ITEM,
              dueDate,
              Timestamp.from(due),
              Timestamp.from(at),
              Timestamp.from(done.isBefore(clock.instant()) ? done : clock.instant()))
          .update();
    }
  }

  private void scores(String number, Sample sample, Instant resolved) {
    var scores = sample.scores() == null ? List.<Integer>of() : sample.scores();
    for (int i = 0; i < scores.size(); i++) {
      jdbc.sql("insert into satisfaction_answer (incident, person, score, at) values (?, ?, ?, ?)")
          .params(number, "sample-" + i, scores.get(i), Timestamp.from(minutes(resolved, 90)))
          .update();
    }
  }

  private static Instant minutes(Instant from, int minutes) {
    return from.plus(Duration.ofMinutes(minutes));
  }
}
