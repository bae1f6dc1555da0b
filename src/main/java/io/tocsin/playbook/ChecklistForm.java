package io.tocsin.playbook;

import static java.util.stream.Collectors.toMap;

import io.tocsin.engine.Answers;
import io.tocsin.engine.PlaybookModels;
import io.tocsin.engine.PlaybookVariables;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Every checklist of every playbook. Items, question and answers stand in the model, so that a new
 * playbook needs no Java.
 */
@Component
class ChecklistForm implements TaskForm {

  private final Playbooks playbooks;
  private final Incidents incidents;
  private final Preserved preserved;

  ChecklistForm(Playbooks playbooks, Incidents incidents, Preserved preserved) {
    this.playbooks = playbooks;
    this.incidents = incidents;
    this.preserved = preserved;
  }

  @Override
  public Optional<String> form() {
    return Optional.of("playbook-checklist");
  }

  @Override
  public String task() {
    return "";
  }

  @Override
  public Set<String> fields() {
    return Set.of(
        "playbookFound",
        "playbookItems",
        "playbookTicks",
        "playbookAnswers",
        "playbookAnswer",
        "playbookNote",
        "playbookLeave");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var list = list(task);
    playbooks.know(task.incident(), playbook(task), list.known(facts(task)));
    var values = new HashMap<String, @Nullable Object>();
    values.put("playbookFound", found(task));
    values.put("playbookItems", list.options());
    values.put("playbookTicks", playbooks.ticked(task.incident(), playbook(task), list.texts()));
    values.put("playbookAnswers", answers(task));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    var choices = answers(task).stream().collect(toMap(a -> a.get("value"), a -> a.get("label")));
    var leaving = answers.ticked("playbookLeave");
    var answer =
        choices.isEmpty() || (leaving && answers.text("playbookAnswer").isEmpty())
            ? Optional.<String>empty()
            : Optional.of(answers.choice("playbookAnswer", choices.keySet()));
    var note = answers.text("playbookNote");
    var remarks = new ArrayList<String>();
    answer.ifPresent(value -> remarks.add("answered: " + choices.get(value)));
    note.ifPresent(remarks::add);
    playbooks.record(
        task.incident(), playbook(task), list(task).texts(), ticks(task, answers), remarks, actor);
    if (leaving) {
      playbooks.leave(task.incident(), playbook(task), note.orElse(null), actor);
    }
    return Map.of(PlaybookVariables.ANSWER.name(), answer.orElse(""));
  }

  private Set<String> ticks(TaskContext task, Answers answers) {
    var items = list(task).texts();
    var ticked = new HashSet<>(answers.list("playbookTicks"));
    ticked.stream()
        .filter(item -> !items.contains(item))
        .findFirst()
        .ifPresent(
            item -> {
              throw new InvalidInputException(
                  "playbookTicks", "'" + item + "' is not on the list; tick items of the list");
            });
    return ticked;
  }

  private String found(TaskContext task) {
    var lines = new ArrayList<String>();
    lines.add("**Playbook: " + playbooks.title(playbook(task)) + "**");
    task.find(PlaybookVariables.ACTION_OUTCOME)
        .ifPresent(outcome -> lines.add("The last action: " + words(outcome) + "."));
    task.find(PlaybookVariables.FOUND).ifPresent(lines::add);
    task.find(PlaybookVariables.QUESTION).ifPresent(question -> lines.add("**" + question + "**"));
    return String.join("\n\n", lines);
  }

  private static String words(String outcome) {
    return outcome.equals("byHand") ? "done by hand" : outcome;
  }

  private Set<String> facts(TaskContext task) {
    var facts = new HashSet<>(List.of(task.find(PlaybookVariables.SEEN).orElse("").split(",")));
    facts.remove("");
    var incident = incidents.get(task.incident());
    if (incident.security()) {
      facts.add("restricted");
    }
    if (incident.recentChange()) {
      facts.add("recent-change");
    }
    if (preserved.in(task.incident())) {
      facts.add("evidence");
    }
    return facts;
  }

  /** Not the one that is followed: this one may have been left while its list was open. */
  private static String playbook(TaskContext task) {
    return task.process().startsWith(PlaybookModels.PREFIX)
        ? task.process().substring(PlaybookModels.PREFIX.length())
        : task.process();
  }

  private static ChecklistText list(TaskContext task) {
    return ChecklistText.of(task.find(PlaybookVariables.CHECKLIST).orElse(""));
  }

  private static List<Map<String, String>> answers(TaskContext task) {
    return ChecklistText.answers(task.find(PlaybookVariables.ANSWERS).orElse(""));
  }
}
