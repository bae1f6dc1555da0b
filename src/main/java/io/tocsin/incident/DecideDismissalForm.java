package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Triage;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The alerts have gone before anybody came: dismiss, or look all the same. */
@Component
class DecideDismissalForm implements TaskForm {

  private final Incidents incidents;

  DecideDismissalForm(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public String task() {
    return Triage.Elements.TASK_DECIDE_DISMISSAL;
  }

  @Override
  public Set<String> fields() {
    return Set.of("dismiss", "reason");
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    if (!answers.yes("dismiss")) {
      incidents.note(task.incident(), "Kept open although its alerts have resolved", actor);
      return Map.of(Variables.TRIAGE_OUTCOME.name(), outcome(incidents.lock(task.incident())));
    }
    incidents.dismiss(
        task.incident(), answers.required("reason", "say why nothing is left to do"), actor);
    return Map.of(Variables.TRIAGE_OUTCOME.name(), "dismiss");
  }

  /** Triage may have been answered meanwhile and goes on in a job, which routes on that answer. */
  private static String outcome(IncidentView incident) {
    if (incident.status().over()) {
      return incident.mergedInto() == null ? "dismiss" : "merge";
    }
    return incident.triagedAt() == null ? "open" : "respond";
  }
}
