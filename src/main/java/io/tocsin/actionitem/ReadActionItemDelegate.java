package io.tocsin.actionitem;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads whose an action item is, until when, and whether it is open. */
@Component
class ReadActionItemDelegate implements JavaDelegate {

  /** A task's name has a limit. */
  private static final int LONGEST = 120;

  private final ActionItems items;

  ReadActionItemDelegate(ActionItems items) {
    this.items = items;
  }

  @Override
  public void execute(DelegateExecution execution) {
    // Whoever changes it meanwhile waits, and finds the task.
    var item = items.hold(Variables.ACTION_ITEM_ID.get(execution));
    var title = items.titleOfTask(item);
    Variables.ACTION_ITEM_OPEN.set(execution, item.open());
    Variables.ACTION_ITEM_OWNER.set(execution, item.owner());
    Variables.ACTION_ITEM_DUE_AT.set(execution, Date.from(item.dueAt()));
    Variables.ACTION_ITEM_TITLE.set(
        execution, title.length() > LONGEST ? title.substring(0, LONGEST - 1) + "…" : title);
  }
}
