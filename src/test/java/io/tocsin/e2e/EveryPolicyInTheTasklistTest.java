package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.support.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.beans.factory.annotation.Value;

/**
 * All five policies, each at its worst level and at level 3, from declared to closed: every task is
 * answered in the Tasklist, in Chromium, by whom the policy wants. All incidents go through a stage
 * together, so that everybody signs in once for it. Run it with {@code mvn verify -Pprocedures}.
 */
@Tag("procedures")
@LiveTocsinTest
class EveryPolicyInTheTasklistTest {

  static ChromeDriver browser;

  @Value("http://127.0.0.1:${server.port}")
  String base;

  private final Set<String> photographed = new HashSet<>();
  private Team team;
  private Tasklist tasklist;

  /**
   * One incident.
   *
   * @param label of its level, in the words of the policy
   */
  private record Case(String policy, int level, String label, String number) {

    boolean of(String... policies) {
      return List.of(policies).contains(policy);
    }

    String headline(String task) {
      return number + " · " + label + " · " + task;
    }
  }

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
    // High enough for the longest form.
    browser.manage().window().setSize(new Dimension(1400, 1500));
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
  void everyPolicyLeadsFromDeclaredToClosed() {
    var cases =
        Stream.of(
                declared("betabaddies", "P0", "P2"),
                declared("smartbeak", "SEV-1", "SEV-3"),
                declared("storefront", "SEV1", "SEV3"),
                declared("subjunctive", "P0", "P2"),
                declared("parsify", "Severity 1", "Severity 3"))
            .flatMap(List::stream)
            .toList();
    triage(cases);
    command(cases);
    inform(having(cases, c -> !c.of("storefront")), "comms");
    workAtTheDesks(cases);
    mitigate(having(cases, c -> !c.of("storefront")), "techlead");
    // Nobody but the commander is asked for.
    var alone = having(cases, c -> c.of("storefront"));
    inform(alone, "commander");
    mitigate(alone, "commander");
    verify(having(cases, c -> !c.of("storefront")), "techlead");
    verify(alone, "commander");
    review(cases);
    List.of("commander", "techlead", "comms", "scribe", "monitor", "support")
        .forEach(person -> doWhatIsOwed(cases, person));
    close(cases);
    cases.forEach(this::isDone);
  }

  private List<Case> declared(String policy, String worst, String medium) {
    return List.of(declared(policy, 1, worst), declared(policy, 3, medium));
  }

  private Case declared(String policy, int level, String label) {
    return new Case(
        policy,
        level,
        label,
        team.declareUnder(policy, "Payments are refused", "payments", String.valueOf(level)));
  }

  private void triage(List<Case> cases) {
    enter("oncall1");
    for (var c : cases) {
      answer(
          "oncall1",
          c,
          "Task_triage",
          () -> {
            tasklist.choose("How much is out?", c.level() == 1 ? "Everything" : "A minor function");
            tasklist.fill("What do users notice?", "The card form stays white");
            if (c.of("smartbeak")) {
              tasklist.tick(c.level() == 1 ? "Yes" : "No");
            }
          });
    }
  }

  /** The roles are named, and the first thing that the commander wants is an update. */
  private void command(List<Case> cases) {
    enter("commander");
    for (var c : cases) {
      answer(
          "commander",
          c,
          "Task_assignRoles",
          () -> {
            if (!c.of("storefront")) {
              tasklist.choose("Technical lead", "Tomas Berg");
            }
          });
    }
    for (var c : cases) {
      atTheDesk(
          "commander",
          c,
          "Task_command",
          () -> {
            tasklist.choose("What now?", "Ask for a status update");
            tasklist.fill("Why?", "The shop asks what to tell its customers");
          });
    }
  }

  private void inform(List<Case> cases, String writer) {
    enter(writer);
    for (var c : cases) {
      answer(
          writer,
          c,
          "Task_writeUpdate",
          task -> task.get("name").asText().endsWith("(internal)"),
          () -> tasklist.fill("Status update", "Cards are refused. We look for the cause."));
    }
  }

  private void workAtTheDesks(List<Case> cases) {
    enter("scribe");
    var smartbeak = having(cases, c -> c.of("smartbeak")).get(0);
    atTheDesk(
        "scribe",
        smartbeak,
        "Task_keepLog",
        () -> tasklist.fill("What happened, or was decided?", "Decided to restart payments"));
    enter("monitor");
    atTheDesk(
        "monitor",
        having(cases, c -> c.of("betabaddies")).get(0),
        "Task_recordObservations",
        () -> {
          tasklist.fill("What do you see?", "Refused cards rose to 40 %");
          tasklist.fill("Link to the dashboard", "https://grafana.example.org/d/payments");
        });
    enter("support");
    atTheDesk(
        "support",
        having(cases, c -> c.of("parsify")).get(0),
        "Task_recordCustomerReports",
        () -> {
          tasklist.fill("How many reports?", "12");
          tasklist.choose("How did they come?", "By phone");
          tasklist.fill("What do they say?", "My card is refused");
        });
    enter("techlead");
    atTheDesk(
        "techlead",
        smartbeak,
        "Task_callForHelp",
        () -> {
          tasklist.choose("Who is called?", "Call a senior engineer");
          tasklist.fill("Why?", "Nobody here knows the payment worker");
        });
    answer(
        "techlead",
        having(cases, c -> c.of("smartbeak")).get(1),
        "Task_linkTicket",
        () -> tasklist.fill("Link of the ticket", "https://tickets.example.org/OPS-12"));
  }

