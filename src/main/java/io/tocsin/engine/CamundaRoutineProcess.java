package io.tocsin.engine;

import io.tocsin.engine.model.Messages;
import io.tocsin.engine.model.Routine;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(propagation = Propagation.MANDATORY)
class CamundaRoutineProcess implements RoutineProcess {

  private final RuntimeService runtime;

  CamundaRoutineProcess(RuntimeService runtime) {
    this.runtime = runtime;
  }

  @Override
  public void begun(long round) {
    runtime.startProcessInstanceByKey(
        Routine.KEY, key(round), Map.of(Variables.ROUTINE_ID.name(), round));
  }

  @Override
  public void settled(long round) {
    runtime
        .createMessageCorrelation(Messages.ROUTINE_CHANGED)
        .processInstanceBusinessKey(key(round))
        .correlateAllWithResult();
  }

  private static String key(long round) {
    return BusinessKey.apart("routine", round);
  }
}
