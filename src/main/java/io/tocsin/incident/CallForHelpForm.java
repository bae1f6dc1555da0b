package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.RoleDesk;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The technical lead's desk: somebody who knows more, a vendor, a provider. */
@Component
class CallForHelpForm implements TaskForm {

  private final IncidentCommands commands;
  private final Rungs rungs;

  CallForHelpForm(IncidentCommands commands, Rungs rungs) {
    this.commands = commands;
    this.rungs = rungs;
  }

  @Override
  public String task() {
    return RoleDesk.Elements.TASK_CALL_FOR_HELP;
  }

  @Override
  public Set<String> fields() {
    return Set.of("rungs", "helpLeft", "rung", "reason");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var choices = rungs.ofTheWork(task.incident());
    var values = new HashMap<String, @Nullable Object>();
    values.put("rungs", choices);
    values.put("helpLeft", !choices.isEmpty());
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var step = answers.required("rung", "choose who is called");
    var reason = answers.required("reason", "say why; it is the first thing they read");
    commands.escalate(task.incident(), reason, null, step, Actor.tasklist(task.actor()));
    return Map.of();
  }
}
