package io.tocsin.console;

import static io.tocsin.console.Visitors.commander;
import static io.tocsin.console.Visitors.manager;
import static io.tocsin.console.Visitors.processOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.publication.TakeDown;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@TocsinTest
class IncidentPageTest {

  private static final Actor ACTOR = Actor.console("commander");

  @Autowired MockMvcTester mvc;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Timeline timeline;
  @Autowired TakeDown takeDown;
  @Autowired ManagementService management;
  @Autowired JdbcClient jdbc;

  String number = "";

  @BeforeEach
  void declare() {
    number = response.declare("2");
    response.runJobs(number);
  }

  @Test
  void callsPeopleByTheirNamesOnTheTimeline() {
    commands.acknowledge(number, Actor.tasklist("oncall1"));
    commands.role(number, Role.TECHNICAL_LEAD, "techlead", ACTOR);

    assertThat(page())
        .contains("Ines Costa, tasklist", "Acknowledged by Ines Costa")
        .contains("Carla Mendes, console", "Tomas Berg is technical lead");
    assertThat(timeline.of(number, 0)).extracting(TimelineEntry::actor).contains("oncall1");
  }

  @Test
  void showsItsMessagesNewestFirst() {
    move("min(key)", "The newer one", "1 hour");
    move("max(key)", "The older one", "-1 hour");

    var messages = IncidentListPageTest.body(get("/messages"));
    assertThat(messages.indexOf("The newer one"))
        .isNotNegative()
        .isLessThan(messages.indexOf("The older one"));
  }

  private void move(String key, String subject, String by) {
    jdbc.sql(
            "update delivery set subject = :subject, created_at = created_at + :by::interval where"
                + " key = (select %s from delivery where incident = :number)".formatted(key))
        .param("subject", subject)
        .param("by", by)
        .param("number", number)
        .update();
  }

  @Test
  void tellsWhatIsKnown() {
    commands.role(number, Role.TECHNICAL_LEAD, "techlead", ACTOR);

    assertThat(page())
        .contains(number, "Checkout answers with errors", "Half of the calls fail", "checkout")
        .contains("Severity 2", "provisional", "investigating", "Our monitoring", "Parsify")
        .contains("technical lead", "nobody yet");
  }

  @Test
  void countsDownToEachDeadlineOfThePolicy() {
    var declared = response.incident(number).declaredAt();

    assertThat(countdowns())
        .contains("Acknowledge", "data-due=\"" + declared.plus(Duration.ofMinutes(5)) + "\"")
        .contains("Respond", "data-due=\"" + declared.plus(Duration.ofMinutes(30)) + "\"")
        .contains("Resolve", "data-due=\"" + declared.plus(Duration.ofHours(4)) + "\"")
        .contains("Internal update", "Executive update", "Next escalation");
  }

  @Test
  void countsDownToWhereItReopensByItself() {
    number = response.resolved("2", 2);
    assertThat(countdowns()).contains("Next health check");
    response.alertFiresAgain(number);

    assertThat(countdowns()).contains("Reopens by itself").doesNotContain("Next health check");
  }

  @Test
  void countsDownAnewToWhoeverTakesItAfterAReopening() {
    number = response.resolved("2", 2);
    var reopened = response.incident(number).resolvedAt().plus(Duration.ofHours(1));
    response.at(reopened);
    commands.reopen(number, "It is back", ACTOR);
    response.runJobs(number);

    assertThat(countdowns())
        .contains("Acknowledge", "data-due=\"" + reopened.plus(Duration.ofMinutes(5)) + "\"");
  }

  @Test
  void saysByWordWhatIsOverdueAndWhatWasDoneInTime() {
    response.at(response.incident(number).declaredAt().plus(Duration.ofMinutes(4)));
    commands.acknowledge(number, ACTOR);
    response.at(response.incident(number).declaredAt().plus(Duration.ofMinutes(45)));

    assertThat(countdowns()).contains("done after 4 min", "overdue by 15 min");
  }

  @Test
  void leadsIntoTheOpenTasks() {
    var task = response.task(number, "Task_triage");

    assertThat(page())
        .contains("/camunda/app/tasklist/default/#/?task=" + task.getId(), ">Triage</a>");
  }

