package io.tocsin.engine;

import java.time.Instant;

/**
 * What storms and noise need of the engine, told to its models. Each call joins the caller's
 * transaction; the record is written first, because models read it afresh.
 */
public interface StormProcess {

  /** A signal has begun to flap: a model looks until it has calmed down. */
  void flappingBegun(String source, String fingerprint);

  /**
   * A maintenance window was planned: a model waits for its end.
   *
   * @param end when it ends, unless earlier
   */
  void windowPlanned(String id, Instant end);

  /** A maintenance window was ended early. */
  void windowEnded(String id);

  /** A heartbeat is to be watched: its model starts. The caller sees to it that none runs yet. */
  void heartbeatConfigured(String name);

  /** The settings of heartbeats may have changed: every model of one reads them afresh. */
  void heartbeatsChanged();

  /**
   * Two incidents may be one: the commander of the older is asked, after this transaction commits.
   *
   * @param older its number, the business key
   */
  void mergeProposed(String older, String newer);

  /** Whether two incidents are one is not asked any more: the question ends. */
  void mergeSettled(String older, String newer);
}
