package io.tocsin.incident;

import io.tocsin.catalog.Catalog;
import io.tocsin.engine.Answers;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.WriteUpdate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The text of an update that is owed, drafted from the state. */
@Component
class StatusUpdateForm implements TaskForm {

  private static final String ANYWAY =
      "tick the box below (or write it on the page of the incident) to say it all the same";

  private final Incidents incidents;
  private final PublicDrafts drafts;
  private final Catalog catalog;
  private final ResponseProcess process;

  StatusUpdateForm(
      Incidents incidents, PublicDrafts drafts, Catalog catalog, ResponseProcess process) {
    this.incidents = incidents;
    this.drafts = drafts;
    this.catalog = catalog;
    this.process = process;
  }

  @Override
  public String task() {
    return WriteUpdate.Elements.TASK_WRITE_UPDATE;
  }

  @Override
  public Set<String> fields() {
    return Set.of(
        "updateText",
        "nextUpdateAt",
        "publicTitle",
        "publicServices",
        "publicServiceChoices",
        "publicEmail",
        "publicAnyway",
        "customerEmail");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<String, @Nullable Object>();
    var incident = incidents.get(task.incident());
    if (!task.get(Variables.AUDIENCE).equals(StatusUpdates.PUBLIC)) {
      values.put("updateText", draft(incident));
      return values;
    }
    values.put("publicTitle", drafts.headline(incident));
    values.put("updateText", drafts.words(incident));
    values.put("publicServices", drafts.services(incident));
    values.put(
        "publicServiceChoices",
        catalog.services().stream()
            .filter(service -> service.statusPage() != null)
            .map(service -> Map.of("value", service.id(), "label", service.name()))
            .toList());
    values.put(
        "customerEmail",
        incidents
            .policyOf(incident)
            .targets(incident.severity())
            .text("customerEmail")
            .orElse("no"));
    return values;
  }

  /** The model sends it, because it is this audience's clock that waits for the form. */
  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var audience = task.get(Variables.AUDIENCE);
    var text = answers.required("updateText", "write what the reader needs to know");
    var title = answers.text("publicTitle").orElse(null);
    if (audience.equals(StatusUpdates.PUBLIC) && !answers.ticked("publicAnyway")) {
      drafts.requireNothingInside("updateText", text, ANYWAY);
      drafts.requireNothingInside("publicTitle", title, ANYWAY);
    }
    incidents.writeUpdate(
        task.incident(),
        audience,
        text,
        answers.instant("nextUpdateAt").orElse(null),
        new PublicDetails(
            title,
            answers.text("publicServices").isEmpty() ? null : answers.list("publicServices"),
            answers.ticked("publicEmail")),
        Actor.tasklist(task.actor()));
    // Open tasks no longer show who asked for it.
    process.factsChanged(task.incident());
    return Map.of();
  }

  private static String draft(IncidentView incident) {
    var state =
        switch (incident.status()) {
          case INVESTIGATING -> "We are investigating";
          case IDENTIFIED -> "We know the cause and are working on a fix";
          case MITIGATING -> "We are applying a fix";
          case MONITORING -> "A fix is in place and we are watching it";
          case RESOLVED, CLOSED -> "It is resolved";
          case DISMISSED -> "It turned out to be no incident";
        };
    return state
        + ": "
        + incident.title()
        + "."
        + (incident.services().isEmpty()
            ? ""
            : " Affected: " + String.join(", ", incident.services()) + ".")
        + (incident.impactUsers() == null
            ? ""
            : " What users feel: " + incident.impactUsers() + ".")
        + (incident.workaround() == null ? "" : " Meanwhile: " + incident.workaround() + ".");
  }
}
