package io.tocsin.people;

import io.tocsin.people.PeopleProperties.Rotation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time in which one person is called. Turns change at the same local time all year, so that one
 * over a change of the clocks is an hour shorter or longer. A local time that the clocks skip is
 * taken as much later as they skip (02:30 is 03:30); of one that comes twice the first counts.
 *
 * @param person user id
 * @param from inclusive
 * @param until exclusive, after the start
 * @param override that put the person there; null for a turn of the rotation
 */
public record Shift(String person, Instant from, Instant until, @Nullable ShiftOverride override) {

  /** Returns the turn that runs at an instant; none before the rotation starts. */
  static Optional<Shift> at(Rotation rotation, Instant now) {
    return between(rotation, now, now.plusNanos(1)).stream().findFirst();
  }

  /**
   * Returns the turns that overlap a time, whole, in their order. They follow each other without a
   * gap.
   */
  static List<Shift> between(Rotation rotation, Instant from, Instant until) {
    var turns = new ArrayList<Shift>();
    for (var turn = Math.max(0, turn(rotation, from)); ; turn++) {
      var begin = begin(rotation, turn);
      if (!begin.isBefore(until)) {
        return turns;
      }
      var end = begin(rotation, turn + 1);
      // Where the calendar skips a day, its turn has no length.
      if (end.isAfter(from) && begin.isBefore(end)) {
        var member = rotation.members().get((int) (turn % rotation.members().size()));
        turns.add(new Shift(member, begin, end, null));
      }
    }
  }

  /** Returns when the first turn begins. */
  static Instant start(Rotation rotation) {
    return begin(rotation, 0);
  }

  /** Returns whether the shift and a time share an instant. */
  boolean overlaps(Instant start, Instant end) {
    return from.isBefore(end) && until.isAfter(start);
  }

  /** Returns the number of the turn that runs at an instant, from 0; negative before the start. */
  static long turn(Rotation rotation, Instant at) {
    var today = at.atZone(rotation.zone()).toLocalDate();
    var days = ChronoUnit.DAYS.between(rotation.startsOn(), today);
    var turn = Math.floorDiv(days, (long) rotation.days());
    while (begin(rotation, turn).isAfter(at)) {
      turn--;
    }
    return turn;
  }

  private static Instant begin(Rotation rotation, long turn) {
    return rotation
        .startsOn()
        .plusDays(turn * rotation.days())
        .atTime(rotation.handover())
        .atZone(rotation.zone())
        .toInstant();
  }
}
