package io.tocsin.engine;

/**
 * What happened to a round of a routine, told to its running model. Each call joins the caller's
 * transaction; the record is written first, because models read it afresh.
 */
public interface RoutineProcess {

  /** A round has begun: its group gets a task, and is reminded of it. */
  void begun(long round);

  /** A round was settled outside its task: what is open of it ends. */
  void settled(long round);
}
