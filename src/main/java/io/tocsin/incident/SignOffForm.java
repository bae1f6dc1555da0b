package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Recover;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The commander says that it is stable; before the watch is over only with a reason. */
@Component
class SignOffForm implements TaskForm {

  private final Incidents incidents;
  private final Clock clock;

  SignOffForm(Incidents incidents, Clock clock) {
    this.incidents = incidents;
    this.clock = clock;
  }

  @Override
  public String task() {
    return Recover.Elements.TASK_SIGN_OFF;
  }

  @Override
  public Set<String> fields() {
    return Set.of("signOff", "signOffReason", "watchEndsAt");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<String, @Nullable Object>();
    incidents
        .due(incidents.get(task.incident()), "stabiliseFor")
        .ifPresent(end -> values.put("watchEndsAt", Texts.time(end)));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    if (!answers.ticked("signOff")) {
      throw new InvalidInputException("signOff", "tick it to confirm that the services are stable");
    }
    var incident = incidents.lock(task.incident());
    if (incident.status() != Status.RESOLVED) {
      throw new ConflictException(
          incident.number() + " is " + incident.status().word() + " again; nothing to sign off");
    }
    var ends = incidents.due(incident, "stabiliseFor");
    var early = ends.isPresent() && clock.instant().isBefore(ends.get());
    var reason =
        early
            ? answers.required(
                "signOffReason",
                "the watch runs until " + Texts.time(ends.get()) + "; say why it may end now")
            : answers.text("signOffReason").orElse(null);
    incidents.note(
        task.incident(),
        "Stabilisation signed off"
            + (early ? " before the watch was over" : "")
            + (reason == null ? "" : ": " + reason),
        Actor.tasklist(task.actor()));
    return Map.of(Variables.RECOVER_OUTCOME.name(), "stable");
  }
}
