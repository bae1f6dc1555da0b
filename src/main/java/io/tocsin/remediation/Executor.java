package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import java.util.Map;

/** One way of running an action. A bean of it and a block of the catalog make a new one. */
interface Executor {

  /**
   * A run to be made.
   *
   * @param key the same for every attempt, for other sides that can tell repeated calls
   * @param values a Long or a String for each parameter that has a value, checked
   */
  record Work(Action action, String key, Map<String, Object> values) {}

  /** Returns whether the action is of this kind. */
  boolean runs(Action action);

  /** Runs it, within the time that the action has. What goes wrong is an outcome. */
  Outcome run(Work work);
}
