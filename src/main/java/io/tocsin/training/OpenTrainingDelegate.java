package io.tocsin.training;

import io.tocsin.engine.Variable;
import io.tocsin.engine.Variables;
import io.tocsin.incident.Actor;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Opens a training with what is asked for. */
@Component
class OpenTrainingDelegate implements JavaDelegate {

  /** Whoever filled the start form. */
  private static final Variable<String> INITIATOR = Variable.of("initiator", String.class);

  private final Trainings trainings;

  OpenTrainingDelegate(Trainings trainings) {
    this.trainings = trainings;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var by =
        Variables.TRAINING_BY
            .find(execution)
            .or(() -> INITIATOR.find(execution))
            .orElse(Actor.ENGINE.id());
    var training =
        trainings.open(
            Variables.TRAINING_PERSON.get(execution), Variables.TRAINING_FOR.get(execution), by);
    execution.setProcessBusinessKey(training.businessKey());
    Variables.TRAINING_ID.set(execution, training.id());
    Variables.TRAINEE.set(execution, training.person());
    Variables.TRAINEE_NAME.set(execution, trainings.name(training.person()));
    Variables.TRAINERS.set(execution, String.join(",", training.requirements().signedBy()));
    Variables.TRAINING_DUE_AT.set(execution, Date.from(training.dueAt()));
  }
}
