package io.tocsin.actionitem;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.incident.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The owner says what became of an action item. */
@Component
class ActionItemForm implements TaskForm {

  private static final String CHOICE = "actionItemChoice";
  private static final Set<String> CHOICES = Set.of("done", "later", "drop");

  private final ActionItems items;

  ActionItemForm(ActionItems items) {
    this.items = items;
  }

  @Override
  public String task() {
    return io.tocsin.engine.model.ActionItem.Elements.TASK_DO_ACTION_ITEM;
  }

  @Override
  public Set<String> fields() {
    return Set.of(
        "actionItemTitleShown",
        "actionItemTracker",
        "actionItemDue",
        CHOICE,
        "evidence",
        "newDueDate",
        "actionItemReason");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var item = items.get(task.get(Variables.ACTION_ITEM_ID));
    var values = new HashMap<String, @Nullable Object>();
    values.put("actionItemTitleShown", item.title());
    values.put("actionItemDue", item.dueDate().toString());
    values.put("actionItemTracker", item.trackerUrl());
    values.put("evidence", item.evidence());
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var id = task.get(Variables.ACTION_ITEM_ID);
    var actor = Actor.tasklist(task.actor());
    switch (answers.choice(CHOICE, CHOICES)) {
      case "done" ->
          items.done(id, answers.required("evidence", "say what shows that it is done"), actor);
      case "later" ->
          items.postpone(
              id,
              Wanted.date("newDueDate", answers.text("newDueDate").orElse(null)),
              answers.required("actionItemReason", "say why it takes longer"),
              actor);
      default ->
          items.dropped(
              id, answers.required("actionItemReason", "say why it will not be done"), actor);
    }
    return Map.of();
  }
}
