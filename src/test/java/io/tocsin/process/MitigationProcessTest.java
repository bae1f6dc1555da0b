package io.tocsin.process;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.support.FakeServices;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Choosing, approving and running a mitigation, and the gate that judges it. */
@TocsinTest
class MitigationProcessTest {

  @Autowired Response response;
  @Autowired WireMockServer services;
  @Autowired Deliveries deliveries;
  @Autowired IncidentCommands commands;
  @Autowired TaskService tasks;
  @Autowired IdentityService identity;

  @BeforeEach
  void forget() {
    services.resetRequests();
  }

  @AfterEach
  void heal() {
    FakeServices.heal(services, "checkout");
  }

  @Test
  void runsAnApprovedActionOnce() {
    var number = choosing();
    response.rollBack(number);
    response.passGate(number);
    services.verify(1, postRequestedFor(urlEqualTo("/checkout/rollback")));
    assertThat(response.open(number)).contains("Task_verify");
    assertThat(response.timeline(number)).anyMatch(line -> line.startsWith("action: "));
  }

  @Test
  void tellsTheCommanderEachTimeThatAnActionWaitsForThem() {
    var number = choosing();
    choose(number, "checkout:rollback");
    assertThat(asked(number))
        .filteredOn(delivery -> delivery.channel().equals("email"))
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.recipient()).isEqualTo("commander");
              assertThat(mail.subject()).contains("needs your approval: Roll back checkout");
              assertThat(mail.body())
                  .contains("Tomas Berg has chosen: Roll back checkout")
                  .contains("Why: It began with the deployment");
            });
    response.complete(
        number,
        "Task_approve",
        "commander",
        Map.of("approve", "no", "approvalReason", "The other region first"));
    choose(number, "checkout:rollback");
    assertThat(asked(number)).extracting(Delivery::round).doesNotHaveDuplicates();
    assertThat(asked(number)).filteredOn(delivery -> delivery.channel().equals("email")).hasSize(2);
  }

  @Test
  void asksNobodyForWhatNeedsNoApproval() {
    var number = choosing();
    choose(number, "manual:fix-forward");
    assertThat(asked(number)).isEmpty();
  }

  @Test
  void doesNotLetPeopleApproveTheirOwnChoice() {
    var number = response.declare("high");
    response.runJobs(number);
    response.triage(number, 2);
    response.complete(
        number,
        "Task_assignRoles",
        "commander",
        Map.of("commander", "commander", "technicalLead", "commander"));
    response.complete(number, "Task_investigate", "commander", Map.of());
    response.complete(
        number, "Task_chooseMitigation", "commander", Map.of("mitigation", "checkout:rollback"));
    assertThatThrownBy(
            () -> response.submit(number, "Task_approve", "commander", Map.of("approve", "yes")))
        .hasMessageContaining("approve:");
    services.verify(0, postRequestedFor(urlEqualTo("/checkout/rollback")));
    assertThat(response.timeline(number))
        .anyMatch(
            line ->
                line.contains("Nobody else can approve: Roll back checkout. Carla Mendes chose"));
  }

  @Test
  void asksSomebodyElseWhenWhoeverCommandsHasChosenIt() {
    var number = choosing();
    commands.role(number, Role.COMMANDER, "techlead", Actor.api("commander"));
    response.runJobs(number);
    choose(number, "checkout:rollback");
    assertThat(asked(number))
        .filteredOn(delivery -> delivery.recipient().equals("commander"))
        .extracting(Delivery::channel)
        .contains("email");
    assertThat(response.task(number, "Task_approve").getAssignee()).isNull();
    response.complete(number, "Task_approve", "commander", Map.of("approve", "yes"));
    services.verify(1, postRequestedFor(urlEqualTo("/checkout/rollback")));
  }

  @Test
  void nobodyBecomesACommanderByBeingHandedTheApproval() {
    var number = choosing();
    choose(number, "checkout:rollback");
    tasks.setAssignee(response.task(number, "Task_approve").getId(), "support");

    assertThatThrownBy(
            () -> response.submit(number, "Task_approve", "support", Map.of("approve", "yes")))
        .hasMessageContaining("approve: only the commander or another incident commander");
    services.verify(0, postRequestedFor(urlEqualTo("/checkout/rollback")));
    assertThat(response.open(number)).contains("Task_approve");
  }

  /** As one who comes by single sign-on: in the group of the engine, and in no directory. */
  @Test
  void aCommanderOfNoDirectoryApprovesToo() {
    var number = choosing();
    choose(number, "checkout:rollback");
    identity.saveUser(identity.newUser("carol"));
    identity.createMembership("carol", "incident-commander");
    try {
      response.complete(number, "Task_approve", "carol", Map.of("approve", "yes"));
    } finally {
      identity.deleteUser("carol");
    }
    services.verify(1, postRequestedFor(urlEqualTo("/checkout/rollback")));
  }

  @Test
  void whoeverCommandsApprovesThoughTheyAreOfNoGroupForIt() {
    var number = choosing();
    choose(number, "checkout:rollback");
    commands.role(number, Role.COMMANDER, "comms", Actor.api("commander"));
    response.runJobs(number);
    response.complete(number, "Task_approve", "comms", Map.of("approve", "yes"));

    services.verify(1, postRequestedFor(urlEqualTo("/checkout/rollback")));
  }

  @Test
  void leavesTheApprovalToOthersWhenWhoeverChoseItTakesTheCommand() {
    var number = choosing();
    choose(number, "checkout:rollback");
    assertThat(response.task(number, "Task_approve").getAssignee()).isEqualTo("commander");
    commands.role(number, Role.COMMANDER, "techlead", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.task(number, "Task_approve").getAssignee()).isNull();
    commands.role(number, Role.COMMANDER, "commander", Actor.api("techlead"));
    response.runJobs(number);
    assertThat(response.task(number, "Task_approve").getAssignee()).isEqualTo("commander");
  }

  @Test
  void goesBackToTheChoiceWhenTheApprovalIsRefused() {
    var number = choosing();
    choose(number, "checkout:rollback");
    response.complete(
        number,
        "Task_approve",
        "commander",
        Map.of("approve", "no", "approvalReason", "The other region first"));
    assertThat(response.open(number)).contains("Task_chooseMitigation");
    services.verify(0, postRequestedFor(urlEqualTo("/checkout/rollback")));
  }

  @Test
  void goesBackToTheChoiceWhenTheActionFails() {
    services.stubFor(
        post(urlEqualTo("/checkout/rollback")).willReturn(aResponse().withStatus(409)));
    var number = choosing();
    response.rollBack(number);
    assertThat(response.open(number)).contains("Task_chooseMitigation");
    assertThat(response.incident(number).status()).isEqualTo(Status.MITIGATING);
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("409"));
  }

  @Test
  void asksForTheOutcomeStillWhenTheIncidentIsDismissedMeanwhile() {
    services.stubFor(
        post(urlEqualTo("/checkout/rollback"))
            .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    var number = choosing();
    response.rollBack(number);
    assertThat(response.open(number)).contains("Task_judgeOutcome");

    commands.dismiss(number, "A test that nobody had announced", Actor.api("commander"));
    response.runJobs(number);
    response.fire(number, "settle-action", "Event_timeIsUp");
    assertThat(response.open(number)).containsExactly("Task_judgeOutcome");
    response.complete(
        number,
        "Task_judgeOutcome",
        "techlead",
        Map.of("tookEffect", "yes", "judgement", "The version before is there"));

    assertThat(response.ends(number, "settle-action")).containsExactly("Event_outcomeSettled");
    assertThat(response.incident(number).status()).isEqualTo(Status.DISMISSED);
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("it took effect."));
  }

  @Test
  void goesBackToTheChoiceWhenTheServiceStaysUnhealthy() {
    FakeServices.breakDown(services, "checkout");
    var number = choosing();
    response.rollBack(number);
    response.passGate(number);
    assertThat(response.open(number)).contains("Task_chooseMitigation");
    assertThat(response.incident(number).status()).isEqualTo(Status.MITIGATING);
  }

  @Test
  void takesAMitigationByHand() {
    var number = choosing();
    choose(number, "manual:fix-forward");
    response.complete(
        number, "Task_applyByHand", "techlead", Map.of("appliedText", "Deployed the hotfix"));
    response.passGate(number);
    assertThat(response.open(number)).contains("Task_verify");
  }

  @Test
  void refusesWhatWasNotOffered() {
    var number = choosing();
    assertThatThrownBy(
            () ->
                response.submit(
                    number,
                    "Task_chooseMitigation",
                    "techlead",
                    Map.of("mitigation", "payments:wipe", "mitigationReason", "Why not")))
        .hasMessageContaining("mitigation");
  }

  private List<Delivery> asked(String number) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals("approval-asked"))
        .toList();
  }

  private void choose(String number, String option) {
    response.complete(
        number,
        "Task_chooseMitigation",
        "techlead",
        Map.of("mitigation", option, "mitigationReason", "It began with the deployment"));
  }

  private String choosing() {
    var number = response.declare("high");
    response.runJobs(number);
    response.triage(number, 2);
    response.nameRoles(number);
    response.investigate(number);
    return number;
  }
}
