package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.Respond;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.policy.Policy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who wears which hat. Proposes the holder, else whom the policy names. */
@Component
class AssignRolesForm implements TaskForm {

  private final Incidents incidents;
  private final IncidentCommands commands;
  private final People people;
  private final RoleCandidates candidates;
  private final ResponseProcess process;

  AssignRolesForm(
      Incidents incidents,
      IncidentCommands commands,
      People people,
      RoleCandidates candidates,
      ResponseProcess process) {
    this.incidents = incidents;
    this.commands = commands;
    this.people = people;
    this.candidates = candidates;
    this.process = process;
  }

  @Override
  public String task() {
    return Respond.Elements.TASK_ASSIGN_ROLES;
  }

  @Override
  public Set<String> fields() {
    var fields = new HashSet<String>();
    fields.add("people");
    for (var role : Role.values()) {
      fields.add(role.key());
      fields.add(askKey(role));
    }
    return fields;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var incident = incidents.get(task.incident());
    var policy = incidents.policyOf(incident);
    var values = new HashMap<String, @Nullable Object>();
    values.put("people", Texts.choices(Responders.among(people)));
    for (var role : Role.values()) {
      var holder = incident.holder(role);
      values.put(role.key(), holder == null ? proposed(incident, role, policy) : holder);
      values.put(askKey(role), asked(role, policy));
    }
    return values;
  }

  @Override
  public void claimed(TaskContext task) {
    commands.takeByWorking(task.incident(), Actor.tasklist(task.actor()));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    answers.required(Role.COMMANDER.key(), "name who commands; everything waits for that");
    // Who got the task by their role has not claimed it.
    claimed(task);
    for (var role : Role.values()) {
      answers.text(role.key()).ifPresent(person -> assign(task, role, person));
    }
    return Map.of();
  }

  private void assign(TaskContext task, Role role, String person) {
    if (!person.equals(incidents.lock(task.incident()).holder(role))) {
      Responders.require(people, role.key(), person);
      incidents.assignRole(task.incident(), role, person, Actor.tasklist(task.actor()));
      process.roleAssigned(task.incident(), role.group());
    }
  }

  private static boolean asked(Role role, Policy policy) {
    return policy.role(role.key()).map(Policy.RoleDuty::asked).orElse(false);
  }

  private @Nullable String proposed(IncidentView incident, Role role, Policy policy) {
    return asked(role, policy)
        ? candidates.proposed(incident, policy, role).map(Person::id).orElse(null)
        : null;
  }

  private static String askKey(Role role) {
    return "ask" + Character.toUpperCase(role.key().charAt(0)) + role.key().substring(1);
  }
}
