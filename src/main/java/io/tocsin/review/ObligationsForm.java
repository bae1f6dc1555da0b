package io.tocsin.review;

import static java.util.stream.Collectors.joining;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.incident.Actor;
import io.tocsin.problem.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a role owes by one deadline. Without a reason, what is not ticked stays owed. */
@Component
class ObligationsForm implements TaskForm {

  private static final String TICKED = "obligationsTicked";

  private final Obligations obligations;

  ObligationsForm(Obligations obligations) {
    this.obligations = obligations;
  }

  @Override
  public String task() {
    return io.tocsin.engine.model.Obligation.Elements.TASK_DO_WHAT_IS_OWED;
  }

  @Override
  public Set<String> fields() {
    return Set.of(
        "obligationItems", TICKED, "obligationsKnown", "obligationsNote", "obligationsReason");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<String, @Nullable Object>();
    var group = task.get(Variables.OBLIGATION_GROUP);
    values.put(
        "obligationItems",
        obligations.work(task.incident(), group).stream()
            .map(item -> Map.of("value", item.obligation(), "label", item.title()))
            .toList());
    var settled =
        obligations.settled(task.incident(), group).stream()
            .map(Obligation::title)
            .collect(joining("\n- ", "Settled already:\n\n- ", "\n"));
    // A list without a value cannot be sent back by the Tasklist.
    values.put(TICKED, List.of());
    values.put(
        "obligationsKnown", obligations.settled(task.incident(), group).isEmpty() ? null : settled);
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var ticked = answers.list(TICKED);
    var reason = answers.text("obligationsReason").orElse(null);
    if (ticked.isEmpty() && reason == null) {
      throw new InvalidInputException(TICKED, "tick what is done, or say why it is not");
    }
    var group = task.get(Variables.OBLIGATION_GROUP);
    var known = obligations.of(task.incident()).stream().map(Obligation::obligation).toList();
    ticked.stream()
        .filter(item -> !known.contains(item))
        .findFirst()
        .ifPresent(
            item -> {
              throw new InvalidInputException(TICKED, "'" + item + "' is not owed");
            });
    obligations.settle(
        task.incident(),
        group,
        ticked,
        answers.text("obligationsNote").orElse(null),
        reason,
        Actor.tasklist(task.actor()));
    return Map.of();
  }
}
