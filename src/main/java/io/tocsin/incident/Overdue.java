package io.tocsin.incident;

import io.tocsin.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How people are reminded of what is overdue: every {@code updateNagEvery} until {@code
 * updateHandOverAfter}; from then on each pause is as long as it is overdue already, so that an
 * incident that everybody has left does not fill their mailboxes.
 */
public final class Overdue {

  private static final String NAG_EVERY = "updateNagEvery";
  private static final String HAND_OVER_AFTER = "updateHandOverAfter";

  private Overdue() {}

  /** Returns when to remind again after somebody was told; empty when the policy never does. */
  public static Optional<Instant> next(Policy policy, Instant due, Instant told) {
    var late = Duration.between(due, told);
    return setting(policy, NAG_EVERY)
        .map(every -> lost(policy, due, told) && late.compareTo(every) > 0 ? late : every)
        .map(told::plus);
  }

  /** Returns whether it is so late that others have to step in. */
  public static boolean lost(Policy policy, Instant due, Instant now) {
    return handOverAt(policy, due).map(at -> !now.isBefore(at)).orElse(false);
  }

  /** Returns when others have to step in; empty when the policy never has them do so. */
  static Optional<Instant> handOverAt(Policy policy, Instant due) {
    return setting(policy, HAND_OVER_AFTER).map(due::plus);
  }

  private static Optional<Duration> setting(Policy policy, String key) {
    return Optional.ofNullable(policy.profile().settings().get(key)).map(Duration::parse);
  }
}
