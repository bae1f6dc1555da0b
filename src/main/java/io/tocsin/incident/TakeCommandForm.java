package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.FindCommander;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who takes command, when the policy names nobody whom the engine could give it to. */
@Component
class TakeCommandForm implements TaskForm {

  private final Command command;
  private final People people;

  TakeCommandForm(Command command, People people) {
    this.command = command;
    this.people = people;
  }

  @Override
  public String task() {
    return FindCommander.Elements.TASK_TAKE_COMMAND;
  }

  @Override
  public Set<String> fields() {
    return Set.of("people", "commander");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("people", Texts.choices(Responders.among(people)));
    values.put("commander", command.proposed(task.incident()).map(Person::id).orElse(null));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    command.give(
        task.incident(),
        "commander",
        answers.required("commander", "name who commands"),
        null,
        Actor.tasklist(task.actor()));
    return Map.of();
  }
}
