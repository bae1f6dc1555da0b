package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.model.RoleDesk;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Escalation;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The standing tasks of the roles, and who does the tasks of a role that a policy lacks. */
@TocsinTest
@Tag("thorough")
class RoleDesksProcessTest {

  private static final String COMMAND = RoleDesk.Elements.TASK_COMMAND;
  private static final String HELP = RoleDesk.Elements.TASK_CALL_FOR_HELP;
  private static final String LOG = RoleDesk.Elements.TASK_KEEP_LOG;
  private static final String OBSERVE = RoleDesk.Elements.TASK_RECORD_OBSERVATIONS;
  private static final String REPORTS = RoleDesk.Elements.TASK_RECORD_CUSTOMER_REPORTS;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Escalation escalation;
  @Autowired Timeline timeline;
  @Autowired TaskService tasks;
  @Autowired JdbcClient jdbc;

  @ParameterizedTest
  @CsvSource({
    "betabaddies, Task_callForHelp Task_command Task_recordObservations",
    "smartbeak,   Task_callForHelp Task_command Task_keepLog",
    "storefront,  Task_command",
    "subjunctive, Task_callForHelp Task_command Task_keepLog",
    "parsify,     Task_callForHelp Task_command Task_recordCustomerReports",
  })
  void standOpenForTheRolesThatThePolicyHas(String policy, String desks) {
    var number = response.declareUnder(policy, "high");

    assertThat(response.desks(number)).isEqualTo(Arrays.asList(desks.split(" ")));
  }

  @Test
  void openOnceARoleThatThePolicyLacksIsGiven() {
    var number = response.declareUnder("storefront", "high");
    commands.role(number, Role.SCRIBE, "scribe", Actor.api("commander"));
    assertThat(response.desks(number)).containsExactly(COMMAND, LOG);
    assertThat(response.task(number, LOG).getAssignee()).isEqualTo("scribe");

    commands.role(number, Role.TECHNICAL_LEAD, "techlead", Actor.api("commander"));
    assertThat(response.desks(number)).containsExactly(HELP, COMMAND, LOG);
  }

  @Test
  void comeBackAfterEachUseBelowAllOtherTasks() {
    var number = response.declare("high");
    var first = response.task(number, REPORTS);
    assertThat(first.getPriority()).isZero();
    assertThat(first.getDueDate()).isNull();
    reports(number, 12.0, "phone", "The card form stays white");

    assertThat(response.task(number, REPORTS).getId()).isNotEqualTo(first.getId());
    assertThat(response.timeline(number))
        .contains("note: Customer reports (12 by phone): The card form stays white");
    reports(number, 3.0, "other", "Same");
    assertThat(response.timeline(number)).contains("note: Customer reports (3): Same");
    commands.severity(number, "1", "It spreads", Actor.api("commander"));
    assertThat(response.task(number, REPORTS).getPriority()).isZero();
    assertThat(response.task(number, REPORTS).getName())
        .isEqualTo(number + " · Severity 1 · Record customer reports");
  }

  @Test
  void leaveNoTraceInTheHistoryWhenNothingOfThemHasChanged() {
    var number = response.declare("high");
    commands.severity(number, "2", "It stays", Actor.api("commander"));
    var before = writings(number);
    commands.severity(number, "2", "It stays", Actor.api("commander"));
    assertThat(writings(number)).isEqualTo(before);

    commands.role(number, Role.SCRIBE, "scribe", Actor.api("commander"));
    commands.severity(number, "1", "It spreads", Actor.api("commander"));
    assertThat(writings(number)).isGreaterThan(before);
  }

  /** How often a variable of its desk tasks was written. */
  private long writings(String number) {
    return jdbc.sql("select coalesce(sum(rev_), 0) from act_ru_variable where task_id_ in (:desks)")
        .param(
            "desks",
            response.desks(number).stream()
                .map(desk -> response.task(number, desk).getId())
                .toList())
        .query(Long.class)
        .single();
  }

