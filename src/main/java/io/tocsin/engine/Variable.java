package io.tocsin.engine;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.VariableScope;

/**
 * A process variable: its name and its type, declared once, together.
 *
 * @param name as models spell it
 * @param type of its values
 */
public record Variable<T>(String name, Class<T> type) {

  /** Declares a variable. */
  public static <T> Variable<T> of(String name, Class<T> type) {
    return new Variable<>(name, type);
  }

  /**
   * Reads the value.
   *
   * @throws IllegalStateException when it is absent or of another type, naming the variable
   */
  public T get(VariableScope scope) {
    return find(scope)
        .orElseThrow(() -> new UnfitVariable("The process variable '" + name + "' is not set"));
  }

  /** Reads the value if there is one. */
  public Optional<T> find(VariableScope scope) {
    var value = scope.getVariable(name);
    if (value != null && !type.isInstance(value)) {
      throw new UnfitVariable(
          "The process variable '%s' holds a %s, not a %s"
              .formatted(name, value.getClass().getSimpleName(), type.getSimpleName()));
    }
    return Optional.ofNullable(type.cast(value));
  }

  /** Sets the value where the variable is known, otherwise on the process instance. */
  public void set(VariableScope scope, T value) {
    scope.setVariable(name, value);
  }

  /** Takes the value away, if there is one. */
  public void remove(VariableScope scope) {
    scope.removeVariable(name);
  }
}
