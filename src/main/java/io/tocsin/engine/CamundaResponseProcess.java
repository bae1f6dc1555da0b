package io.tocsin.engine;

import io.tocsin.engine.model.DeliverNotification;
import io.tocsin.engine.model.IncidentResponse;
import io.tocsin.engine.model.Messages;
import io.tocsin.engine.model.PublishUpdate;
import io.tocsin.engine.model.PushStatus;
import io.tocsin.engine.model.Recover;
import io.tocsin.engine.model.ReleaseWords;
import io.tocsin.engine.model.Review;
import io.tocsin.engine.model.Triage;
import io.tocsin.engine.model.WriteUpdate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Turns what happened into starts and message correlations. An absent receiver is no error. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class CamundaResponseProcess implements ResponseProcess {

  /** On a task: the group that it was handed to beside its own. */
  private final RuntimeService runtime;

  private final TaskService tasks;
  private final ManagementService management;
  private final ClockSignals clocks;
  private final Clock clock;

  CamundaResponseProcess(
      RuntimeService runtime,
      TaskService tasks,
      ManagementService management,
      ClockSignals clocks,
      Clock clock) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.management = management;
    this.clocks = clocks;
    this.clock = clock;
  }

  @Override
  public void declared(String number, List<String> audiences) {
    runtime.startProcessInstanceByKey(
        IncidentResponse.KEY,
        number,
        Map.of(Variables.TRIAGE_OUTCOME.name(), "open", "audiences", audiences));
  }

  @Override
  public void acknowledged(String number, String person) {
    clocks.changed(number);
    // In a claim the task already has its assignee in this transaction's cache.
    tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(Triage.Elements.TASK_TRIAGE)
        .unlimitedList()
        .stream()
        .filter(task -> task.getAssignee() == null)
        .forEach(task -> tasks.setAssignee(task.getId(), person));
  }

  @Override
  public void severityChanged(String number) {
    correlate(number, Messages.SEVERITY_CHANGED);
    clocksChanged(number);
  }

  @Override
  public void clocksChanged(String number) {
    clocks.changed(number);
  }

  @Override
  public void roleAssigned(String number, String group) {
    clocks.handedOver(number, group);
    if (TeamGroups.COMMANDER.equals(group)) {
      clocks.commanderChanged(number);
    } else {
      clocks.changed(number);
    }
  }

  @Override
  public void obligationsChanged(String number, String group) {
    clocks.obligationsChanged(number, group);
  }

  @Override
  public boolean reviewing(String number) {
    return runtime
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(number, Review.KEY)
            .count()
        > 0;
  }

  @Override
  public void reviewOwed(String number) {
    clocks.reviewOwed(number);
  }

  @Override
  public void meetingCalledOff(String number) {
    clocks.meetingCalledOff(number);
  }

  @Override
  public boolean closing(String number) {
    return isOpen(number, Review.Elements.TASK_CLOSE);
  }

  @Override
  public boolean updateWritten(String number, String audience) {
    return !runtime
        .createMessageCorrelation(Messages.UPDATE_WRITTEN)
        .processInstanceBusinessKey(number)
        .processInstanceVariableEquals(Variables.AUDIENCE.name(), audience)
        .correlateAllWithResult()
        .isEmpty();
  }

  @Override
  public void escalationRequested(String number) {
    correlate(number, Messages.ESCALATION_REQUESTED);
  }

  @Override
  public boolean resolveRequested(String number) {
    return correlate(number, Messages.RESOLVE_REQUESTED) > 0;
  }

  @Override
  public boolean dismissed(String number) {
    return heardOrEnded(number, Messages.INCIDENT_DISMISSED);
  }

  @Override
  public void abandoned(String number, String reason) {
    runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(number, IncidentResponse.KEY)
        .unlimitedList()
        .forEach(
            instance -> runtime.deleteProcessInstance(instance.getProcessInstanceId(), reason));
  }

  @Override
  public boolean merged(String number) {
    return heardOrEnded(number, Messages.INCIDENT_MERGED);
  }

  @Override
  public boolean reopened(String number) {
    return correlate(number, Messages.INCIDENT_REOPENED) > 0;
  }

  @Override
  public void ticketLinked(String number) {
    correlate(number, Messages.TICKET_LINKED);
  }

  @Override
  public void alertsResolved(String number) {
    // One question at a time, however often an alert comes and goes.
    if (!isOpen(number, Triage.Elements.TASK_DECIDE_DISMISSAL)) {
      correlate(number, Messages.ALERTS_RESOLVED);
    }
  }

  @Override
  public void alertFires(String number) {
    if (isOpen(number, Triage.Elements.TASK_DECIDE_DISMISSAL)) {
      correlate(number, Messages.ALERT_FIRED_AGAIN);
    }
  }

  @Override
  public boolean alertFiredAgain(String number) {
    // The watch is signed off, and ends as soon as a job comes to it.
    if (!isOpen(number, Recover.Elements.TASK_SIGN_OFF)) {
      return false;
    }
    return correlate(number, Messages.ALERT_FIRED_AGAIN) > 0
        || isOpen(number, Recover.Elements.TASK_DECIDE_REOPENING)
        || overtakes(number, Recover.Elements.TASK_CHECK_STABILITY)
        || overtakes(number, Recover.Elements.TASK_DECIDE_REOPENING);
  }

  /**
   * A check that waits for its job, or runs, hears no message, and neither does a decision not to
   * reopen that waits to be carried out. It is cut short: whatever was seen, there is a doubt. If
   * it ends meanwhile, whoever commits later has lost a race.
   */
  private boolean overtakes(String number, String activity) {
    var steps =
        runtime
            .createExecutionQuery()
            .processInstanceBusinessKey(number)
            .processDefinitionKey(Recover.KEY)
            .activityId(activity)
            .unlimitedList();
    steps.forEach(
        step ->
            runtime
                .createProcessInstanceModification(step.getProcessInstanceId())
                .cancelAllForActivity(activity)
                .startBeforeActivity(Recover.Elements.GATEWAY_DOUBT)
                .execute());
    return !steps.isEmpty();
  }

  @Override
  public void reopeningDue(String number, BinaryOperator<Instant> by) {
    tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(Recover.Elements.TASK_DECIDE_REOPENING)
        .unlimitedList()
        .forEach(
            task -> {
              var process = task.getProcessInstanceId();
              // Not that of the task, which people may change.
              if (runtime.getVariable(process, Variables.REOPEN_AT.name()) instanceof Date before) {
                var asked = task.getCreateTime().toInstant();
                reopen(process, Date.from(by.apply(asked, before.toInstant())));
              }
            });
    clocks.tasksChanged(number);
  }

  private void reopen(String instance, Date at) {
    runtime.setVariable(instance, Variables.REOPEN_AT.name(), at);
    management
        .createJobQuery()
        .processInstanceId(instance)
        .activityId(Recover.Elements.EVENT_UNDECIDED)
        .unlimitedList()
        .forEach(timer -> management.setJobDuedate(timer.getId(), at));
  }

  @Override
  public void deliver(@Nullable String number, String deliveryId) {
    runtime.startProcessInstanceByKey(
        DeliverNotification.KEY, number, Map.of(Variables.DELIVERY_ID.name(), deliveryId));
  }

  @Override
  public boolean updateHandedOver(
      String number, String audience, String group, @Nullable String person) {
    var handedOver = false;
    for (var task :
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey(WriteUpdate.Elements.TASK_WRITE_UPDATE)
            .processVariableValueEquals(Variables.AUDIENCE.name(), audience)
            .unlimitedList()) {
      // Not by the group: a restricted incident has none on its tasks.
      if (!group.equals(tasks.getVariableLocal(task.getId(), TaskLifecycle.HANDED_OVER))) {
        tasks.setVariableLocal(task.getId(), TaskLifecycle.HANDED_OVER, group);
        tasks.addCandidateGroup(task.getId(), group);
        if (person != null) {
          tasks.setAssignee(task.getId(), person);
        }
        handedOver = true;
      }
    }
    if (handedOver) {
      // Of a restricted incident only those who may read it get the task.
      clocks.tasksChanged(number);
    }
    return handedOver;
  }

  @Override
  public void wordsWritten(String number, String textId) {
    runtime.startProcessInstanceByKey(
        PublishUpdate.KEY, number, Map.of(Variables.PUBLIC_TEXT_ID.name(), textId));
  }

  @Override
  public void wordsWithdrawn(String number, String textId) {
    clocks.wordsWithdrawn(number, textId);
  }

  @Override
  public void wordsJudged(String number, String textId, String approver, boolean changed) {
    tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(ReleaseWords.Elements.TASK_RELEASE_WORDS)
        .processVariableValueEquals(Variables.PUBLIC_TEXT_ID.name(), textId)
        .unlimitedList()
        .stream()
        .map(Task::getId)
        .filter(task -> approver.equals(tasks.getVariable(task, Variables.APPROVER.name())))
        .forEach(
            task ->
                tasks.complete(
                    task, changed ? Map.of(Variables.WORDS_STATE.name(), "changed") : Map.of()));
  }

  @Override
  public void deliverNow(String number, List<String> deliveryIds) {
    for (var id : deliveryIds) {
      runtime
          .createProcessInstanceQuery()
          .processInstanceBusinessKey(number, DeliverNotification.KEY)
          .variableValueEquals(Variables.DELIVERY_ID.name(), id)
          .unlimitedList()
          .stream()
          .flatMap(
              instance ->
                  management
                      .createJobQuery()
                      .processInstanceId(instance.getId())
                      .timers()
                      .unlimitedList()
                      .stream())
          .forEach(timer -> management.setJobDuedate(timer.getId(), Date.from(clock.instant())));
    }
  }

  @Override
  public void pushStatus(String number, String postId) {
    runtime.startProcessInstanceByKey(
        PushStatus.KEY, number, Map.of(Variables.POST_ID.name(), postId));
  }

  @Override
  public boolean isPushed(String postId) {
    return runtime
            .createProcessInstanceQuery()
            .processDefinitionKey(PushStatus.KEY)
            .variableValueEquals(Variables.POST_ID.name(), postId)
            .count()
        > 0;
  }

  @Override
  public void readersChanged(String number) {
    clocks.tasksChanged(number);
  }

  @Override
  public void playbookChanged(String number) {
    clocks.playbookChanged(number);
  }

  @Override
  public void playbookFactsChanged(String number) {
    clocks.playbookFactsChanged(number);
  }

  @Override
  public void evidenceWanted(String number) {
    clocks.evidenceWanted(number);
  }

  @Override
  public void evidencePreserved(String number) {
    clocks.evidencePreserved(number);
  }

  @Override
  public void mitigationsChanged(String number) {
    clocks.mitigationsChanged(number);
  }

  @Override
  public void factsChanged(String number) {
    clocks.tasksChanged(number);
  }

  /** An operator may have ended the model; its record must not stay open for ever. */
  private boolean heardOrEnded(String number, String message) {
    return correlate(number, message) > 0
        || runtime
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(number, IncidentResponse.KEY)
                .count()
            == 0;
  }

  private boolean isOpen(String number, String task) {
    return tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey(task)
            .count()
        > 0;
  }

  private int correlate(String number, String message) {
    return runtime
        .createMessageCorrelation(message)
        .processInstanceBusinessKey(number)
        .correlateAllWithResult()
        .size();
  }
}