  @Test
  void endWithTheResponse() {
    var number = response.resolved("high", 2);
    assertThat(response.desks(number)).isEmpty();
    commands.reopen(number, "It is back", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.desks(number)).contains(COMMAND, HELP);
  }

  @Test
  void refuseReportsThatSayNothing() {
    var number = response.declare("high");
    assertThatThrownBy(() -> reports(number, 0.5, "phone", "White"))
        .hasMessageContaining("reportCount: '0.5' is not a whole number from 1");
    assertThatThrownBy(() -> reports(number, 1.0, "pigeon", "White"))
        .hasMessageContaining("reportChannel: 'pigeon' is not one of");
    assertThatThrownBy(() -> reports(number, 1.0, "chat", " "))
        .hasMessageContaining("reportText: say in their words");
    assertThat(response.desks(number)).contains(REPORTS);
  }

  @Test
  void keepTheLogInTheNameOfTheScribe() {
    var number = response.declareUnder("smartbeak", "high");
    response.complete(number, LOG, "scribe", Map.of("logText", "Decided to fail over"));

    var entry =
        timeline.of(number, 0).stream()
            .filter(line -> line.text().equals("Decided to fail over"))
            .findFirst()
            .orElseThrow();
    assertThat(entry)
        .extracting(TimelineEntry::actor, TimelineEntry::kind)
        .containsExactly("scribe", "note");
    assertThatThrownBy(() -> response.submit(number, LOG, "scribe", Map.of()))
        .hasMessageContaining("logText: write down what happened");
  }

  @Test
  void recordWhatTheMonitoringLeadSees() {
    var number = response.declareUnder("betabaddies", "high");
    response.complete(
        number,
        OBSERVE,
        "monitor",
        Map.of(
            "observation", "Errors fell to 1 %",
            "observationLink", "https://grafana.example.org/d/checkout"));
    assertThat(response.timeline(number))
        .contains("note: Observation: Errors fell to 1 % (https://grafana.example.org/d/checkout)");
    assertThatThrownBy(
            () ->
                response.submit(
                    number,
                    OBSERVE,
                    "monitor",
                    Map.of("observation", "x", "observationLink", "javascript:alert(1)")))
        .hasMessageContaining("observationLink: give an http or https address");
  }