  @Test
  void listsTheActivePlacesByNameMainModelFirst() {
    var page = page();

    assertThat(page)
        .contains("data-activity=\"Activity_triage\"", "data-activity=\"Task_triage\"")
        .containsPattern("Waits for: [^<]*Step is due");
    assertThat(page.indexOf("data-process=\"incident-response\""))
        .isLessThan(page.indexOf("data-process=\"triage\""));
    assertThat(page.indexOf("data-process=\"triage\""))
        .isLessThan(page.indexOf("data-process=\"escalation\""));
  }

  @Test
  void givesTheModelsToDraw() {
    assertThat(get("/models/incident-response"))
        .hasStatusOk()
        .hasContentTypeCompatibleWith("application/xml")
        .bodyText()
        .contains("<bpmn:process id=\"incident-response\"");
    assertThat(get("/models/nothing")).hasStatus(404);
  }

  @Test
  void putsAStepThatTheEngineGaveUpBeforeEverything() {
    var failing = response.declare("1");
    management.setJobRetries(response.jobs(failing).get(0).getId(), 0);

    assertThat(mvc.get().uri("/incidents/" + failing).with(commander()))
        .bodyText()
        .contains("The engine has given up on a step")
        .doesNotContain("open the failures");
    assertThat(mvc.get().uri("/incidents/" + failing).with(processOwner()))
        .bodyText()
        .contains("open the failures");
  }

  @Test
  void escapesWhatPeopleAndAlertsWrite() {
    var evil =
        commands
            .declare(
                new Declaration(
                    "<script>alert(1)</script>",
                    "\"><img src=x onerror=alert(2)>",
                    List.of("<i>web</i>"),
                    null,
                    null,
                    null,
                    null,
                    "<u>me</u>",
                    null,
                    null,
                    null,
                    false,
                    false,
                    List.of("javascript:alert(3)", "https://example.org/?a=\"b")),
                ACTOR)
            .number();
    commands.note(evil, "</li><script>alert(4)</script>", ACTOR);

    assertThat(mvc.get().uri("/incidents/" + evil).with(commander()))
        .hasStatusOk()
        .bodyText()
        .contains("&lt;script&gt;alert(1)", "&lt;script&gt;alert(4)", "javascript:alert(3)")
        .doesNotContain("<script>", "<img src=x", "<i>web", "<u>me", "href=\"javascript:")
        .doesNotContain("a=\"b");
    assertThat(mvc.get().uri("/incidents?show=all").with(commander()))
        .bodyText()
        .doesNotContain("<script>", "<i>web");
  }

  @Test
  void sendsNewsOnlyWhenThereIsSome() {
    var mark = find("/live\\?seen=([0-9a-f]+)", page());

    assertThat(get("/live?seen=" + mark)).hasStatus(204);
    commands.acknowledge(number, ACTOR);
    assertThat(get("/live?seen=" + mark))
        .hasStatusOk()
        .bodyText()
        .contains("id=\"countdowns\"", "hx-swap-oob=\"true\"", "done after")
        .doesNotContain("id=\"commands\"", "<html");
  }

