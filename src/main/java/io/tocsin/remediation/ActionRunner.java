package io.tocsin.remediation;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Fact;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.remediation.ActionRun.State;
import io.tocsin.remediation.Executor.Work;
import io.tocsin.web.SentCalls;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs actions, each order at most once and one at a time for each service. Between the recorded
 * beginning and the recorded end lies the effect on the outside: if the end is missing, nobody
 * knows, and it is not done again.
 */
@Component
class ActionRunner {

  /** Longer than any action may take: a beginning that is older has lost its end. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final ActionRuns runs;
  private final Catalog catalog;
  private final ActionRules rules;
  private final List<Executor> executors;
  private final Incidents incidents;
  private final Timeline timeline;
  private final Clock clock;

  ActionRunner(
      ActionRuns runs,
      Catalog catalog,
      ActionRules rules,
      List<Executor> executors,
      Incidents incidents,
      Timeline timeline,
      Clock clock) {
    this.runs = runs;
    this.catalog = catalog;
    this.rules = rules;
    this.executors = executors;
    this.incidents = incidents;
    this.timeline = timeline;
    this.clock = clock;
  }

  /**
   * Runs an order of the model, in its job. A job is run again only after a crash or a lost commit,
   * so that a run without an end has lost it; its line on the timeline was lost with it.
   *
   * @return started while a worker has it
   * @throws BusyException while another action runs on the service; the model waits
   * @throws UnclearException when an earlier action keeps the service and nobody knows its end
   * @throws OvertakenException when the same has succeeded since it was chosen
   */
  ActionRun run(Order order) {
    var beginning = runs.begin(order, longest(order));
    requireClear(beginning);
    var run = beginning.begun() ? perform(order) : settle(order);
    tell(run, Actor.ENGINE);
    return run;
  }

  /**
   * Runs an order that came over HTTP, watched over by the engine: if its end is lost, a person is
   * asked. One that ran before gives its old outcome.
   *
   * @throws ConflictException while this order or another on the service is running
   * @throws org.springframework.web.server.ResponseStatusException when the key is that of another
   *     order
   */
  ActionRun run(Order order, String reason) {
    var actor = Actor.api(order.actor());
    var beginning = runs.beginWatched(order, longest(order));
    if (beginning.unclear() != null) {
      runs.ask(beginning.unclear());
    }
    requireClear(beginning);
    if (beginning.begun()) {
      timeline.add(
          order.incident(), actor, Mitigations.KIND, "Runs " + title(order) + ": " + reason);
      var run = perform(order);
      tell(run, actor);
      runs.tellEnd(run.key());
      return run;
    }
    var known = runs.get(order.key());
    if (!known.of(order)) {
      throw SentCalls.usedOtherwise();
    }
    if (known.state() == State.STARTED
        && known.startedAt().isAfter(clock.instant().minus(LONGEST))) {
      throw new ConflictException(
          "The action '" + order.action() + "' is running under this key; ask again in a moment");
    }
    var run = settle(order);
    if (known.state() == State.STARTED) {
      tell(run, actor);
      runs.tellEnd(run.key());
    }
    return run;
  }

  private void requireClear(ActionRuns.Beginning beginning) {
    var unclear = beginning.unclear();
    if (unclear != null) {
      throw new UnclearException(unclear, title(unclear.service(), unclear.action()));
    }
  }

  /**
   * Returns how a run ended that no model waited for: unknown by now, if nobody recorded it. What
   * the job of a model that was cut off would have told is told here.
   */
  ActionRun settled(String key) {
    var known = runs.get(key);
    var run =
        known.state() == State.STARTED ? runs.end(key, State.UNKNOWN, ActionRuns.LOST) : known;
    if (!runs.isTold(key)) {
      tell(run, Actor.ENGINE);
    }
    return run;
  }

  /** A worker has given up: what it did before is not known. */
  void gaveUp(String key, String error) {
    if (runs.get(key).state() == State.STARTED) {
      tell(
          runs.end(key, State.UNKNOWN, cut("The worker has given up. " + error.strip())),
          Actor.ENGINE);
    }
  }

