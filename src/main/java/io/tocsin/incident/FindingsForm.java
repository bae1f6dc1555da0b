package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.Respond;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the investigation has found. A mitigation need not wait for a confirmed cause. */
@Component
class FindingsForm implements TaskForm {

  private final Incidents incidents;
  private final IncidentCommands commands;
  private final ResponseProcess process;

  FindingsForm(Incidents incidents, IncidentCommands commands, ResponseProcess process) {
    this.incidents = incidents;
    this.commands = commands;
    this.process = process;
  }

  @Override
  public String task() {
    return Respond.Elements.TASK_INVESTIGATE;
  }

  @Override
  public Set<String> fields() {
    var fields = new LinkedHashSet<String>();
    fields.addAll(
        List.of(
            "rootCause",
            "rootCauseConfirmed",
            "recentChange",
            "evidence",
            "workaroundText",
            "impactBusiness",
            "expectedResolutionAt"));
    fields.addAll(Whys.FIELDS);
    return fields;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var incident = incidents.get(task.incident());
    var values = new HashMap<String, @Nullable Object>();
    values.put("rootCause", incident.rootCause());
    values.put("rootCauseConfirmed", incident.rootCauseConfirmed());
    values.put("recentChange", incident.recentChange());
    values.put("workaroundText", incident.workaround());
    values.put("impactBusiness", incident.impactBusiness());
    Whys.fill(values, incident.whys());
    return values;
  }

  @Override
  public void claimed(TaskContext task) {
    commands.takeByWorking(task.incident(), Actor.tasklist(task.actor()));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    // Who got the task by their role has not claimed it.
    claimed(task);
    var confirmed = answers.ticked("rootCauseConfirmed");
    var rootCause =
        confirmed
            ? answers.required("rootCause", "write down the cause that you have confirmed")
            : answers.text("rootCause").orElse(null);
    incidents.found(
        task.incident(),
        new Findings(
            rootCause,
            confirmed,
            Whys.read(answers),
            answers.ticked("recentChange"),
            answers.text("evidence").orElse(null),
            answers.text("workaroundText").orElse(null),
            answers.text("impactBusiness").orElse(null),
            answers.instant("expectedResolutionAt").orElse(null)),
        actor);
    if (confirmed && incidents.get(task.incident()).status() == Status.INVESTIGATING) {
      incidents.moveTo(task.incident(), Status.IDENTIFIED, null, actor);
    }
    process.factsChanged(task.incident());
    return Map.of();
  }
}
