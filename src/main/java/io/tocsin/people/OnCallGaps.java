package io.tocsin.people;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** When nobody is called, or somebody who cannot be. */
@Service
public class OnCallGaps {

  /** What is missing. */
  public enum Kind {
    UNKNOWN_ROTATION("unknownRotation"),
    NOBODY("nobody"),
    NO_PHONE("noPhone");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns the name as the API writes it. */
    @JsonValue
    public String word() {
      return word;
    }
  }

  /**
   * A time with something missing.
   *
   * @param person who has no phone; null for the other kinds
   * @param reason for a reader, with the remedy
   */
  public record Gap(
      String rotation,
      Instant from,
      Instant until,
      Kind kind,
      @Nullable String person,
      String reason) {}

  private final Rotas rotas;
  private final People people;
  private final List<NamedRotations> named;

  OnCallGaps(Rotas rotas, People people, List<NamedRotations> named) {
    this.rotas = rotas;
    this.people = people;
    this.named = named;
  }

  /** Returns the gaps of a time, cut to it, the rotations in the order of calling. */
  public List<Gap> between(Instant from, Instant until) {
    var gaps = new ArrayList<Gap>();
    for (var rota : rotas.all()) {
      gaps.addAll(of(rota.id(), from, until));
    }
    var known = rotas.all().stream().map(Rotas.Rota::id).toList();
    named.stream()
        .flatMap(names -> names.namedBy().entrySet().stream())
        .filter(entry -> !known.contains(entry.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry ->
                new Gap(
                    entry.getKey(),
                    from,
                    until,
                    Kind.UNKNOWN_ROTATION,
                    null,
                    "Named by %s, and not in tocsin.people.rotations".formatted(entry.getValue())))
        .forEach(gaps::add);
    return gaps;
  }

  private List<Gap> of(String rotation, Instant from, Instant until) {
    var gaps = new ArrayList<Gap>();
    var covered = from;
    for (var shift : rotas.shifts(rotation, from, until)) {
      if (covered.isBefore(shift.from())) {
        gaps.add(nobody(rotation, covered, shift.from()));
      }
      people
          .find(shift.person())
          .filter(person -> person.phone() == null)
          .ifPresent(person -> gaps.add(noPhone(rotation, shift, person, from, until)));
      covered = shift.until();
    }
    if (covered.isBefore(until)) {
      gaps.add(nobody(rotation, covered, until));
    }
    return gaps.stream().sorted(Comparator.comparing(Gap::from)).toList();
  }

  private Gap nobody(String rotation, Instant from, Instant until) {
    var start = rotas.start(rotation).orElseThrow();
    return new Gap(
        rotation,
        from,
        until,
        Kind.NOBODY,
        null,
        "The rotation has not started; it starts at %s".formatted(start));
  }

  private static Gap noPhone(
      String rotation, Shift shift, Person person, Instant from, Instant until) {
    return new Gap(
        rotation,
        shift.from().isBefore(from) ? from : shift.from(),
        shift.until().isAfter(until) ? until : shift.until(),
        Kind.NO_PHONE,
        person.id(),
        "%s has no phone number in the directory and is called by e-mail only"
            .formatted(person.name()));
  }
}
