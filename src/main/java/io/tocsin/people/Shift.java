package io.tocsin.people;

import io.tocsin.people.PeopleProperties.Rotation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One turn of a rotation. Turns change at the same local time all year, so that one over a change
 * of the clocks is an hour shorter or longer.
 *
 * @param from inclusive, until exclusive
 */
record Shift(String person, Instant from, Instant until) {

  /** Returns the turn that runs at an instant; none before the rotation starts. */
  static Optional<Shift> at(Rotation rotation, Instant now) {
    var today = now.atZone(rotation.zone()).toLocalDate();
    var days = ChronoUnit.DAYS.between(rotation.startsOn(), today);
    var turn = Math.floorDiv(days, (long) rotation.every());
    if (begin(rotation, turn).isAfter(now)) {
      turn--;
    }
    if (turn < 0) {
      return Optional.empty();
    }
    var member = rotation.members().get((int) (turn % rotation.members().size()));
    return Optional.of(new Shift(member, begin(rotation, turn), begin(rotation, turn + 1)));
  }

  private static Instant begin(Rotation rotation, long turn) {
    return rotation
        .startsOn()
        .plusDays(turn * rotation.every())
        .atTime(rotation.handover())
        .atZone(rotation.zone())
        .toInstant();
  }
}
