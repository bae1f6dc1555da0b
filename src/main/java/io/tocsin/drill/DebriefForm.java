package io.tocsin.drill;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.Drill.Elements;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the team makes of a drill. */
@Component
class DebriefForm implements TaskForm {

  private final DrillStore store;
  private final Scorecards scorecards;
  private final Timeline timeline;

  DebriefForm(DrillStore store, Scorecards scorecards, Timeline timeline) {
    this.store = store;
    this.scorecards = scorecards;
    this.timeline = timeline;
  }

  @Override
  public String task() {
    return Elements.TASK_DEBRIEF;
  }

  @Override
  public Set<String> fields() {
    return Set.of("scorecard", "wentWell", "toImprove", "drillActions");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of("scorecard", ScorecardText.terminal(scorecards.of(task.incident())));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var text =
        "What went well: %s%s%s"
            .formatted(
                answers.required("wentWell", "name at least one thing"),
                answers.text("toImprove").map(t -> "\n\nWhat did not: " + t).orElse(""),
                answers.text("drillActions").map(t -> "\n\nTo be done:\n" + t).orElse(""));
    store.debriefed(task.incident(), text);
    timeline.add(task.incident(), Actor.tasklist(task.actor()), Drills.KIND, "Debriefed. " + text);
    return Map.of();
  }
}
