package io.tocsin.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.test.context.TestComponent;

/** Plays the response to one incident: people's answers, the engine's jobs and the clock. */
@TestComponent
public class Response {

  private static final int TOO_MANY_JOBS = 200;

  private final IncidentCommands commands;
  private final Incidents incidents;
  private final Timeline timeline;
  private final RuntimeService runtime;
  private final TaskService tasks;
  private final FormService forms;
  private final ManagementService management;
  private final HistoryService history;
  private final IdentityService identity;

  Response(
      IncidentCommands commands,
      Incidents incidents,
      Timeline timeline,
      RuntimeService runtime,
      TaskService tasks,
      FormService forms,
      ManagementService management,
      HistoryService history,
      IdentityService identity) {
    this.commands = commands;
    this.incidents = incidents;
    this.timeline = timeline;
    this.runtime = runtime;
    this.tasks = tasks;
    this.forms = forms;
    this.management = management;
    this.history = history;
    this.identity = identity;
  }

  /** Declares an incident of the service {@code checkout}. */
  public String declare(String severity) {
    return declare(severity, List.of("checkout"), false);
  }

  public String declare(String severity, List<String> services, boolean security) {
    return commands
        .declare(
            new Declaration(
                "Checkout answers with errors", "Half of the calls fail", services, null, severity,
                null, "monitoring", null, null, null, null, security, false, List.of()),
            Actor.api("commander"))
        .number();
  }

  public IncidentView incident(String number) {
    return incidents.get(number);
  }

  public List<String> timeline(String number) {
    return timeline.of(number, 0).stream().map(entry -> entry.kind() + ": " + entry.text()).toList();
  }

  /** Sets the engine's clock. */
  public void at(Instant time) {
    ClockUtil.setCurrentTime(Date.from(time));
  }

  /** Returns the open task of a kind. */
  public Task task(String number, String key) {
    var found =
        tasks.createTaskQuery().processInstanceBusinessKey(number).taskDefinitionKey(key).list();
    assertThat(found).as("open tasks %s of %s, all open: %s", key, number, open(number)).hasSize(1);
    return found.get(0);
  }

  /** Returns the keys of all open tasks. */
  public List<String> open(String number) {
    return tasks.createTaskQuery().processInstanceBusinessKey(number).list().stream()
        .map(Task::getTaskDefinitionKey)
        .sorted()
        .toList();
  }

  /** Takes a task, fills its form and completes it; then runs what follows at once. */
  public void complete(String number, String key, String user, Map<String, Object> answers) {
    submit(number, key, user, answers);
    runJobs(number);
  }

  /** Takes a task, fills its form and completes it. */
  public void submit(String number, String key, String user, Map<String, Object> answers) {
    var task = task(number, key);
    identity.setAuthenticatedUserId(user);
    try {
      if (task.getAssignee() == null) {
        tasks.claim(task.getId(), user);
      }
      forms.submitTaskForm(task.getId(), answers);
    } finally {
      identity.clearAuthentication();
    }
  }

  /** Takes a task without completing it. */
  public void claim(String number, String key, String user) {
    identity.setAuthenticatedUserId(user);
    try {
      tasks.claim(task(number, key).getId(), user);
    } finally {
      identity.clearAuthentication();
    }
  }

  /** Runs all jobs that wait for nothing, and those that follow from them. */
  public void runJobs(String number) {
    for (int i = 0; i < TOO_MANY_JOBS; i++) {
      var job = jobs(number).stream().filter(j -> !isTimer(j) && j.getRetries() > 0).findFirst();
      if (job.isEmpty()) {
        return;
      }
      management.executeJob(job.get().getId());
    }
    throw new AssertionError("The jobs of " + number + " do not come to rest");
  }

  /** Returns when a timer is due. */
  public Instant due(String number, String process, String activity) {
    return timer(number, process, activity).getDuedate().toInstant();
  }

  /** Sets the clock to a timer's due time and fires it; then runs what follows. */
  public void fire(String number, String process, String activity) {
    var timer = timer(number, process, activity);
    if (timer.getDuedate().after(ClockUtil.getCurrentTime())) {
      ClockUtil.setCurrentTime(timer.getDuedate());
    }
    management.executeJob(timer.getId());
    runJobs(number);
  }

  public List<Job> jobs(String number) {
    return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).list().stream()
        .flatMap(
            instance ->
                management.createJobQuery().processInstanceId(instance.getId()).list().stream())
        .toList();
  }

  /** Returns whether a timer of an activity waits. */
  public boolean waits(String number, String process, String activity) {
    return !timers(number, process, activity).isEmpty();
  }

  /** Returns the ids of the end events that the newest instance of a process has reached. */
  public List<String> ends(String number, String process) {
    return history
        .createHistoricProcessInstanceQuery()
        .processInstanceBusinessKey(number)
        .processDefinitionKey(process)
        .orderByProcessInstanceStartTime()
        .desc()
        .list()
        .stream()
        .limit(1)
        .flatMap(
            instance ->
                history
                    .createHistoricActivityInstanceQuery()
                    .processInstanceId(instance.getId())
                    .list()
                    .stream())
        .filter(activity -> activity.getActivityType().toLowerCase(java.util.Locale.ROOT).endsWith("endevent"))
        .map(activity -> activity.getActivityId())
        .toList();
  }

  /** Returns how often an activity was entered, over all instances of an incident. */
  public long passed(String number, String activity) {
    return history
        .createHistoricProcessInstanceQuery()
        .processInstanceBusinessKey(number)
        .list()
        .stream()
        .mapToLong(
            instance ->
                history
                    .createHistoricActivityInstanceQuery()
                    .processInstanceId(instance.getId())
                    .activityId(activity)
                    .count())
        .sum();
  }

  private Job timer(String number, String process, String activity) {
    var found = timers(number, process, activity);
    assertThat(found).as("timers %s/%s of %s", process, activity, number).isNotEmpty();
    return found.get(0);
  }

  private List<Job> timers(String number, String process, String activity) {
    return jobs(number).stream()
        .filter(this::isTimer)
        .filter(job -> job.getProcessDefinitionKey().equals(process))
        .filter(
            job ->
                management
                    .createJobDefinitionQuery()
                    .jobDefinitionId(job.getJobDefinitionId())
                    .activityIdIn(activity)
                    .count()
                    == 1)
        .toList();
  }

  private boolean isTimer(Job job) {
    return management.createJobQuery().jobId(job.getId()).timers().count() == 1;
  }
}
