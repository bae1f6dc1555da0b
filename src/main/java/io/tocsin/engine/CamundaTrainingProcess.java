package io.tocsin.engine;

import io.tocsin.engine.model.Messages;
import io.tocsin.engine.model.OnCallTraining;
import io.tocsin.engine.model.Qualification;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(propagation = Propagation.MANDATORY)
class CamundaTrainingProcess implements TrainingProcess {

  private final RuntimeService runtime;

  CamundaTrainingProcess(RuntimeService runtime) {
    this.runtime = runtime;
  }

  @Override
  public long start(String person, String purpose, String by) {
    var instance =
        runtime.startProcessInstanceByKey(
            OnCallTraining.KEY,
            (String) null,
            Map.of(
                Variables.TRAINING_PERSON.name(),
                person,
                Variables.TRAINING_FOR.name(),
                purpose,
                Variables.TRAINING_BY.name(),
                by));
    return (Long)
        runtime.getVariable(instance.getProcessInstanceId(), Variables.TRAINING_ID.name());
  }

  @Override
  public void withdrawn(long training) {
    runtime
        .createMessageCorrelation(Messages.TRAINING_WITHDRAWN)
        .processInstanceVariableEquals(Variables.TRAINING_ID.name(), training)
        .correlateAllWithResult();
  }

  @Override
  public void qualified(long qualification) {
    runtime.startProcessInstanceByKey(
        Qualification.KEY, Map.of(Variables.QUALIFICATION_ID.name(), qualification));
  }
}
