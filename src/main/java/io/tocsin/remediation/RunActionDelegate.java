package io.tocsin.remediation;

import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Errors;
import io.tocsin.engine.model.ExecuteAction.Elements;
import io.tocsin.engine.model.Mitigation;
import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.remediation.ActionRun.State;
import java.time.Clock;
import java.util.Date;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Runs what was asked for, once, or hands it to a worker, or finds the service kept, busy or done.
 */
@Component
class RunActionDelegate implements JavaDelegate {

  private final ActionRequests requests;
  private final ActionRunner runner;
  private final OlderMitigation older;
  private final ActionProperties properties;
  private final Clock clock;

  RunActionDelegate(
      ActionRequests requests,
      ActionRunner runner,
      OlderMitigation older,
      ActionProperties properties,
      Clock clock) {
    this.requests = requests;
    this.runner = runner;
    this.older = older;
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    if (execution.getProcessDefinitionId().startsWith(Mitigation.KEY + ":")) {
      runOlder(execution);
      return;
    }
    var order =
        requests.order(Variables.incident(execution), Variables.ACTION_REQUEST.get(execution));
    try {
      ended(execution, runner.run(order));
    } catch (UnclearException e) {
      ended(execution, e.before());
    } catch (OvertakenException e) {
      runner.overtaken(order);
      ended(execution, false, true, "declined");
    } catch (BusyException e) {
      waits(execution, order, e);
      return;
    }
    if (Variables.BY_WORKER.get(execution)) {
      var work = requests.work(order).orElseThrow();
      Variables.WORKER_TOPIC.set(execution, work.topic());
      Variables.WORKER_LIMIT_AT.set(execution, Date.from(clock.instant().plus(work.limit())));
      work.variables().forEach(execution::setVariable);
    }
  }

  /** Waits in the model, where people see it. One without that step is tried again as a job. */
  private void waits(DelegateExecution execution, Order order, BusyException busy) {
    if (execution.getBpmnModelInstance().getModelElementById(Elements.GATEWAY_SERVICE_FREE)
        == null) {
      throw busy;
    }
    if (Variables.SERVICE_FREE.find(execution).orElse(true)) {
      runner.waits(order);
    }
    Variables.SERVICE_FREE.set(execution, false);
    Variables.TRY_AGAIN_AT.set(
        execution, Date.from(clock.instant().plus(properties.tryAgainAfter())));
  }

  /** A run of another order says that the service is kept: what became of it is asked first. */
  private static void ended(DelegateExecution execution, ActionRun run) {
    Variables.ACTION_RUN.set(execution, run.key());
    ended(
        execution,
        run.state() == State.STARTED,
        run.state() == State.SUCCEEDED || run.state() == State.FAILED,
        run.state().word());
  }

  private static void ended(
      DelegateExecution execution, boolean byWorker, boolean known, String outcome) {
    Variables.SERVICE_FREE.set(execution, true);
    Variables.BY_WORKER.set(execution, byWorker);
    Variables.OUTCOME_KNOWN.set(execution, known);
    Variables.ACTION_OUTCOME.set(execution, outcome);
  }

  private void runOlder(DelegateExecution execution) {
    if (!older.run(
        Variables.incident(execution),
        Variables.MITIGATION_ROUND.get(execution),
        Variables.MITIGATION.get(execution),
        Variables.ACTION_REQUEST.find(execution))) {
      throw new BpmnError(Errors.ACTION_FAILED);
    }
  }
}
