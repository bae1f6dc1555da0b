package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Respond;
import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A person vouches for what the health gate cannot see. */
@Component
class VerifyForm implements TaskForm {

  private final Incidents incidents;
  private final Clock clock;

  VerifyForm(Incidents incidents, Clock clock) {
    this.incidents = incidents;
    this.clock = clock;
  }

  @Override
  public String task() {
    return Respond.Elements.TASK_VERIFY;
  }

  @Override
  public Set<String> fields() {
    return Set.of(
        "verificationItems", "verifiedChecks", "verifyChoice", "verifyNote", "verifyWatch");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("verificationItems", checklist(task).options());
    // The health gate has passed before this task opens.
    values.put("verifiedChecks", checklist(task).ticked(Set.of("health-checks")));
    watchedUntil(task)
        .ifPresent(
            until ->
                values.put(
                    "verifyWatch",
                    "Watch the dashboards until **%s** before you say that it is fixed."
                        .formatted(Texts.clock(until, clock.instant()))));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    if (!answers.yes("verifyChoice")) {
      incidents.moveTo(
          task.incident(),
          Status.MITIGATING,
          "Not verified: " + answers.required("verifyNote", "say what is still wrong"),
          actor);
      return Map.of(Variables.VERIFIED.name(), false);
    }
    watchedUntil(task)
        .filter(until -> until.isAfter(clock.instant()) && answers.text("verifyNote").isEmpty())
        .ifPresent(
            until -> {
              throw new InvalidInputException(
                  "verifyNote",
                  "the policy watches the dashboards until %s; wait until then, or say why it is enough"
                      .formatted(Texts.clock(until, clock.instant())));
            });
    incidents.note(
        task.incident(),
        checklist(task).summary("The fix is verified", answers, "verifiedChecks", "verifyNote"),
        checklist(task).fact(answers, "verifiedChecks"),
        actor);
    return Map.of(Variables.VERIFIED.name(), true);
  }

  /** Until when the policy wants the fix watched, from the moment the services were healthy. */
  private Optional<Instant> watchedUntil(TaskContext task) {
    var incident = incidents.get(task.incident());
    var policy = incidents.policyOf(incident);
    return Optional.ofNullable(incident.mitigatedAt())
        .flatMap(
            since ->
                policy
                    .targets(incident.severity())
                    .deadline("verifyFor")
                    .map(length -> length.from(since, policy.profile().calendar())));
  }

  private Checklist checklist(TaskContext task) {
    return new Checklist(
        incidents.policyOf(incidents.get(task.incident())).checklist("verification"));
  }
}
