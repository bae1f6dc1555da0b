package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.RoleDesk;
import io.tocsin.people.People;
import io.tocsin.policy.Policies;
import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The commander's desk: one order at a time. */
@Component
class CommandForm implements TaskForm {

  private static final String ESCALATE = "escalate";
  private static final String SEVERITY = "severity";
  private static final String UPDATE = "update";
  private static final String PAUSE = "pause";
  private static final String RESUME = "resume";
  private static final String ROLE = "role";
  private static final String RESOLVE = "resolve";
  private static final String NOTE = "note";

  private final IncidentCommands commands;
  private final Incidents incidents;
  private final Rungs rungs;
  private final People people;
  private final Clock clock;

  CommandForm(
      IncidentCommands commands, Incidents incidents, Rungs rungs, People people, Clock clock) {
    this.commands = commands;
    this.incidents = incidents;
    this.rungs = rungs;
    this.people = people;
    this.clock = clock;
  }

  @Override
  public String task() {
    return RoleDesk.Elements.TASK_COMMAND;
  }

  @Override
  public Set<String> fields() {
    return Set.of(
        "orders",
        "order",
        "rungs",
        "rung",
        "levels",
        "level",
        "audience",
        "pauseUntil",
        "roles",
        "role",
        "people",
        "person",
        "reason",
        "resolution",
        "noteText");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var incident = incidents.get(task.incident());
    var profile = incidents.policyOf(incident).profile();
    var steps = rungs.all(task.incident());
    var values = new HashMap<String, @Nullable Object>();
    values.put("orders", orders(incident, !steps.isEmpty()));
    values.put("rungs", steps);
    values.put(
        "levels",
        Policies.LEVELS.stream()
            .filter(level -> level != incident.severity())
            .map(level -> choice(String.valueOf(level), profile.label(level)))
            .toList());
    values.put("audience", "internal");
    values.put(
        "roles",
        Arrays.stream(Role.values()).map(role -> choice(role.key(), role.title())).toList());
    values.put("people", Texts.choices(Responders.among(people)));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var number = task.incident();
    var actor = Actor.tasklist(task.actor());
    switch (answers.choice(
        "order", Set.of(ESCALATE, SEVERITY, UPDATE, PAUSE, RESUME, ROLE, RESOLVE, NOTE))) {
      case ESCALATE ->
          commands.escalate(
              number, reason(answers), null, answers.required("rung", "choose a step"), actor);
      case SEVERITY ->
          commands.severity(
              number, answers.required("level", "choose the severity"), reason(answers), actor);
      case UPDATE ->
          commands.askForUpdate(
              number, answers.required("audience", "choose for whom"), reason(answers), actor);
      case PAUSE ->
          commands.pause(
              number,
              answers
                  .instant("pauseUntil")
                  .orElseThrow(() -> new InvalidInputException("pauseUntil", "say until when")),
              reason(answers),
              actor);
      case RESUME -> commands.resume(number, reason(answers), actor);
      case ROLE ->
          commands.role(
              number,
              Role.of(answers.required("role", "choose a role")),
              answers.required("person", "choose who takes it"),
              actor);
      case RESOLVE ->
          commands.resolve(number, answers.required("resolution", "say what resolved it"), actor);
      default ->
          incidents.note(number, answers.required("noteText", "write down what happened"), actor);
    }
    return Map.of();
  }

  private static String reason(Answers answers) {
    return answers.required("reason", "say why; the timeline keeps it");
  }

  private List<Map<String, String>> orders(IncidentView incident, boolean stepsLeft) {
    var orders = new ArrayList<Map<String, String>>();
    if (stepsLeft) {
      orders.add(choice(ESCALATE, "Call somebody: take a step of the ladder"));
    }
    orders.add(choice(SEVERITY, "Set the severity"));
    orders.add(choice(UPDATE, "Ask for a status update"));
    orders.add(choice(ROLE, "Hand a role over"));
    orders.add(
        incident.paused(clock.instant())
            ? choice(RESUME, "Let the clocks run again")
            : choice(PAUSE, "Pause the clocks"));
    orders.add(choice(RESOLVE, "Say that it is resolved"));
    orders.add(choice(NOTE, "Write a note"));
    return orders;
  }

  private static Map<String, String> choice(String value, String label) {
    return Map.of("value", value, "label", label);
  }
}
