package io.tocsin.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.actionitem.Wanted;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.people.People;
import io.tocsin.support.Jobs;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.history.HistoricDecisionInstance;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** The work on a security incident is done by those who were named, and seen by nobody else. */
@Tag("thorough")
@TocsinTest
class RestrictedProcessTest {

  private static final String TRIAGE = "Task_triage";
  private static final String OUTSIDER = "monitor";

  @Autowired Response response;
  @Autowired MockMvc http;
  @Autowired IncidentCommands commands;
  @Autowired Access access;
  @Autowired People people;
  @Autowired Deliveries deliveries;
  @Autowired ActionItems items;
  @Autowired Atomic atomic;
  @Autowired Jobs jobs;
  @Autowired JdbcClient jdbc;
  @Autowired TaskService tasks;
  @Autowired FormService forms;
  @Autowired HistoryService history;
  @Autowired RuntimeService runtime;
  @Autowired IdentityService identity;
  @Autowired AuthorizationService authorizations;

  private String onCall = "";

  @BeforeEach
  void atNight() {
    response.at(Instant.parse("2026-02-10T03:00:00Z"));
    onCall = people.onCall("primary").orElseThrow().id();
  }

  @Test
  void outsidersFindNoTaskAndNoHistory() {
    var number = declare(true);
    response.runJobs(number);
    var task = response.task(number, TRIAGE).getId();

    for (var outsider : List.of(OUTSIDER, "comms", "manager", "techlead")) {
      as(
          outsider,
          () -> {
            assertThat(visible(number)).as(outsider).isEmpty();
            assertThat(tasks.createTaskQuery().taskId(task).count()).isZero();
            assertThat(
                    history
                        .createHistoricTaskInstanceQuery()
                        .processInstanceBusinessKey(number)
                        .count())
                .isZero();
            assertThat(
                    runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count())
                .isZero();
            assertThatThrownBy(() -> tasks.getVariable(task, "briefing"))
                .isInstanceOf(AuthorizationException.class);
            assertThatThrownBy(() -> tasks.claim(task, outsider))
                .isInstanceOf(AuthorizationException.class);
            return null;
          });
    }
  }

  @Test
  void processOwnersSeeThatItRunsButNoWordOfIt() {
    var number = declare(true);
    response.runJobs(number);
    triage(number, "security");

    as(
        "owner",
        () -> {
          assertThat(
                  runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count())
              .isPositive();
          assertThat(visible(number)).isEmpty();
          assertThat(runtime.createVariableInstanceQuery().count()).isZero();
          assertThat(history.createHistoricVariableInstanceQuery().count()).isZero();
          assertThat(history.createHistoricDetailQuery().count()).isZero();
          assertThat(
                  history
                      .createHistoricTaskInstanceQuery()
                      .processInstanceBusinessKey(number)
                      .list())
              .isNotEmpty()
              .allMatch(task -> !task.getName().contains("customer table"));
          assertThat(history.createHistoricDecisionInstanceQuery().includeInputs().list())
              .flatExtracting(HistoricDecisionInstance::getInputs)
              .extracting(input -> String.valueOf(input.getValue()))
              .noneMatch(value -> value.contains("customer table"));
          return null;
        });
  }

  /** Also of what was named before it turned out to be a matter of security. */
  @Test
  void processOwnersReadNoTitleOfAnActionItem() {
    var restricted = declare(true);
    var later = declare(false);
    var first = agree(restricted);
    var second = agree(later);
    var settled = agree(later);
    assertThat(namesOfTasks(second)).allMatch(name -> name.contains("Close the hole"));
    atomic.run(() -> items.drop(settled.id(), "There is none", Actor.api("commander")));

    commands.security(later, "Foreign keys in the log", Actor.api("commander"));
    jobs.runDue("action-item", "actionItemId", second.id());

    assertThat(namesOfTasks(first))
        .containsExactly(
            "%s · Severity 2 · Do the action item (%d)".formatted(restricted, first.id()));
    assertThat(namesOfTasks(second))
        .hasSize(2)
        .allMatch(name -> name.endsWith("· Do the action item (%d)".formatted(second.id())));
    assertThat(namesOfTasks(settled))
        .containsExactly("%s · Do the action item (%d)".formatted(later, settled.id()));
  }

