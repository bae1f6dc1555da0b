package io.tocsin.drill;

import io.tocsin.engine.ProcessView;
import io.tocsin.incident.Fact;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A running drill as a terminal shows it: each line of its timeline once. */
final class WatchedDrill {

  private static final int WIDTH = 150;

  /** Looks without a new line on the timeline. */
  private static final int SILENCE = 30;

  /** Of so many checks one is shown. */
  private static final int SHOWN_CHECKS = 6;

  /** What happens often and tells little. */
  private static final Set<String> QUIET = Set.of("notification");

  private final Drill drill;
  private final String label;
  private final DrillStore store;
  private final Timeline timeline;
  private final ProcessView view;
  private final Consumer<String> out;
  private long last;
  private int silent;
  private int checks;

  /**
   * Watches a drill.
   *
   * @param label begins each line when several are watched; empty for one alone
   */
  WatchedDrill(
      Drill drill,
      String label,
      DrillStore store,
      Timeline timeline,
      ProcessView view,
      Consumer<String> out) {
    this.drill = drill;
    this.label = label.isEmpty() ? "" : "%-24s ".formatted(label);
    this.store = store;
    this.timeline = timeline;
    this.view = view;
    this.out = out;
  }

  String number() {
    return drill.incident();
  }

  List<String> services() {
    return drill.script().services();
  }

  void introduce() {
    out.accept("");
    out.accept(drill.incident() + ": " + drill.title());
    out.accept(drill.story().strip());
    out.accept(
        "The response goes %d times as fast as in earnest, what follows %d times."
            .formatted(drill.pace().response(), drill.pace().aftermath()));
    out.accept("");
  }

  /** Shows what is new; returns whether the drill has ended. */
  boolean look() {
    var ended = store.get(number()).endedAt() != null;
    for (var entry : timeline.of(number(), last)) {
      last = entry.id();
      if (telling(entry)) {
        out.accept(line(entry));
      }
      silent = 0;
    }
    if (!ended && ++silent % SILENCE == 0) {
      out.accept(label + "       waits for: " + waitsFor());
    }
    return ended;
  }

  private boolean telling(TimelineEntry entry) {
    if (Fact.STABILITY_CHECKED.equals(entry.fact())) {
      return checks++ % SHOWN_CHECKS == 0;
    }
    return !QUIET.contains(entry.kind());
  }

  private String waitsFor() {
    return view.tasks(number()).stream()
        .map(task -> task.name().replaceFirst(".* · ", ""))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private String line(TimelineEntry entry) {
    var between = Duration.between(drill.startedAt(), entry.at());
    var took = between.isNegative() ? Duration.ZERO : between;
    var text = entry.text().replaceAll("\\s+", " ");
    return "%s%5s  %-13s %-13s %s"
        .formatted(
            label,
            "%d:%02d".formatted(took.toMinutes(), took.toSecondsPart()),
            entry.actor(),
            entry.kind(),
            text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…");
  }
}
