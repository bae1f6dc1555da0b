package io.tocsin.engine;

import java.util.Map;

/** Who has asked for instances to be moved, and hears of those that cannot be. */
public interface AskedMoves {

  /**
   * Notes that an instance is left where it is, in the transaction of the job that was to move it.
   *
   * @param version the engine's id of the version that it should have gone on in
   * @return whether this move was asked for here; one that was not is shown as a failed job
   */
  boolean left(String instance, String version, String why);

  /**
   * Notes where an instance is, in the transaction of the job that is about to move it, parts of it
   * into other activities.
   *
   * @param version the engine's id of the version that it goes on in
   * @param places ids of activities, as {@link Migrations#places} has them
   */
  void leaves(String instance, String version, Map<String, String> places);
}
