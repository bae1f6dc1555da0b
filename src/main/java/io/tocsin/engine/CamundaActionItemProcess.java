package io.tocsin.engine;

import io.tocsin.engine.model.ActionItem;
import io.tocsin.engine.model.Messages;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Its business key is not the number alone: an item outlives its incident. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class CamundaActionItemProcess implements ActionItemProcess {

  private final RuntimeService runtime;

  CamundaActionItemProcess(RuntimeService runtime) {
    this.runtime = runtime;
  }

  @Override
  public void agreed(@Nullable String incident, long item) {
    runtime.startProcessInstanceByKey(
        ActionItem.KEY, key(incident, item), Map.of(Variables.ACTION_ITEM_ID.name(), item));
  }

  @Override
  public void changed(@Nullable String incident, long item) {
    runtime
        .createMessageCorrelation(Messages.ACTION_ITEM_CHANGED)
        .processInstanceBusinessKey(key(incident, item))
        .correlateAllWithResult();
  }

  private static String key(@Nullable String incident, long item) {
    return incident == null
        ? BusinessKey.apart("item", item)
        : BusinessKey.outliving(incident, item);
  }
}
