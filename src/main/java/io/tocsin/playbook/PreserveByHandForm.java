package io.tocsin.playbook;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.incident.Actor;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A checklist whose answer lets other actions run: somebody says that the evidence is preserved.
 */
@Component
class PreserveByHandForm implements TaskForm {

  private final ChecklistForm checklist;
  private final Preserved preserved;

  PreserveByHandForm(ChecklistForm checklist, Preserved preserved) {
    this.checklist = checklist;
    this.preserved = preserved;
  }

  @Override
  public String task() {
    return "Task_preserveByHand";
  }

  @Override
  public Set<String> fields() {
    return checklist.fields();
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return checklist.prefill(task);
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var routed = checklist.submit(task, answers);
    if (!answers.ticked("playbookLeave")) {
      preserved.restByHand(
          task.incident(),
          answers.required(
              "playbookNote", "say where the evidence is, or why there is nothing to be had"),
          Actor.tasklist(task.actor()));
    }
    return routed;
  }
}
