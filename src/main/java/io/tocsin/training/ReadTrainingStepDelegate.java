package io.tocsin.training;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads whether anything is left of a step, and until when there is a pause. */
@Component
class ReadTrainingStepDelegate implements JavaDelegate {

  private final Trainings trainings;

  ReadTrainingStepDelegate(Trainings trainings) {
    this.trainings = trainings;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var left =
        trainings.left(
            Variables.TRAINING_ID.get(execution), Variables.TRAINING_STEP.get(execution));
    Variables.TRAINING_STEP_OPEN.set(execution, left.open());
    Variables.QUIZ_PAUSE.set(execution, left.opensAt() != null);
    if (left.opensAt() != null) {
      Variables.QUIZ_OPENS_AT.set(execution, Date.from(left.opensAt()));
    }
  }
}
