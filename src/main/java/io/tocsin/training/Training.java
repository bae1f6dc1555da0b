package io.tocsin.training;

import io.tocsin.engine.BusinessKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A training.
 *
 * @param person user id of the trainee
 * @param requirements as the decision had them when it began
 * @param extra what was asked for once more at the sign-off
 * @param quizzesFrom attempts before it do not count any more
 * @param state open, qualified or withdrawn
 * @param reason why it was withdrawn
 */
public record Training(
    long id,
    String person,
    Purpose purpose,
    boolean renewal,
    Requirements requirements,
    Extra extra,
    Instant quizzesFrom,
    String requestedBy,
    Instant startedAt,
    Instant dueAt,
    String state,
    @Nullable Instant endedAt,
    @Nullable String reason) {

  /** How many more than the decision says. */
  public record Extra(int shifts, int readings, int drills) {}

  /** Returns what everybody may know of it: not why it was ended. */
  Training forAll() {
    return new Training(
        id,
        person,
        purpose,
        renewal,
        requirements,
        extra,
        quizzesFrom,
        requestedBy,
        startedAt,
        dueAt,
        state,
        endedAt,
        null);
  }

  public boolean open() {
    return state.equals("open");
  }

  /** Returns the key of its process, which people see in the Cockpit. */
  String businessKey() {
    return BusinessKey.apart("training", id);
  }

  int shifts() {
    return requirements.shifts() + extra.shifts();
  }

  int readings() {
    return requirements.readings() + extra.readings();
  }

  int drills() {
    return requirements.drills() + extra.drills();
  }
}
