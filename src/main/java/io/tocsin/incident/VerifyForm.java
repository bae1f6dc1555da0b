package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Respond;
import io.tocsin.policy.Policy;
import io.tocsin.problem.InvalidInputException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A person vouches for what the health gate cannot see. */
@Component
class VerifyForm implements TaskForm {

  private static final String PHASE = "verification";

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
    values.put(
        "verificationItems",
        policy(task).checklist(PHASE).stream()
            .map(item -> Map.of("value", item.item(), "label", item.text()))
            .toList());
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    var note = answers.text("verifyNote").orElse(null);
    var verified = answers.yes("verifyChoice");
    if (!verified) {
      incidents.moveTo(
          task.incident(),
          Status.MITIGATING,
          "Not verified: " + answers.required("verifyNote", "say what is still wrong"),
          actor);
      return Map.of(Variables.VERIFIED.name(), false);
    }
    var ticked = new HashSet<>(answers.list("verifiedChecks"));
    var missing =
        policy(task).checklist(PHASE).stream()
            .filter(item -> !ticked.contains(item.item()))
            .map(Policy.ChecklistItem::text)
            .collect(Collectors.joining("; "));
    if (!missing.isEmpty() && note == null) {
      throw new InvalidInputException("verifyNote", "say why these are not ticked: " + missing);
    }
    incidents.note(
        task.incident(),
        "Verified by "
            + task.actor()
            + (missing.isEmpty() ? "" : ". Left out: " + missing)
            + (note == null ? "" : ". " + note),
        actor);
    var incident = incidents.get(task.incident());
    if (incident.resolution() == null && note != null) {
      incidents.resolution(task.incident(), Objects.requireNonNull(note), actor);
    }
    return Map.of(Variables.VERIFIED.name(), true);
  }

  private Policy policy(TaskContext task) {
    return incidents.policyOf(incidents.get(task.incident()));
  }
}
