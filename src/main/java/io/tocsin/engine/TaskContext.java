package io.tocsin.engine;

import java.util.Optional;
import org.camunda.bpm.engine.delegate.VariableScope;

/** The task that a form belongs to. */
public final class TaskContext {

  private final String incident;
  private final String process;
  private final String actor;
  private final VariableScope scope;

  TaskContext(String incident, String process, String actor, VariableScope scope) {
    this.incident = incident;
    this.process = process;
    this.actor = actor;
    this.scope = scope;
  }

  /** Returns the number of the incident; empty when the task belongs to none. */
  public String incident() {
    return incident;
  }

  /** Returns the id of the process that the task belongs to. */
  public String process() {
    return process;
  }

  /** Returns the id of the person acting, or {@code tocsin} for the engine itself. */
  public String actor() {
    return actor;
  }

  /** Reads a process variable that the task can see. */
  public <T> Optional<T> find(Variable<T> variable) {
    return variable.find(scope);
  }

  /** Reads a process variable that the model has set before this task. */
  public <T> T get(Variable<T> variable) {
    return variable.get(scope);
  }
}