  private void mitigate(List<Case> cases, String person) {
    enter(person);
    for (var c : cases) {
      answer(
          person,
          c,
          "Task_investigate",
          () -> {
            tasklist.fill("What is the cause?", "A worker waits without a limit");
            tasklist.tick("The cause is confirmed");
          });
    }
    for (var c : cases) {
      answer(
          person,
          c,
          "Task_chooseMitigation",
          () -> {
            tasklist.choose("What shall be done?", "Restart payments");
            tasklist.fill("Why this one?", "It frees the worker");
          });
    }
  }

  private void verify(List<Case> cases, String person) {
    enter(person);
    for (var c : cases) {
      answer(
          person,
          c,
          "Task_verify",
          () -> {
            tasklist.tickAll();
            tasklist.tick("Yes");
            // subjunctive wants the dashboards watched for half an hour.
            tasklist.fill("Note", "Every card was taken since the restart");
          });
    }
  }

  private void review(List<Case> cases) {
    for (var c : cases) {
      answer(
          "commander",
          c,
          "Task_signOff",
          () -> {
            tasklist.tick("The services are stable");
            tasklist.fill("Why may the watch end now?", "No card was refused for an hour");
          });
    }
    for (var c : cases) {
      answer(
          "commander",
          c,
          "Task_writeReview",
          () -> {
            tasklist.fill("Summary", "A stuck worker refused cards until it was restarted");
            tasklist.fill("Impact", "Every tenth payment failed");
            tasklist.fill("What resolved it?", "A restart");
            tasklist.fill("What will we do differently?", "Every wait gets a limit");
            if (c.level() == 1) {
              tasklist.press("Add new");
              tasklist.fill("What is to be done?", "Limit the wait");
              tasklist.choose("Kind", "Preventive");
              tasklist.fill("Owner", "techlead");
              tasklist.date("Due on", "12/31/2030");
            }
          });
    }
  }

  /** What is owed stands in as many tasks as the role has deadlines. */
  private void doWhatIsOwed(List<Case> cases, String person) {
    var owing =
        having(cases, c -> team.visible(person, c.number(), "Task_doWhatIsOwed").size() > 0);
    if (owing.isEmpty()) {
      return;
    }
    enter(person);
    for (var c : owing) {
      for (var task : team.visible(person, c.number(), "Task_doWhatIsOwed")) {
        answer(
            person,
            c,
            "Task_doWhatIsOwed",
            open -> open.get("id").equals(task.get("id")),
            tasklist::tickAll);
      }
    }
  }

  private void close(List<Case> cases) {
    enter("commander");
    for (var c : cases) {
      answer(
          "commander",
          c,
          "Task_close",
          () -> {
            tasklist.tickAll();
            tasklist.fill("Anything to add?", "Everybody knows");
          });
    }
  }

  private void isDone(Case c) {
    team.awaitStatus(c.number(), "closed");
    // The last words for the public wait for the commander, whatever else is done.
    team.visible("commander", c.number(), "Task_releaseWords")
        .forEach(
            words ->
                team.complete(
                    "commander",
                    c.number(),
                    "Task_releaseWords",
                    Response.release("Payments work again")));
    assertThat(team.person("admin").read("/engine-rest/incident?maxResults=50")).isEmpty();
    assertThat(team.whoDidWhat(c.number()))
        .contains(
            (c.of("storefront") ? "commander" : "techlead")
                + ": Root cause confirmed: A worker waits without a limit")
        .anyMatch(line -> line.startsWith("commander: Review written."));
    assertThat(team.incident(c.number()).get("severityLabel").asText()).isEqualTo(c.label());
    var report = team.person("exec").get("/api/v1/incidents/" + c.number() + "/report.md");
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.body()).contains(c.number(), c.label(), "Every tenth payment failed");
    assertThat(
            team.person("admin")
                .read("/engine-rest/task?maxResults=50&processInstanceBusinessKey=" + c.number()))
        .isEmpty();
  }

  private void enter(String person) {
    tasklist.signIn(person);
  }

  private void answer(String person, Case c, String key, Runnable answers) {
    answer(person, c, key, task -> true, answers);
  }

  /** Waits for a task, takes it unless it is the person's by role, and completes it. */
  private void answer(
      String person, Case c, String key, Predicate<JsonNode> wanted, Runnable answers) {
    var task =
        await()
            .atMost(Team.PATIENCE)
            .until(
                () ->
                    Stream.of(team.visible(person, c.number(), key))
                        .flatMap(EveryPolicyInTheTasklistTest::stream)
                        .filter(wanted)
                        .toList(),
                found -> found.size() == 1)
            .get(0);
    var headline = task.get("name").asText();
    assertThat(headline).startsWith(c.headline(""));
    tasklist.narrow(c.number());
    if (task.get("assignee").isNull()) {
      tasklist.open("My roles", headline);
      tasklist.claim();
    } else {
      assertThat(task.get("assignee").asText()).as("assignee of %s", headline).isEqualTo(person);
      tasklist.open("My tasks", headline);
    }
    complete(c, key, answers);
  }

  /** Uses a standing task, which comes back. */
  private void atTheDesk(String person, Case c, String key, Runnable answers) {
    var task = team.task(person, c.number(), key);
    tasklist.narrow(c.number());
    tasklist.open("My desks", task.get("name").asText());
    complete(c, key, answers);
    assertThat(team.task(person, c.number(), key).get("id")).isNotEqualTo(task.get("id"));
  }

  private void complete(Case c, String key, Runnable answers) {
    answers.run();
    if (photographed.add(key)) {
      Browser.photograph(browser, "procedures-" + key);
    }
    tasklist.complete();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return java.util.stream.StreamSupport.stream(array.spliterator(), false);
  }

  private static List<Case> having(List<Case> cases, Predicate<Case> wanted) {
    return cases.stream().filter(wanted).toList();
  }
}
