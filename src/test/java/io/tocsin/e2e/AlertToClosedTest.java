package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** One incident as its people live it, from a real alert to its report. */
@LiveTocsinTest
class AlertToClosedTest {

  @Value("http://127.0.0.1:${server.port}")
  String base;

  @Autowired GreenMail mail;

  Team team;

  @BeforeEach
  void shopApiIsBroken() {
    team = new Team(base);
    assertThat(team.person("techlead").post("/simulated/shop-api/deploy", "{}").status())
        .isEqualTo(200);
    assertThat(team.person("techlead").post("/simulated/shop-api/break", "{}").status())
        .isEqualTo(200);
    assertThat(Caller.anybody(base).get("/simulated/shop-api/health").status()).isEqualTo(503);
  }

  @AfterEach
  void shopApiIsWhole() {
    team.person("techlead").post("/simulated/shop-api/repair", "{}");
  }

  @Test
  void anAlertBecomesAnIncidentThatIsRolledBackReviewedAndClosed() {
    var numbers = team.alert("alertmanager-firing");
    assertThat(numbers).hasSize(1);
    var number = numbers.get(0);
    assertThat(team.alert("alertmanager-firing"))
        .as("the same payload again")
        .containsExactly(number);
    assertThat(team.person("exec").read("/api/v1/incidents?service=shop-api")).hasSize(1);
    assertThat(team.person("exec").read("/api/v1/incidents/" + number + "/alerts")).hasSize(1);
    assertThat(number).matches("INC-\\d{4}-\\d{2}-\\d{2}-\\d{3}");

    // Told and paged at once, on the provisional severity.
    awaitMail("commander@example.org", number + " Severity 1 (provisional) declared");
    awaitMail(onCall() + "@example.org", "escalated");

    triage(number);
    nameRoles(number);
    team.complete(
        "techlead",
        number,
        "Task_investigate",
        Map.of(
            "rootCause",
            "The last deployment of shop-api reads a column that is not there",
            "rootCauseConfirmed",
            true,
            "recentChange",
            true,
            "why1",
            "The migration runs after the code"));
    assertThat(team.status(number)).isEqualTo("identified");

    rollBack(number);
    team.complete(
        "techlead", number, "Task_verify", Map.of("verifyChoice", "yes", "verifyNote", "Bought"));
    team.awaitStatus(number, "resolved");
    awaitMail("engineering@example.org", number);

    team.complete(
        "commander",
        number,
        "Task_signOff",
        Map.of("signOff", true, "signOffReason", "Watched it for an hour"));
    review(number);
    team.doWhatIsOwed(number);
    team.complete("commander", number, "Task_close", Map.of("closureNote", "Everybody knows"));
    team.awaitStatus(number, "closed");

    theReportTellsTheStory(number);
    nothingIsLeft(number);
  }

  private void triage(String number) {
    var task = team.task("oncall1", number, "Task_triage");
    assertThat(task.get("name").asText()).startsWith(number + " · ").endsWith(" · Triage");
    assertThat(task.get("due").isNull()).isFalse();
    assertThat(team.visible("exec", number, "Task_triage"))
        .as("whoever does not respond sees no task")
        .isEmpty();
    team.claim("oncall1", task);
    assertThat(team.incident(number).get("acknowledgedAt").isNull()).isFalse();

    var refused = team.submit("oncall1", task, Map.of("triageChoice", "respond", "severity", "4"));
    assertThat(refused.status()).as(refused.body()).isGreaterThanOrEqualTo(400);
    assertThat(refused.body()).contains("severityReason");
    assertThat(team.visible("oncall1", number, "Task_triage")).as("the task stays").hasSize(1);

    team.complete(
        "oncall1",
        number,
        "Task_triage",
        Map.of(
            "triageChoice", "respond",
            "severity", "policy",
            "impactUsers", "Nobody can put a book into the basket"));
  }