  private ActionItem agree(String number) {
    var what =
        new Wanted("Close the hole", "system", "oncall2", LocalDate.parse("2026-03-02"), null);
    var item = atomic.call(() -> items.add(number, what, "added", Actor.api("security")));
    jobs.runDue("action-item", "actionItemId", item.id());
    return item;
  }

  private List<String> namesOfTasks(ActionItem item) {
    return as(
        "owner",
        () ->
            history
                .createHistoricTaskInstanceQuery()
                .processInstanceBusinessKey(item.incident() + "#" + item.id())
                .list()
                .stream()
                .map(HistoricTaskInstance::getName)
                .toList());
  }

  @Test
  void noGroupIsACandidateAndNoRightIsLeft() {
    var number = declare(true);
    response.runJobs(number);

    for (var task : open(number)) {
      assertThat(tasks.getIdentityLinksForTask(task.getId()))
          .extracting(IdentityLink::getGroupId)
          .containsOnlyNulls();
      rightsAreOfReaders(number, task);
    }
  }

  /** Whoever moves an instance may leave out its listeners. */
  @Test
  void aTaskThatAnOperatorBeginsAnewIsNamedAndHiddenAsEver() {
    var number = declare(true);
    response.runJobs(number);
    var before = response.task(number, TRIAGE);

    runtime
        .createProcessInstanceModification(before.getProcessInstanceId())
        .cancelAllForActivity(TRIAGE)
        .startBeforeActivity(TRIAGE)
        .execute(true, true);

    var anew = response.task(number, TRIAGE);
    assertThat(anew.getId()).isNotEqualTo(before.getId());
    assertThat(anew.getName()).isEqualTo(before.getName());
    assertThat(tasks.getVariableLocal(anew.getId(), "briefing")).isNotNull();
    for (var outsider : List.of(OUTSIDER, "techlead")) {
      assertThat(as(outsider, () -> visible(number))).as(outsider).isEmpty();
    }
  }

  @Test
  void whoeverIsCalledSeesTheWorkAsSoonAsTheyAre() {
    var number = declare(true);
    assertThat(as("security", () -> visible(number))).contains(TRIAGE);
    assertThat(as(onCall, () -> visible(number))).isEmpty();

    response.runJobs(number);

    assertThat(as(onCall, () -> visible(number))).contains(TRIAGE);
    assertThat(access.named(response.incident(number))).contains(onCall);
    response.claim(number, TRIAGE, onCall);
    assertThat(response.incident(number).acknowledgedAt()).isNotNull();
  }

  @Test
  void whoeverIsOnCallForItDoesTheCommandersWork() {
    var number = declare(true);
    response.runJobs(number);
    triage(number, "security");

    assertThat(as("commander", () -> visible(number))).contains("Task_assignRoles");
    assertThat(as("security", () -> visible(number))).doesNotContain("Task_assignRoles");
    response.nameRoles(number);
    assertThat(response.incident(number).holder(Role.COMMANDER)).isEqualTo("commander");
    assertThat(as("techlead", () -> visible(number))).contains("Task_investigate");
    assertThat(as(OUTSIDER, () -> visible(number))).isEmpty();
  }

  @Test
  void aTaskGoesToNobodyWhoMayNotReadIt() {
    var number = declare(true);
    response.runJobs(number);
    var task = response.task(number, TRIAGE).getId();

    as(
        "security",
        () -> {
          assertThatThrownBy(() -> tasks.setAssignee(task, OUTSIDER))
              .hasMessageContaining("name them first");
          tasks.addCandidateUser(task, OUTSIDER);
          tasks.addCandidateGroup(task, "responder");
          return null;
        });

    assertThat(as(OUTSIDER, () -> visible(number))).isEmpty();
    assertThat(as("comms", () -> visible(number))).isEmpty();
  }

