package io.tocsin.people;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The people who do not exist: they wear the hats of a drill that runs by a script. They are found
 * by their ids only, in no group, no rotation and no list, and cannot sign in.
 */
public final class Players {

  private static final String PREFIX = "sim-";

  private static final List<Person> ALL =
      Stream.of(
              player("oncall", "On-call engineer"),
              player("commander", "Commander"),
              player("techlead", "Technical lead"),
              player("comms", "Communications lead"),
              player("scribe", "Scribe"),
              player("monitor", "Monitoring lead"),
              player("support", "Support lead"),
              player("security", "Security engineer"),
              player("manager", "Manager"))
          .toList();

  private Players() {}

  /** Returns the player of an id. */
  public static Optional<Person> find(String id) {
    return ALL.stream().filter(player -> player.id().equals(id)).findFirst();
  }

  /** Returns the ids of all players. */
  public static List<String> ids() {
    return ALL.stream().map(Person::id).toList();
  }

  /** Returns whether an id is a player's. */
  public static boolean isOne(String id) {
    return id.startsWith(PREFIX) && find(id).isPresent();
  }

  /** Their address leads nowhere, should it ever be used. */
  private static Person player(String id, String title) {
    return new Person(
        PREFIX + id,
        title + " (simulated)",
        PREFIX + id + "@drill.invalid",
        null,
        null,
        ZoneOffset.UTC,
        Set.of());
  }
}
