package io.tocsin.engine;

import org.jspecify.annotations.Nullable;

/**
 * The business key of an instance that belongs to an incident is its number; of what outlives the
 * incident it is the number, a hash and what tells them apart. What belongs to none begins with the
 * hash.
 */
public final class BusinessKey {

  private static final char OUTLIVES = '#';

  private BusinessKey() {}

  static String outliving(String incident, long id) {
    return incident + OUTLIVES + id;
  }

  /** Returns the key of what belongs to no incident: it has a hash, and no number before it. */
  public static String apart(String kind, long id) {
    return apart(kind + "-" + id);
  }

  /** The same for what has a name of its own. */
  public static String apart(String name) {
    return OUTLIVES + name;
  }

  /** Returns the number of the incident; null for what belongs to none. */
  static @Nullable String incident(@Nullable String key) {
    var end = key == null ? -1 : key.indexOf(OUTLIVES);
    return key == null || end < 0 ? key : end == 0 ? null : key.substring(0, end);
  }
}
