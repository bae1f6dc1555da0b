package io.tocsin.playbook;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The technical lead chooses among what fits. */
@Component
class ChoosePlaybookForm implements TaskForm {

  private final PlaybookChoice choice;

  ChoosePlaybookForm(PlaybookChoice choice) {
    this.choice = choice;
  }

  @Override
  public String task() {
    return io.tocsin.engine.model.Playbooks.Elements.TASK_CHOOSE_PLAYBOOK;
  }

  @Override
  public Set<String> fields() {
    return PlaybookChoice.FIELDS;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return choice.prefill(task, true);
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    return choice.submit(task, answers);
  }
}
