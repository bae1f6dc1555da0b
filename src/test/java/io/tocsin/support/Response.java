package io.tocsin.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.model.FollowPlaybook;
import io.tocsin.engine.model.Playbooks;
import io.tocsin.engine.model.RoleDesk;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.JobQuery;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.camunda.spin.json.SpinJsonNode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;

/** Plays the response to one incident: people's answers, the engine's jobs and the clock. */
@TestComponent
public class Response {

  private static final int TOO_MANY_JOBS = 1_000;
  private static final int TOO_MANY_TIMERS = 500;
  private static final String OWED = "Task_doWhatIsOwed";

  /** The standing tasks of the roles. */
  private static final Set<String> DESKS =
      Set.of(
          RoleDesk.Elements.TASK_COMMAND,
          RoleDesk.Elements.TASK_CALL_FOR_HELP,
          RoleDesk.Elements.TASK_KEEP_LOG,
          RoleDesk.Elements.TASK_RECORD_OBSERVATIONS,
          RoleDesk.Elements.TASK_RECORD_CUSTOMER_REPORTS);

  /** The work never waits for a playbook. */
  private static final Set<String> ABOUT_PLAYBOOKS =
      Set.of(
          Playbooks.Elements.TASK_CHOOSE_PLAYBOOK,
          Playbooks.Elements.TASK_TAKE_UP_PLAYBOOK,
          FollowPlaybook.Elements.TASK_CHANGE_PLAYBOOK);

  private final IncidentCommands commands;
  private final Incidents incidents;
  private final Timeline timeline;
  private final RuntimeService runtime;
  private final TaskService tasks;
  private final FormService forms;
  private final ManagementService management;
  private final HistoryService history;
  private final IdentityService identity;
  private final ResponseProcess process;
  private final Atomic atomic;

  Response(
      IncidentCommands commands,
      Incidents incidents,
      Timeline timeline,
      RuntimeService runtime,
      TaskService tasks,
      FormService forms,
      ManagementService management,
      HistoryService history,
      IdentityService identity,
      ResponseProcess process,
      Atomic atomic) {
    this.commands = commands;
    this.incidents = incidents;
    this.timeline = timeline;
    this.runtime = runtime;
    this.tasks = tasks;
    this.forms = forms;
    this.management = management;
    this.history = history;
    this.identity = identity;
    this.process = process;
    this.atomic = atomic;
  }

  /** Declares an incident of the service {@code checkout}. */
  public String declare(String severity) {
    return declare(severity, List.of("checkout"), false);
  }

  public String declare(String severity, List<String> services, boolean security) {
    return declare(null, severity, services, security, false);
  }

  /** Declares an incident of {@code checkout} that follows a policy other than its own. */
  public String declareUnder(String policy, String severity) {
    return declareUnder(policy, severity, false, false);
  }

  public String declareUnder(String policy, String severity, boolean security, boolean drill) {
    return declare(policy, severity, List.of("checkout"), security, drill);
  }

  /** Declares an incident of some services that follows a policy other than their own. */
  public String declareUnder(String policy, String severity, List<String> services) {
    return declare(policy, severity, services, false, false);
  }

  private String declare(
      @Nullable String policy,
      String severity,
      List<String> services,
      boolean security,
      boolean drill) {
    return commands
        .declare(
            new Declaration(
                "Checkout answers with errors",
                "Half of the calls fail",
                services,
                policy,
                severity,
                null,
                "monitoring",
                null,
                null,
                null,
                null,
                security,
                drill,
                List.of()),
            Actor.api("commander"))
        .number();
  }

  public IncidentView incident(String number) {
    return incidents.get(number);
  }

  public List<String> timeline(String number) {
    return timeline.of(number, 0).stream()
        .map(entry -> entry.kind() + ": " + entry.text())
        .toList();
  }

