package io.tocsin.people;

import io.tocsin.engine.Atomic;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

/** Changes who is called when: overrides and swaps, each with its reason. */
@Service
class RotaPlanning {

  /** Longer ones are a typing error, or a change of the rotation. */
  private static final Duration LONGEST = Duration.ofDays(90);

  /** How far ahead the other person's next shift is looked for, in days. */
  private static final int LOOK_AHEAD = 400;

  private final Rotas rotas;
  private final ShiftOverrides overrides;
  private final People people;
  private final Atomic atomic;
  private final Clock clock;

  RotaPlanning(Rotas rotas, ShiftOverrides overrides, People people, Atomic atomic, Clock clock) {
    this.rotas = rotas;
    this.overrides = overrides;
    this.people = people;
    this.atomic = atomic;
    this.clock = clock;
  }

  /**
   * Has somebody called instead of whose turn it is.
   *
   * @param from null is now
   */
  ShiftOverride override(
      String rotation,
      String person,
      @Nullable Instant from,
      Instant until,
      String reason,
      Planner by) {
    rotas.get(rotation);
    known("person", person);
    return atomic.call(
        () -> {
          overrides.lock(rotation);
          var now = clock.instant();
          var start = from == null ? now : Window.checked("from", from);
          var end = Window.checked("until", until);
          if (start.isBefore(now)) {
            throw new InvalidInputException("from", "lies in the past; leave it out to begin now");
          }
          if (!start.isBefore(end)) {
            throw new InvalidInputException(
                "until", from == null ? "lies in the past" : "lies not after 'from'");
          }
          if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            throw new InvalidInputException(
                "until",
                "lies more than %d days after 'from'; change the rotation instead"
                    .formatted(LONGEST.toDays()));
          }
          mayGiveAway(rotation, start, end, by);
          return add(rotation, person, start, end, reason, null, by, now);
        });
  }

  /**
   * Exchanges two shifts: the one that runs at an instant, and the first one of the other person
   * that begins when it is over or later. Of a shift that runs already, what is left of it.
   *
   * @param at null is now
   * @param with user id of the other person
   * @return the two overrides, in their order
   */
  List<ShiftOverride> swap(
      String rotation, @Nullable Instant at, String with, String reason, Planner by) {
    rotas.get(rotation);
    known("with", with);
    return atomic.call(
        () -> {
          overrides.lock(rotation);
          var now = clock.instant();
          var when = at == null ? now : Window.checked("from", at);
          if (when.isBefore(now)) {
            throw new InvalidInputException("from", "lies in the past; leave it out for now");
          }
          var given =
              rotas
                  .at(rotation, when)
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "from", "nobody is on call for '%s' then".formatted(rotation)));
          if (given.person().equals(with)) {
            throw new InvalidInputException("with", "is on call then; name somebody else");
          }
          if (!by.anybody() && !by.id().equals(given.person())) {
            throw notTheirs();
          }
          var taken =
              rotas
                  .shifts(rotation, given.until(), given.until().plus(LOOK_AHEAD, ChronoUnit.DAYS))
                  .stream()
                  .filter(shift -> shift.person().equals(with))
                  .filter(shift -> !shift.from().isBefore(given.until()))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "with",
                              "has no shift in the %d days after that one; use an override"
                                  .formatted(LOOK_AHEAD)));
          var swap = UUID.randomUUID();
          var start = given.from().isBefore(now) ? now : given.from();
          return List.of(
              add(rotation, with, start, given.until(), reason, swap, by, now),
              add(rotation, given.person(), taken.from(), taken.until(), reason, swap, by, now));
        });
  }

  /**
   * Takes an override back from now on, and with it the other one of a swap as far as that is not
   * over.
   */
  void remove(String rotation, UUID id, @Nullable String reason, Planner by) {
    rotas.get(rotation);
    atomic.run(
        () -> {
          overrides.lock(rotation);
          var now = clock.instant();
          var override = get(rotation, id);
          if (override.removedAt() != null) {
            throw new ConflictException(
                "The override was removed at %s by %s"
                    .formatted(override.removedAt(), override.removedBy()));
          }
          if (!override.until().isAfter(now)) {
            throw new ConflictException(
                "The override ended at %s; what was is kept".formatted(override.until()));
          }
          if (!by.anybody()
              && !by.id().equals(override.person())
              && !by.id().equals(override.createdBy())) {
            throw notTheirs();
          }
          var all = override.swap() == null ? List.of(override) : overrides.ofSwap(override.swap());
          all.stream()
              .filter(one -> one.removedAt() == null && one.until().isAfter(now))
              .forEach(one -> overrides.remove(one.id(), now, by.id(), reason));
        });
  }

  /**
   * Returns an override, also one that was removed.
   *
   * @throws NotFoundException when the rotation has none of that id
   */
  ShiftOverride get(String rotation, UUID id) {
    return overrides
        .find(rotation, id)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "There is no override %s of the rotation '%s'".formatted(id, rotation)));
  }

  private ShiftOverride add(
      String rotation,
      String person,
      Instant from,
      Instant until,
      String reason,
      @Nullable UUID swap,
      Planner by,
      Instant now) {
    overrides.effective(rotation, from, until).stream()
        .findFirst()
        .ifPresent(
            other -> {
              throw new ConflictException(
                  "'%s' has an override already, %s for %s from %s until %s; remove it first"
                      .formatted(
                          rotation, other.id(), other.person(), other.from(), other.until()));
            });
    var override =
        new ShiftOverride(
            UUID.randomUUID(),
            rotation,
            person,
            from,
            until,
            reason.strip(),
            swap,
            by.id(),
            now,
            null,
            null,
            null);
    overrides.add(override);
    return override;
  }

  private void mayGiveAway(String rotation, Instant from, Instant until, Planner by) {
    if (by.anybody()) {
      return;
    }
    var shifts = rotas.shifts(rotation, from, until);
    var theirs =
        !shifts.isEmpty() && shifts.stream().allMatch(shift -> shift.person().equals(by.id()));
    if (!theirs) {
      throw notTheirs();
    }
  }

  private static AccessDeniedException notTheirs() {
    return new AccessDeniedException(
        "Only management, incident commanders, administrators and whoever is on call may do that");
  }

  private void known(String field, String person) {
    if (Players.isOne(person) || people.find(person).isEmpty()) {
      throw new InvalidInputException(
          field, "'%s' is not in the directory; /api/v1/people lists it".formatted(person));
    }
  }
}
