package io.tocsin.training;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Records that the trainee is qualified from now on. */
@Component
class RecordQualificationDelegate implements JavaDelegate {

  private final Trainings trainings;

  RecordQualificationDelegate(Trainings trainings) {
    this.trainings = trainings;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var unused = trainings.qualify(Variables.TRAINING_ID.get(execution));
  }
}
