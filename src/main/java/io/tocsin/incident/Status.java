package io.tocsin.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tocsin.problem.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Where an incident stands. */
public enum Status {
  INVESTIGATING,
  IDENTIFIED,
  MITIGATING,
  MONITORING,
  RESOLVED,
  CLOSED,
  DISMISSED;

  /**
   * Not over, in SQL and in the words of the index of open incidents. A plan that is made once for
   * all values of its parameters finds the index by nothing else.
   */
  static final String OPEN = "status not in ('closed', 'dismissed')";

  /** Returns the states that may follow this one. Everything else is refused. */
  public Set<Status> next() {
    return switch (this) {
      case INVESTIGATING -> Set.of(IDENTIFIED, MITIGATING, MONITORING, RESOLVED, DISMISSED);
      case IDENTIFIED -> Set.of(INVESTIGATING, MITIGATING, MONITORING, RESOLVED, DISMISSED);
      case MITIGATING -> Set.of(INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED, DISMISSED);
      case MONITORING -> Set.of(INVESTIGATING, IDENTIFIED, MITIGATING, RESOLVED, DISMISSED);
      case RESOLVED -> Set.of(INVESTIGATING, CLOSED);
      case CLOSED, DISMISSED -> Set.of();
    };
  }

  /** Returns whether the incident is still being responded to. */
  public boolean responding() {
    return this == INVESTIGATING || this == IDENTIFIED || this == MITIGATING || this == MONITORING;
  }

  /** Returns whether nothing more can happen to the incident. */
  public boolean over() {
    return this == CLOSED || this == DISMISSED;
  }

  /** Returns the word used in the API, in texts and in the database. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the word of a status.
   *
   * @throws InvalidInputException naming the field {@code status} and the words that are known
   */
  public static Status of(String word) {
    return Arrays.stream(values())
        .filter(status -> status.word().equals(word.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "status",
                    "'"
                        + word
                        + "' is none of "
                        + String.join(", ", Arrays.stream(values()).map(Status::word).toList())));
  }
}
