package io.tocsin.incident;

import java.util.ArrayList;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lists the roles with a standing task. */
@Component
class ListDesksDelegate implements JavaDelegate {

  @Override
  public void execute(DelegateExecution execution) {
    execution.setVariable("desks", new ArrayList<>(Desks.ROLES.stream().map(Role::key).toList()));
  }
}
