package io.tocsin.actionitem;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads when something is to be told of an action item next, if it is open. */
@Component
class PlanReminderDelegate implements JavaDelegate {

  private final ActionItems items;
  private final Reminders reminders;

  PlanReminderDelegate(ActionItems items, Reminders reminders) {
    this.items = items;
    this.reminders = reminders;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var item = items.get(Variables.ACTION_ITEM_ID.get(execution));
    Variables.ACTION_ITEM_OPEN.set(execution, item.open());
    Variables.ACTION_ITEM_TELL_AT.set(execution, Date.from(reminders.nextAt(item)));
  }
}
