package io.tocsin.engine;

import java.time.Instant;

/**
 * Runs of actions that no model waits for, told to the model that does. Each call joins the
 * caller's transaction.
 */
public interface ActionProcess {

  /**
   * No other model waits for a run: if its end is not recorded by then, a person is asked.
   *
   * @param number the incident it belongs to
   * @param key of the run
   */
  void watch(String number, String key, Instant until);

  /** The run's end was recorded, or it is certain that nobody saw it. */
  void ended(String key);

  /** Returns whether a run is watched already. */
  boolean watched(String key);

  /** Returns whether somebody is asked already what became of a run, or is about to be. */
  boolean asked(String key);
}