  @Test
  void openTasksChangeHandsWhenItTurnsOutToBeAMatterOfSecurity() {
    var number = declare(false);
    response.runJobs(number);
    response.claim(number, TRIAGE, "techlead");
    assertThat(as(OUTSIDER, () -> visible(number))).isNotEmpty();
    commands.role(number, Role.SCRIBE, "scribe", Actor.api("commander"));

    commands.security(number, "Foreign keys in the log", Actor.api("commander"));
    response.runJobs(number);

    assertThat(as(OUTSIDER, () -> visible(number))).isEmpty();
    assertThat(as("comms", () -> visible(number))).isEmpty();
    // The first responder goes on, and so does whoever was called before.
    assertThat(as("techlead", () -> visible(number))).contains(TRIAGE);
    assertThat(access.named(response.incident(number))).contains("commander", onCall);
    for (var task : open(number)) {
      rightsAreOfReaders(number, task);
    }
  }

  @Test
  void whoeverIsNamedLaterFindsTheWorkThen() {
    var number = declare(true);
    response.runJobs(number);
    assertThat(as("techlead", () -> visible(number))).isEmpty();

    commands.name(number, "techlead", "Knows the tables", Actor.api("security"));

    assertThat(as("techlead", () -> visible(number))).contains(TRIAGE);
  }

  @Test
  void allHandsAndSharedAddressesHearNothing() {
    var number = declare(true, "1");
    response.runJobs(number);

    var told = deliveries.of(number).stream().map(Delivery::recipient).distinct().toList();
    assertThat(told)
        .contains("security", "exec", onCall)
        .doesNotContain(OUTSIDER, "comms", "scribe", "support", "engineering", "incidents-channel");
    assertThat(told)
        .filteredOn(id -> people.find(id).isPresent())
        .allMatch(person -> access.mayRead(person, response.incident(number)));
    assertThat(response.timeline(number))
        .filteredOn(line -> line.startsWith("notification: Restricted: "))
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .anyMatch(line -> line.contains("left out of: declared") && line.contains("Engineering"));
  }

