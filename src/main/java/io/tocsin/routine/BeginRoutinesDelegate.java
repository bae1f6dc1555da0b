package io.tocsin.routine;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Begins what the calendars of the policies want by now; each once. */
@Component
class BeginRoutinesDelegate implements JavaDelegate {

  private final Rounds rounds;

  BeginRoutinesDelegate(Rounds rounds) {
    this.rounds = rounds;
  }

  @Override
  public void execute(DelegateExecution execution) {
    rounds.beginDue();
  }
}
