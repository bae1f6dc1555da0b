package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import io.tocsin.actionitem.ActionItems;
import io.tocsin.drill.Drills.Wanted;
import io.tocsin.engine.model.Drill.Elements;
import io.tocsin.engine.model.PlayScript;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A drill from its start to its scorecard and its debrief. */
@TocsinTest
class DrillProcessTest {

  private static final Actor LEAD = Actor.api("drill");

  @Autowired Drills drills;
  @Autowired DrillStore store;
  @Autowired Scorecards scorecards;
  @Autowired ActionItems actionItems;
  @Autowired Clock clock;
  @Autowired SimulatedServices services;
  @Autowired IncidentCommands commands;
  @Autowired Response response;
  @Autowired RuntimeService runtime;
  @Autowired RepositoryService repository;
  @Autowired FormService forms;
  @Autowired IdentityService identity;
  @Autowired MockMvcTester mvc;
  @Autowired JdbcClient jdbc;

  private String number = "";

  /** The services are those of all tests. */
  @AfterEach
  void over() {
    if (!number.isEmpty() && store.get(number).endedAt() == null) {
      response.runJobs(number);
      drills.breakOff(number, "The test is over", LEAD);
      response.runJobs(number);
    }
  }

  @Test
  void playsBreaksOffScoresAndIsDebriefed() {
    number = start(true);
    assertThat(services.get("shop-web").healthy()).as("before anybody looks").isFalse();
    response.runJobs(number);
    assertThat(response.incident(number).drill()).isTrue();

    // A minute of the exercise is two seconds.
    response.at(store.get(number).startedAt().plusSeconds(3));
    look();
    assertThat(response.incident(number).firstResponder()).isEqualTo("sim-oncall");
    response.at(store.get(number).startedAt().plusSeconds(6));
    look();
    assertThat(response.incident(number).severityConfirmed()).isTrue();
    response.at(store.get(number).startedAt().plusSeconds(8));
    look();
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("A customer says: I cannot pay any more"));

    drills.breakOff(number, "Lunch", LEAD);
    assertThatThrownBy(() -> drills.breakOff(number, "Lunch", LEAD))
        .hasMessageContaining("being broken off already");
    response.runJobs(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.DISMISSED);
    assertThat(services.get("shop-web").healthy()).as("mended").isTrue();
    var card = store.scorecard(number).orElseThrow();
    assertThat(card.aborted()).isEqualTo("Lunch");
    assertThat(card.results())
        .filteredOn(result -> result.criterion().equals("acknowledged"))
        .allMatch(Scorecard.Result::passed);
    assertThat(card.percent()).isLessThan(100);

