package io.tocsin.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates deployed DMN decisions. */
public interface Decisions {

  /**
   * Evaluates the newest version of a decision.
   *
   * @return the matching rules' outputs, in the table's order
   * @throws io.tocsin.problem.NotFoundException when no such decision is deployed
   */
  List<Map<String, @Nullable Object>> evaluate(
      String decision, Map<String, ? extends @Nullable Object> inputs);

  /**
   * Returns the texts in quotes in one input column of a decision table, from top to bottom: the
   * keys that a lookup table knows.
   *
   * @param input name of the column's input
   */
  List<String> literals(String decision, String input);

  /**
   * Identifies the newest deployed version of a set of decisions (a DRD), for caching what was read
   * from it; a new deployment gives a new value.
   *
   * @throws io.tocsin.problem.NotFoundException when none is deployed
   */
  String version(String requirements);

  /** Returns the keys of the deployed sets of decisions. */
  List<String> requirements();
}
