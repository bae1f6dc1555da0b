package io.tocsin.playbook;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stands open while no playbook is followed. */
@Component
class TakeUpPlaybookForm implements TaskForm {

  private final PlaybookChoice choice;

  TakeUpPlaybookForm(PlaybookChoice choice) {
    this.choice = choice;
  }

  @Override
  public String task() {
    return io.tocsin.engine.model.Playbooks.Elements.TASK_TAKE_UP_PLAYBOOK;
  }

  @Override
  public Set<String> fields() {
    return PlaybookChoice.FIELDS;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return choice.prefill(task, false);
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    return choice.submit(task, answers);
  }
}
