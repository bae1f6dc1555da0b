package io.tocsin.drill;

import io.tocsin.drill.Drills.Wanted;
import io.tocsin.engine.ProcessView;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(DrillAtStart.class);
  private static final Duration LOST_AFTER = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final List<String> wanted;
  private final Scenarios scenarios;
  private final Drills drills;
  private final DrillStore store;
  private final Timeline timeline;
  private final ProcessView view;
  private final Clock clock;

  /** Since when a drill cannot be looked at. */
  private final Map<WatchedDrill, Instant> lost = new HashMap<>();

  private final PrintStream out = System.out;

  DrillAtStart(
      @Value("${tocsin.drill}") List<String> wanted,
      Scenarios scenarios,
      Drills drills,
      DrillStore store,
      Timeline timeline,
      ProcessView view,
      Clock clock) {
    this.wanted = wanted;
    this.scenarios = scenarios;
    this.drills = drills;
    this.store = store;
    this.timeline = timeline;
    this.view = view;
    this.clock = clock;
  }

  /** Not in the thread of the start: the application has to become ready. */
  @EventListener
  void on(ApplicationReadyEvent ready) {
    new Thread(() -> run(ready.getApplicationContext()), "drill-at-start").start();
  }

  private void run(ConfigurableApplicationContext application) {
    var code = code();
    System.exit(SpringApplication.exit(application, () -> code));
  }

  /** Plays, and returns what to exit with; whatever happens, so that nobody waits for ever. */
  int code() {
    try {
      return play(chosen()) ? 0 : 1;
    } catch (InvalidInputException e) {
      out.println("The drill cannot begin: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The drills cannot be watched any more", e);
    }
    return 1;
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
        look(drill, running, played);
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

  /** The database may be away for a short while; a drill that stays lost is not waited for. */
  private void look(WatchedDrill drill, List<WatchedDrill> running, List<Scorecard> played) {
    try {
      if (drill.look()) {
        played.add(store.scorecard(drill.number()).orElseThrow());
        running.remove(drill);
      }
      lost.remove(drill);
    } catch (RuntimeException e) {
      var since = lost.computeIfAbsent(drill, any -> clock.instant());
      if (clock.instant().isBefore(since.plus(LOST_AFTER))) {
        LOG.warn("The drill {} cannot be looked at; tried again", drill.number(), e);
        return;
      }
      LOG.error("The drill {} is lost", drill.number(), e);
      out.println("The drill %s is lost: %s".formatted(drill.number(), e.getMessage()));
      running.remove(drill);
    }
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
    } catch (RuntimeException e) {
      LOG.error("The drill '{}' cannot begin", scenario.id(), e);
      out.println("The drill '%s' cannot begin: %s".formatted(scenario.id(), e.getMessage()));
    }
  }
}
