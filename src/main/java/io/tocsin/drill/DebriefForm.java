package io.tocsin.drill;

import io.tocsin.actionitem.ActionItemRows;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.actionitem.Wanted;
import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.Drill.Elements;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.people.People;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the team makes of a drill. */
@Component
class DebriefForm implements TaskForm {

  private static final String ORIGIN = "debrief";

  private final DrillStore store;
  private final Scorecards scorecards;
  private final Timeline timeline;
  private final ActionItems actionItems;
  private final People people;

  DebriefForm(
      DrillStore store,
      Scorecards scorecards,
      Timeline timeline,
      ActionItems actionItems,
      People people) {
    this.store = store;
    this.scorecards = scorecards;
    this.timeline = timeline;
    this.actionItems = actionItems;
    this.people = people;
  }

  @Override
  public String task() {
    return Elements.TASK_DEBRIEF;
  }

  @Override
  public Set<String> fields() {
    return Set.of(
        "scorecard", "wentWell", "toImprove", ActionItemRows.FIELD, ActionItemRows.OWNERS);
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of(
        "scorecard",
        ScorecardText.terminal(scorecards.of(task.incident())),
        ActionItemRows.OWNERS,
        ActionItemRows.owners(people));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var items = ActionItemRows.read(answers, people);
    var text =
        "What went well: %s%s%s"
            .formatted(
                answers.required("wentWell", "name at least one thing"),
                answers.text("toImprove").map(t -> "\n\nWhat did not: " + t).orElse(""),
                items.isEmpty()
                    ? ""
                    : items.stream()
                        .map(Wanted::title)
                        .collect(Collectors.joining("\n- ", "\n\nTo be done:\n- ", "")));
    var actor = Actor.tasklist(task.actor());
    store.debriefed(task.incident(), text);
    timeline.add(task.incident(), actor, Drills.KIND, "Debriefed. " + text);
    items.forEach(item -> actionItems.add(task.incident(), item, ORIGIN, actor));
    return Map.of();
  }
}
