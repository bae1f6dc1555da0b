package io.tocsin.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and evaluates deployed DMN decisions. */
public interface Decisions {

  /**
   * Evaluates the newest version of a decision; the engine's history keeps what was decided.
   *
   * @return the matching rules' outputs, in the table's order
   * @throws io.tocsin.problem.NotFoundException when no such decision is deployed
   */
  List<Map<String, @Nullable Object>> evaluate(
      String decision, Map<String, ? extends @Nullable Object> inputs);

  /**
   * Evaluates the newest version of a decision beside the engine: nothing is written to its
   * history, and a failure does not doom the transaction of whoever asks.
   *
   * @param inputs absent ones are null
   * @return the matching rules' outputs, in the table's order
   * @throws io.tocsin.problem.NotFoundException when no such decision is deployed
   */
  List<Map<String, @Nullable Object>> look(
      String decision, Map<String, ? extends @Nullable Object> inputs);

  /**
   * Identifies the newest deployed version of a set of decisions (a DRD); a new deployment gives a
   * new value.
   *
   * @throws io.tocsin.problem.NotFoundException when none is deployed
   */
  String version(String requirements);

  /**
   * Returns one deployed version of a set of decisions. It never changes, but may be deleted.
   *
   * @param version as {@link #version} gives it
   * @throws io.tocsin.problem.NotFoundException when it is gone
   */
  Version deployed(String version);

  /** Returns the keys of the deployed sets of decisions. */
  List<String> requirements();

  /** One deployed version of a set of decisions. */
  interface Version {

    /** Returns the number that people know it by, counted from 1. */
    int number();

    /** Returns the key of the set. */
    String requirements();

    /** Returns the file it was deployed with. */
    DecisionFile file();

    /** Returns whether the set holds a decision. */
    boolean has(String decision);

    /**
     * Evaluates a decision table of this version. Nothing is written to the engine's history.
     *
     * @param inputs absent ones are null
     * @return the matching rules' outputs, in the table's order
     * @throws io.tocsin.problem.NotFoundException when the set has no such decision
     */
    List<Map<String, @Nullable Object>> evaluate(
        String decision, Map<String, ? extends @Nullable Object> inputs);

    /**
     * Returns the texts in quotes in one input column of a decision table, from top to bottom: the
     * keys that a lookup table knows.
     *
     * @param input name of the column's input
     * @throws io.tocsin.problem.NotFoundException when the set has no such decision or column
     */
    List<String> literals(String decision, String input);
  }
}
