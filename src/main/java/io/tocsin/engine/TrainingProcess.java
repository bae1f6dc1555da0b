package io.tocsin.engine;

/**
 * What a training needs of the engine, in the caller's transaction. The record is written first,
 * because the models read it afresh.
 */
public interface TrainingProcess {

  /**
   * Starts a training.
   *
   * @param purpose {@code rotation:<id>} or {@code policy:<id>}
   * @return its id in the record
   */
  long start(String person, String purpose, String by);

  /** A training is not gone on with: its tasks end. */
  void withdrawn(long training);

  /** A qualification was given: its holder is reminded in time. */
  void qualified(long qualification);
}
