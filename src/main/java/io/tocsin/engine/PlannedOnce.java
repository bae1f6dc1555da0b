package io.tocsin.engine;

import java.sql.SQLException;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerCatchIntermediateEventJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerEventJobHandler.TimerJobConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.TimerExecuteNestedActivityJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * Runs steps of models with statements that PostgreSQL plans once a connection. By itself it may
 * plan each of them anew each time, for as long as the connection lives: it compares plans by what
 * they seemed to cost when the tables of the engine, which empty and fill, were nearly empty (ADR
 * 0039). Handlers of their own classes: the engine looks at these when a timer repeats.
 */
final class PlannedOnce {

  private PlannedOnce() {}

  /** Has the engine run the steps that are frequent so. */
  static void run(ProcessEngineConfigurationImpl engine) {
    for (JobHandler<?> steps :
        List.of(new Continuations(), new CaughtTimers(), new BoundaryTimers())) {
      engine.getJobHandlers().put(steps.getType(), steps);
    }
  }

  private static void plan(CommandContext context) {
    try (var setting =
        context
            .getDbSqlSession()
            .getSqlSession()
            .getConnection()
            .prepareStatement("set local plan_cache_mode = force_generic_plan")) {
      setting.execute();
    } catch (SQLException e) {
      throw new ProcessEngineException("The database refuses a setting of the transaction", e);
    }
  }

  static class Continuations extends AsyncContinuationJobHandler {

    @Override
    public void execute(
        AsyncContinuationConfiguration configuration,
        ExecutionEntity execution,
        CommandContext context,
        String tenant) {
      plan(context);
      super.execute(configuration, execution, context, tenant);
    }
  }

  static class CaughtTimers extends TimerCatchIntermediateEventJobHandler {

    @Override
    public void execute(
        TimerJobConfiguration configuration,
        ExecutionEntity execution,
        CommandContext context,
        String tenant) {
      plan(context);
      super.execute(configuration, execution, context, tenant);
    }
  }

  static class BoundaryTimers extends TimerExecuteNestedActivityJobHandler {

    @Override
    public void execute(
        TimerJobConfiguration configuration,
        ExecutionEntity execution,
        CommandContext context,
        String tenant) {
      plan(context);
      super.execute(configuration, execution, context, tenant);
    }
  }
}
