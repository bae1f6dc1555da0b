package io.tocsin.remediation;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.ConflictException;
import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.remediation.ActionRun.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Runs actions, each order at most once. Between the recorded beginning and the recorded end lies
 * the effect on the outside: if the end is missing, nobody knows, and it is not done again.
 */
@Component
class ActionRunner {

  /** Longer than any action may take: a beginning that is older has lost its end. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final String LOST =
      "It began, and its end was not recorded: Tocsin stopped meanwhile. It is not run a second"
          + " time; the health of the service tells whether it took effect.";

  private final ActionRuns runs;
  private final Catalog catalog;
  private final DrillWall wall;
  private final CommandRunner commands;
  private final HttpCaller http;
  private final Incidents incidents;
  private final Timeline timeline;
  private final Clock clock;

  ActionRunner(
      ActionRuns runs,
      Catalog catalog,
      DrillWall wall,
      CommandRunner commands,
      HttpCaller http,
      Incidents incidents,
      Timeline timeline,
      Clock clock) {
    this.runs = runs;
    this.catalog = catalog;
    this.wall = wall;
    this.commands = commands;
    this.http = http;
    this.incidents = incidents;
    this.timeline = timeline;
    this.clock = clock;
  }

  /**
   * Runs an order of the model, in its job. A job is run again only after a crash or a lost commit,
   * so that a run without an end has lost it; its line on the timeline was lost with it.
   */
  ActionRun run(Order order) {
    var run = runs.begin(order) ? perform(order) : settle(runs.get(order.key()));
    tell(run, Actor.ENGINE);
    return run;
  }

  /**
   * Runs an order that came over HTTP. One that ran before gives its old outcome.
   *
   * @throws ConflictException while the same order is running
   */
  ActionRun run(Order order, String reason) {
    var actor = Actor.api(order.actor());
    if (runs.begin(order)) {
      timeline.add(
          order.incident(), actor, Mitigations.KIND, "Runs " + title(order) + ": " + reason);
      var run = perform(order);
      tell(run, actor);
      return run;
    }
    var known = runs.get(order.key());
    if (known.state() == State.STARTED
        && known.startedAt().isAfter(clock.instant().minus(LONGEST))) {
      throw new ConflictException(
          "The action '" + order.action() + "' is running under this key; ask again in a moment");
    }
    return settle(known);
  }

  private ActionRun settle(ActionRun run) {
    return run.state() == State.STARTED ? runs.end(run.key(), State.UNKNOWN, LOST) : run;
  }

  private ActionRun perform(Order order) {
    var outcome = outcome(order);
    return runs.end(
        order.key(), outcome.succeeded() ? State.SUCCEEDED : State.FAILED, outcome.output());
  }

  private Outcome outcome(Order order) {
    var action = action(order.service(), order.action());
    if (action.isEmpty()) {
      return Outcome.failed("The catalog no longer has this action");
    }
    if (!wall.permits(incidents.get(order.incident()), action.get())) {
      return Outcome.failed(
          "Refused: this is a drill, and the action is not one of a simulated service");
    }
    var call = action.get().http();
    return call == null ? commands.run(action.get()) : http.call(action.get(), call, order.key());
  }

  private void tell(ActionRun run, Actor actor) {
    var ending =
        switch (run.state()) {
          case SUCCEEDED -> " succeeded";
          case FAILED -> " failed";
          case UNKNOWN, STARTED -> ": the outcome is not known";
        };
    timeline.add(
        run.incident(),
        actor,
        Mitigations.KIND,
        title(run) + ending + ". " + Objects.requireNonNullElse(run.output(), ""));
    if (run.state() == State.SUCCEEDED) {
      incidents.helped(run.incident(), title(run));
    }
  }

  private String title(ActionRun run) {
    return title(run.service(), run.action());
  }

  private String title(Order order) {
    return title(order.service(), order.action());
  }

  private String title(String service, String action) {
    return catalog
        .find(service)
        .flatMap(
            s ->
                Optional.ofNullable(s.actions().get(action))
                    .map(a -> MitigationOptions.label(s, a)))
        .orElse(service + ":" + action);
  }

  private Optional<Action> action(String service, String action) {
    return catalog.find(service).flatMap(s -> Optional.ofNullable(s.actions().get(action)));
  }
}
