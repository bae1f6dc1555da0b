package io.tocsin.privacy;

import io.tocsin.problem.InvalidInputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be forgotten.
 *
 * @param before incidents that were closed before; null for all
 * @param person whose names go; null for everybody's
 * @param also other spellings of that person
 */
record Asked(@Nullable Instant before, @Nullable String person, Set<String> also) {

  private static final String PERSON = "person:";

  /**
   * Reads the argument.
   *
   * @param text {@code person:<user id>}, a day, or an age such as {@code P2Y}
   * @throws InvalidInputException saying what can be asked for
   */
  static Asked read(String text, Set<String> also, Instant now) {
    if (text.startsWith(PERSON)) {
      var id = text.substring(PERSON.length()).strip();
      if (id.isEmpty()) {
        throw new InvalidInputException(
            "tocsin.forget", "person: needs a user id, as person:alice");
      }
      return new Asked(null, id, also);
    }
    var before = day(text.strip(), now);
    if (before.isAfter(now)) {
      throw new InvalidInputException("tocsin.forget", "'%s' is not in the past".formatted(text));
    }
    return new Asked(before, null, also);
  }

  private static Instant day(String text, Instant now) {
    try {
      return text.startsWith("P")
          ? now.atOffset(ZoneOffset.UTC).minus(Period.parse(text)).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "tocsin.forget",
          "'%s' is no age (P2Y, P18M), no day (2025-01-31) and no person (person:alice)"
              .formatted(text));
    }
  }
}
