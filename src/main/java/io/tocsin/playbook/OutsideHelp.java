package io.tocsin.playbook;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Escalation;
import io.tocsin.incident.Escalation.Rung;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Timeline;
import java.util.Arrays;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Calls somebody outside by the ladder of the policy: a provider, a vendor. */
@Component
class OutsideHelp {

  private final Escalation escalation;
  private final IncidentCommands commands;
  private final Playbooks playbooks;
  private final Timeline timeline;

  OutsideHelp(
      Escalation escalation, IncidentCommands commands, Playbooks playbooks, Timeline timeline) {
    this.escalation = escalation;
    this.commands = commands;
    this.playbooks = playbooks;
    this.timeline = timeline;
  }

  /**
   * Asks for a step of the ladder.
   *
   * @param steps ids with commas; the first that can be asked for is
   */
  @Transactional
  public void call(String number, String steps) {
    var rungs = escalation.ladder(number);
    var why =
        "Playbook "
            + playbooks.following(number).map(Playbooks.Following::title).orElse("left meanwhile");
    Arrays.stream(steps.split(","))
        .map(String::strip)
        .filter(
            step -> rungs.stream().anyMatch(rung -> rung.step().equals(step) && rung.requestable()))
        .findFirst()
        .ifPresentOrElse(
            step -> commands.escalate(number, why, null, step, Actor.ENGINE),
            () ->
                timeline.add(
                    number,
                    Actor.ENGINE,
                    Playbooks.KIND,
                    rungs.stream().map(Rung::step).anyMatch(step -> steps.contains(step))
                        ? "They have been called already"
                        : "The ladder of the policy names nobody for this outside; call them yourself"));
  }
}
