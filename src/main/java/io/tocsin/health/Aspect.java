package io.tocsin.health;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Something a machine can look at by itself when a service is in trouble. */
public enum Aspect {
  HEALTH,
  DEPENDENCIES,
  CERTIFICATE,
  DATABASE_CONNECTIONS,
  LONG_QUERIES,
  RESOURCES,
  DEPLOYMENTS,
  ALERTS,
  ERRORS,
  TRAFFIC;

  /** Returns the name that models use, such as {@code database-connections}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException naming the aspects that there are
   */
  public static Aspect of(String word) {
    return Arrays.stream(values())
        .filter(aspect -> aspect.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is nothing that can be looked at; there are %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(Aspect::word)
                                .collect(Collectors.joining(", ")))));
  }
}
