package io.tocsin.engine;

/** Who has asked for instances to be moved, and hears of those that cannot be. */
public interface AskedMoves {

  /**
   * Notes that an instance is left where it is, in the transaction of the job that was to move it.
   *
   * @param version the engine's id of the version that it should have gone on in
   * @return whether this move was asked for here; one that was not is shown as a failed job
   */
  boolean left(String instance, String version, String why);
}
