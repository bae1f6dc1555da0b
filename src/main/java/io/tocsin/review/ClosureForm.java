package io.tocsin.review;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.policy.Policy;
import io.tocsin.problem.InvalidInputException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The last look: is everything done that the policy asks for before closing? */
@Component
class ClosureForm implements TaskForm {

  private static final String PHASE = "closure";

  private final Incidents incidents;

  ClosureForm(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public String task() {
    return io.tocsin.engine.model.Review.Elements.TASK_CLOSE;
  }

  @Override
  public Set<String> fields() {
    return Set.of("closureItems", "closureChecks", "closureNote");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of(
        "closureItems",
        policy(task).checklist(PHASE).stream()
            .map(item -> Map.of("value", item.item(), "label", item.text()))
            .toList());
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var ticked = new HashSet<>(answers.list("closureChecks"));
    var missing =
        policy(task).checklist(PHASE).stream()
            .filter(item -> !ticked.contains(item.item()))
            .map(Policy.ChecklistItem::text)
            .collect(Collectors.joining("; "));
    var note = answers.text("closureNote");
    if (!missing.isEmpty() && note.isEmpty()) {
      throw new InvalidInputException("closureNote", "say why these are not ticked: " + missing);
    }
    incidents.note(
        task.incident(),
        "Closure checked"
            + (missing.isEmpty() ? "" : ". Left out: " + missing)
            + note.map(text -> ". " + text).orElse(""),
        Actor.tasklist(task.actor()));
    return Map.of();
  }

  private Policy policy(TaskContext task) {
    return incidents.policyOf(incidents.get(task.incident()));
  }
}
