package io.tocsin.engine;

import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The language of decision tables, without a running engine: no history is written, and scripts and
 * expressions of other languages are refused.
 */
@Component
public class Feel {

  private static final String INPUT = "cellInput";

  private final DmnEngine tables;
  private final FeelEngine cells;

  public Feel() {
    var configuration = configuration();
    configuration.setScriptEngineResolver(
        language -> {
          throw refused(language);
        });
    configuration.setElProvider(
        expression -> {
          throw refused("juel");
        });
    tables = configuration.buildEngine();
    cells = configuration.getFeelEngine();
  }

  /**
   * Returns whether an input cell of a decision table takes a value.
   *
   * @throws IllegalArgumentException when the cell cannot be read
   */
  public boolean takes(String cell, @Nullable Object input) {
    try {
      return cells.evaluateSimpleUnaryTests(
          cell, INPUT, Variables.createVariables().putValue(INPUT, input).asVariableContext());
    } catch (FeelException | StackOverflowError e) {
      throw unreadable(cell, e);
    }
  }

  /**
   * Returns the value of an output cell of a decision table.
   *
   * @throws IllegalArgumentException when the cell cannot be read
   */
  public @Nullable Object value(String cell) {
    try {
      return cells.evaluateSimpleExpression(cell, Variables.createVariables().asVariableContext());
    } catch (FeelException | StackOverflowError e) {
      throw unreadable(cell, e);
    }
  }

  /**
   * Returns whether a condition of a form holds, such as {@code =merge != "no"}.
   *
   * @param values by name; null and what is not there are null to the condition
   * @throws IllegalArgumentException when the condition cannot be read
   */
  public boolean holds(String condition, Map<String, @Nullable Object> values) {
    var expression = condition.strip().replaceFirst("^=", "");
    try {
      return Boolean.TRUE.equals(
          cells.<@Nullable Object>evaluateSimpleExpression(
              expression, Variables.fromMap(values).asVariableContext()));
    } catch (FeelException | StackOverflowError e) {
      throw unreadable(condition, e);
    }
  }

  /** What every engine for decisions starts from, ours and that of the processes. */
  static DefaultDmnEngineConfiguration configuration() {
    var configuration =
        (DefaultDmnEngineConfiguration)
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
    configuration.setFeelEngineFactory(LiteralCells.factory());
    return configuration;
  }

  DmnEngine tables() {
    return tables;
  }

  private static IllegalArgumentException unreadable(String cell, Throwable cause) {
    return new IllegalArgumentException("'" + cell + "' cannot be read as FEEL", cause);
  }

  private static IllegalStateException refused(String language) {
    return new IllegalStateException("Decisions are written in FEEL, not in " + language);
  }
}