  public List<TimelineEntry> entries(String number) {
    return timeline.of(number, 0);
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

  /** Returns the keys of all open tasks that must be done: desks and playbooks are left out. */
  public List<String> open(String number) {
    return tasks.createTaskQuery().processInstanceBusinessKey(number).list().stream()
        .map(Task::getTaskDefinitionKey)
        .filter(key -> !DESKS.contains(key) && !ABOUT_PLAYBOOKS.contains(key))
        .sorted()
        .toList();
  }

  /** Returns the keys of the desks that are open. */
  public List<String> desks(String number) {
    return tasks.createTaskQuery().processInstanceBusinessKey(number).list().stream()
        .map(Task::getTaskDefinitionKey)
        .filter(DESKS::contains)
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
    signIn(user);
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
    var task = task(number, key);
    signIn(user);
    try {
      tasks.claim(task.getId(), user);
    } finally {
      identity.clearAuthentication();
    }
  }

  /** With the groups, as a browser's request has them: authorisations count. */
  private void signIn(String user) {
    var groups =
        identity.createGroupQuery().groupMember(user).list().stream().map(Group::getId).toList();
    identity.setAuthentication(user, groups);
  }

  /** Runs all jobs that wait for nothing, and those that follow from them. */
  public void runJobs(String number) {
    for (int i = 0; i < TOO_MANY_JOBS; i++) {
      var ready = jobs(number).stream().filter(j -> !isTimer(j) && j.getRetries() > 0).toList();
      if (ready.isEmpty()) {
        return;
      }
      ready.stream().map(Job::getId).filter(this::waits).forEach(management::executeJob);
    }
    throw new AssertionError("The jobs of " + number + " do not come to rest");
  }

  /** Another job of the same round may have ended it. */
  private boolean waits(String job) {
    return management.createJobQuery().jobId(job).count() == 1;
  }

  /** Lets the clock run: what falls due until then happens in its order, each at its time. */
  public void letTimePass(String number, Instant until) {
    for (int fired = 0; fired < TOO_MANY_TIMERS; fired++) {
      runJobs(number);
      var next =
          jobs(number).stream()
              .filter(Response::isTimer)
              .filter(job -> !job.getDuedate().toInstant().isAfter(until))
              .min(Comparator.comparing(Job::getDuedate));
      if (next.isEmpty()) {
        at(until);
        return;
      }
      if (next.get().getDuedate().after(ClockUtil.getCurrentTime())) {
        ClockUtil.setCurrentTime(next.get().getDuedate());
      }
      management.executeJob(next.get().getId());
    }
    throw new AssertionError("The timers of " + number + " do not come to rest");
  }

  /** Returns when a timer is due. */
  public Instant due(String number, String process, String activity) {
    return timer(number, process, activity).getDuedate().toInstant();
  }

  /** Answers one of several open tasks of a kind; then runs what follows. */
  public void answer(String number, Task task, String user, Map<String, Object> answers) {
    signIn(user);
    try {
      if (task.getAssignee() == null) {
        tasks.claim(task.getId(), user);
      }
      forms.submitTaskForm(task.getId(), answers);
    } finally {
      identity.clearAuthentication();
    }
    runJobs(number);
  }

  /** Returns when the timers of one audience are due, earliest first. */
  public List<Instant> dues(String number, String process, String activity, String audience) {
    return timers(number, process, activity).stream()
        .filter(job -> audience.equals(runtime.getVariable(job.getProcessInstanceId(), "audience")))
        .map(job -> job.getDuedate().toInstant())
        .sorted()
        .toList();
  }

  /** Returns when the timers of an activity are due, earliest first. */
  public List<Instant> dues(String number, String process, String activity) {
    return timers(number, process, activity).stream()
        .map(job -> job.getDuedate().toInstant())
        .sorted()
        .toList();
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

  /** Fires a timer when it is due, and leaves what follows to jobs. */
  public void fireOnly(String number, String process, String activity) {
    var timer = timer(number, process, activity);
    ClockUtil.setCurrentTime(timer.getDuedate());
    management.executeJob(timer.getId());
  }

  /** Fires a timer at the time that it is, due or not; then runs what follows. */
  public void fireAsItIs(String number, String process, String activity) {
    management.executeJob(timer(number, process, activity).getId());
    runJobs(number);
  }

  /** The same with the clock of one audience. */
  public void fire(String number, String process, String activity, String audience) {
    var timer = timer(number, process, activity, audience);
    if (timer.getDuedate().after(ClockUtil.getCurrentTime())) {
      ClockUtil.setCurrentTime(timer.getDuedate());
    }
    management.executeJob(timer.getId());
    runJobs(number);
  }

  /** Returns when the timer of one audience is due. */
  public Instant due(String number, String process, String activity, String audience) {
    return timer(number, process, activity, audience).getDuedate().toInstant();
  }

  private Job timer(String number, String process, String activity, String audience) {
    var found =
        timers(number, process, activity).stream()
            .filter(
                job -> audience.equals(runtime.getVariable(job.getProcessInstanceId(), "audience")))
            .toList();
    assertThat(found).as("%s/%s of %s for %s", process, activity, number, audience).hasSize(1);
    return found.get(0);
  }

  public List<Job> jobs(String number) {
    return ofIncident(number).map(JobQuery::list).orElse(List.of());
  }

  private Optional<JobQuery> ofIncident(String number) {
    var instances =
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).list().stream()
            .map(ProcessInstance::getId)
            .collect(Collectors.toSet());
    return instances.isEmpty()
        ? Optional.empty()
        : Optional.of(management.createJobQuery().processInstanceIds(instances));
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
        .filter(
            activity ->
                activity.getActivityType().toLowerCase(java.util.Locale.ROOT).endsWith("endevent"))
        .map(activity -> activity.getActivityId())
        .toList();
  }

  /** Returns whether a process was started for an incident. */
  public boolean ran(String number, String process) {
    return history
            .createHistoricProcessInstanceQuery()
            .processInstanceBusinessKey(number)
            .processDefinitionKey(process)
            .count()
        > 0;
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
    return ofIncident(number)
        .map(query -> query.timers().processDefinitionKey(process).list())
        .orElse(List.of())
        .stream()
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

  private static boolean isTimer(Job job) {
    return job instanceof TimerEntity;
  }

  /** Tells the model that an alert fired again. */
  public void alertFiresAgain(String number) {
    atomic.run(() -> process.alertFiredAgain(number));
    runJobs(number);
  }

  /** Answers triage: it is an incident of the given level. */
  public void triage(String number, int level) {
    complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of(
            "triageChoice", "respond",
            "severity", String.valueOf(level),
            "severityReason", "Seen on the dashboard",
            "businessContinuity", "no",
            "impactUsers", "Half of the buyers cannot pay"));
  }

  /** Names commander and technical lead. */
  public void nameRoles(String number) {
    complete(
        number,
        "Task_assignRoles",
        "commander",
        Map.of(
            "commander", "commander",
            "technicalLead", "techlead",
            "communicationsLead", "comms"));
  }

  /** Returns the open task to write an update to an audience. */
  public Task updateTask(String number, String audience) {
    var found =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey("Task_writeUpdate")
            .processVariableValueEquals("audience", audience)
            .list();
    assertThat(found).as("open %s updates of %s", audience, number).hasSize(1);
    return found.get(0);
  }

  /** Writes the update to an audience that is asked for, and has it released. */
  public void writeUpdate(String number, String audience) {
    submitUpdate(number, audience);
    releaseWords(number);
  }

  /** Writes the update to an audience that is asked for. */
  public void submitUpdate(String number, String audience) {
    signIn("comms");
    try {
      var task = updateTask(number, audience);
      if (task.getAssignee() == null) {
        tasks.claim(task.getId(), "comms");
      }
      forms.submitTaskForm(task.getId(), Map.of("updateText", "We are on it"));
    } finally {
      identity.clearAuthentication();
    }
    runJobs(number);
  }

  /** Writes and releases what waits to be said outside. */
  public void releaseWords(String number) {
    if (open(number).contains("Task_writeWords")) {
      complete(
          number,
          "Task_writeWords",
          "comms",
          Map.of(
              "wordsChoice", "write",
              "publicTitle", "Trouble with the shop",
              "publicText", "It works again"));
    }
    if (open(number).contains("Task_releaseWords")) {
      complete(number, "Task_releaseWords", "commander", release("It is released"));
    }
  }

  /** The answer that releases words with a text of one's own. */
  public static Map<String, Object> release(String text) {
    return Map.of(
        "releaseChoice", "release", "publicTitle", "Trouble with the shop", "publicText", text);
  }

  /** Answers the investigation with a confirmed cause. */
  public void investigate(String number) {
    complete(
        number,
        "Task_investigate",
        "techlead",
        Map.of(
            "rootCause", "The last deployment drops a column that checkout reads",
            "rootCauseConfirmed", true,
            "recentChange", true,
            "why1", "The migration ran before the code",
            "why2", "Nobody owns the order of both"));
  }

  /** Chooses the rollback and has it approved; it runs. */
  public void rollBack(String number) {
    complete(
        number,
        "Task_chooseMitigation",
        "techlead",
        Map.of(
            "mitigation",
            incident(number).services().get(0) + ":rollback",
            "mitigationReason",
            "It began with the deployment"));
    complete(number, "Task_approve", "commander", Map.of("approve", "yes"));
  }

  /** Lets the health gate make its further checks. */
  public void passGate(String number) {
    while (waits(number, "health-gate", "Event_gateWait")) {
      fire(number, "health-gate", "Event_gateWait");
    }
  }

  /** Vouches for the fix: it is resolved. */
  public void verify(String number) {
    complete(
        number,
        "Task_verify",
        "techlead",
        Map.of("verifyChoice", "yes", "verifyNote", "Bought a book"));
  }

  /** Goes from declaration to resolved. */
  public String resolved(String severity, int level) {
    return resolve(declare(severity), level);
  }

  /** The same for an incident of {@code checkout} that follows a policy. */
  public String resolvedUnder(String policy, int level) {
    return resolve(declareUnder(policy, String.valueOf(level)), level);
  }

  /** Carries an incident that was just declared to its resolution. */
  public String resolve(String number, int level) {
    runJobs(number);
    triage(number, level);
    nameRoles(number);
    investigate(number);
    rollBack(number);
    passGate(number);
    verify(number);
    return number;
  }

  /** Signs the stabilisation off, before the watch is over. */
  public void signOff(String number) {
    complete(
        number,
        "Task_signOff",
        "commander",
        Map.of("signOff", true, "signOffReason", "Watched it for an hour"));
  }

  /** Writes the review with one action item. */
  public void review(String number) {
    complete(
        number,
        "Task_writeReview",
        "commander",
        Map.of(
            "summary",
            "A deployment broke checkout; a rollback mended it",
            "wentWell",
            "The rollback took a minute",
            "couldImprove",
            "Nobody watched the deployment",
            "lessons",
            "Migrations and code need one owner",
            "rootCause",
            "The last deployment drops a column that checkout reads",
            "actionItems",
            List.of(
                Map.of(
                    "title", "Check migrations in the pipeline",
                    "kind", "preventive",
                    "owner", "techlead",
                    "dueDate", "2030-01-31"))));
  }

  /** Ticks everything off that the roles owe after the incident. */
  public void doWhatIsOwed(String number) {
    for (int i = 0; i < TOO_MANY_JOBS; i++) {
      var owed =
          tasks
              .createTaskQuery()
              .processInstanceBusinessKey(number)
              .taskDefinitionKey(OWED)
              .listPage(0, 1);
      if (owed.isEmpty()) {
        return;
      }
      doWhatIsOwed(number, owed.get(0), owedItems(owed.get(0)));
    }
    throw new AssertionError(number + " does not come to an end with what it owes");
  }

  /** Ticks some off of what a role owes by a time; the rest stays owed. */
  public void doWhatIsOwed(String number, Task owed, List<String> ticked) {
    answerWhatIsOwed(number, owed, Map.of("obligationsTicked", ticked));
  }

  /** Answers one task of what is owed, as somebody of its role. */
  public void answerWhatIsOwed(String number, Task owed, Map<String, Object> answers) {
    var group =
        tasks.getIdentityLinksForTask(owed.getId()).stream()
            .map(IdentityLink::getGroupId)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();
    var user =
        owed.getAssignee() != null
            ? owed.getAssignee()
            : identity.createUserQuery().memberOfGroup(group).list().get(0).getId();
    signIn(user);
    try {
      if (owed.getAssignee() == null) {
        tasks.claim(owed.getId(), user);
      }
      forms.submitTaskForm(owed.getId(), answers);
    } finally {
      identity.clearAuthentication();
    }
    runJobs(number);
  }

  /** Returns the open tasks of what is owed, the nearest deadline first. */
  public List<Task> owed(String number) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(OWED)
        .orderByDueDate()
        .asc()
        .orderByTaskName()
        .asc()
        .list();
  }

  /** Returns what a task of what is owed asks for. */
  public List<String> owedItems(Task owed) {
    var items = (SpinJsonNode) tasks.getVariable(owed.getId(), "obligationItems");
    return items.elements().stream().map(item -> item.prop("value").stringValue()).toList();
  }

  /** Returns what a field of the form of an open task was filled with, as text. */
  public String field(String number, String key, String field) {
    return String.valueOf(tasks.getVariable(task(number, key).getId(), field));
  }

  /** Does what is still owed, then ticks the closure checklist off. */
  public void close(String number) {
    doWhatIsOwed(number);
    complete(number, "Task_close", "commander", Map.of("closureNote", "All told"));
  }
}
