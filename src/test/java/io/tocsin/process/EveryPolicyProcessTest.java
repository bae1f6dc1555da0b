package io.tocsin.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.engine.model.Deadlines;
import io.tocsin.engine.model.HealthGate;
import io.tocsin.engine.model.Recover;
import io.tocsin.engine.model.Roles;
import io.tocsin.engine.model.StatusUpdates;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Escalation;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Status;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.policy.PolicyTables;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/**
 * Each policy at each level, from an alert to closed, with all its clocks at the minute. What is
 * expected is counted from our own copy of the tables.
 */
@TocsinTest
@Tag("thorough")
class EveryPolicyProcessTest {

  /** A Friday afternoon, so that business days go over a weekend. */
  private static final Instant T0 = Instant.parse("2026-02-13T15:00:00Z");

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<String> WORDS = List.of("critical", "high", "medium", "low");

  private static final Pattern DEADLINE = Pattern.compile("(\\w+) target \\w+( missed|:)");

  /** Which target the first update to an audience has, and which each later one. */
  private static final Map<String, List<String>> UPDATES =
      Map.of(
          "internal", List.of("firstUpdateWithin", "updateEvery"),
          "executive", List.of("executiveUpdateEvery", "executiveUpdateEvery"),
          "public", List.of("statusPageWithin", "statusPageEvery"));

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Escalation escalation;
  @Autowired Deliveries deliveries;
  @Autowired MockMvcTester http;

  @BeforeEach
  void onAFridayAfternoon() {
    response.at(T0);
  }

  static Stream<Arguments> policiesAndLevels() {
    return Stream.of("betabaddies", "parsify", "smartbeak", "storefront", "subjunctive")
        .flatMap(
            policy -> IntStream.rangeClosed(1, 4).mapToObj(level -> Arguments.of(policy, level)));
  }

  @ParameterizedTest(name = "{0}, level {1}")
  @MethodSource("policiesAndLevels")
  void everythingOwedIsMissedAtItsMinuteWhenNobodyActs(String policy, int level) throws Exception {
    var tables = PolicyTables.of(policy);
    var number = alert(policy, level);
    response.letTimePass(number, T0.plus(Duration.ofDays(9)));

    assertThat(happened(number)).isEqualTo(expectedWhenNobodyActs(tables, level));
    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
    assertThat(response.incident(number).roles()).containsKey("commander");
    // An alert of the next level would join it.
    commands.dismiss(number, "Only a test", Actor.api("commander"));
  }

