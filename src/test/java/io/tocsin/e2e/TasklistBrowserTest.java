package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.beans.factory.annotation.Value;

/** What people see and do in the Tasklist, in Chromium. */
@LiveTocsinTest
@Tag("procedures")
class TasklistBrowserTest {

  static ChromeDriver browser;

  @Value("http://127.0.0.1:${server.port}")
  String base;

  Team team;
  Tasklist tasklist;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void quitBrowser() {
    if (browser != null) {
      browser.quit();
    }
  }

  @BeforeEach
  void people() {
    team = new Team(base);
    tasklist = new Tasklist(browser, base);
  }

  @Test
  void oneSignOnShowsTheTasksOfOwnRolesUnderOurName() {
    var number = team.declare("Payments are refused", "payments", "2");
    team.task("oncall1", number, "Task_triage");

    tasklist.signIn("oncall1");
    assertThat(tasklist.head()).contains("Tocsin").contains("Incidents").contains("Ines Costa");
    assertThat(tasklist.shows(By.cssSelector(".ce-eol-banner"))).as("migration banner").isFalse();
    assertThat(tasklist.filters())
        .containsExactly("My tasks", "My roles", "Unassigned", "Overdue", "Drills", "My desks");
    var triage = number + " · Severity 2 · Triage";
    assertThat(tasklist.tasks("My roles")).contains(triage);
    assertThat(tasklist.tasks("Unassigned")).contains(triage);
    Browser.photograph(browser, "tasklist");
    assertThat(tasklist.tasks("My tasks")).doesNotContain(triage);
    assertThat(tasklist.tasks("Overdue")).isEmpty();
    assertThat(tasklist.tasks("Drills")).isEmpty();
    tasklist.signOut();

    tasklist.signIn("manager");
    assertThat(tasklist.tasks("Unassigned")).as("a manager triages nothing").isEmpty();
  }

  @Test
  void theGravestComesFirstUnlessTheReaderChoosesAnotherOrder() {
    var grave = team.declare("Nobody can pay", "payments", "1") + " · Severity 1 · Triage";
    var mild = team.declare("A picture is missing", "shop-web", "3") + " · Severity 3 · Triage";
    team.task("oncall1", mild.substring(0, mild.indexOf(' ')), "Task_triage");

    tasklist.signIn("oncall1");
    await()
        .atMost(Team.PATIENCE)
        .untilAsserted(
            () -> assertThat(tasklist.tasks("My roles")).containsSubsequence(grave, mild));
    Browser.photograph(browser, "tasklist-order");

    browser.executeScript(
        "location.hash = '#/?sorting=' + encodeURIComponent('[{\"sortBy\":\"priority\",\"sortOrder\":\"asc\"}]')");
    await()
        .atMost(Team.PATIENCE)
        .untilAsserted(
            () -> assertThat(tasklist.tasks("My roles")).containsSubsequence(mild, grave));
  }

  @Test
  void theLinkOfATaskShowsItOnAPhone() {
    var number = team.declare("Payments hang", "payments", "2");
    var task = team.task("oncall1", number, "Task_triage").get("id").asText();
    tasklist.signIn("oncall1");
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    try {
      browser.get("about:blank");
      browser.get(base + "/camunda/app/tasklist/default/#/?task=" + task);
      tasklist.see(By.cssSelector(".fjs-form"));
      await()
          .atMost(Team.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          (Number)
                              browser.executeScript(
                                  "return document.querySelector('.task-details')"
                                      + ".getBoundingClientRect().top"))
                      .extracting(Number::intValue)
                      .satisfies(top -> assertThat(top).isBetween(-10, 100)));
      Browser.photograph(browser, "tasklist-phone");
    } finally {
      browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }
  }

  @Test
  void triageIsClaimedRefusedMendedAndCompleted() {
    var number = team.declare("Books vanish from the basket", "shop-web", "3");
    var triage = number + " · Severity 3 · Triage";
    team.task("oncall1", number, "Task_triage");

    tasklist.signIn("oncall1");
    tasklist.open("My roles", triage);
    assertThat(tasklist.form())
        .contains("Books vanish from the basket")
        .contains("Severity 3 (provisional)");
    tasklist.claim();
    assertThat(team.incident(number).get("acknowledgedAt").isNull()).isFalse();

    tasklist.choose("How much is out?", "Everything");
    tasklist.fill("What do users notice?", "Their basket is empty after each click");
    Browser.photograph(browser, "triage");
    tasklist.choose("Severity", "Severity 4");
    tasklist.fill("Why this severity?", " ");
    assertThat(tasklist.completeInVain()).contains("Fill in 'Why this severity?'");
    Browser.photograph(browser, "triage-refused");
    assertThat(team.visible("oncall1", number, "Task_triage")).as("the task stays").hasSize(1);

    tasklist.choose("Severity", "As the policy proposes");
    tasklist.complete();
    assertThat(team.incident(number).get("severity").asInt()).isEqualTo(1);
    assertThat(team.incident(number).get("impactUsers").asText())
        .isEqualTo("Their basket is empty after each click");
  }

  @Test
  void checklistsAndListsAreFilledIn() {
    var number = team.declare("Payments fail now and then", "payments", "2");
    mitigate(number);

    tasklist.signIn("techlead");
    tasklist.open("My tasks", number + " · Severity 2 · Verify the fix");
    tasklist.tickAll();
    tasklist.tick("Yes");
    Browser.photograph(browser, "verify");
    tasklist.complete();
    team.awaitStatus(number, "resolved");

    team.complete(
        "commander", number, "Task_signOff", Map.of("signOff", true, "signOffReason", "Quiet"));
    team.task("commander", number, "Task_writeReview");
    tasklist.signIn("commander");
    tasklist.open("My tasks", number + " · Severity 2 · Write the review");
    tasklist.fill("Summary", "A worker was stuck and was restarted");
    tasklist.fill("Impact", "Every tenth payment failed");
    tasklist.fill("What resolved it?", "A restart");
    tasklist.fill("Root cause", "The worker waits without a limit");
    tasklist.press("Add new");
    tasklist.fill("What is to be done?", "Limit the wait");
    tasklist.choose("Kind", "System");
    tasklist.fill("Owner", "techlead");
    tasklist.date("Due on", "12/31/2030");
    Browser.photograph(browser, "review");
    tasklist.complete();

    team.doWhatIsOwed(number);
    assertThat(team.person("commander").get("/api/v1/incidents/" + number + "/report.md").body())
        .contains("Limit the wait")
        .contains("2030-12-31");
    tasklist.open("My tasks", number + " · Severity 2 · Close the incident");
    Browser.photograph(browser, "closure");
    tasklist.tickAll();
    tasklist.complete();
    team.awaitStatus(number, "closed");
  }

  private void mitigate(String number) {
    team.complete(
        "oncall1", number, "Task_triage", Map.of("triageChoice", "respond", "severity", "policy"));
    team.complete(
        "commander",
        number,
        "Task_assignRoles",
        Map.of("commander", "commander", "technicalLead", "techlead"));
    team.complete("techlead", number, "Task_investigate", Map.of("rootCause", "A stuck worker"));
    team.complete(
        "techlead", number, "Task_chooseMitigation", Map.of("mitigation", "payments:restart"));
    team.task("techlead", number, "Task_verify");
  }
}
