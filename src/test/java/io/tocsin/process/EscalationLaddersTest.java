package io.tocsin.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.model.Escalation;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Escalation.Rung;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.policy.PolicyTables;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every ladder of every policy, at the minute, against our own copy of the tables. */
@TocsinTest
@Tag("thorough")
class EscalationLaddersTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");
  private static final String TIMER = Escalation.Elements.EVENT_STEP_DUE;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired io.tocsin.incident.Escalation escalation;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  static Stream<Arguments> ladders() {
    return policies()
        .flatMap(
            policy -> IntStream.rangeClosed(1, 4).mapToObj(level -> Arguments.of(policy, level)));
  }

  static Stream<String> policies() {
    return Stream.of("betabaddies", "parsify", "smartbeak", "storefront", "subjunctive");
  }

  @ParameterizedTest(name = "{0}, level {1}")
  @MethodSource("ladders")
  void climbsToTheEndWhileNobodyAcknowledges(String policy, int level) {
    var number = declare(policy, level, false);
    climb(number);

    assertThat(taken(number))
        .isEqualTo(expected(policy, level, false, trigger -> !trigger.equals("request")));
    var paged = rungs(number).stream().filter(r -> r.trigger().equals("unacknowledged")).toList();
    assertThat(paged).isNotEmpty().allMatch(rung -> rung.ladder().equals("page"));
    assertThat(paged).noneMatch(rung -> rung.takesOver().isEmpty());
  }

  @ParameterizedTest(name = "{0}, level {1}")
  @MethodSource("ladders")
  void pagesNobodyFurtherOnceSomebodyHasTakenIt(String policy, int level) {
    var number = declare(policy, level, true);
    commands.acknowledge(number, Actor.api("security"));
    climb(number);

    assertThat(taken(number))
        .isEqualTo(expected(policy, level, true, Set.of("declaration", "unresolved")::contains));
    assertThat(taken(number)).containsEntry("security-team", T0).containsEntry("legal", T0);
  }

  @ParameterizedTest(name = "{0}, level {1}")
  @MethodSource("ladders")
  void callsTheSecurityTeamAndLegalAtOnceWhenTriageFindsItAMatterOfSecurity(
      String policy, int level) {
    var number = declare(policy, level, false);
    var later = T0.plus(Duration.ofMinutes(2));
    response.at(later);
    response.complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of(
            "triageChoice", "respond",
            "severity", String.valueOf(level),
            "severityReason", "Nobody can reach it",
            "security", "minorVulnerability"));

    assertThat(response.incident(number).severity()).isEqualTo(level);
    assertThat(taken(number)).containsEntry("security-team", later).containsEntry("legal", later);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void callsTheOnCallAgainWhenTheSeverityIsRaised(String policy) {
    var number = declare(policy, 4, false);
    commands.acknowledge(number, Actor.api("oncall1"));
    for (var level : List.of(3, 2, 1)) {
      commands.severity(number, String.valueOf(level), "It spreads", Actor.api("commander"));
      response.runJobs(number);
    }

    // The first step of each level is the on-call.
    for (var level : List.of(1, 2, 4)) {
      assertThat(everTaken(number)).contains(steps(policy, level, false).get(0).get(0));
    }
    assertThat(taken(number)).containsEntry("call-on-call", T0);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void doesNotCallAgainMoreSoftlyWhenTheSeverityIsLowered(String policy) {
    var number = declare(policy, 1, false);
    commands.acknowledge(number, Actor.api("oncall1"));
    for (var level : List.of(2, 3, 4)) {
      commands.severity(number, String.valueOf(level), "It is not so bad", Actor.api("commander"));
      response.runJobs(number);
    }

    assertThat(lines(number)).filteredOn(line -> line.contains(" the on-call")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void reachesManagementOnRequestAtEveryLevelOfEveryPolicy(int level) {
    policies()
        .forEach(
            policy -> {
              var number = declare(policy, level, false);
              commands.escalate(number, "We need money", "business", null, Actor.api("commander"));
              response.runJobs(number);
              assertThat(rungs(number))
                  .as(policy)
                  .filteredOn(rung -> rung.ladder().equals("business") && rung.takenAt() != null)
                  .filteredOn(rung -> rung.trigger().equals("request"))
                  .hasSize(1);
            });
  }

  private void climb(String number) {
    response.runJobs(number);
    for (int steps = 0; response.waits(number, Escalation.KEY, TIMER); steps++) {
      assertThat(steps).as("timers of a ladder").isLessThan(20);
      response.fire(number, Escalation.KEY, TIMER);
    }
  }

  private List<Rung> rungs(String number) {
    return escalation.ladder(number);
  }

  private List<String> everTaken(String number) {
    return jdbc.sql("select step from escalation_step where incident = ?")
        .param(number)
        .query(String.class)
        .list();
  }

  private Map<String, Instant> taken(String number) {
    var taken = new LinkedHashMap<String, Instant>();
    rungs(number).stream()
        .filter(rung -> rung.takenAt() != null)
        .forEach(rung -> taken.put(rung.step(), requireNonNull(rung.takenAt())));
    return taken;
  }

  private List<String> lines(String number) {
    return response.timeline(number).stream()
        .filter(line -> line.startsWith("escalation: Escalated: "))
        .toList();
  }

  private static List<List<String>> steps(String policy, int level, boolean security) {
    return PolicyTables.of(policy)
        .matching("escalation", String.valueOf(level), String.valueOf(security));
  }

  private static Map<String, Instant> expected(
      String policy, int level, boolean security, Predicate<String> trigger) {
    var expected = new LinkedHashMap<String, Instant>();
    steps(policy, level, security).stream()
        .filter(step -> trigger.test(step.get(2)))
        .forEach(step -> expected.put(step.get(0), due(policy, level, step.get(3))));
    return expected;
  }

  private static Instant due(String policy, int level, String after) {
    return PolicyTables.of(policy).due(after, level, T0);
  }

  private String declare(String policy, int level, boolean security) {
    var number = response.declareUnder(policy, String.valueOf(level), security, false);
    response.runJobs(number);
    return number;
  }
}
