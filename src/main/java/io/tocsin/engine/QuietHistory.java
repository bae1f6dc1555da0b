package io.tocsin.engine;

import io.tocsin.engine.model.DeliverNotification;
import io.tocsin.engine.model.Heartbeat;
import io.tocsin.engine.model.Monitor;
import io.tocsin.engine.model.PlayScript;
import io.tocsin.engine.model.RoutineCalendar;
import java.util.Set;
import org.camunda.bpm.engine.impl.history.HistoryLevelFull;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.jspecify.annotations.Nullable;

/**
 * Full history, but of processes that go round and round, some of them several times a minute, and
 * of deliveries, of which an incident has dozens: their steps would fill the tables and tell nobody
 * anything. What they find or do has a record of its own, and a failed job is visible as ever.
 *
 * <p>Of no process is each change of each variable kept, nor what a form showed: what a variable of
 * the process was last, and what people answered in forms, is.
 */
class QuietHistory extends HistoryLevelFull {

  private static final Set<String> QUIET =
      Set.of(
          DeliverNotification.KEY, Heartbeat.KEY, Monitor.KEY, PlayScript.KEY, RoutineCalendar.KEY);

  @Override
  public boolean isHistoryEventProduced(HistoryEventType type, @Nullable Object entity) {
    if (type.equals(HistoryEventTypes.VARIABLE_INSTANCE_UPDATE_DETAIL) || ofTask(entity)) {
      return false;
    }
    var process = process(entity);
    return process == null || !QUIET.contains(process);
  }

  private static boolean ofTask(@Nullable Object entity) {
    return entity instanceof VariableInstanceEntity variable && variable.getTaskId() != null;
  }

  private static @Nullable String process(@Nullable Object entity) {
    if (entity instanceof ExecutionEntity execution) {
      return execution.getProcessDefinition().getKey();
    }
    if (entity instanceof VariableInstanceEntity variable && variable.getExecution() != null) {
      return variable.getExecution().getProcessDefinition().getKey();
    }
    return entity instanceof JobEntity job ? job.getProcessDefinitionKey() : null;
  }
}
