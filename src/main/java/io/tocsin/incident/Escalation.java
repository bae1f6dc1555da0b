package io.tocsin.incident;

import io.tocsin.incident.Ladder.TakenStep;
import io.tocsin.policy.Policy.Step;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The ladder of an incident: which step is next and when, read afresh each time. */
@Service
@Transactional
public class Escalation {

  /**
   * What the clock waits for.
   *
   * @param state due, later, none (until something changes) or over
   */
  public record Next(String state, @Nullable String step, @Nullable Instant at) {}

  /**
   * A rung of the ladder, for people.
   *
   * @param ladder page, technical, business, security or external
   * @param trigger declaration, unacknowledged, unresolved or request
   * @param takesOver who takes over with it, in words; empty when nobody changes
   * @param dueAt when it is taken by itself; null when its time will not come as things stand
   * @param takenAt null while it was not taken since the declaration or the last reopening
   * @param requestable whether somebody can ask for it now
   * @param recipients whom it reaches, as the policy writes them
   * @param who the same in words
   * @param channels by what it reaches them
   */
  public record Rung(
      String step,
      String title,
      String ladder,
      String trigger,
      String takesOver,
      @Nullable Instant dueAt,
      @Nullable Instant takenAt,
      boolean requestable,
      List<String> recipients,
      String who,
      List<String> channels) {}

  /**
   * A step that has just been taken.
   *
   * @param round tells the times apart that the ladder was climbed
   * @param channels those that count at this hour
   * @param why what has led to it, a sentence
   * @param reason what the person who asked for it says; null when nobody asked
   */
  public record Taken(
      Step step,
      int round,
      List<String> channels,
      String why,
      @Nullable String reason,
      @Nullable String askedBy) {}

  /** A request that is not fulfilled yet. */
  private record Request(long id, String step, @Nullable String ladder, String reason, String by) {}

  private final Incidents incidents;
  private final Whom whom;
  private final Timeline timeline;
  private final JdbcClient jdbc;
  private final Clock clock;

  Escalation(Incidents incidents, Whom whom, Timeline timeline, JdbcClient jdbc, Clock clock) {
    this.incidents = incidents;
    this.whom = whom;
    this.timeline = timeline;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns the rungs as the incident stands, in the order of its policy. */
  @Transactional(readOnly = true)
  public List<Rung> ladder(String number) {
    return ladder(incidents.get(number));
  }

  /** The same of an incident that was read already. */
  @Transactional(readOnly = true)
  public List<Rung> ladder(IncidentView incident) {
    var ladder = of(incident);
    var askable = incident.status().responding() ? ladder.askable() : List.<Step>of();
    return ladder.steps().stream()
        .map(
            step -> {
              var done = ladder.done(step).map(TakenStep::at).orElse(null);
              var due =
                  incident.status().responding() && done == null
                      ? ladder.dueAt(step).orElse(null)
                      : null;
              return new Rung(
                  step.step(),
                  step.title(),
                  step.ladder(),
                  step.trigger(),
                  step.takesOver(),
                  due,
                  done,
                  askable.contains(step),
                  step.recipients(),
                  whom.words(incident, step.recipients()),
                  step.channels());
            })
        .toList();
  }

  /**
   * Returns when each step of the ladder was taken first, in whatever round, by its id. What was
   * never taken is not there.
   */
  @Transactional(readOnly = true)
  public Map<String, Instant> everTaken(String number) {
    var incident = incidents.get(number);
    var before =
        jdbc.sql("select * from escalation_step where incident = ? order by taken_at, step")
            .param(number)
            .query(Escalation::step)
            .list();
    var ladder = new Ladder(incident, incidents.policyOf(incident), before, Set.of());
    var taken = new HashMap<String, Instant>();
    for (var step : ladder.steps()) {
      ladder.done(step).ifPresent(done -> taken.put(step.step(), done.at()));
    }
    return taken;
  }

  /** Asks for a step, as a person with a reason. */
  void request(
      String number, String reason, @Nullable String ladder, @Nullable String step, Actor actor) {
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      throw new ConflictException(
          number + " is " + incident.status().word() + "; there is nothing to escalate");
    }
    var rungs = of(incident);
    requireLadder(rungs, ladder);
    var wanted =
        step == null
            ? rungs.nextOnRequest(ladder).orElseThrow(() -> nothingLeft(rungs, ladder))
            : requireStep(rungs, ladder, step);
    ask(incident, wanted, reason, actor.id());
    timeline.add(
        number,
        actor,
        "escalation",
        "Escalation asked for: %s. Step: %s (%s)"
            .formatted(reason, wanted.title(), wanted.ladder()));
  }

