package io.tocsin.process;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.engine.model.Obligation;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What the policy owes after an incident, at the minute. */
@TocsinTest
@Tag("thorough")
class ObligationsProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");
  private static final String DEADLINE = Obligation.Elements.EVENT_DEADLINE_PASSED;
  private static final String REMINDER = Obligation.Elements.EVENT_REMINDER_DUE;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Deliveries deliveries;
  @Autowired TaskService tasks;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester http;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  @ParameterizedTest(name = "{0} at level {1}")
  @CsvFileSource(resources = "/owed-after-incidents.txt", delimiter = '|')
  void owesWhatThePolicySaysByTheMinute(String policy, int level, String owed) {
    var number = response.resolvedUnder(policy, level);

    assertThat(rows(number).stream().map(row -> inShort(number, row)))
        .containsExactlyInAnyOrder(
            Arrays.stream(owed.split(";")).map(String::strip).toArray(String[]::new));
    var open = rows(number).stream().filter(row -> row.get("doneAt") == null).toList();
    var deadlines =
        open.stream()
            .filter(row -> row.get("dueAt") != null)
            .map(row -> row.get("role") + " " + row.get("dueAt"))
            .distinct()
            .toList();
    assertThat(
            response.dues(number, Obligation.KEY, DEADLINE).size()
                + response.dues(number, Obligation.KEY, REMINDER).size())
        .as("one clock for each of %s", deadlines)
        .isEqualTo(deadlines.size());
  }

  @Test
  void asksEachRoleForWhatNothingElseProves() {
    var number = response.resolved("high", 2);

    var owed = response.owed(number);
    assertThat(owed.stream().map(task -> asked(number, task)))
        .containsExactlyInAnyOrder(
            "PT24H commander review-scheduled", "PT24H comms stakeholders-told");
    assertThat(owed)
        .extracting(Task::getName)
        .anyMatch(name -> name.contains("· Do what is owed (commander, by 2026-02-11 03:00 UTC)"));
    assertThat(response.timeline(number))
        .contains("task: Done, as the record shows: " + title(number, "root-cause-analysed"));
  }

  @Test
  void comesBackWithWhatIsLeftAndLeavesOutWithAReason() {
    var number = response.resolvedUnder("smartbeak", 4);
    var week = ofRole(number, "technicalLead", 168);
    response.doWhatIsOwed(
        number, ofRole(number, "technicalLead", 24), List.of("evidence-preserved"));
    response.answerWhatIsOwed(
        number, week, Map.of("obligationsReason", "There was nothing to fix"));

    assertThat(row(number, "evidence-preserved"))
        .containsEntry("doneBy", "techlead")
        .containsEntry("leftOut", false);
    assertThat(row(number, "critical-fixes"))
        .containsEntry("leftOut", true)
        .containsEntry("note", "There was nothing to fix");
    assertThat(response.timeline(number))
        .contains(
            "task: Done: " + title(number, "evidence-preserved"),
            "task: Left out: " + title(number, "critical-fixes") + ". There was nothing to fix");
  }

  @Test
  void keepsTheRestOwed() {
    var number = response.resolvedUnder("storefront", 2);
    response.signOff(number);
    response.review(number);
    var week = ofRole(number, "commander", 168);
    assertThat(response.owedItems(week))
        .containsExactly("monitoring-improved", "playbooks-updated");
    response.doWhatIsOwed(number, week, List.of("playbooks-updated"));

    assertThat(response.owedItems(ofRole(number, "commander", 168)))
        .containsExactly("monitoring-improved");
  }

  @Test
  void refusesAnswersThatSayNothing() {
    var number = response.resolved("high", 2);
    var task = ofRole(number, "commander", 24);
    assertThatThrownBy(() -> response.doWhatIsOwed(number, task, List.of()))
        .hasMessageContaining("obligationsTicked: tick what is done, or say why it is not");
    assertThatThrownBy(() -> response.doWhatIsOwed(number, task, List.of("the-dishes")))
        .hasMessageContaining("obligationsTicked: 'the-dishes' is not owed");
  }

  @Test
  void tellsOnceWhenTheDeadlineHasPassedAndKeepsTheTask() {
    var number = response.resolvedUnder("smartbeak", 4);
    var resolved = resolvedAt(number);
    assertThat(response.dues(number, Obligation.KEY, DEADLINE))
        .containsExactly(resolved.plus(hours(24)), resolved.plus(hours(24)));
    assertThat(response.dues(number, Obligation.KEY, REMINDER))
        .containsExactly(resolved.plus(hours(144)), resolved.plus(hours(144)));

    response.fire(number, Obligation.KEY, DEADLINE);
    response.fire(number, Obligation.KEY, DEADLINE);
    assertThat(rounds(number, "obligation-overdue")).hasSize(2);
    assertThat(told(number, "obligation-overdue"))
        .extracting(Delivery::recipient)
        .contains("commander", "techlead", "manager");
    assertThat(response.owed(number)).hasSize(4);

    response.fire(number, Obligation.KEY, REMINDER);
    response.fire(number, Obligation.KEY, REMINDER);
    assertThat(rounds(number, "obligation-due")).hasSize(2);
    assertThat(response.dues(number, Obligation.KEY, DEADLINE))
        .containsExactly(resolved.plus(hours(168)), resolved.plus(hours(168)));
  }

  @Test
  void followsTheRoleWhenItIsHandedOver() {
    var number = response.resolved("high", 2);
    commands.role(number, Role.COMMUNICATIONS_LEAD, "support", Actor.api("commander"));

    assertThat(ofRole(number, "communicationsLead", 24).getAssignee()).isEqualTo("support");
    assertThat(ofRole(number, "commander", 24).getAssignee()).isEqualTo("commander");
  }

  @Test
  void shrinksAndEndsWhenSomethingIsDoneOverHttp() {
    var number = response.resolvedUnder("storefront", 2);
    response.signOff(number);
    response.review(number);
    var answer = done(number, "monitoring-improved", "{\"note\": \"A new alert\"}", "commander");
    assertThat(answer).hasStatusOk();
    assertThat(row(number, "monitoring-improved"))
        .containsEntry("doneBy", "commander")
        .containsEntry("note", "A new alert");
    response.runJobs(number);
    assertThat(response.owedItems(ofRole(number, "commander", 168)))
        .containsExactly("playbooks-updated");

    assertThat(done(number, "playbooks-updated", "", "commander")).hasStatusOk();
    assertThat(done(number, "playbooks-updated", "", "techlead")).hasStatusOk();
    response.runJobs(number);
    assertThat(row(number, "playbooks-updated")).containsEntry("doneBy", "commander");
    assertThat(response.owed(number).stream().map(task -> asked(number, task)))
        .noneMatch(asked -> asked.startsWith("PT168H"));
  }

  @Test
  void refusesOverHttpWhatIsNotOwed() {
    var number = response.resolved("high", 2);
    assertThat(done(number, "the-dishes", "", "commander")).hasStatus(404);
    assertThat(done("INC-2000-01-01-001", "stakeholders-told", "", "commander")).hasStatus(404);
    assertThat(done(number, "stakeholders-told", "", "manager")).hasStatus(403);
    assertThat(
            done(number, "stakeholders-told", "{\"note\": \"" + "x".repeat(4_001) + "\"}", "comms"))
        .hasStatus(400);
    assertThat(done(number, "formal-closure", "", "commander")).hasStatus(400);
    commands.reopen(number, "It is back", Actor.api("commander"));
    assertThat(done(number, "stakeholders-told", "", "comms")).hasStatus(409);
  }

  @Test
  void makesWorkOfWhatTheReviewDoesNotProve() {
    var number = response.resolved("high", 2);
    response.signOff(number);
    assertThat(row(number, "stability-confirmed")).containsEntry("doneBy", "tocsin");
    assertThat(response.owed(number)).hasSize(2);
    response.review(number);

    for (var proven :
        List.of("report", "timeline-written", "lessons-recorded", "preventive-items")) {
      assertThat(row(number, proven)).as(proven).containsEntry("doneBy", "tocsin");
    }
    assertThat(response.owed(number).stream().map(task -> asked(number, task)))
        .containsExactlyInAnyOrder(
            "PT24H commander review-scheduled",
            "PT24H comms stakeholders-told",
            "PT72H commander process-items,training-items",
            "PT72H techlead system-items");
  }

  @Test
  void isClosedOnlyWhenNothingIsOwed() {
    var number = response.resolved("high", 2);
    response.signOff(number);
    response.review(number);
    assertThatThrownBy(
            () ->
                response.submit(
                    number, "Task_close", "commander", Map.of("closureNote", "All told")))
        .hasMessageContaining(number + " cannot be closed while something is owed: ")
        .hasMessageContaining(title(number, "stakeholders-told") + " (communications lead, by ")
        .message()
        .doesNotContain(title(number, "formal-closure"));
    assertThat(response.open(number)).contains("Task_close");
    assertThat(owedAtTheClosure(number))
        .contains("- " + title(number, "stakeholders-told") + " (communications lead, by ")
        .doesNotContain(title(number, "formal-closure"));

    response.doWhatIsOwed(number);
    assertThat(owedAtTheClosure(number)).isNull();
    response.close(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
    assertThat(row(number, "formal-closure")).containsEntry("doneBy", "commander");
    assertThat(response.open(number)).isEmpty();
    assertThat(response.jobs(number)).isEmpty();
  }

  /** The last look and what is owed are of one mind, and the review is where it is said. */
  @Test
  void takesTheCauseForKnownOnceTheReviewConfirmsIt() {
    for (var confirmed : List.of(false, true)) {
      var number = suspectedOnly();
      response.complete(
          number,
          "Task_writeReview",
          "commander",
          Map.of(
              "summary",
              "A deployment broke checkout",
              "rootCause",
              "It drops a column that checkout reads",
              "rootCauseConfirmed",
              confirmed));
      assertThat(row(number, "root-cause-analysed").get("doneAt") != null).isEqualTo(confirmed);
      assertThat(response.incident(number).rootCauseConfirmed()).isEqualTo(confirmed);
      var ticked = response.field(number, "Task_close", "closureChecks");
      assertThat(ticked.contains("root-cause-analysed")).as(ticked).isEqualTo(confirmed);
    }
  }

  @Test
  void aReviewWithoutTheBoxLeavesAConfirmedCauseConfirmed() {
    var number = suspectedOnly();
    jdbc.sql("update incident set root_cause_confirmed = true where number = ?")
        .param(number)
        .update();
    // As a task that was made, and a form that is, of a release before.
    tasks.removeVariableLocal(
        response.task(number, "Task_writeReview").getId(), "rootCauseConfirmed");
    response.complete(
        number,
        "Task_writeReview",
        "commander",
        Map.of("summary", "A deployment broke checkout", "rootCause", "It drops a column"));
    assertThat(response.incident(number).rootCauseConfirmed()).isTrue();
  }

  private String suspectedOnly() {
    var number = response.declareUnder("parsify", "2");
    response.runJobs(number);
    response.triage(number, 2);
    response.nameRoles(number);
    response.complete(number, "Task_investigate", "techlead", Map.of("rootCause", "A guess"));
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);
    response.signOff(number);
    return number;
  }

  private @Nullable String owedAtTheClosure(String number) {
    return (String)
        tasks.getVariableLocal(response.task(number, "Task_close").getId(), "closureOwed");
  }

  @Test
  void asksForWhatHasNoDeadlineWhenItIsClosed() {
    var number = response.resolvedUnder("smartbeak", 4);
    response.signOff(number);
    response.doWhatIsOwed(number);
    response.complete(
        number,
        "Task_close",
        "commander",
        Map.of("closureNote", "The rest is tracked", "closureChecks", List.of("items-tracked")));

    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
    assertThat(row(number, "items-tracked")).containsEntry("doneBy", "commander");
    assertThat(row(number, "effectiveness-measured").get("doneAt")).isNull();
    assertThat(done(number, "effectiveness-measured", "", "commander")).hasStatusOk();
    assertThat(row(number, "effectiveness-measured").get("doneAt")).isNotNull();
  }

  @Test
  void owesAnewAfterAReopeningWhatWasNotDone() {
    var number = response.resolved("high", 2);
    response.doWhatIsOwed(number, ofRole(number, "commander", 24), List.of("review-scheduled"));
    commands.reopen(number, "It is back", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.owed(number)).isEmpty();
    assertThat(response.waits(number, Obligation.KEY, DEADLINE)).isFalse();

    response.at(T0.plus(hours(5)));
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);

    assertThat(response.owed(number).stream().map(task -> asked(number, task)))
        .containsExactly("PT24H comms stakeholders-told");
    assertThat(row(number, "review-scheduled")).containsEntry("round", 1);
    assertThat(row(number, "stakeholders-told"))
        .containsEntry("round", 2)
        .containsEntry("dueAt", resolvedAt(number).plus(hours(24)).toString());
  }

  @Test
  void owesWhatALowerSeverityLeavesSoThatTheIncidentCanBeClosed() {
    var number = response.resolved("high", 2);
    response.doWhatIsOwed(number, ofRole(number, "commander", 24), List.of("review-scheduled"));
    commands.severity(number, "4", "It was a test system", Actor.api("commander"));
    response.runJobs(number);
    response.signOff(number);

    assertThat(response.open(number)).contains("Task_close").doesNotContain("Task_writeReview");
    assertThat(rows(number)).extracting(row -> row.get("obligation")).doesNotContain("report");
    assertThat(row(number, "review-scheduled")).containsEntry("doneBy", "commander");
    response.close(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
    assertThat(response.jobs(number)).isEmpty();
  }

  @Test
  void owesWhatAHigherSeverityAddsAndAsksForItOnce() {
    var number = response.resolvedUnder("smartbeak", 4);
    var before = response.owed(number).size();
    commands.severity(number, "1", "It was more than it seemed", Actor.api("commander"));
    response.runJobs(number);
    commands.severity(number, "1", "It stays", Actor.api("commander"));
    response.runJobs(number);

    var owed = response.owed(number);
    assertThat(owed)
        .hasSizeGreaterThanOrEqualTo(before)
        .extracting(Task::getName)
        .doesNotHaveDuplicates();
    assertThat(row(number, "report").get("doneAt")).isNull();
    response.signOff(number);
    response.review(number);
    response.close(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
    assertThat(response.jobs(number)).isEmpty();
  }

  @Test
  void leavesToTheReviewWhatItProvesWhenItIsOwedAfterAll() {
    var number = response.resolvedUnder("parsify", 4);
    response.signOff(number);
    assertThat(response.open(number)).contains("Task_close");
    commands.severity(number, "2", "It was more than it seemed", Actor.api("commander"));
    response.runJobs(number);

    assertThat(row(number, "stability-confirmed")).containsEntry("doneBy", "tocsin");
    assertThat(response.owed(number).stream().flatMap(task -> response.owedItems(task).stream()))
        .isNotEmpty()
        .doesNotContain("report");
    response.review(number);
    assertThat(row(number, "report")).containsEntry("doneBy", "tocsin");
    response.close(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
  }

  /** A task as: time until it is due, who has it, what it asks for. */
  private String asked(String number, Task task) {
    return Duration.between(resolvedAt(number), task.getDueDate().toInstant())
        + " "
        + task.getAssignee()
        + " "
        + String.join(",", response.owedItems(task));
  }

  private Task ofRole(String number, String role, int hours) {
    var name = Role.of(role).title() + ", by ";
    return response.owed(number).stream()
        .filter(task -> task.getName().contains("(" + name))
        .filter(task -> task.getDueDate().toInstant().equals(resolvedAt(number).plus(hours(hours))))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "No task of %s within %d h, only %s"
                        .formatted(
                            role,
                            hours,
                            response.owed(number).stream()
                                .map(Task::getName)
                                .collect(joining("; ")))));
  }

  private Instant resolvedAt(String number) {
    return Objects.requireNonNull(response.incident(number).resolvedAt());
  }

  private String inShort(String number, Map<String, Object> row) {
    var due = row.get("dueAt");
    return "%s %s %s"
        .formatted(
            row.get("obligation"),
            due == null ? "-" : Duration.between(resolvedAt(number), Instant.parse(due.toString())),
            row.get("role"));
  }

  private List<Map<String, Object>> rows(String number) {
    var answer =
        http.get()
            .uri("/api/v1/incidents/{number}/obligations", number)
            .with(httpBasic("manager", "tocsin"))
            .exchange();
    assertThat(answer).hasStatusOk();
    try {
      return JsonPath.read(answer.getResponse().getContentAsString(), "$");
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, Object> row(String number, String obligation) {
    return rows(number).stream()
        .filter(row -> row.get("obligation").equals(obligation))
        .findFirst()
        .orElseThrow();
  }

  private String title(String number, String obligation) {
    return row(number, obligation).get("title").toString();
  }

  private MvcTestResult done(String number, String obligation, String body, String user) {
    return http.post()
        .uri("/api/v1/incidents/{number}/obligations/{obligation}/done", number, obligation)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .with(httpBasic(user, "tocsin"))
        .exchange();
  }

  private List<Delivery> told(String number, String event) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals(event))
        .toList();
  }

  private List<String> rounds(String number, String event) {
    return told(number, event).stream().map(Delivery::round).distinct().toList();
  }

  private static Duration hours(long hours) {
    return Duration.ofHours(hours);
  }
}
