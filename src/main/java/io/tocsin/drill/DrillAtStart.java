package io.tocsin.drill;

import io.tocsin.drill.Drills.Wanted;
import io.tocsin.engine.ProcessView;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * {@code --tocsin.drill=bad-deployment}, or several with commas between them, or {@code all}: plays
 * drills unattended, shows in the terminal how they go, and ends with their scorecards. Those on
 * different services are played at one time. It only watches: the engine plays.
 *
 * <p>It exits with 1 when a drill could not begin, was broken off, or came out otherwise than its
 * scenario says.
 */
@Component
@ConditionalOnProperty("tocsin.drill")
class DrillAtStart {

  private static final String ALL = "all";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final List<String> wanted;
  private final Scenarios scenarios;
  private final Drills drills;
  private final DrillStore store;
  private final Timeline timeline;
  private final ProcessView view;
  private final PrintStream out = System.out;

  DrillAtStart(
      @Value("${tocsin.drill}") List<String> wanted,
      Scenarios scenarios,
      Drills drills,
      DrillStore store,
      Timeline timeline,
      ProcessView view) {
    this.wanted = wanted;
    this.scenarios = scenarios;
    this.drills = drills;
    this.store = store;
    this.timeline = timeline;
    this.view = view;
  }

  /** Not in the thread of the start: the application has to become ready. */
  @EventListener
  void on(ApplicationReadyEvent ready) {
    new Thread(() -> run(ready.getApplicationContext()), "drill-at-start").start();
  }

  private void run(ConfigurableApplicationContext application) {
    var code = 1;
    try {
      code = play(chosen()) ? 0 : 1;
    } catch (InvalidInputException e) {
      out.println("The drill cannot begin: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var exit = code;
    System.exit(SpringApplication.exit(application, () -> exit));
  }

  private List<Scenario> chosen() {
    return wanted.equals(List.of(ALL))
        ? List.copyOf(scenarios.all())
        : wanted.stream().map(id -> scenarios.get(id.strip())).toList();
  }

  /** Returns whether all came out as their scenarios say. */
  private boolean play(List<Scenario> chosen) throws InterruptedException {
    var waiting = new ArrayList<>(chosen);
    var running = new ArrayList<WatchedDrill>();
    var played = new ArrayList<Scorecard>();
    while (!waiting.isEmpty() || !running.isEmpty()) {
      for (var scenario : List.copyOf(waiting)) {
        if (running.stream().allMatch(other -> apart(other.services(), scenario.services()))) {
          waiting.remove(scenario);
          begin(scenario, chosen.size() > 1, running);
        }
      }
      for (var drill : List.copyOf(running)) {
        if (drill.look()) {
          running.remove(drill);
          played.add(store.scorecard(drill.number()).orElseThrow());
        }
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
    for (var card : played) {
      out.println();
      out.println(ScorecardText.terminal(card));
    }
    var right = played.stream().filter(Scorecard::asMeant).count();
    if (chosen.size() > 1) {
      out.println();
      out.println(
          "%d of %d drills came out as their scenarios say".formatted(right, chosen.size()));
    }
    return right == chosen.size();
  }

  /** What is broken for one must not be what another watches. */
  private static boolean apart(Collection<String> some, Collection<String> others) {
    return Collections.disjoint(some, others);
  }

  private void begin(Scenario scenario, boolean several, List<WatchedDrill> running) {
    try {
      var started =
          drills.start(new Wanted(scenario.id(), null, null, null, true, true), Actor.ENGINE.id());
      var drill =
          new WatchedDrill(
              started, several ? scenario.id() : "", store, timeline, view, out::println);
      drill.introduce();
      running.add(drill);
    } catch (InvalidInputException | ConflictException e) {
      out.println("The drill '%s' cannot begin: %s".formatted(scenario.id(), e.getMessage()));
    }
  }
}
