package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Respond;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A person vouches for what the health gate cannot see. */
@Component
class VerifyForm implements TaskForm {

  private final Incidents incidents;

  VerifyForm(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public String task() {
    return Respond.Elements.TASK_VERIFY;
  }

  @Override
  public Set<String> fields() {
    return Set.of("verificationItems", "verifiedChecks", "verifyChoice", "verifyNote");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("verificationItems", checklist(task).options());
    // The health gate has passed before this task opens.
    values.put("verifiedChecks", checklist(task).ticked(Set.of("health-checks")));
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
    incidents.note(
        task.incident(),
        checklist(task).summary("The fix is verified", answers, "verifiedChecks", "verifyNote"),
        actor);
    return Map.of(Variables.VERIFIED.name(), true);
  }

  private Checklist checklist(TaskContext task) {
    return new Checklist(
        incidents.policyOf(incidents.get(task.incident())).checklist("verification"));
  }
}
