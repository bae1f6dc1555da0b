package io.tocsin.routine;

import io.tocsin.actionitem.ActionItemRows;
import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Routine.Elements;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.WebLink;
import io.tocsin.people.People;
import io.tocsin.routine.Round.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was found, or why it is left out this time. */
@Component
class RoutineForm implements TaskForm {

  private static final String BRIEFING = "briefing";
  private static final String REPORT = "routineReport";
  private static final String CHOICE = "routineChoice";
  private static final String FOUND = "routineFound";
  private static final String EVIDENCE = "routineEvidence";
  private static final String REASON = "routineReason";

  private final Rounds rounds;
  private final RoutineTables tables;
  private final IncidentProperties properties;
  private final People people;

  RoutineForm(Rounds rounds, RoutineTables tables, IncidentProperties properties, People people) {
    this.rounds = rounds;
    this.tables = tables;
    this.properties = properties;
    this.people = people;
  }

  @Override
  public String task() {
    return Elements.TASK_DO_ROUTINE;
  }

  @Override
  public Set<String> fields() {
    return Set.of(
        BRIEFING,
        REPORT,
        CHOICE,
        FOUND,
        EVIDENCE,
        REASON,
        ActionItemRows.FIELD,
        ActionItemRows.OWNERS);
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var round = rounds.get(task.get(Variables.ROUTINE_ID));
    var values = new HashMap<String, @Nullable Object>();
    values.put(BRIEFING, briefing(round));
    values.put(REPORT, round.report());
    values.put(ActionItemRows.OWNERS, ActionItemRows.owners(people));
    return values;
  }

  private String briefing(Round round) {
    var drills = tables.work(round.policy(), round.routine()).drillKinds();
    return "**%s**, %s of %s\n\n%s\n\n[All about it, and the time before](%s/routine/rounds/%d)%s"
        .formatted(
            round.title(),
            round.period(),
            round.policy(),
            round.description(),
            properties.baseUrl(),
            round.id(),
            drills.isEmpty()
                ? ""
                : "\n\n[Start a drill](%s/drills): it is done as soon as one of these has its scorecard: %s."
                    .formatted(properties.baseUrl(), String.join(", ", drills)));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var id = task.get(Variables.ROUTINE_ID);
    var actor = Actor.tasklist(task.actor());
    if (answers.choice(CHOICE, Set.of("done", "skip")).equals("done")) {
      rounds.answered(
          id,
          State.DONE,
          answers.required(FOUND, "say what was found, or that nothing was"),
          answers.text(EVIDENCE).map(link -> WebLink.of(EVIDENCE, link)).orElse(null),
          ActionItemRows.read(answers, people),
          actor);
    } else {
      rounds.answered(
          id,
          State.SKIPPED,
          answers.required(REASON, "say why it is left out this time"),
          null,
          List.of(),
          actor);
    }
    return Map.of();
  }
}