  private void nameRoles(String number) {
    assertThat(team.visible("techlead", number, "Task_assignRoles"))
        .as("the commander's task is not the technical lead's")
        .isEmpty();
    team.complete(
        "commander",
        number,
        "Task_assignRoles",
        Map.of(
            "commander", "commander", "technicalLead", "techlead", "communicationsLead", "comms"));
  }

  private void rollBack(String number) {
    team.complete(
        "techlead",
        number,
        "Task_chooseMitigation",
        Map.of("mitigation", "shop-api:rollback", "mitigationReason", "It began with it"));
    assertThat(Caller.anybody(base).get("/simulated/shop-api/health").status())
        .as("nothing runs before it is approved")
        .isEqualTo(503);
    team.complete("commander", number, "Task_approve", Map.of("approve", "yes"));
    await()
        .atMost(Team.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Caller.anybody(base).get("/simulated/shop-api/health").status())
                    .isEqualTo(200));
  }

  private void review(String number) {
    team.complete(
        "commander",
        number,
        "Task_writeReview",
        Map.of(
            "summary",
            "A deployment broke shop-api; a rollback mended it",
            "impact",
            "Nobody could buy for ten minutes",
            "resolution",
            "Rolled back",
            "rootCause",
            "The last deployment of shop-api reads a column that is not there",
            "lessons",
            "Migrations and code need one owner",
            "actionItems",
            List.of(
                Map.of(
                    "title", "Check migrations in the pipeline",
                    "kind", "preventive",
                    "owner", "techlead",
                    "dueDate", LocalDate.now().plusDays(14).toString()))));
  }

  private void theReportTellsTheStory(String number) {
    var report = team.person("exec").get("/api/v1/incidents/" + number + "/report.md");
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.headers().firstValue("content-type").orElse("")).contains("markdown");
    assertThat(report.body())
        .contains(number)
        .contains("Nobody can put a book into the basket")
        .contains("The migration runs after the code")
        .contains("Roll back shop-api")
        .contains("A deployment broke shop-api; a rollback mended it")
        .contains("Check migrations in the pipeline")
        .contains("Migrations and code need one owner");
    assertThat(team.timeline(number))
        .anyMatch(line -> line.startsWith("alert:"))
        .anyMatch(line -> line.startsWith("acknowledged:"))
        .anyMatch(line -> line.startsWith("severity:"))
        .anyMatch(line -> line.startsWith("role:"))
        .anyMatch(line -> line.startsWith("action:"))
        .anyMatch(line -> line.startsWith("health:"))
        .anyMatch(line -> line.startsWith("review:"));
  }

  /** No instance, task or failed job outlives the incident, and every message has arrived. */
  private void nothingIsLeft(String number) {
    await()
        .atMost(Team.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        team.person("admin")
                            .read(
                                "/engine-rest/process-instance?maxResults=50&businessKey="
                                    + number))
                    .isEmpty());
    assertThat(team.person("admin").read("/engine-rest/incident?maxResults=50")).isEmpty();
    var deliveries = team.person("commander").read("/api/v1/incidents/" + number + "/deliveries");
    assertThat(deliveries).isNotEmpty();
    assertThat(deliveries)
        .allSatisfy(d -> assertThat(d.get("state").asText()).isIn("sent", "kept"));
    awaitMail("manager@example.org", number + " Severity 1 closed");
  }

  private String onCall() {
    return team.person("exec").read("/api/v1/oncall/primary").get("person").asText();
  }

  private void awaitMail(String to, String headline) {
    await()
        .atMost(Team.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(mail.getReceivedMessages())
                    .extracting(AlertToClosedTest::headline)
                    .anyMatch(line -> line.contains(to) && line.contains(headline)));
  }

  /** What follows the first mail of an incident says in its first line what is new. */
  private static String headline(MimeMessage message) {
    try {
      var content = message.getContent();
      var text = content instanceof Multipart parts ? parts.getBodyPart(0).getContent() : content;
      return Arrays.toString(message.getAllRecipients())
          + " "
          + message.getSubject()
          + " "
          + text.toString().lines().findFirst().orElse("");
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
