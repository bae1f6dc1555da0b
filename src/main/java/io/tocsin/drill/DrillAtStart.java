package io.tocsin.drill;

import io.tocsin.drill.Drills.Wanted;
import io.tocsin.engine.ProcessView;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * {@code --tocsin.drill=bad-deployment}: plays one drill unattended, shows in the terminal how it
 * goes, and ends with its scorecard. It only watches: the engine plays.
 */
@Component
@ConditionalOnProperty("tocsin.drill")
class DrillAtStart {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final int WIDTH = 150;

  /** Looks without a new line on the timeline. */
  private static final int SILENCE = 30;

  /** Of so many checks one is shown. */
  private static final int SHOWN_CHECKS = 6;

  /** What happens often and tells little. */
  private static final Set<String> QUIET = Set.of("notification");

  private final String scenario;
  private final Drills drills;
  private final DrillStore store;
  private final Timeline timeline;
  private final ProcessView view;
  private int healthyChecks;
  private final PrintStream out = System.out;

  DrillAtStart(
      @Value("${tocsin.drill}") String scenario,
      Drills drills,
      DrillStore store,
      Timeline timeline,
      ProcessView view) {
    this.scenario = scenario;
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
      out.println(play());
      code = 0;
    } catch (InvalidInputException | ConflictException e) {
      out.println("The drill cannot begin: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var exit = code;
    System.exit(SpringApplication.exit(application, () -> exit));
  }

  /** Returns what is shown at the end. */
  private String play() throws InterruptedException {
    var number =
        drills
            .start(new Wanted(scenario, null, null, null, true, true), Actor.ENGINE.id())
            .incident();
    var begun = store.get(number);
    out.println();
    out.println(number + ": " + begun.title());
    out.println(begun.story().strip());
    out.println(
        "The response goes %d times as fast as in earnest, what follows %d times."
            .formatted(begun.pace().response(), begun.pace().aftermath()));
    out.println();
    var last = 0L;
    var silent = 0;
    for (var ended = false; !ended; ) {
      ended = store.get(number).endedAt() != null;
      for (var entry : timeline.of(number, last)) {
        last = entry.id();
        if (telling(entry)) {
          out.println(line(begun, entry));
        }
        silent = 0;
      }
      if (!ended) {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        if (++silent % SILENCE == 0) {
          out.println("       waits for: " + waitsFor(number));
        }
      }
    }
    return System.lineSeparator() + ScorecardText.terminal(store.scorecard(number).orElseThrow());
  }

  private boolean telling(TimelineEntry entry) {
    if (entry.text().startsWith("Stabilisation check. Healthy")) {
      return healthyChecks++ % SHOWN_CHECKS == 0;
    }
    return !QUIET.contains(entry.kind());
  }

  private String waitsFor(String number) {
    return view.tasks(number).stream()
        .map(task -> task.name().replaceFirst(".* · ", ""))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String line(Drill drill, TimelineEntry entry) {
    var between = Duration.between(drill.startedAt(), entry.at());
    var took = between.isNegative() ? Duration.ZERO : between;
    var text = entry.text().replaceAll("\\s+", " ");
    return "%5s  %-13s %-13s %s"
        .formatted(
            "%d:%02d".formatted(took.toMinutes(), took.toSecondsPart()),
            entry.actor(),
            entry.kind(),
            text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…");
  }
}
