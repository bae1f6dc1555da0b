package io.tocsin.policy;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy owes at one level, by key. A key that is absent is not owed.
 *
 * @param values as the decision gives them
 */
public record Targets(@JsonValue Map<String, String> values) {

  /** Returns a deadline, or empty when none is owed or it is "as needed". */
  public Optional<Deadline> deadline(String key) {
    return text(key).filter(Targets::isDeadline).map(Deadline::parse);
  }

  /** Returns the value as written. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
  }

  /** Returns whether the value is yes. */
  public boolean yes(String key) {
    return text(key).map("yes"::equals).orElse(false);
  }

  /** Returns whether the incident is worked off by a ticket, and nobody is paged after hours. */
  public boolean byTicket() {
    return text("workflow").map("ticket"::equals).orElse(false);
  }

  /**
   * Returns a whole number.
   *
   * @throws IllegalStateException when the policy has none, naming the key
   */
  public int number(String key) {
    return text(key)
        .map(Integer::valueOf)
        .orElseThrow(() -> new IllegalStateException("The policy has no target '" + key + "'"));
  }

  private static boolean isDeadline(String value) {
    return value.startsWith("P") || value.endsWith("bd");
  }
}