  @Test
  void sendsOnlyTheNewLinesOfTheTimelineNewestFirst() {
    var entries = timeline.of(number, 0);
    var last = entries.get(entries.size() - 1).id();

    assertThat(get("/timeline?after=" + last)).hasStatus(204);
    commands.note(number, "first note", ACTOR);
    commands.note(number, "second note", ACTOR);
    var news = IncidentListPageTest.body(get("/timeline?after=" + last));
    assertThat(news).contains("first note", "/timeline?after=").doesNotContain("Declared:");
    assertThat(news.indexOf("second note")).isLessThan(news.indexOf("first note"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/live", "/timeline", "/commands", "/models/triage"})
  void knowsNothingOfAnUnknownNumber(String path) {
    assertThat(mvc.get().uri("/incidents/INC-2020-01-01-001" + path).with(commander()))
        .hasStatus(404);
  }

  @Test
  void needsNoInlineScriptOrStyle() {
    assertThat(page())
        .doesNotContain(" style=", "<style", " onclick", "javascript:")
        .doesNotContainPattern("<script(?![^>]* src=)");
  }

  @Test
  void readersSeeNoCommandsAndAreRefused() {
    assertThat(mvc.get().uri("/incidents/" + number).with(manager()))
        .hasStatusOk()
        .bodyText()
        .contains("Checkout answers with errors")
        .doesNotContain("id=\"commands\"", "/acknowledge");
    for (var command : Command.values()) {
      assertThat(
              mvc.post()
                  .uri("/incidents/" + number + "/" + command.key())
                  .with(manager())
                  .with(csrf()))
          .hasStatus(403);
    }
    assertThat(response.incident(number).acknowledgedAt()).isNull();
  }

  @Test
  void commandsNeedTheTokenOfTheForm() {
    assertThat(mvc.post().uri("/incidents/" + number + "/acknowledge").with(commander()))
        .hasStatus(403);
  }

  @Test
  void acknowledges() {
    done("acknowledge", Map.of());

    assertThat(response.incident(number).acknowledgedAt()).isNotNull();
    assertThat(timeline.of(number, 0))
        .anySatisfy(
            entry -> {
              assertThat(entry.kind()).isEqualTo("acknowledged");
              assertThat(entry.actor()).isEqualTo("commander");
              assertThat(entry.source()).isEqualTo("console");
            });
    assertThat(page()).doesNotContain("/acknowledge\"");
  }

  @Test
  void saysWhoHasTakenItToWhoeverComesTooLate() {
    commands.acknowledge(number, Actor.api("techlead"));

    assertThat(post("acknowledge", Map.of()))
        .hasStatus3xxRedirection()
        .flash()
        .containsEntry("done", "Tomas Berg has taken it already.");
    assertThat(response.incident(number).firstResponder()).isEqualTo("techlead");
  }

  @Test
  void tellsWhoeverHasTakenItThatTheyHave() {
    assertThat(post("acknowledge", Map.of())).flash().containsEntry("done", "Acknowledged.");
    assertThat(post("acknowledge", Map.of()))
        .flash()
        .containsEntry("done", "You have taken it already.");
  }

  @Test
  void drawsTheCommandsAnewWhenSomebodyElseHasTakenIt() {
    var drawn = find("id=\"commands\"[^>]* data-status=\"([^\"]+)\"", page());
    commands.acknowledge(number, Actor.api("techlead"));

    var news = IncidentListPageTest.body(get("/live?seen=0"));
    assertThat(find("id=\"head\"[^>]* data-status=\"([^\"]+)\"", news)).isNotEqualTo(drawn);
    assertThat(IncidentListPageTest.body(get("/commands")))
        .contains(find("id=\"head\"[^>]* (data-status=\"[^\"]+\")", news))
        .doesNotContain("/acknowledge\"");
  }

  @Test
  void setsTheSeverity() {
    done("severity", Map.of("level", "1", "reason", "It is worse"));

    assertThat(response.incident(number).severity()).isEqualTo(1);
  }

  @Test
  void changesTheKind() {
    done("kind", Map.of("kind", "memory-leak", "reason", "It grows"));

    assertThat(response.incident(number).kind()).isEqualTo("memory-leak");
    assertThat(response.timeline(number)).contains("status: Kind: Memory leak. It grows");
  }

  @Tag("thorough")
  @Test
  void showsThePlaybookItsStepsAndWhatIsTicked() {
    assertThat(page()).contains("What fits now", "None is followed.");
    response.triage(number, 2);
    done("playbook", Map.of("playbook", "memory-leak", "reason", "It <grows>"));
    response.runJobs(number);
    var item = "Memory of each process over time was looked at";
    var check = response.task(number, "Task_checkFirst");

    assertThat(section("playbook"))
        .contains("Chosen by", "Carla Mendes", ": <span>It &lt;grows&gt;</span>")
        .contains("It was not among those that were proposed.")
        .contains("Check first", "open now", "#/?task=" + check.getId(), "class=\"to-do\"")
        .contains("Make sure", "not yet");

    response.complete(
        number,
        "Task_checkFirst",
        "techlead",
        Map.of("playbookTicks", List.of(item), "playbookAnswer", "by-hand"));
    assertThat(section("playbook"))
        .containsPattern(
            "class=\"ticked\"><span>" + item + "</span>\\s*<span class=\"under\"><span>Tomas Berg<")
        .contains("1 of ");

    done("playbook", Map.of("playbook", "none", "reason", "Wrong"));
    response.runJobs(number);
    assertThat(section("playbook"))
        .contains("None is followed.", "Ticked before in: Memory leak", item);
  }

  @Tag("thorough")
  @Test
  void onlyTechnicalLeadAndCommanderChooseThePlaybook() {
    assertThat(page()).contains("id=\"command-playbook\"");
    assertThat(mvc.get().uri("/incidents/" + number).with(Visitors.support()))
        .bodyText()
        .contains("id=\"command-kind\"")
        .doesNotContain("id=\"command-playbook\"");
    assertThat(
            mvc.post()
                .uri("/incidents/" + number + "/playbook")
                .param("playbook", "ddos")
                .param("reason", "Because")
                .with(Visitors.support())
                .with(csrf()))
        .hasStatus(403);
    commands.role(number, Role.TECHNICAL_LEAD, "support", ACTOR);
    assertThat(mvc.get().uri("/incidents/" + number).with(Visitors.support()))
        .bodyText()
        .contains("id=\"command-playbook\"");
  }

  @Test
  void givesARole() {
    done("role", Map.of("role", "commander", "person", "commander"));

    assertThat(response.incident(number).holder(Role.COMMANDER)).isEqualTo("commander");
  }

  @Test
  void saysOfWordsForThePublicWhoLetsThemOut() {
    assertThat(page()).contains("Public: out at once, for everybody to read");

    number = response.declareUnder("smartbeak", "2");
    assertThat(page()).contains("Public: out once incident-commander released it");
    commands.role(number, Role.COMMANDER, "commander", ACTOR);
    assertThat(page()).contains("Public: out at once, for everybody to read");
  }

  @Test
  void asksAgainBeforeEverybodyReadsWhatIsOfTheHouse() {
    var text = "Carla Mendes looks into " + number + " on 10.1.2.3";
    assertThat(post("update", Map.of("audience", "public", "text", text)))
        .hasStatus(400)
        .bodyText()
        .contains(
            "Everybody would read &#39;" + number + "&#39;, &#39;10.1.2.3&#39;, &#39;Carla Mendes",
            "name=\"insist\"");
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("Update (public)"));

    done("update", Map.of("audience", "internal", "text", text));
    done(
        "update",
        Map.of("audience", "public", "text", text, "insist", "yes", "title", "Paying fails"));
    response.runJobs(number);
    assertThat(response.timeline(number))
        .contains("update: Update (public): " + text)
        .anyMatch(line -> line.contains("Paying fails. " + text));
  }

  @Test
  void takesDownWhatThePublicReads() {
    assertThat(page()).doesNotContain("Take down a post");
    number = response.declareUnder("betabaddies", "2", false, false);
    commands.update(number, "public", "It hits Ada", null, Actor.api("comms"));
    response.runJobs(number);
    var post = takeDown.out(number).get(0);

    assertThat(page())
        .contains("Take down a post", post.id().toString(), ": Trouble with Paying. It hits Ada");
    done("takedown", Map.of("post", post.id().toString(), "reason", "It names a customer"));
    assertThat(takeDown.out(number)).isEmpty();
    assertThat(page())
        .doesNotContain("Take down a post")
        .contains("Taken down, so that the public reads it no more");
  }

  @Test
  void givesNoRoleToWhoCouldDoNothingWithIt() {
    var page = page();
    var form = page.substring(page.indexOf("id=\"command-role\""));
    assertThat(form.substring(0, form.indexOf("</details>")))
        .contains("Carla Mendes", "Samira Haddad")
        .doesNotContain("Eli Executive", "Marek Novak", "Olga Petrova");

    assertThat(post("role", Map.of("role", "commander", "person", "exec")))
        .hasStatus(400)
        .bodyText()
        .contains("&#39;exec&#39; could do nothing with a role", "incident-commander");
  }

  @Test
  void writesAnUpdateAndPromisesTheNext() {
    var before = Instant.parse("2026-02-10T10:00:00Z");
    response.at(before);

    done("update", Map.of("audience", "internal", "text", "We look", "nextUpdateAt", "PT30M"));

    assertThat(response.timeline(number)).contains("update: Update (internal): We look");
  }

  @Test
  void asksForAnUpdate() {
    done("ask", Map.of("audience", "executive", "reason", "The board meets"));

    assertThat(response.timeline(number))
        .contains("update: Update (executive) asked for: The board meets");
  }

  @Tag("thorough")
  @Test
  void pausesAndResumesTheClocksAndSaysWhoAndWhy() {
    var before = Instant.parse("2026-02-10T10:00:00Z");
    response.at(before);
    var paused = response.declare("2");
    assertThat(page()).contains("id=\"command-pause\"").doesNotContain("id=\"command-resume\"");

    number = paused;
    done("pause", Map.of("until", "PT1H", "reason", "The vendor <works>"));
    assertThat(countdowns())
        .contains("Paused until", ">11:00 UTC</time>", "The vendor &lt;works&gt;")
        .contains("data-due=\"2026-02-10T11:00:00Z\"")
        .doesNotContain("data-due=\"2026-02-10T10:30:00Z\"");
    assertThat(page()).contains("id=\"command-resume\"");

    response.at(before.plus(Duration.ofMinutes(10)));
    done("resume", Map.of("reason", "Done"));
    assertThat(countdowns())
        .contains("data-due=\"2026-02-10T10:30:00Z\"")
        .doesNotContain("Paused until");
    assertThat(page()).doesNotContain("id=\"command-resume\"");
  }

  @Test
  void aPauseThatCameLaterMakesNothingInTime() {
    var before = Instant.parse("2026-02-10T10:00:00Z");
    response.at(before);
    number = response.declare("2");
    response.at(before.plus(Duration.ofMinutes(7)));
    commands.acknowledge(number, ACTOR);
    commands.pause(number, before.plus(Duration.ofHours(1)), "Wait", ACTOR);

    assertThat(countdowns()).contains("done late, after 7 min");
  }

  @Test
  void whatFellDueInAPauseWasNotLate() {
    var before = Instant.parse("2026-02-10T10:00:00Z");
    response.at(before);
    number = response.declare("2");
    commands.pause(number, before.plus(Duration.ofHours(1)), "Wait", ACTOR);
    response.at(before.plus(Duration.ofMinutes(7)));
    commands.acknowledge(number, ACTOR);

    assertThat(countdowns()).contains("done after 7 min").doesNotContain("done late");
  }

  @Test
  void warnsOfThePhasesWhileTheyLast() {
    assertThat(countdowns()).contains("Detection phase", "Investigation phase", "Public update");
    response.triage(number, 2);
    assertThat(countdowns()).doesNotContain("Detection phase").contains("Investigation phase");
  }

  @Test
  void changesTheStatus() {
    done("status", Map.of("status", "identified", "reason", "The cause is the deployment"));

    assertThat(response.incident(number).status()).isEqualTo(Status.IDENTIFIED);
  }

  @Test
  void escalates() {
    done("escalate", Map.of("reason", "We are stuck"));

    assertThat(response.timeline(number))
        .anyMatch(
            line -> line.startsWith("escalation: Escalation asked for: We are stuck. Step: "));
  }

  @Test
  void takesOneStepWhenTheFormIsSentTwice() {
    var sent = Map.of("reason", "We are stuck", "once", "drawn-for-" + number);
    done("escalate", sent);
    done("escalate", sent);

    assertThat(response.timeline(number))
        .filteredOn(line -> line.startsWith("escalation: Escalation asked for"))
        .hasSize(1);
  }

  @Test
  void writesOneUpdateWhenTheFormIsSentTwice() {
    var sent = Map.of("audience", "internal", "text", "We look", "once", "drawn-for-" + number);
    done("update", sent);
    done("update", sent);

    assertThat(response.timeline(number)).containsOnlyOnce("update: Update (internal): We look");
  }

  @Test
  void takesAFormAgainThatWasRefused() {
    var sent = Map.of("reason", "It is back", "once", "drawn-for-" + number);
    assertThat(post("reopen", sent)).hasStatus(409);
    response.triage(number, 2);
    commands.status(number, Status.MONITORING, "the fix is out", ACTOR);

    done("reopen", sent);

    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
  }

  @Test
  void drawsAKeyOfItsOwnIntoEachForm() {
    var keys =
        Pattern.compile("name=\"once\"[^>]* value=\"([^\"]+)\"")
            .matcher(page())
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(keys).hasSizeGreaterThan(10).doesNotHaveDuplicates();
  }

  @Test
  void escalatesToWhomeverIsChosen() {
    done("escalate", Map.of("reason", "The business must know", "rung", "ladder:business"));
    done("escalate", Map.of("reason", "Their product is broken", "rung", "step:request-vendor"));

    assertThat(response.timeline(number))
        .anyMatch(
            line -> line.endsWith("must know. Step: Ask the product manager for help (business)"))
        .anyMatch(line -> line.endsWith("Call the vendor: its product is in trouble (external)"));
  }

  @Test
  void showsTheLadderAndOffersItsRungs() {
    response.runJobs(number);

    var page = page();
    assertThat(page)
        .contains(
            "Page the on-call",
            "(on call: primary)",
            "value=\"ladder:technical\"",
            "value=\"step:request-authorities\"",
            "Can be asked for")
        .doesNotContain("value=\"step:page-on-call\"");
  }

  @Test
  void saysWhenTheChosenRungIsGone() {
    done("escalate", Map.of("reason", "Stuck", "rung", "step:request-vendor"));

    var again = post("escalate", Map.of("reason", "Stuck", "rung", "step:request-vendor"));
    assertThat(again).hasStatus(409);
    assertThat(IncidentListPageTest.body(again)).contains("has just been asked for");
  }

  @Test
  void asksForTheResolution() {
    done("resolve", Map.of("resolution", "Rolled back"));

    assertThat(response.timeline(number)).contains("status: Said to be resolved: Rolled back");
  }

  @Test
  void reopens() {
    response.triage(number, 2);
    commands.status(number, Status.MONITORING, "the fix is out", ACTOR);

    done("reopen", Map.of("reason", "It is back"));

    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
  }

  @Test
  void merges() {
    var other = response.declare("2");

    done("merge", Map.of("into", other));

    assertThat(response.incident(number).mergedInto()).isEqualTo(other);
    assertThat(page()).contains("merged into", "/incidents/" + other);
  }

  @Test
  void dismisses() {
    assertThat(page()).contains("it cannot be reopened", "call nobody until they fire anew");
    done("dismiss", Map.of("reason", "A test run"));

    assertThat(response.incident(number).status()).isEqualTo(Status.DISMISSED);
  }

  @Test
  void notes() {
    done("note", Map.of("text", "The dashboard is wrong"));

    assertThat(response.timeline(number)).contains("note: The dashboard is wrong");
  }

  @ParameterizedTest
  @CsvSource({
    "severity, level, reason, Because I say so",
    "pause, until, reason, Because I say so",
    "ask, audience, reason, Because I say so",
    "merge, into, into, INC-2020-01-01-001",
    "role, person, role, commander",
    "status, status, reason, Because I say so",
    "note, text, text, ''"
  })
  void showsWhatWasWrongAtItsFieldAndKeepsTheRest(
      String command, String wrong, String field, String typed) {
    var values = new HashMap<>(Map.of(wrong, ""));
    values.put(field, typed);

    assertThat(post(command, values))
        .hasStatus(400)
        .bodyText()
        .contains("id=\"" + command + "-" + wrong + "-wrong\"", "aria-invalid=\"true\"", typed)
        .containsPattern("id=\"command-" + command + "\"[^>]* open");
  }

  @Test
  void saysWhyACommandCameTooLateAndKeepsTheText() {
    commands.dismiss(number, "a false alarm", ACTOR);

    assertThat(
            post(
                "resolve",
                Map.of(
                    "resolution", "A long story of what was done", "once", "drawn-for-" + number)))
        .hasStatus(409)
        .bodyText()
        .contains("is dismissed", "A long story of what was done")
        .doesNotContain("id=\"command-resolve\"", "<blockquote>drawn-for-");
  }

  @Test
  void saysWhyAnotherIncidentCannotTakeIt() {
    assertThat(post("merge", Map.of("into", number)))
        .hasStatus(400)
        .bodyText()
        .contains("An incident cannot be merged into itself", "value=\"" + number + "\"");
  }

  @Test
  void knowsNoOtherCommands() {
    assertThat(post("explode", Map.of())).hasStatus(404);
  }

  private void done(String command, Map<String, String> values) {
    assertThat(post(command, values))
        .hasStatus3xxRedirection()
        .hasRedirectedUrl("/incidents/" + number);
  }

  private MvcTestResult post(String command, Map<String, String> values) {
    var request =
        mvc.post().uri("/incidents/" + number + "/" + command).with(commander()).with(csrf());
    values.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri("/incidents/" + number + path).with(commander()).exchange();
  }

  private String page() {
    var page = get("");
    assertThat(page).hasStatusOk();
    return IncidentListPageTest.body(page);
  }

  private String section(String id) {
    var page = page();
    var begin = page.indexOf("<div id=\"" + id + "\"");
    return page.substring(begin, page.indexOf("</section>", begin));
  }

  private String countdowns() {
    var page = page();
    return page.substring(page.indexOf("id=\"countdowns\""), page.indexOf("id=\"work\""));
  }

  private static String find(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }
}
