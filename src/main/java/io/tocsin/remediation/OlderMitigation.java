package io.tocsin.remediation;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.remediation.ActionRun.State;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Mitigations that began with a version of their model before {@code run-action}: it approved and
 * ran the action itself, and knew neither requests nor workers nor unknown ends. What it cannot do
 * leads back to the choice, from where the newest models go on.
 */
@Component
class OlderMitigation {

  /** As that version named its task of running, which is part of the keys of its runs. */
  private static final String TASK_RUN_ACTION = "Task_runAction";

  private final Mitigations mitigations;
  private final ActionRequests requests;
  private final ActionRunner runner;
  private final ActionRuns runs;
  private final Timeline timeline;

  OlderMitigation(
      Mitigations mitigations,
      ActionRequests requests,
      ActionRunner runner,
      ActionRuns runs,
      Timeline timeline) {
    this.mitigations = mitigations;
    this.requests = requests;
    this.runner = runner;
    this.runs = runs;
    this.timeline = timeline;
  }

  /** Returns the request for what was chosen, by the record, opening it. */
  String request(String incident, int round, String value) {
    var choice = mitigations.chosen(incident, round, value);
    return requests.open(
        incident,
        choice.mitigation().service(),
        choice.mitigation().action(),
        choice.reason(),
        Actor.tasklist(choice.chosenBy()));
  }

  /**
   * Runs what was chosen.
   *
   * @param request what is run; without one nobody has recorded who approved it
   * @return whether it succeeded; if not, it is chosen again
   */
  boolean run(String incident, int round, String value, Optional<String> request) {
    var order =
        request
            .map(id -> requests.order(incident, id))
            .orElseGet(() -> chosen(incident, round, value));
    var begun = runs.find(order.key()).isPresent();
    if (!begun && requests.work(order).isPresent()) {
      return again(incident, value, "a worker does it by now");
    }
    if (!begun
        && request.isEmpty()
        && mitigations.chosen(incident, round, value).approvalNeeded()) {
      return again(incident, value, "who approved it was not recorded then");
    }
    try {
      var run = runner.run(order);
      if (run.state() == State.UNKNOWN) {
        runs.ask(run);
      }
      return run.state() == State.SUCCEEDED;
    } catch (UnclearException e) {
      runs.ask(e.before());
      return again(incident, value, "an earlier action must be judged first");
    } catch (OvertakenException e) {
      return again(incident, value, "the same has succeeded since");
    }
  }

  private Order chosen(String incident, int round, String value) {
    var choice = mitigations.chosen(incident, round, value);
    return new Order(
        incident + ":" + TASK_RUN_ACTION + ":" + round,
        incident,
        choice.mitigation().service(),
        choice.mitigation().action(),
        choice.chosenBy());
  }

  private boolean again(String incident, String value, String why) {
    timeline.add(
        incident,
        Actor.ENGINE,
        Mitigations.KIND,
        "Not run: %s was chosen under an older version of the model, and %s. Choose it again"
            .formatted(value, why));
    return false;
  }
}
