package io.tocsin.playbook;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.FollowPlaybook;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way out of a playbook, and into another one. */
@Component
class ChangePlaybookForm implements TaskForm {

  private final PlaybookChoice choice;

  ChangePlaybookForm(PlaybookChoice choice) {
    this.choice = choice;
  }

  @Override
  public String task() {
    return FollowPlaybook.Elements.TASK_CHANGE_PLAYBOOK;
  }

  @Override
  public Set<String> fields() {
    return PlaybookChoice.FIELDS;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return choice.prefill(task);
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    return choice.submit(task, answers);
  }
}
