package io.tocsin.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a signal began to fire lately. Too often within a window is flapping, until it has been
 * quiet for some time.
 *
 * @param times latest last
 * @param flappingSince null while it does not flap
 */
record Turns(List<Instant> times, @Nullable Instant flappingSince) {

  static final Turns NONE = new Turns(List.of(), null);

  Turns {
    times = List.copyOf(times);
  }

  boolean flapping() {
    return flappingSince != null;
  }

  /** Returns what is known after it has begun to fire once more. */
  Turns and(Instant now, StormProperties.Flapping rule) {
    var before = calm(now, rule) ? NONE : this;
    var recent = new ArrayList<Instant>();
    before.times.stream()
        .filter(time -> time.isAfter(now.minus(rule.window())))
        .forEach(recent::add);
    recent.add(now);
    // More than that need not be known.
    var kept = recent.subList(Math.max(0, recent.size() - rule.turns() - 1), recent.size());
    var since = before.flapping() || kept.size() <= rule.turns() ? before.flappingSince : now;
    return new Turns(kept, since);
  }

  /** Returns when it will have calmed down, if it does not begin anew until then. */
  Instant calmAt(StormProperties.Flapping rule) {
    return times.isEmpty() ? Instant.EPOCH : times.get(times.size() - 1).plus(rule.quiet());
  }

  /** Returns whether it flapped and has been quiet for long enough. */
  boolean calm(Instant now, StormProperties.Flapping rule) {
    return flapping() && !now.isBefore(calmAt(rule));
  }
}
