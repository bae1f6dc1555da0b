package io.tocsin.actionitem;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reminds the owner of an action item, or tells others that it is late. */
@Component
class RemindOfActionItemDelegate implements JavaDelegate {

  private final ActionItems items;
  private final Reminders reminders;

  RemindOfActionItemDelegate(ActionItems items, Reminders reminders) {
    this.items = items;
    this.reminders = reminders;
  }

  @Override
  public void execute(DelegateExecution execution) {
    reminders.tell(items.get(Variables.ACTION_ITEM_ID.get(execution)));
  }
}
