package io.tocsin.engine;

import org.jspecify.annotations.Nullable;

/**
 * The business key of an instance that belongs to an incident is its number; of what outlives the
 * incident it is the number, a hash and what tells them apart.
 */
final class BusinessKey {

  private static final char OUTLIVES = '#';

  private BusinessKey() {}

  static String outliving(String incident, long id) {
    return incident + OUTLIVES + id;
  }

  /** Returns the number of the incident. */
  static @Nullable String incident(@Nullable String key) {
    var end = key == null ? -1 : key.indexOf(OUTLIVES);
    return key == null || end < 0 ? key : key.substring(0, end);
  }
}
