package io.tocsin.drill;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Writes the scorecard. */
@Component
class ScoreDrillDelegate implements JavaDelegate {

  private final Scorecards scorecards;

  ScoreDrillDelegate(Scorecards scorecards) {
    this.scorecards = scorecards;
  }

  @Override
  public void execute(DelegateExecution execution) {
    scorecards.write(Variables.incident(execution));
  }
}
