package io.tocsin.playbook;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.incident.Actor;
import io.tocsin.playbook.Playbooks.Following;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the forms share in which a playbook is chosen. */
@Component
class PlaybookChoice {

  static final Set<String> FIELDS =
      Set.of("playbookProposals", "playbook", "playbookOptions", "playbookReason");

  private static final String NONE = "none";

  private final Playbooks playbooks;

  PlaybookChoice(Playbooks playbooks) {
    this.playbooks = playbooks;
  }

  Map<String, @Nullable Object> prefill(TaskContext task) {
    var fits = playbooks.proposals(task.incident());
    var followed = playbooks.following(task.incident()).map(Following::playbook).orElse("");
    var options = new ArrayList<Map<String, String>>();
    fits.forEach(fit -> add(options, fit.playbook(), fit.title() + ": " + fit.reason(), followed));
    var named = fits.stream().map(Proposal::playbook).collect(Collectors.toSet());
    playbooks.all().stream()
        .filter(model -> !named.contains(model.id()))
        .forEach(model -> add(options, model.id(), model.title(), followed));
    options.add(Map.of("value", NONE, "label", "None: the work goes on without"));
    var values = new HashMap<String, @Nullable Object>();
    values.put("playbookOptions", options);
    values.put(
        "playbookProposals",
        fits.isEmpty()
            ? ""
            : "What fits, the best first:\n\n"
                + fits.stream()
                    .map(fit -> "- **" + fit.title() + "**: " + fit.reason())
                    .collect(Collectors.joining("\n")));
    return values;
  }

  Map<String, Object> submit(TaskContext task, Answers answers) {
    var chosen = answers.required("playbook", "choose a playbook, or none");
    playbooks.follow(
        task.incident(),
        chosen.equals(NONE) ? null : chosen,
        answers.text("playbookReason").orElse(null),
        Actor.tasklist(task.actor()));
    return Map.of();
  }

  private static void add(
      List<Map<String, String>> options, String value, String label, String followed) {
    if (!value.equals(followed)) {
      options.add(Map.of("value", value, "label", label));
    }
  }
}
