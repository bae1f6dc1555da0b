package io.tocsin.remediation;

import io.tocsin.problem.ConflictException;

/** An earlier run keeps the service: nobody knows whether it took effect. */
class UnclearException extends ConflictException {

  private final transient ActionRun before;

  UnclearException(ActionRun before, String title) {
    super(
        "Nobody knows yet whether an earlier action on '%s' took effect: %s, begun at %s. A person is asked; try again when that is answered"
            .formatted(before.service(), title, before.startedAt()));
    this.before = before;
  }

  /** Returns the run that has to be judged first. */
  ActionRun before() {
    return before;
  }
}
