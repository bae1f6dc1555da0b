package io.tocsin.console;

import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was typed into a form, by the name of the field. */
record Entered(Map<String, String> values) {

  /**
   * Returns a text that must be there.
   *
   * @throws InvalidInputException naming the field when it is blank
   */
  String text(String field) {
    var text = optional(field);
    if (text == null) {
      throw new InvalidInputException(field, "please fill this in");
    }
    return text;
  }

  /** Returns a text, or null when nothing was typed. */
  @Nullable String optional(String field) {
    var text = values.getOrDefault(field, "").strip();
    return text.isEmpty() ? null : text;
  }

  /**
   * Returns the id of what was chosen.
   *
   * @throws InvalidInputException naming the field when it is blank, or no id
   */
  UUID id(String field) {
    try {
      return UUID.fromString(text(field));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(field, "choose one");
    }
  }

  /**
   * Returns the moment that a chosen length of time leads to.
   *
   * @throws InvalidInputException naming the field when none was chosen
   */
  Instant requiredAhead(String field, Clock clock) {
    text(field);
    return Objects.requireNonNull(ahead(field, clock));
  }

  /** Returns the moment that a chosen length of time leads to, or null when none was chosen. */
  @Nullable Instant ahead(String field, Clock clock) {
    var length = optional(field);
    try {
      return length == null ? null : clock.instant().plus(Duration.parse(length));
    } catch (DateTimeException e) {
      throw new InvalidInputException(field, "'" + length + "' is no length of time");
    }
  }
}
