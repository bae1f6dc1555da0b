package io.tocsin.playbook;

import static java.util.stream.Collectors.joining;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.Playbooks;
import io.tocsin.incident.Actor;
import io.tocsin.playbook.PreservedEvidence.Item;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What Tocsin could not copy of services that joined later: somebody says where it is. */
@Component
class PreserveRestForm implements TaskForm {

  private static final int SHOWN = 20;

  private final Preserved preserved;

  PreserveRestForm(Preserved preserved) {
    this.preserved = preserved;
  }

  @Override
  public String task() {
    return Playbooks.Elements.TASK_PRESERVE_REST;
  }

  @Override
  public Set<String> fields() {
    return Set.of("evidenceMissing", "evidenceWhere");
  }

  /** Another service may join while it is open. */
  @Override
  public boolean changes() {
    return true;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var lists = preserved.of(task.incident());
    return Map.of(
        "evidenceMissing",
        preserved.missing(task.incident()).stream()
            .map(service -> missing(service, lists))
            .collect(joining("\n\n")));
  }

  private static String missing(String service, List<PreservedEvidence> lists) {
    var leftOut =
        lists.stream()
            .flatMap(list -> list.items().stream())
            .filter(item -> item.service().equals(service) && item.leftOut() != null)
            .toList();
    return leftOut.isEmpty()
        ? "%s: the settings name no evidence of it".formatted(service)
        : leftOut.stream()
            .limit(SHOWN)
            .map(PreserveRestForm::line)
            .collect(joining("\n", service + ", left out:\n", more(leftOut.size())));
  }

  private static String line(Item item) {
    return "%s: %s".formatted(item.source(), item.leftOut());
  }

  private static String more(int number) {
    return number > SHOWN ? "\nand %d more, which the list names".formatted(number - SHOWN) : "";
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    preserved.restByHand(
        task.incident(),
        answers.required(
            "evidenceWhere", "say where the evidence is, or why there is nothing to be had"),
        Actor.tasklist(task.actor()));
    return Map.of();
  }
}