  /** Returns the step that is due now, or when the next one will be. */
  public Next next(String number) {
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      return new Next("over", null, null);
    }
    var ladder = of(incident);
    for (var request : open(incident)) {
      if (ladder.find(request.step()).filter(step -> ladder.done(step).isEmpty()).isPresent()) {
        return new Next("due", request.step(), clock.instant());
      }
      drop(number, request);
    }
    return ladder
        .next()
        .map(
            due ->
                new Next(
                    due.at().isAfter(clock.instant()) ? "later" : "due",
                    due.step().step(),
                    due.at()))
        .orElse(new Next("none", null, null));
  }

  /**
   * Takes a step, once a round.
   *
   * @return the step, or empty when it was taken before or is no longer wanted
   */
  public Optional<Taken> take(String number, String id) {
    var incident = incidents.lock(number);
    var ladder = of(incident);
    var step = ladder.find(id).filter(s -> ladder.done(s).isEmpty()).orElse(null);
    if (step == null || !incident.status().responding()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var request = open(incident).stream().filter(r -> r.step().equals(id)).findFirst();
    if (request.isEmpty() && ladder.dueAt(step).filter(at -> !at.isAfter(now)).isEmpty()) {
      // Between the due time and this job somebody took the incident, or paused its clocks.
      return Optional.empty();
    }
    var channels = ladder.channels(step, now);
    jdbc.sql(
            "insert into escalation_step (incident, round, step, trigger, recipients, channels,"
                + " taken_at) values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            number,
            round(incident),
            id,
            request.isPresent() ? "request" : step.trigger(),
            step.recipients().toArray(new String[0]),
            channels.toArray(new String[0]),
            Timestamp.from(now))
        .update();
    request.ifPresent(this::close);
    var taken =
        new Taken(
            step,
            round(incident),
            channels,
            why(incident, step, request),
            request.filter(Escalation::human).map(Request::reason).orElse(null),
            request.filter(Escalation::human).map(Request::by).orElse(null));
    timeline.add(number, Actor.ENGINE, "escalation", line(taken));
    return Optional.of(taken);
  }

  /**
   * A step has reached nobody: the next one of its ladder is taken at once instead of later. Said
   * again, or of a round that is over, it changes nothing.
   *
   * @param round as {@link Taken} has it
   * @param because why it has reached nobody
   * @return the step, when nobody is left on its ladder to call instead
   */
  public Optional<Step> passOn(String number, String id, int round, String because) {
    var incident = incidents.lock(number);
    if (!incident.status().responding() || round != round(incident) || !unheard(incident, id)) {
      return Optional.empty();
    }
    var ladder = of(incident);
    var step = ladder.find(id);
    var next = step.flatMap(lost -> ladder.insteadOf(lost, onRequest(incident, lost)));
    next.ifPresent(instead -> ask(incident, instead, because, Actor.ENGINE.id()));
    var alone = step.filter(lost -> next.isEmpty());
    alone.ifPresent(
        lost ->
            timeline.add(
                number,
                Actor.ENGINE,
                "escalation",
                "Nobody is left to call instead of '%s' (%s): %s"
                    .formatted(lost.title(), lost.ladder(), because)));
    return alone;
  }

  /** Notes that a step has reached nobody; returns false when it was noted, or is not taken. */
  private boolean unheard(IncidentView incident, String step) {
    return jdbc.sql(
                "update escalation_step set unheard_at = ? where incident = ? and round = ?"
                    + " and step = ? and unheard_at is null")
            .params(Timestamp.from(clock.instant()), incident.number(), round(incident), step)
            .update()
        == 1;
  }

  /** A person asked for the step, or for one that it stands in for. */
  private boolean onRequest(IncidentView incident, Step step) {
    return step.onRequest()
        || jdbc.sql(
                "select exists (select from escalation_request where incident = ? and round = ?"
                    + " and step = ? and requested_by <> ?)")
            .params(incident.number(), round(incident), step.step(), Actor.ENGINE.id())
            .query(Boolean.class)
            .single();
  }

  private static String line(Taken taken) {
    var step = taken.step();
    return Stream.of(
            "Escalated: %s (%s)".formatted(step.title(), step.ladder()),
            taken.why() + (taken.reason() == null ? "" : ": " + taken.reason()),
            step.takesOver().isEmpty() ? "" : step.takesOver() + " takes over",
            taken.channels().equals(step.channels())
                ? ""
                : "Outside the working hours nobody is paged by it")
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining(". "));
  }

  private String why(IncidentView incident, Step step, Optional<Request> request) {
    if (request.isPresent()) {
      return human(request.get())
          ? "Asked for by " + whom.name(request.get().by())
          : "At once: " + request.get().reason();
    }
    var since = Texts.time(incident.respondingSince());
    return switch (step.trigger()) {
      case "unacknowledged" -> "Unacknowledged since " + since;
      case "unresolved" -> "Unresolved since " + since;
      default -> (incident.reopenings() == 0 ? "Declared at " : "Reopened at ") + since;
    };
  }

  private static void requireLadder(Ladder rungs, @Nullable String ladder) {
    var known = rungs.steps().stream().map(Step::ladder).distinct().toList();
    if (ladder != null && !known.contains(ladder)) {
      throw new InvalidInputException(
          "ladder",
          "'%s' is no ladder of %s; there are %s"
              .formatted(ladder, rungs.incident().number(), String.join(", ", known)));
    }
  }

  private static Step requireStep(Ladder rungs, @Nullable String ladder, String id) {
    var number = rungs.incident().number();
    var step = rungs.find(id).orElse(null);
    if (step == null) {
      throw new InvalidInputException(
          "step", "'%s' is no step of %s; %s".formatted(id, number, canBeAsked(rungs)));
    }
    if (ladder != null && !step.ladder().equals(ladder)) {
      throw new InvalidInputException(
          "step", "'%s' belongs to the ladder '%s'".formatted(id, step.ladder()));
    }
    var done = rungs.done(step);
    if (done.isPresent()) {
      throw new ConflictException(
          "%s has taken the step '%s' at %s".formatted(number, id, Texts.time(done.get().at())));
    }
    if (rungs.asked().contains(id)) {
      throw new ConflictException(
          "The step '%s' of %s has just been asked for".formatted(id, number));
    }
    if (step.onDeclaration()) {
      throw new ConflictException(
          "The step '%s' of %s is being taken by itself".formatted(id, number));
    }
    return step;
  }

  private static ConflictException nothingLeft(Ladder rungs, @Nullable String ladder) {
    return new ConflictException(
        "The %s of %s has no further step; %s"
            .formatted(
                ladder == null ? "ladder" : ladder + " ladder",
                rungs.incident().number(),
                canBeAsked(rungs)));
  }

  private static String canBeAsked(Ladder rungs) {
    var left = rungs.askable().stream().map(Step::step).toList();
    return left.isEmpty()
        ? "nothing is left to ask for"
        : "by name one can ask for " + String.join(", ", left);
  }

  private void ask(IncidentView incident, Step step, String reason, String by) {
    jdbc.sql(
            "insert into escalation_request (incident, round, step, ladder, reason, requested_by, at)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            incident.number(),
            round(incident),
            step.step(),
            step.ladder(),
            reason,
            by,
            Timestamp.from(clock.instant()))
        .update();
  }

  /** Its step went with a change of severity; nobody must wait for it in vain. */
  private void drop(String number, Request request) {
    close(request);
    timeline.add(
        number,
        Actor.ENGINE,
        "escalation",
        "No longer on the ladder at this severity, or taken already: the step '%s' that %s asked for"
            .formatted(request.step(), request.by()));
  }

  private void close(Request request) {
    jdbc.sql("update escalation_request set done_at = ? where id = ?")
        .params(Timestamp.from(clock.instant()), request.id())
        .update();
  }

  private static boolean human(Request request) {
    return !request.by().equals(Actor.ENGINE.id());
  }

  private Ladder of(IncidentView incident) {
    return new Ladder(
        incident,
        incidents.policyOf(incident),
        taken(incident),
        open(incident).stream().map(Request::step).collect(Collectors.toSet()));
  }

  private List<TakenStep> taken(IncidentView incident) {
    return jdbc.sql(
            "select * from escalation_step where incident = ? and round = ? order by taken_at, step")
        .params(incident.number(), round(incident))
        .query(Escalation::step)
        .list();
  }

  private static TakenStep step(ResultSet row, int n) throws SQLException {
    return new TakenStep(
        row.getString("step"),
        row.getString("trigger"),
        texts(row, "recipients"),
        texts(row, "channels"),
        row.getTimestamp("taken_at").toInstant(),
        row.getTimestamp("unheard_at") == null);
  }

  private List<Request> open(IncidentView incident) {
    return jdbc.sql(
            "select * from escalation_request where incident = ? and round = ? and done_at is null"
                + " order by id")
        .params(incident.number(), round(incident))
        .query(
            (row, n) ->
                new Request(
                    row.getLong("id"),
                    row.getString("step"),
                    row.getString("ladder"),
                    row.getString("reason"),
                    row.getString("requested_by")))
        .list();
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static int round(IncidentView incident) {
    return incident.reopenings() + 1;
  }
}
