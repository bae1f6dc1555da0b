package io.tocsin.drill;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Plays the step of the script that is due. */
@Component
class PlayStepDelegate implements JavaDelegate {

  private final Drills drills;

  PlayStepDelegate(Drills drills) {
    this.drills = drills;
  }

  @Override
  public void execute(DelegateExecution execution) {
    drills.play(Variables.incident(execution));
  }
}
