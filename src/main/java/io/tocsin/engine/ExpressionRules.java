package io.tocsin.engine;

import java.util.Set;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;

/**
 * What expressions of models may not use. Asked when a model is deployed, by what is written there,
 * and when an expression is evaluated, by what it has come to.
 */
final class ExpressionRules {

  static final String REFLECTION = "Expressions of models may not use reflection";
  static final String DELEGATE = "Expressions of models may not use a delegate";

  private static final String ENGINE = "org.camunda.bpm.";

  private static final Set<String> REFLECTIVE = Set.of("class", "getClass");

  /** What an expression may ask of the engine's own objects: an execution, a task. */
  private static final Set<String> HARMLESS =
      Set.of(
          "id",
          "businessKey",
          "processBusinessKey",
          "processInstanceId",
          "activityInstanceId",
          "currentActivityId",
          "currentActivityName",
          "name",
          "assignee",
          "taskDefinitionKey",
          "variables",
          "getVariable",
          "getVariableLocal",
          "hasVariable",
          "hasVariableLocal");

  private ExpressionRules() {}

  /**
   * Returns why a property or method of whatever a name has come to may not be used; null when it
   * may be.
   */
  static @Nullable String refusal(Object base, @Nullable Object name) {
    if (base instanceof Class<?>
        || base instanceof ClassLoader
        || base.getClass().getPackageName().startsWith("java.lang.reflect")) {
      return REFLECTION;
    }
    if (base instanceof JavaDelegate) {
      return DELEGATE;
    }
    return refusal(base.getClass().getName().startsWith(ENGINE), name);
  }

  /**
   * The same by the name alone.
   *
   * @param engine whether it is asked of an object of the engine
   * @param name null when it is known only when an incident comes there
   */
  static @Nullable String refusal(boolean engine, @Nullable Object name) {
    if (name instanceof String word && REFLECTIVE.contains(word)) {
      return REFLECTION;
    }
    if (!engine || name instanceof String word && HARMLESS.contains(word)) {
      return null;
    }
    return name == null
        ? "Expressions of models may use what the engine has by its name only"
        : "Expressions of models may not use '" + name + "' of the engine";
  }
}
