package io.tocsin.health;

import io.tocsin.catalog.Monitor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a monitor stands after its last run.
 *
 * @param failures in a row
 * @param passes in a row
 * @param blindRuns runs in a row in which the monitor itself did not work
 * @param alertOpen whether its alert fires
 * @param text what the last run saw
 * @param changedAt since when it has been in this state
 */
record MonitorState(
    State state,
    int failures,
    int passes,
    int blindRuns,
    boolean alertOpen,
    String text,
    long latencyMs,
    Instant runAt,
    Instant changedAt) {

  /** What the last run says. */
  enum State {
    PASSING("passing"),
    FAILING("failing"),
    CANNOT_RUN("cannotRun");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    static State of(String word) {
      for (var state : values()) {
        if (state.word.equals(word)) {
          return state;
        }
      }
      throw new IllegalArgumentException("'" + word + "' is no state of a monitor");
    }
  }

  /** What is to be said after a run. */
  enum Event {
    NOTHING,
    /** The alert fires, or still fires: said again each time, as any source does. */
    FIRING,
    RESOLVED,
    /** The monitor has not worked as often in a row as would have raised an alert. */
    BLIND
  }

  /** A run's outcome: where the monitor stands now, and what is to be said. */
  record Step(MonitorState now, Event event) {}

  /**
   * Takes the next reading. A run in which the monitor itself did not work tells nothing of the
   * service: an open alert stays open, and no failure is counted or forgotten.
   *
   * @param before null for the first run
   */
  static Step next(@Nullable MonitorState before, Monitor monitor, Reading reading, Instant at) {
    var failures = before == null ? 0 : before.failures;
    var passes = before == null ? 0 : before.passes;
    var open = before != null && before.alertOpen;
    return switch (reading.verdict()) {
      case PASSED -> {
        var row = passes + 1;
        var resolved = open && row >= monitor.resolveAfter();
        yield new Step(
            of(before, State.PASSING, 0, row, 0, open && !resolved, reading, at),
            resolved ? Event.RESOLVED : Event.NOTHING);
      }
      case FAILED -> {
        var row = failures + 1;
        var fires = open || row >= monitor.openAfter();
        yield new Step(
            of(before, State.FAILING, row, 0, 0, fires, reading, at),
            fires ? Event.FIRING : Event.NOTHING);
      }
      case CANNOT_RUN -> {
        var row = (before == null ? 0 : before.blindRuns) + 1;
        yield new Step(
            of(before, State.CANNOT_RUN, failures, passes, row, open, reading, at),
            row == monitor.openAfter() ? Event.BLIND : Event.NOTHING);
      }
    };
  }

  private static MonitorState of(
      @Nullable MonitorState before,
      State state,
      int failures,
      int passes,
      int blindRuns,
      boolean alertOpen,
      Reading reading,
      Instant at) {
    return new MonitorState(
        state,
        failures,
        passes,
        blindRuns,
        alertOpen,
        reading.text(),
        reading.latency().toMillis(),
        at,
        before != null && before.state == state ? before.changedAt : at);
  }
}
