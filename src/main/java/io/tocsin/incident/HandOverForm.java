package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.Roles;
import io.tocsin.people.People;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** After hours in command: stay, or hand over to somebody who is rested. */
@Component
class HandOverForm implements TaskForm {

  private static final String HAND_OVER = "handOver";

  private final Command command;
  private final People people;

  HandOverForm(Command command, People people) {
    this.command = command;
    this.people = people;
  }

  @Override
  public String task() {
    return Roles.Elements.TASK_HAND_OVER;
  }

  @Override
  public Set<String> fields() {
    return Set.of("handOverChoice", "handOverTo", "handOverNote", "people");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of("people", Texts.choices(Responders.among(people)));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var note = answers.text("handOverNote").orElse(null);
    var actor = Actor.tasklist(task.actor());
    if (answers.choice("handOverChoice", Set.of("stay", HAND_OVER)).equals(HAND_OVER)) {
      var to = answers.required("handOverTo", "name who takes over");
      command.give(task.incident(), "handOverTo", to, note, actor);
    } else {
      command.stay(task.incident(), note, actor);
    }
    return Map.of();
  }
}
