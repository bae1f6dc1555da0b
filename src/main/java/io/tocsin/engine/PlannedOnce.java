package io.tocsin.engine;

import java.sql.SQLException;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandlerConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.ProcessEventJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerCatchIntermediateEventJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerExecuteNestedActivityJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerStartEventJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerStartEventSubprocessJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerTaskListenerJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;

/**
 * Runs a job with statements that PostgreSQL plans once a connection. By itself it may plan each of
 * them anew each time, for as long as the connection lives: it compares plans by what they seemed
 * to cost when the tables of the engine, which empty and fill, were nearly empty (ADR 0039).
 */
class PlannedOnce<T extends JobHandlerConfiguration> implements JobHandler<T> {

  /** The steps of models, which ask by ids. The clean-up of history asks by time. */
  private static final Set<String> STEPS =
      Set.of(
          AsyncContinuationJobHandler.TYPE,
          ProcessEventJobHandler.TYPE,
          TimerCatchIntermediateEventJobHandler.TYPE,
          TimerExecuteNestedActivityJobHandler.TYPE,
          TimerStartEventJobHandler.TYPE,
          TimerStartEventSubprocessJobHandler.TYPE,
          TimerTaskListenerJobHandler.TYPE);

  private final JobHandler<T> step;

  PlannedOnce(JobHandler<T> step) {
    this.step = step;
  }

  /** Has the engine run the steps of models so. */
  static void run(ProcessEngineConfigurationImpl engine) {
    engine.getJobHandlers().replaceAll((type, job) -> STEPS.contains(type) ? once(job) : job);
  }

  /** The engine's own map does not know of what type they are. */
  @SuppressWarnings("unchecked")
  private static JobHandler<JobHandlerConfiguration> once(JobHandler<?> job) {
    return new PlannedOnce<>((JobHandler<JobHandlerConfiguration>) job);
  }

  @Override
  public void execute(
      T configuration, ExecutionEntity execution, CommandContext context, String tenant) {
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
    step.execute(configuration, execution, context, tenant);
  }

  @Override
  public String getType() {
    return step.getType();
  }

  @Override
  public T newConfiguration(String text) {
    return step.newConfiguration(text);
  }

  @Override
  public void onDelete(T configuration, JobEntity job) {
    step.onDelete(configuration, job);
  }
}
