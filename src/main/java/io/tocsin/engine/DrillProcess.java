package io.tocsin.engine;

import java.util.Map;

/**
 * What a drill needs of the engine: its own model, and players who work on tasks by the same forms
 * as people do.
 */
public interface DrillProcess {

  /**
   * Starts a drill in the caller's transaction.
   *
   * @param variables as the start form has them
   * @return the number of the incident that it plays
   */
  String start(String lead, Map<String, Object> variables);

  /**
   * Starts the model of a surprise in the caller's transaction.
   *
   * @param variables as its start form has them
   * @return the id of the surprise
   */
  String startSurprise(String lead, Map<String, Object> variables);

  /** A surprise is called off, also at a step that failed; returns whether it had not begun. */
  boolean surpriseCalledOff(String id);

  /** The drill is to be broken off: its model goes on to the scorecard. */
  boolean brokenOff(String number);

  /**
   * A player takes a task.
   *
   * @param fromOthers whether it is taken from whoever has it
   */
  void claim(String task, String player, boolean fromOthers);

  /**
   * A player fills a form and completes its task, which is theirs or nobody's.
   *
   * @param fromOthers whether it is taken from whoever has it
   * @param answers by field; {@code all:<list>} ticks all that a list of the form offers
   */
  void complete(String task, String player, boolean fromOthers, Map<String, Object> answers);
}