  @Test
  void insidersAloneTakeItFromTheAlertToItsEnd() throws Exception {
    var number = commands.declare(declaration(true, "2"), Actor.alert("alertmanager")).number();
    response.runJobs(number);
    response.claim(number, TRIAGE, onCall);
    triage(number, onCall);
    response.nameRoles(number);
    // Nothing is changed before the evidence is preserved: the rollback is offered only then.
    preserveEvidence(number, "commander");
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);
    response.signOff(number);
    response.review(number);
    while (!response.owed(number).isEmpty()) {
      settle(number, response.owed(number).get(0));
    }
    response.complete(number, "Task_close", "commander", Map.of("closureNote", "All told"));

    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
    assertThat(as(OUTSIDER, () -> visible(number))).isEmpty();
    assertThat(deliveries.of(number))
        .extracting(Delivery::recipient)
        .doesNotContain(OUTSIDER, "scribe", "engineering", "incidents-channel");
    assertThat(access.mayRead(OUTSIDER, response.incident(number))).isFalse();
  }

  /** Whoever commands has chosen it, and nobody else who reads it can approve it. */
  @Test
  void whoeverCanApproveIsNamed() throws Exception {
    var number = declare(true);
    commands.role(number, Role.COMMANDER, "security", Actor.api("security"));
    response.runJobs(number);
    triage(number, "security");
    response.complete(
        number,
        "Task_assignRoles",
        "security",
        Map.of("commander", "security", "technicalLead", "security"));
    preserveEvidence(number, "security");
    response.complete(number, "Task_investigate", "security", Map.of());
    // Whoever is on call for the command was called in the beginning; now it is somebody's turn who
    // was not.
    jdbc.sql("delete from incident_person where incident = ? and person = 'commander'")
        .param(number)
        .update();
    assertThat(access.mayRead("commander", response.incident(number))).isFalse();
    response.complete(
        number, "Task_chooseMitigation", "security", Map.of("mitigation", "checkout:rollback"));

    assertThat(access.mayRead("commander", response.incident(number))).isTrue();
    assertThat(as("commander", () -> visible(number))).contains("Task_approve");
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.event().equals("approval-asked"))
        .extracting(Delivery::recipient)
        .contains("commander");
    response.complete(number, "Task_approve", "commander", Map.of("approve", "yes"));
    assertThat(response.open(number)).doesNotContain("Task_approve");
  }

  private void preserveEvidence(String number, String commander) throws Exception {
    http.perform(
            post("/api/v1/incidents/{number}/preserved-evidence", number)
                .with(csrf())
                .with(user(commander).authorities(() -> "incident-commander"))
                .contentType("application/json")
                .content("{\"reason\": \"Disk image in the safe\"}"))
        .andExpect(status().isOk());
  }

  /** Ticks off what is owed, as whoever the task is open to. */
  private void settle(String number, Task owed) {
    var user =
        owed.getAssignee() != null
            ? owed.getAssignee()
            : tasks.getIdentityLinksForTask(owed.getId()).get(0).getUserId();
    var ticked = response.owedItems(owed);
    as(
        requireNonNull(user),
        () -> {
          if (owed.getAssignee() == null) {
            tasks.claim(owed.getId(), user);
          }
          forms.submitTaskForm(owed.getId(), Map.of("obligationsTicked", ticked));
          return null;
        });
    response.runJobs(number);
  }

  private void rightsAreOfReaders(String number, Task task) {
    assertThat(
            authorizations
                .createAuthorizationQuery()
                .resourceType(Resources.TASK)
                .resourceId(task.getId())
                .list())
        .isNotEmpty()
        .allMatch(right -> right.getGroupId() == null)
        .extracting(Authorization::getUserId)
        .allMatch(person -> access.mayRead(person, response.incident(number)));
  }

  private void triage(String number, String person) {
    response.complete(
        number,
        TRIAGE,
        person,
        Map.of(
            "triageChoice", "respond",
            "severity", "2",
            "severityReason", "Seen in the log",
            "impactUsers", "Addresses were read"));
  }

  private String declare(boolean security) {
    return declare(security, "2");
  }

  private String declare(boolean security, String severity) {
    return commands.declare(declaration(security, severity), Actor.api("security")).number();
  }

  private static Declaration declaration(boolean security, String severity) {
    return new Declaration(
        "Somebody reads the customer table",
        "From an address abroad",
        List.of("checkout"),
        null,
        severity,
        null,
        "monitoring",
        null,
        null,
        null,
        null,
        security,
        false,
        List.of());
  }

  @Test
  void whoeverHasTakenItGoesOnWithItThoughNobodyCalledThem() {
    var number = response.declare("high");
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("oncall1"));
    var again = response.resolved("high", 2);
    commands.reopen(again, "It is back", Actor.api("commander"));
    response.runJobs(again);
    // No role, not the first to take it, and not paged.
    commands.acknowledge(again, Actor.api("scribe"));
    commands.security(again, "Somebody is in our systems", Actor.api("commander"));
    response.runJobs(again);
    assertThat(access.mayRead("scribe", response.incident(again))).isTrue();
    commands.security(number, "Somebody is in our systems", Actor.api("commander"));
    response.runJobs(number);
    assertThat(access.mayRead("scribe", response.incident(number))).isFalse();
  }

  private List<Task> open(String number) {
    return tasks.createTaskQuery().processInstanceBusinessKey(number).list();
  }

  private List<String> visible(String number) {
    return open(number).stream().map(Task::getTaskDefinitionKey).toList();
  }

  /** With the groups, as a browser's request has them: authorisations count. */
  private <T> T as(String user, Supplier<T> action) {
    var groups =
        identity.createGroupQuery().groupMember(user).list().stream().map(Group::getId).toList();
    identity.setAuthentication(user, groups);
    try {
      return action.get();
    } finally {
      identity.clearAuthentication();
    }
  }
}
