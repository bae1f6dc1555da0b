package io.tocsin.engine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Java side of one user task's form. Found by the id of its task, else by the form that the
 * model names. A user task without one works too: its answers are noted on the timeline and its
 * fields stay process variables.
 */
public interface TaskForm {

  /**
   * Returns the id of a form that this stands for in every task without a {@link TaskForm} of its
   * own; empty when it stands for one task only.
   */
  default Optional<String> form() {
    return Optional.empty();
  }

  /** Returns the id of the user task in its model, for example {@code Task_triage}. */
  String task();

  /** Returns the keys of the form's fields; they live and end with the task. */
  Set<String> fields();

  /** Returns what the form shows already filled in, and the choices of its lists. */
  default Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of();
  }

  /** Returns whether what it shows changes while the task is open, and is to be read afresh. */
  default boolean changes() {
    return false;
  }

  /** Returns who may not answer it, whatever they hold: the task is not given to them. */
  default Set<String> barred(TaskContext task) {
    return Set.of();
  }

  /** A person took the task. */
  default void claimed(TaskContext task) {}

  /**
   * Records the answers, in the transaction that completes the task.
   *
   * @return the process variables that the model routes on
   * @throws io.tocsin.problem.InvalidInputException when an answer cannot be taken; the task stays
   *     open
   */
  Map<String, Object> submit(TaskContext task, Answers answers);
}