  /** Records how a worker ended its work. What it says is cut to the length of other outputs. */
  ActionRun ended(String key, boolean succeeded, String output) {
    var run = runs.end(key, succeeded ? State.SUCCEEDED : State.FAILED, cut(output));
    tell(run, Actor.ENGINE);
    return run;
  }

  /** Says that an order waits for its service. Others' actions are not told: they may be secret. */
  void waits(Order order) {
    timeline.add(
        order.incident(),
        Actor.ENGINE,
        Mitigations.KIND,
        "%s waits: another action is running on '%s'. It is run as soon as that has ended"
            .formatted(title(order), order.service()));
  }

  /** Says that an order is not run. The other may be of an incident that not everybody reads. */
  void overtaken(Order order) {
    timeline.add(
        order.incident(),
        Actor.ENGINE,
        Mitigations.KIND,
        "Not run: %s. The same has succeeded on '%s' since it was chosen. Choose it again if it is still wanted"
            .formatted(title(order), order.service()));
  }

  /** Records what a person found out about an unknown end. */
  ActionRun judged(String key, boolean tookEffect, String evidence, Actor actor) {
    var run = runs.judge(key, tookEffect, actor.id());
    timeline.add(
        run.incident(),
        actor,
        Mitigations.KIND,
        "%s: %s. %s"
            .formatted(
                title(run.service(), run.action()),
                run.state() == State.SUCCEEDED ? "it took effect" : "it did not take effect",
                evidence),
        fact(run));
    helped(run);
    runs.told(key);
    return run;
  }

  private ActionRun settle(Order order) {
    var run = runs.get(order.key());
    // A worker's own run is not lost with our process: the engine keeps it for the worker.
    return run.state() != State.STARTED || byWorker(order)
        ? run
        : runs.end(run.key(), State.UNKNOWN, ActionRuns.LOST);
  }

  private ActionRun perform(Order order) {
    var outcome = outcome(order);
    return outcome.state() == State.STARTED
        ? runs.get(order.key())
        : runs.end(order.key(), outcome.state(), outcome.output());
  }

  private Outcome outcome(Order order) {
    var action = action(order.service(), order.action());
    if (action.isEmpty()) {
      return Outcome.failed("The catalog no longer has this action");
    }
    var refusal =
        rules.against(
            incidents.get(order.incident()), order.service(), order.action(), action.get());
    if (refusal.isPresent()) {
      return Outcome.failed("Refused: " + refusal.get());
    }
    try {
      // Once more: the catalog may have changed since the values were filled in.
      var values = action.get().read(order.parameters());
      return executors.stream()
          .filter(executor -> executor.runs(action.get()))
          .findFirst()
          .orElseThrow()
          .run(new Work(action.get(), order.key(), values));
    } catch (InvalidInputException e) {
      return Outcome.failed("Refused: " + e.getMessage());
    }
  }

  private void tell(ActionRun run, Actor actor) {
    var ending =
        switch (run.state()) {
          case SUCCEEDED -> " succeeded";
          case FAILED -> " failed";
          case UNKNOWN -> ": the outcome is not known";
          case STARTED -> ": handed to a worker";
        };
    timeline.add(
        run.incident(),
        actor,
        Mitigations.KIND,
        title(run.service(), run.action())
            + ending
            + (run.output() == null ? "" : ". " + run.output()),
        fact(run));
    helped(run);
    if (run.state() != State.STARTED) {
      runs.told(run.key());
    }
  }

  private static @Nullable String fact(ActionRun run) {
    return run.state() == State.SUCCEEDED ? Fact.succeeded(run.action()) : null;
  }

  private void helped(ActionRun run) {
    if (run.state() == State.SUCCEEDED) {
      incidents.helped(run.incident(), title(run.service(), run.action()));
    }
  }

  private Duration longest(Order order) {
    return action(order.service(), order.action())
        .map(Action::external)
        .map(external -> external.limit())
        .orElse(LONGEST);
  }

  private boolean byWorker(Order order) {
    return action(order.service(), order.action())
        .map(action -> action.external() != null)
        .orElse(false);
  }

  private String title(Order order) {
    return title(order.service(), order.action());
  }

  private static String cut(String said) {
    return (said.length() > 4_000 ? said.substring(0, 3_999) + "…" : said).replace("\0", "");
  }

  /** Returns the title of an action for people. */
  String title(String service, String action) {
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