    response.complete(
        number,
        Elements.TASK_DEBRIEF,
        "drill",
        Map.of(
            "wentWell",
            "Everybody came",
            "actionItems",
            List.of(
                Map.of(
                    "title",
                    "Buy a bell",
                    "kind",
                    "process",
                    "owner",
                    "owner",
                    "dueDate",
                    LocalDate.now(clock).plusDays(14).toString()))));
    assertThat(actionItems.of(number))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.title()).isEqualTo("Buy a bell");
              assertThat(item.owner()).isEqualTo("owner");
            });
    assertThat(store.get(number).debriefedAt()).isNotNull();
    assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).list())
        .filteredOn(instance -> instance.getProcessDefinitionId().startsWith("drill:"))
        .isEmpty();
    assertThat(get("drill", "/api/v1/drills/" + number + "/scorecard.md"))
        .hasStatusOk()
        .bodyText()
        .contains("[DRILL]", "Broken off: Lunch", "Buy a bell");
    assertThat(get("exec", "/api/v1/drills/" + number + "/scorecard"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.status")
        .isEqualTo("aborted");
  }

  @Test
  void standsStillWhileItIsPaused() {
    number = start(false);
    response.runJobs(number);
    response.at(store.get(number).startedAt().plusSeconds(1));
    drills.pause(number, LEAD);
    assertThatThrownBy(() -> drills.pause(number, LEAD)).hasMessageContaining("paused already");
    assertThat(response.incident(number).pausedUntil()).isNotNull();

    response.at(store.get(number).startedAt().plusSeconds(60));
    look();
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("A customer says"));

    drills.resume(number, LEAD);
    response.at(store.get(number).startedAt().plusSeconds(62));
    commands.acknowledge(number, LEAD);
    assertThat(scorecards.of(number).results())
        .filteredOn(result -> result.criterion().equals("acknowledged"))
        .singleElement()
        .satisfies(result -> assertThat(result.evidence()).startsWith("After 3 s"))
        .satisfies(result -> assertThat(result.passed()).isTrue());
    response.at(store.get(number).startedAt().plusSeconds(69));
    look();
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("A customer says"));
  }

  @Test
  void isBrokenOffWhileItsFixIsWatched() {
    number = start(false);
    response.runJobs(number);
    response.triage(number, 2);
    commands.status(number, Status.MONITORING, "The fix is out", LEAD);

    drills.breakOff(number, "Lunch", LEAD);
    response.runJobs(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.DISMISSED);
    assertThat(response.open(number)).containsExactly(Elements.TASK_DEBRIEF);
    assertThat(store.scorecard(number)).isPresent();
  }

  @Test
  void isBrokenOffAfterItsResolution() {
    number = start(false);
    response.runJobs(number);
    response.triage(number, 2);
    commands.resolve(number, "Somebody rolled it back", LEAD);
    response.runJobs(number);
    response.passGate(number);
    assertThat(response.open(number)).contains("Task_signOff");

    drills.breakOff(number, "Lunch", LEAD);
    response.runJobs(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
    assertThat(response.open(number)).containsExactly(Elements.TASK_DEBRIEF);
    assertThat(store.scorecard(number)).isPresent();
    assertThat(
            jdbc.sql(
                    "select distinct address from delivery where incident = ? and event = 'closed'")
                .param(number)
                .query(String.class)
                .list())
        .as("it is told behind the wall")
        .containsExactly("drills@example.org");
  }

  @Test
  void doesNotBeginWhereAnIncidentIsResolvedOnly() {
    number = start(false);
    jdbc.sql("update incident set status = 'resolved' where number = ?").param(number).update();
    try {
      assertThatThrownBy(() -> start(false))
          .hasStackTraceContaining(
              number
                  + " of shop-web is resolved and not closed; a drill on the same service would mix"
                  + " with it. Finish that drill, or break it off");
    } finally {
      jdbc.sql("update incident set status = 'investigating' where number = ?")
          .param(number)
          .update();
    }
  }

  @Test
  void doesNotSayWhichRestrictedIncidentIsInTheWay() {
    number = start(false);
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    try {
      assertThatThrownBy(() -> start(false))
          .hasStackTraceContaining("An incident of these services is not closed")
          .satisfies(e -> assertThat(e).message().doesNotContain(number));
    } finally {
      jdbc.sql("update incident set security = false where number = ?").param(number).update();
    }
  }

  @Test
  void mendsInTheStepThatEndsItsIncident() {
    number = start(false);
    response.runJobs(number);
    assertThat(services.get("shop-web").healthy()).isFalse();

    commands.dismiss(number, "It is over", LEAD);

    assertThat(services.get("shop-web").healthy()).as("before it is scored").isTrue();
    assertThat(inject("{\"kind\": \"break\", \"service\": \"shop-web\"}"))
        .hasStatus(409)
        .bodyText()
        .contains(number + " is over");
    // As if the script had looked a moment before the end.
    response.at(store.get(number).startedAt().plusSeconds(60));
    drills.play(number);
    assertThat(store.steps(number))
        .extracting(DrillStore.Step::step)
        .noneMatch(step -> step.startsWith("inject-"));
  }

  @Test
  void leavesBrokenWhatALaterDrillPlaysOn() {
    var first = start(false);
    response.runJobs(first);
    commands.dismiss(first, "It is over", LEAD);
    number = start(false);

    drills.mend(store.get(first));
    assertThat(services.get("shop-web").healthy()).as("the later drill has broken it").isFalse();
    drills.mend(store.get(number));
    assertThat(services.get("shop-web").healthy()).isTrue();
    drills.breakOff(first, "The test is over", LEAD);
    response.runJobs(first);
  }

  @Test
  void beginsOnceOnAServiceHoweverManyStartAtOneMoment() throws Exception {
    var together = new CyclicBarrier(2);
    Callable<String> begin =
        () -> {
          together.await();
          return start(false);
        };
    var begun = new ArrayList<String>();
    var refused = new ArrayList<Throwable>();
    var threads = Executors.newFixedThreadPool(2);
    try {
      for (var one : threads.invokeAll(List.of(begin, begin))) {
        try {
          begun.add(one.get());
        } catch (ExecutionException e) {
          refused.add(e.getCause());
        }
      }
    } finally {
      threads.shutdown();
    }
    number = begun.get(0);
    assertThat(begun).hasSize(1);
    assertThat(refused)
        .singleElement()
        .satisfies(e -> assertThat(e).hasStackTraceContaining(number + " of shop-web is open"));
  }

  @Test
  void takesInjectsByHand() {
    number = start(false);
    response.runJobs(number);

    assertThat(inject("{\"kind\": \"alert\", \"text\": \"The disk is full\"}")).hasStatusOk();
    assertThat(inject("{\"kind\": \"fail-rollback\", \"service\": \"shop-web\"}")).hasStatusOk();
    assertThat(services.rollback("shop-web", "a").healthy()).as("it only says so").isFalse();
    assertThat(services.rollback("shop-web", "b").healthy()).isTrue();
    assertThat(
            inject(
                "{\"kind\": \"unreachable\", \"text\": \"Asleep\", \"player\": \"sim-commander\"}"))
        .hasStatusOk();
    assertThat(response.timeline(number))
        .contains("alert: Alert firing: The disk is full")
        .contains("drill: sim-commander cannot be reached: Asleep");

    assertThat(inject("{\"kind\": \"storm\"}")).hasStatus(400).bodyText().contains("none of alert");
    assertThat(inject("{\"kind\": \"note\"}")).hasStatus(400).bodyText().contains("text");
    assertThat(inject("{\"kind\": \"break\", \"service\": \"ledger\"}"))
        .hasStatus(400)
        .bodyText()
        .contains("one of the services of the drill: shop-web");
    assertThat(inject("{\"kind\": \"unreachable\", \"text\": \"x\", \"player\": \"exec\"}"))
        .hasStatus(400);
  }

  @Test
  void isStartedByADrillLeadOnly() {
    assertThat(post("oncall1", "/api/v1/drills", "{\"scenario\": \"bad-deployment\"}"))
        .hasStatus(403);
    assertThat(post("drill", "/api/v1/drills", "{\"scenario\": \"war\"}"))
        .hasStatus(400)
        .bodyText()
        .contains("is none of", "bad-deployment");
    assertThat(
            post("drill", "/api/v1/drills", "{\"scenario\": \"bad-deployment\", \"pace\": 1000}"))
        .hasStatus(400)
        .bodyText()
        .contains("pace", "60 at most");
    assertThat(
            post(
                "drill", "/api/v1/drills", "{\"scenario\": \"bad-deployment\", \"kind\": \"war\"}"))
        .hasStatus(400)
        .bodyText()
        .contains("tabletop");

    var started =
        post("drill", "/api/v1/drills", "{\"scenario\": \"bad-deployment\", \"pace\": 2}");
    assertThat(started).hasStatus(201);
    number = field(started, "incident");
    assertThat(store.get(number).lead()).isEqualTo("drill");
    assertThat(store.get(number).pace().response()).isEqualTo(2);
    response.runJobs(number);

    assertThat(post("drill", "/api/v1/drills", "{\"scenario\": \"bad-deployment\"}"))
        .as("the services are taken")
        .hasStatus(409)
        .bodyText()
        .contains(number);
  }

  @Test
  void isStartedByTheFormOfTheTasklist() {
    var definition =
        repository.createProcessDefinitionQuery().processDefinitionKey("drill").latestVersion();
    identity.setAuthentication("drill", java.util.List.of("drill-lead"));
    try {
      var instance =
          forms.submitStartForm(
              definition.singleResult().getId(),
              Map.of("scenario", "bad-deployment", "pace", 5L, "responders", true));
      identity.clearAuthentication();
      number =
          runtime
              .createProcessInstanceQuery()
              .processInstanceId(instance.getId())
              .singleResult()
              .getBusinessKey();
    } finally {
      identity.clearAuthentication();
    }
    response.runJobs(number);
    assertThat(store.get(number))
        .extracting(Drill::lead, Drill::responders, d -> d.pace().response())
        .containsExactly("drill", true, 5);
  }

  @Test
  void aPlayerPlaysInDrillsOnly() {
    var real = response.declare("high");
    response.runJobs(real);

    assertThatThrownBy(
            () -> commands.role(real, Role.COMMANDER, "sim-commander", Actor.api("commander")))
        .hasMessageContaining("plays in drills only");
  }

  /** Fires the script's clock once, and then what is due. */
  private void look() {
    response.fireAsItIs(number, PlayScript.KEY, PlayScript.Elements.EVENT_LOOK_AGAIN);
  }

  private String start(boolean responders) {
    return drills
        .start(new Wanted("bad-deployment", null, 30, null, responders, false), "drill")
        .incident();
  }

  private MvcTestResult inject(String body) {
    return post("drill", "/api/v1/drills/" + number + "/injects", body);
  }

  private MvcTestResult post(String person, String path, String body) {
    return mvc.post()
        .uri(path)
        .with(httpBasic(person, "tocsin"))
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private MvcTestResult get(String person, String path) {
    return mvc.get().uri(path).with(httpBasic(person, "tocsin")).exchange();
  }

  private static String field(MvcTestResult result, String name) {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper()
          .readTree(result.getResponse().getContentAsString())
          .get(name)
          .asText();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