  @Test
  void callForHelpByAStepOfTheLadder() {
    var number = response.declareUnder("smartbeak", "high");
    response.runJobs(number);
    response.complete(
        number,
        HELP,
        "techlead",
        Map.of("rung", "request-senior-engineer", "reason", "Stuck with the query planner"));

    assertThat(escalation.ladder(number))
        .filteredOn(rung -> rung.step().equals("request-senior-engineer"))
        .allMatch(rung -> rung.takenAt() != null);
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("Stuck with the query planner"));
    assertThatThrownBy(
            () -> response.submit(number, HELP, "techlead", Map.of("rung", "request-cto")))
        .hasMessageContaining("reason: say why");
  }

  @Test
  void letTheCommanderOrderOneThingAfterTheOther() {
    var number = response.declareUnder("smartbeak", "high");
    response.runJobs(number);
    response.triage(number, 2);

    order(number, "severity", Map.of("level", "1", "reason", "It spreads"));
    assertThat(response.incident(number).severity()).isEqualTo(1);
    order(number, "role", Map.of("role", "technicalLead", "person", "oncall2"));
    assertThat(response.task(number, HELP).getAssignee()).isEqualTo("oncall2");
    order(number, "escalate", Map.of("rung", "request-cto", "reason", "A design question"));
    assertThat(escalation.ladder(number))
        .filteredOn(rung -> rung.step().equals("request-cto"))
        .allMatch(rung -> rung.takenAt() != null);
    order(number, "update", Map.of("audience", "public", "reason", "Customers ask"));
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("Customers ask"));
    order(number, "note", Map.of("noteText", "Waiting for the vendor"));
    assertThat(response.timeline(number)).contains("note: Waiting for the vendor");
    var until = Instant.now().plusSeconds(1800).toString();
    order(number, "pause", Map.of("pauseUntil", until, "reason", "The vendor needs an hour"));
    assertThat(response.incident(number).pausedUntil()).isNotNull();
    assertThat(orders(number)).contains("resume").doesNotContain("\"pause\"");
    order(number, "resume", Map.of("reason", "The vendor was quick"));
    assertThat(response.incident(number).paused(Instant.now())).isFalse();
    assertThat(orders(number)).contains("\"pause\"");
    order(number, "resolve", Map.of("resolution", "The vendor has mended it"));
    response.passGate(number);
    assertThat(response.incident(number).resolvedAt()).isNotNull();
    assertThat(response.desks(number)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "severity, reason: say why", "role, role: choose a role", "pause, pauseUntil: say until when",
    "resolve, resolution: say what resolved it", "note, noteText: write down",
        "dance, order: 'dance'"
  })
  void refuseHalfAnOrder(String order, String remedy) {
    var number = response.declare("high");
    var answers = new HashMap<String, Object>(Map.of("order", order, "level", "1"));
    assertThatThrownBy(() -> response.submit(number, COMMAND, "commander", answers))
        .hasMessageContaining(remedy);
    assertThat(response.desks(number)).contains(COMMAND);
  }

  @Test
  void leaveTheTasksOfALackingRoleToTheCommanderToo() {
    var number = response.declareUnder("storefront", "high");
    response.runJobs(number);
    response.triage(number, 2);
    response.complete(number, "Task_assignRoles", "commander", Map.of("commander", "oncall1"));

    var task = response.task(number, "Task_investigate");
    assertThat(task.getAssignee()).isNull();
    assertThat(groups(task)).containsExactlyInAnyOrder("technical-lead", "incident-commander");
    assertThat(persons(task)).containsExactly("oncall1");

    commands.role(number, Role.COMMANDER, "support", Actor.api("commander"));
    assertThat(persons(response.task(number, "Task_investigate"))).containsExactly("support");
    response.claim(number, "Task_investigate", "support");
    assertThat(response.task(number, "Task_investigate").getAssignee()).isEqualTo("support");

    commands.role(number, Role.TECHNICAL_LEAD, "techlead", Actor.api("commander"));
    assertThat(response.task(number, "Task_investigate").getAssignee()).isEqualTo("techlead");
  }

  @Test
  void leaveTheTasksOfARoleThatThePolicyHasToItsGroup() {
    var number = response.declareUnder("smartbeak", "high");
    response.runJobs(number);
    response.triage(number, 2);
    response.complete(number, "Task_assignRoles", "commander", Map.of("commander", "commander"));

    assertThat(groups(response.task(number, "Task_investigate"))).containsExactly("technical-lead");
  }

  private void reports(String number, double count, String channel, String text) {
    response.complete(
        number,
        REPORTS,
        "support",
        Map.of("reportCount", count, "reportChannel", channel, "reportText", text));
  }

  private void order(String number, String order, Map<String, Object> answers) {
    var all = new HashMap<>(answers);
    all.put("order", order);
    response.complete(number, COMMAND, "commander", all);
  }

  private String orders(String number) {
    return String.valueOf(tasks.getVariableLocal(response.task(number, COMMAND).getId(), "orders"));
  }

  private List<String> groups(Task task) {
    return tasks.getIdentityLinksForTask(task.getId()).stream()
        .map(IdentityLink::getGroupId)
        .filter(group -> group != null)
        .toList();
  }

  private List<String> persons(Task task) {
    return tasks.getIdentityLinksForTask(task.getId()).stream()
        .filter(link -> "candidate".equals(link.getType()))
        .map(IdentityLink::getUserId)
        .filter(person -> person != null)
        .toList();
  }
}
