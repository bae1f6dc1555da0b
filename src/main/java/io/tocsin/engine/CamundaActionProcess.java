package io.tocsin.engine;

import io.tocsin.engine.model.Messages;
import io.tocsin.engine.model.SettleAction;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(propagation = Propagation.MANDATORY)
class CamundaActionProcess implements ActionProcess {

  private final RuntimeService runtime;
  private final TaskService tasks;

  CamundaActionProcess(RuntimeService runtime, TaskService tasks) {
    this.runtime = runtime;
    this.tasks = tasks;
  }

  @Override
  public void watch(String number, String key, Instant until) {
    runtime.startProcessInstanceByKey(
        SettleAction.KEY,
        number,
        Map.of(
            Variables.ACTION_RUN.name(), key, Variables.ACTION_LIMIT_AT.name(), Date.from(until)));
  }

  @Override
  public void ended(String key) {
    runtime
        .createMessageCorrelation(Messages.ACTION_ENDED)
        .processInstanceVariableEquals(Variables.ACTION_RUN.name(), key)
        .correlateAllWithResult();
  }

  @Override
  public boolean watched(String key) {
    return runtime
            .createProcessInstanceQuery()
            .processDefinitionKey(SettleAction.KEY)
            .variableValueEquals(Variables.ACTION_RUN.name(), key)
            .count()
        > 0;
  }

  @Override
  public boolean asked(String key) {
    return watched(key)
        || tasks
                .createTaskQuery()
                .taskDefinitionKey(SettleAction.Elements.TASK_JUDGE_OUTCOME)
                .processVariableValueEquals(Variables.ACTION_RUN.name(), key)
                .count()
            > 0;
  }
}
