package io.tocsin.console;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One deadline of an incident.
 *
 * @param met when it was done; null while it runs
 * @param pace how many times faster than in earnest it runs: a drill has two times
 */
record Countdown(String label, Instant due, @Nullable Instant met, int pace) {

  /** Returns whether it was done after it was due. */
  public boolean late() {
    return met != null && met.isAfter(due);
  }
}
