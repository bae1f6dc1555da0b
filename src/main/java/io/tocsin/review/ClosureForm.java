package io.tocsin.review;

import io.tocsin.actionitem.ActionItems;
import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Checklist;
import io.tocsin.incident.Incidents;
import io.tocsin.policy.Policy.ChecklistItem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The last look: is everything done that the policy asks for before closing? */
@Component
class ClosureForm implements TaskForm {

  private final Incidents incidents;
  private final Reviews reviews;
  private final ActionItems items;
  private final Obligations obligations;
  private final Clock clock;

  ClosureForm(
      Incidents incidents,
      Reviews reviews,
      ActionItems items,
      Obligations obligations,
      Clock clock) {
    this.incidents = incidents;
    this.reviews = reviews;
    this.items = items;
    this.obligations = obligations;
    this.clock = clock;
  }

  @Override
  public String task() {
    return io.tocsin.engine.model.Review.Elements.TASK_CLOSE;
  }

  @Override
  public Set<String> fields() {
    return Set.of("closureOwed", "closureItems", "closureChecks", "closureNote");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("closureOwed", owed(task.incident()));
    values.put("closureItems", checklist(task).options());
    values.put("closureChecks", checklist(task).ticked(known(task.incident())));
    return values;
  }

  @Override
  public boolean changes() {
    return true;
  }

  private @Nullable String owed(String number) {
    var owed = obligations.stillOwed(number);
    return owed.isEmpty() ? null : "- " + String.join("\n- ", owed);
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    obligations.requireNothingOwed(task.incident());
    var actor = Actor.tasklist(task.actor());
    incidents.note(
        task.incident(),
        checklist(task).summary("Closure checked", answers, "closureChecks", "closureNote"),
        checklist(task).fact(answers, "closureChecks"),
        actor);
    obligations.closed(task.incident(), answers.list("closureChecks"), actor);
    return Map.of();
  }

  /** What the record says already, in the words of the checklists. */
  private Set<String> known(String number) {
    var incident = incidents.get(number);
    var known = new HashSet<String>(Set.of("timeline-complete"));
    if (incident.resolvedAt() != null) {
      known.add("resolution-confirmed");
    }
    if (incident.causeKnown()) {
      known.add("root-cause-analysed");
    }
    if (incident.impactUsers() != null) {
      known.add("impact-assessed");
    }
    if (reviews.newest(number).map(Review::text).map(ReviewText::lessons).isPresent()) {
      known.add("lessons-recorded");
    }
    if (!items.of(number).isEmpty()) {
      known.add("action-items-created");
    }
    incidents
        .due(incident, "stabiliseFor")
        .filter(end -> !end.isAfter(clock.instant()))
        .ifPresent(end -> known.add("stable-for-a-day"));
    return known;
  }

  /** The list of the policy, and what it owes without a deadline. */
  private Checklist checklist(TaskContext task) {
    var items =
        new ArrayList<>(incidents.policyOf(incidents.get(task.incident())).checklist("closure"));
    obligations.withoutDeadline(task.incident()).stream()
        .filter(owed -> items.stream().noneMatch(item -> item.item().equals(owed.obligation())))
        .map(owed -> new ChecklistItem(owed.obligation(), owed.title()))
        .forEach(items::add);
    return new Checklist(items);
  }
}