  @ParameterizedTest(name = "{0}, level {1}")
  @MethodSource("policiesAndLevels")
  void everyClockIsRightFromTheAlertToClosed(String policy, int level) throws Exception {
    var tables = PolicyTables.of(policy);
    var number = alert(policy, level);
    assertThat(response.incident(number).severity()).isEqualTo(level);
    assertThat(response.incident(number).severityLabel())
        .isEqualTo(tables.setting("label" + level));
    assertThat(response.task(number, "Task_triage").getDueDate().toInstant())
        .isEqualTo(promptly(tables, "acknowledgeWithin", level, T0));

    response.letTimePass(number, T0.plus(MINUTE));
    response.triage(number, level);
    response.letTimePass(number, T0.plus(MINUTE.multipliedBy(2)));
    response.nameRoles(number);
    var commands = T0.plus(MINUTE.multipliedBy(2));

    theCommandIsWatched(tables, number, commands);
    nothingIsWatchedButTheResolution(tables, level, number);
    if (tables.target("workflow", level).equals("ticket")) {
      theTicketIsLinked(tables, level, number);
    }
    everyUpdateIsOwedInItsCadence(tables, level, number);

    response.investigate(number);
    response.rollBack(number);
    while (response.waits(number, HealthGate.KEY, HealthGate.Elements.EVENT_GATE_WAIT)) {
      response.fire(number, HealthGate.KEY, HealthGate.Elements.EVENT_GATE_WAIT);
    }
    response.verify(number);
    response.releaseWords(number);
    var resolved = requireNonNull(response.incident(number).resolvedAt());
    assertThat(response.incident(number).status()).isEqualTo(Status.RESOLVED);
    theServicesAreWatched(tables, level, number, resolved);

    response.signOff(number);
    if (!tables.target("reviewWithin", level).isEmpty()) {
      var report = tables.due("reportWithin", level, resolved);
      var review = tables.due("reviewWithin", level, resolved);
      assertThat(response.task(number, "Task_writeReview").getDueDate().toInstant())
          .isEqualTo(report.isBefore(review) ? report : review);
      response.review(number);
    }
    response.close(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
    assertThat(response.jobs(number)).as("what is left of it").isEmpty();
  }

  private void theCommandIsWatched(PolicyTables tables, String number, Instant since) {
    assertThat(response.dues(number, Roles.KEY, Roles.Elements.EVENT_COMMAND_DUE))
        .containsExactly(since.plus(Duration.parse(tables.setting("commanderHandoverAfter"))));
  }

  /** It is acknowledged and responded to. */
  private void nothingIsWatchedButTheResolution(PolicyTables tables, int level, String number) {
    var next = response.dues(number, Deadlines.KEY, Deadlines.Elements.EVENT_DEADLINE_DUE);
    if (tables.target("resolveWithin", level).isEmpty()) {
      assertThat(next).isEmpty();
    } else {
      var due = tables.due("resolveWithin", level, T0);
      assertThat(next).containsExactly(warning(tables, due));
    }
    assertThat(response.timeline(number)).noneMatch(line -> line.startsWith("deadline: "));
  }

  private void theTicketIsLinked(PolicyTables tables, int level, String number) {
    assertThat(response.task(number, "Task_linkTicket").getDueDate().toInstant())
        .isEqualTo(tables.due("respondWithin", level, T0));
    response.complete(
        number,
        "Task_linkTicket",
        "techlead",
        Map.of("ticketUrl", "https://tickets.example.org/7"));
    assertThat(response.incident(number).ticketUrl()).isEqualTo("https://tickets.example.org/7");
  }

  /** Six in a row, whichever is due next: each re-arms its own clock and no other. */
  private void everyUpdateIsOwedInItsCadence(PolicyTables tables, int level, String number) {
    var owed = new TreeMap<String, Owed>();
    UPDATES.forEach(
        (audience, targets) -> {
          if (!tables.target(targets.get(0), level).isEmpty()) {
            owed.put(audience, new Owed(T0, promptly(tables, targets.get(0), level, T0)));
          }
        });
    theUpdatesWait(tables, number, T0.plus(MINUTE.multipliedBy(2)), owed);
    for (int written = 0; written < 6 && !owed.isEmpty(); written++) {
      var next =
          owed.entrySet().stream()
              .min(Map.Entry.comparingByValue(Comparator.comparing(Owed::at)))
              .orElseThrow();
      var now = next.getValue().at().minusSeconds(10);
      response.letTimePass(number, now);
      response.writeUpdate(number, next.getKey());
      var every = tables.target(UPDATES.get(next.getKey()).get(1), level);
      if (every.isEmpty()) {
        owed.remove(next.getKey());
      } else {
        owed.put(next.getKey(), new Owed(now, tables.due(every, level, now)));
      }
      theUpdatesWait(tables, number, now, owed);
    }
  }

  /**
   * An update that is owed.
   *
   * @param from when its wait began
   */
  private record Owed(Instant from, Instant at) {}

  private void theUpdatesWait(
      PolicyTables tables, String number, Instant now, Map<String, Owed> owed) {
    var opening = new ArrayList<Instant>();
    for (var update : owed.entrySet()) {
      var opens = opens(tables, update.getValue());
      if (opens.isAfter(now)) {
        opening.add(opens);
        assertThat(
                response.due(
                    number,
                    StatusUpdates.KEY,
                    StatusUpdates.Elements.EVENT_UPDATE_OPENS,
                    update.getKey()))
            .as("opening of the %s update", update.getKey())
            .isEqualTo(opens);
      } else {
        assertThat(response.updateTask(number, update.getKey()).getDueDate().toInstant())
            .as("due date of the %s update", update.getKey())
            .isEqualTo(update.getValue().at());
      }
    }
    assertThat(response.dues(number, StatusUpdates.KEY, StatusUpdates.Elements.EVENT_UPDATE_OPENS))
        .as("updates that wait")
        .hasSameSizeAs(opening);
  }

  /** Its task opens the notice of the profile before it is due, at most half of the wait. */
  private static Instant opens(PolicyTables tables, Owed update) {
    var notice = Duration.parse(tables.setting("updateNotice"));
    var half = Duration.between(update.from(), update.at()).dividedBy(2);
    return update.at().minus(notice.compareTo(half) < 0 ? notice : half);
  }

  private void theServicesAreWatched(
      PolicyTables tables, int level, String number, Instant resolved) {
    var first = tables.target("stabiliseFirstCheckEvery", level);
    var every = first.isEmpty() ? "stabiliseCheckEvery" : "stabiliseFirstCheckEvery";
    assertThat(response.dues(number, Recover.KEY, Recover.Elements.EVENT_CHECK_DUE))
        .containsExactly(tables.due(every, level, resolved));
    assertThat(response.task(number, "Task_signOff").getDueDate().toInstant())
        .isEqualTo(tables.due("stabiliseFor", level, resolved));
    response.letTimePass(number, tables.due("stabiliseFor", level, resolved));
    assertThat(told(number, "watch-over").map(Delivery::createdAt).distinct())
        .containsExactly(tables.due("stabiliseFor", level, resolved));
    assertThat(response.waits(number, Recover.KEY, Recover.Elements.EVENT_CHECK_DUE)).isFalse();
  }

  private Map<String, Instant> happened(String number) {
    var happened = new TreeMap<String, Instant>();
    for (var entry : response.entries(number)) {
      var deadline = DEADLINE.matcher(entry.text());
      if (entry.kind().equals("deadline") && deadline.lookingAt()) {
        var what = deadline.group(2).equals(" missed") ? "missed" : "warning";
        happened.put(deadline.group(1) + " " + what, entry.at());
      } else if (entry.text().contains("was named by the engine")) {
        happened.put("commander", entry.at());
      }
    }
    escalation
        .ladder(number)
        .forEach(
            rung -> {
              if (rung.takenAt() != null) {
                happened.put("step " + rung.step(), rung.takenAt());
              }
            });
    told(number, "update-overdue")
        .forEach(d -> happened.put("overdue " + d.round().split("-")[0], d.createdAt()));
    told(number, "commander-handover").forEach(d -> happened.put("handover", d.createdAt()));
    return happened;
  }

  private static Map<String, Instant> expectedWhenNobodyActs(PolicyTables tables, int level) {
    var expected = new TreeMap<String, Instant>();
    expected.put("Acknowledge missed", tables.due("acknowledgeWithin", level, T0));
    var respond = promptly(tables, "respondWithin", level, T0);
    expected.put("Respond warning", warning(tables, respond));
    expected.put("Respond missed", respond);
    if (!tables.target("resolveWithin", level).isEmpty()) {
      var resolve = tables.due("resolveWithin", level, T0);
      expected.put("Resolve warning", warning(tables, resolve));
      expected.put("Resolve missed", resolve);
    }
    var commander = tables.due("commanderWithin", level, T0);
    expected.put("commander", commander);
    expected.put(
        "handover", commander.plus(Duration.parse(tables.setting("commanderHandoverAfter"))));
    UPDATES.forEach(
        (audience, targets) -> {
          if (!tables.target(targets.get(0), level).isEmpty()) {
            expected.put("overdue " + audience, promptly(tables, targets.get(0), level, T0));
          }
        });
    tables.matching("escalation", String.valueOf(level), "false").stream()
        .filter(step -> !step.get(2).equals("request"))
        .forEach(step -> expected.put("step " + step.get(0), tables.due(step.get(3), level, T0)));
    return expected;
  }

  /** What the engine owes at once by itself, a person owes a little later. */
  private static Instant promptly(PolicyTables tables, String target, int level, Instant from) {
    return tables.target(target, level).equals("PT0S")
        ? from.plus(Duration.parse(tables.setting("promptTaskWithin")))
        : tables.due(target, level, from);
  }

  private static Instant warning(PolicyTables tables, Instant due) {
    var percent = Integer.parseInt(tables.setting("warnAt"));
    return T0.plus(Duration.between(T0, due).multipliedBy(percent).dividedBy(100));
  }

  private Stream<Delivery> told(String number, String event) {
    return deliveries.of(number).stream().filter(delivery -> delivery.event().equals(event));
  }

  /** The monitoring says what it sees; the service says which policy counts. */
  private String alert(String policy, int level) throws Exception {
    var answer =
        http.post()
            .uri("/api/v1/alerts/generic")
            .header(HttpHeaders.AUTHORIZATION, "Bearer local-alerts")
            .contentType(MediaType.APPLICATION_JSON)
            .content(
                """
                {"title": "The shop answers with errors", "service": "shop-%s", "severity": "%s",
                 "fingerprint": "%s"}
                """
                    .formatted(policy, WORDS.get(level - 1), UUID.randomUUID()))
            .exchange();
    assertThat(answer).hasStatus(202);
    String number = JsonPath.read(answer.getResponse().getContentAsString(), "$.incidents[0]");
    response.runJobs(number);
    return number;
  }
}
