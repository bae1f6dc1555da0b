package io.tocsin.people;

import io.tocsin.people.PeopleProperties.PersonEntry;
import io.tocsin.people.PeopleProperties.Rotation;
import io.tocsin.problem.NotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.stereotype.Service;

/**
 * Who is called when: the turns of the rotations with the overrides in them. An override for
 * somebody whom the configuration no longer names does not count.
 */
@Service
public class Rotas {

  /**
   * A rotation for readers.
   *
   * @param layer place in the order of calling, from 1
   */
  public record Rota(String id, int layer, String zone, List<String> members) {}

  private final List<Rotation> rotations;
  private final List<Rota> rotas;
  private final Set<String> persons;
  private final KnownOverrides overrides;

  Rotas(PeopleProperties properties, KnownOverrides overrides) {
    this.rotations = properties.rotations();
    this.rotas =
        IntStream.range(0, rotations.size())
            .mapToObj(n -> rota(rotations.get(n), n + 1))
            .sorted(Comparator.comparingInt(Rota::layer))
            .toList();
    this.persons =
        properties.persons().stream().map(PersonEntry::id).collect(Collectors.toUnmodifiableSet());
    this.overrides = overrides;
  }

  /** Returns the rotations in the order of calling. */
  public List<Rota> all() {
    return rotas;
  }

  /**
   * Returns a rotation for readers.
   *
   * @throws NotFoundException naming those that exist
   */
  public Rota get(String id) {
    return rotas.stream()
        .filter(rota -> rota.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "There is no rotation '%s'; there are %s".formatted(id, names())));
  }

  /** Returns the shift that runs at an instant; empty for a rotation that is unknown or pauses. */
  public Optional<Shift> at(String rotation, Instant at) {
    return shifts(rotation, at, at.plusNanos(1)).stream().findFirst();
  }

  /** Returns the first shift that begins after an instant. */
  public Optional<Shift> next(String rotation, Instant at) {
    var running = at(rotation, at);
    if (running.isPresent()) {
      var next = at(rotation, running.get().until());
      if (next.isPresent()) {
        return next;
      }
    }
    return find(rotation).stream()
        .flatMap(known -> shifts(rotation, at, Shift.start(known).plusNanos(1)).stream())
        .filter(shift -> shift.from().isAfter(at))
        .findFirst();
  }

  /**
   * Returns the shifts that overlap a time, whole, in their order; empty for an unknown rotation.
   */
  public List<Shift> shifts(String rotation, Instant from, Instant until) {
    var known = find(rotation).orElse(null);
    if (known == null || !from.isBefore(until)) {
      return List.of();
    }
    var turns = Shift.between(known, from, until);
    var first = turns.isEmpty() ? from : earlier(from, turns.get(0).from());
    var last = turns.isEmpty() ? until : later(until, turns.get(turns.size() - 1).until());
    var instead =
        overrides.effective(rotation, first, last).stream()
            .filter(override -> persons.contains(override.person()))
            .toList();
    var shifts = new ArrayList<Shift>();
    turns.forEach(turn -> shifts.addAll(without(turn, instead)));
    instead.forEach(
        override ->
            shifts.add(
                new Shift(
                    override.person(), override.from(), override.effectiveUntil(), override)));
    return shifts.stream()
        .filter(shift -> shift.overlaps(from, until))
        .sorted(Comparator.comparing(Shift::from))
        .toList();
  }

  /**
   * Returns the members in the order in which their turns come from an instant on, each once; empty
   * for an unknown rotation.
   */
  List<String> membersFrom(String rotation, Instant at) {
    var known = find(rotation).orElse(null);
    if (known == null) {
      return List.of();
    }
    var members = known.members();
    var turn = Math.max(0, Shift.turn(known, at));
    return IntStream.range(0, members.size())
        .mapToObj(n -> members.get((int) ((turn + n) % members.size())))
        .distinct()
        .toList();
  }

  /** Returns when the first turn of a rotation begins. */
  Optional<Instant> start(String rotation) {
    return find(rotation).map(Shift::start);
  }

  private Optional<Rotation> find(String id) {
    return rotations.stream().filter(rotation -> rotation.id().equals(id)).findFirst();
  }

  private String names() {
    return rotas.isEmpty()
        ? "none"
        : rotas.stream().map(Rota::id).collect(Collectors.joining(", "));
  }

  private static Rota rota(Rotation rotation, int place) {
    return new Rota(
        rotation.id(),
        Objects.requireNonNullElse(rotation.layer(), place),
        rotation.zone().getId(),
        List.copyOf(rotation.members()));
  }

  /** What is left of a turn when the overrides, which are in order, are taken out. */
  private static List<Shift> without(Shift turn, List<ShiftOverride> instead) {
    var left = new ArrayList<Shift>();
    var at = turn.from();
    for (var override : instead) {
      if (turn.overlaps(override.from(), override.effectiveUntil())) {
        if (at.isBefore(override.from())) {
          left.add(new Shift(turn.person(), at, override.from(), null));
        }
        at = override.effectiveUntil();
      }
    }
    if (at.isBefore(turn.until())) {
      left.add(new Shift(turn.person(), at, turn.until(), null));
    }
    return left;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
