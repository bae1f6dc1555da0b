package io.tocsin.incident;

import io.tocsin.policy.Deadline;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.Step;
import io.tocsin.problem.ConflictException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private final Incidents incidents;
  private final Timeline timeline;
  private final JdbcClient jdbc;
  private final Clock clock;

  Escalation(Incidents incidents, Timeline timeline, JdbcClient jdbc, Clock clock) {
    this.incidents = incidents;
    this.timeline = timeline;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Asks for the next step, as a person with a reason. */
  void request(String number, String reason, Actor actor) {
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      throw new ConflictException(
          number + " is " + incident.status().word() + "; there is nothing to escalate");
    }
    var ladder = incidents.policyOf(incident).ladder(incident.severity(), incident.security());
    if (nextOnRequest(ladder, taken(number)).isEmpty()) {
      throw new ConflictException("The ladder of " + number + " has no further step");
    }
    jdbc.sql(
            "insert into escalation_request (incident, reason, requested_by, at) values (?, ?, ?, ?)")
        .params(number, reason, actor.id(), Timestamp.from(clock.instant()))
        .update();
    timeline.add(number, actor, "escalation", "Escalation asked for: " + reason);
  }

  /** Returns the step that is due now, or when the next one will be. */
  public Next next(String number) {
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      return new Next("over", null, null);
    }
    var policy = incidents.policyOf(incident);
    var ladder = policy.ladder(incident.severity(), incident.security());
    var taken = taken(number);
    var asked = asked(number, ladder, taken);
    if (asked.isPresent()) {
      return new Next("due", asked.get().step(), clock.instant());
    }
    record Due(Step step, Instant at) {}
    return ladder.stream()
        .filter(step -> !taken.contains(step.step()))
        .filter(step -> !"request".equals(step.trigger()))
        .filter(
            step -> !"unacknowledged".equals(step.trigger()) || incident.acknowledgedAt() == null)
        .map(step -> new Due(step, dueAt(step, incident, policy)))
        .min(Comparator.comparing(Due::at))
        .map(
            due ->
                due.at().isAfter(clock.instant())
                    ? new Next("later", due.step().step(), due.at())
                    : new Next("due", due.step().step(), due.at()))
        .orElse(new Next("none", null, null));
  }

  /**
   * Takes a step, once.
   *
   * @return the step, or empty when it was taken before or is no longer wanted
   */
  public Optional<Step> take(String number, String id) {
    var incident = incidents.lock(number);
    var policy = incidents.policyOf(incident);
    var step =
        policy.ladder(incident.severity(), incident.security()).stream()
            .filter(s -> s.step().equals(id))
            .findFirst();
    if (step.isEmpty() || !incident.status().responding()) {
      return Optional.empty();
    }
    if ("unacknowledged".equals(step.get().trigger())
        && incident.acknowledgedAt() != null
        && !isAsked(number)) {
      // Somebody took it between the due time and this job.
      return Optional.empty();
    }
    var now = Timestamp.from(clock.instant());
    var first =
        jdbc.sql(
                    "insert into escalation_step (incident, step, taken_at) values (?, ?, ?)"
                        + " on conflict do nothing")
                .params(number, id, now)
                .update()
            == 1;
    var request =
        jdbc.sql(
                "update escalation_request set step = ? where id = (select id from escalation_request"
                    + " where incident = ? and step is null order by id limit 1) returning reason")
            .params(id, number)
            .query(String.class)
            .optional();
    if (!first) {
      return Optional.empty();
    }
    timeline.add(
        number,
        Actor.ENGINE,
        "escalation",
        "Escalated: "
            + step.get().title()
            + request.map(reason -> ". Asked for: " + reason).orElse(""));
    return step;
  }

  private Optional<Step> asked(String number, List<Step> ladder, Set<String> taken) {
    return isAsked(number) ? nextOnRequest(ladder, taken) : Optional.empty();
  }

  private boolean isAsked(String number) {
    return jdbc.sql(
            "select exists (select from escalation_request where incident = ? and step is null)")
        .param(number)
        .query(Boolean.class)
        .single();
  }

  /** Steps made for a request come first, then the next one by time, early. */
  private static Optional<Step> nextOnRequest(List<Step> ladder, Set<String> taken) {
    return ladder.stream()
        .filter(step -> !taken.contains(step.step()))
        .filter(step -> !"declaration".equals(step.trigger()))
        .sorted(Comparator.comparing(step -> !"request".equals(step.trigger())))
        .findFirst();
  }

  private Set<String> taken(String number) {
    return Set.copyOf(
        jdbc.sql("select step from escalation_step where incident = ?")
            .param(number)
            .query(String.class)
            .list());
  }

  private static Instant dueAt(Step step, IncidentView incident, Policy policy) {
    var deadline =
        policy
            .targets(incident.severity())
            .deadline(step.after())
            .orElseGet(() -> Deadline.parse(step.after()));
    var due = deadline.from(incident.respondingSince(), policy.profile().calendar());
    // A pause stops the ladder by time; paging and what a severity calls for at once go on.
    return "unresolved".equals(step.trigger()) ? incident.notBefore(due) : due;
  }
}
