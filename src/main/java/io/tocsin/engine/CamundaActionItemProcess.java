package io.tocsin.engine;

import io.tocsin.engine.model.ActionItem;
import io.tocsin.engine.model.Messages;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Its business key is not the number alone: an item outlives its incident. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class CamundaActionItemProcess implements ActionItemProcess {

  private final RuntimeService runtime;
  private final JdbcClient jdbc;

  CamundaActionItemProcess(RuntimeService runtime, JdbcClient jdbc) {
    this.runtime = runtime;
    this.jdbc = jdbc;
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

  /** By a plain statement: the engine has no call that names a task which has ended. */
  @Override
  public void titleHidden(String incident, long item) {
    jdbc.sql(
            """
            update act_hi_taskinst task
              set name_ = :incident || ' · ' || step.act_name_ || ' (' || :item || ')'
              from act_hi_actinst step, act_hi_procinst process
              where step.id_ = task.act_inst_id_ and process.id_ = task.proc_inst_id_
                and process.business_key_ = :key and task.end_time_ is not null""")
        .param("incident", incident)
        .param("item", Long.toString(item))
        .param("key", key(incident, item))
        .update();
  }

  private static String key(@Nullable String incident, long item) {
    return incident == null
        ? BusinessKey.apart("item", item)
        : BusinessKey.outliving(incident, item);
  }
}
