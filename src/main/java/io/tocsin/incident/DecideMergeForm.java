package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.ProposeMerge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Two incidents may be one: the commander merges them, or keeps them apart. */
@Component
class DecideMergeForm implements TaskForm {

  private static final String INTO_OLDER = "older";
  private static final String INTO_NEWER = "newer";

  private final MergeProposals proposals;
  private final Incidents incidents;

  DecideMergeForm(MergeProposals proposals, Incidents incidents) {
    this.proposals = proposals;
    this.incidents = incidents;
  }

  @Override
  public String task() {
    return ProposeMerge.Elements.TASK_DECIDE_MERGE;
  }

  @Override
  public Set<String> fields() {
    return Set.of("mergeWhy", "merge", "mergeInto", "mergeIntoChoices", "mergeReason");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var older = incidents.get(task.incident());
    var newer = incidents.get(task.get(Variables.OTHER_INCIDENT));
    var values = new HashMap<String, @Nullable Object>();
    values.put("mergeWhy", why(older, newer));
    // The older one has its people already.
    values.put("mergeInto", INTO_OLDER);
    values.put("mergeIntoChoices", List.of(choice(INTO_OLDER, older), choice(INTO_NEWER, newer)));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var older = task.incident();
    var newer = task.get(Variables.OTHER_INCIDENT);
    var actor = Actor.tasklist(task.actor());
    var merge = answers.yes("merge");
    if (merge) {
      var into = answers.choice("mergeInto", Set.of(INTO_OLDER, INTO_NEWER));
      proposals.merge(older, newer, into.equals(INTO_OLDER), actor);
    } else {
      proposals.keepApart(
          older, newer, answers.required("mergeReason", "say why they are two"), actor);
    }
    return Map.of(Variables.MERGED.name(), merge);
  }

  private String why(IncidentView older, IncidentView newer) {
    return "%s.%n%n%s, declared %s: %s (services: %s, status: %s, severity: %s)"
        .formatted(
            proposals.reason(older.number(), newer.number()),
            newer.number(),
            newer.declaredAt(),
            newer.title(),
            newer.services().isEmpty() ? "none named" : String.join(", ", newer.services()),
            newer.status().word(),
            newer.severityLabel());
  }

  private static Map<String, String> choice(String value, IncidentView incident) {
    return Map.of("value", value, "label", incident.number() + " · " + incident.title());
  }
}
