package io.tocsin.playbook;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The technical lead chooses among what fits: while it is asked, and later by taking one up where
 * none was wanted. The best is filled in unless somebody has decided on it.
 */
@Component
class ChoosePlaybookForm implements TaskForm {

  private final PlaybookChoice choice;
  private final Playbooks playbooks;

  ChoosePlaybookForm(PlaybookChoice choice, Playbooks playbooks) {
    this.choice = choice;
    this.playbooks = playbooks;
  }

  @Override
  public Optional<String> form() {
    return Optional.of("choose-playbook");
  }

  @Override
  public String task() {
    return "";
  }

  @Override
  public Set<String> fields() {
    return PlaybookChoice.FIELDS;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<>(choice.prefill(task));
    playbooks.proposed(task.incident()).ifPresent(best -> values.put("playbook", best));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    return choice.submit(task, answers);
  }
}
