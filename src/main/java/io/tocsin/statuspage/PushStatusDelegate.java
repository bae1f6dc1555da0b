package io.tocsin.statuspage;

import io.tocsin.engine.Variables;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells a provider's page what the public was told, or says when to ask it again. */
@Component
class PushStatusDelegate implements JavaDelegate {

  private final StatuspagePush push;

  PushStatusDelegate(StatuspagePush push) {
    this.push = push;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var again = push.push(UUID.fromString(Variables.POST_ID.get(execution)));
    Variables.POST_TAKEN.set(execution, again.isEmpty());
    again.ifPresent(at -> Variables.PUSH_AGAIN_AT.set(execution, Date.from(at)));
  }
}
