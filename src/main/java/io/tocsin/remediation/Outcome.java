package io.tocsin.remediation;

import io.tocsin.remediation.ActionRun.State;

/**
 * How an action ended.
 *
 * @param state started while a worker has it; unknown when it may or may not have taken effect
 * @param output what it said, without secrets
 */
record Outcome(State state, String output) {

  Outcome(boolean succeeded, String output) {
    this(succeeded ? State.SUCCEEDED : State.FAILED, output);
  }

  static Outcome failed(String output) {
    return new Outcome(State.FAILED, output);
  }

  static Outcome unknown(String output) {
    return new Outcome(State.UNKNOWN, output);
  }
}
