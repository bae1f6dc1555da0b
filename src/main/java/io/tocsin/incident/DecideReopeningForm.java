package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Recover;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Something went wrong during the watch: reopen, or watch on. */
@Component
class DecideReopeningForm implements TaskForm {

  private final Incidents incidents;
  private final IncidentCommands commands;

  DecideReopeningForm(Incidents incidents, IncidentCommands commands) {
    this.incidents = incidents;
    this.commands = commands;
  }

  @Override
  public String task() {
    return Recover.Elements.TASK_DECIDE_REOPENING;
  }

  @Override
  public Set<String> fields() {
    return Set.of("reopenChoice", "reopenReason");
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    var reopen = answers.yes("reopenChoice");
    var reason = answers.required("reopenReason", "say what you have seen");
    if (!reopen) {
      incidents.note(task.incident(), "Not reopened: " + reason, actor);
      return Map.of(Variables.REOPEN.name(), false);
    }
    incidents.reopen(task.incident(), reason, actor);
    commands.takeByWorking(task.incident(), actor);
    return Map.of(Variables.REOPEN.name(), true, Variables.RECOVER_OUTCOME.name(), Doubts.REOPENED);
  }
}
