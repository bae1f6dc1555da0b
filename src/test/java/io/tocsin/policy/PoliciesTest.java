package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.incident.IncidentCommands;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.problem.NotFoundException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A policy as the rest of the application reads it. */
@TocsinTest
class PoliciesTest {

  @Autowired Policies policies;
  @Autowired People people;
  @Autowired IncidentCommands commands;
  @Autowired Response response;

  @Test
  void areKnownByTheirIds() {
    assertThat(policies.ids())
        .containsExactlyInAnyOrder(
            "betabaddies", "parsify", "smartbeak", "storefront", "subjunctive");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> policies.get("nobody"))
        .withMessage("No policy 'nobody' is deployed");
  }

  @Test
  void translateBetweenLabelsAndLevels() {
    var profile = policies.get("parsify").profile();
    assertThat(profile.label(1)).isEqualTo("Severity 1");
    assertThat(profile.level("severity 3")).hasValue(3);
    assertThat(profile.level("4")).hasValue(4);
    assertThat(profile.level("5")).isEmpty();
  }

  @Test
  void giveTargetsByLevelAndNothingWhereNothingIsOwed() {
    var policy = policies.get("parsify");
    assertThat(policy.targets(1).deadline("respondWithin")).hasValue(Deadline.parse("PT15M"));
    assertThat(policy.targets(3).deadline("resolveWithin")).hasValue(Deadline.parse("PT24H"));
    assertThat(policy.targets(4).deadline("reportWithin")).isEmpty();
    assertThat(policy.targets(1).yes("warRoom")).isTrue();
    assertThat(policy.targets(2).yes("warRoom")).isFalse();
    assertThat(policy.targets(1).deadline("nonsense")).isEmpty();
  }

  @Test
  void addTheSecurityTeamToTheLadderOfASecurityIncident() {
    var policy = policies.get("parsify");
    for (var level : Policies.LEVELS) {
      assertThat(policy.ladder(level, true))
          .anyMatch(s -> s.step().equals("security-team") && s.onDeclaration());
      assertThat(policy.ladder(level, false))
          .filteredOn(s -> s.recipients().toString().contains("security"))
          .isNotEmpty()
          .allMatch(Policy.Step::onRequest);
    }
  }

  @Test
  void classifyWithUnansweredQuestions() {
    var answer = policies.classify("parsify", Map.of("usersAffectedPercent", 51.0));
    assertThat(answer.level()).isEqualTo(1);
    assertThat(answer.label()).isEqualTo("Severity 1");
    assertThat(answer.rule()).isNotBlank();
    assertThat(policies.classify("parsify", Map.of("alertSeverity", "gibberish")).level())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"betabaddies", "parsify", "smartbeak", "storefront", "subjunctive"})
  void loadWhole(String id) {
    var policy = policies.get(id);
    var profile = policy.profile();
    assertThat(profile.calendar().days()).hasSize(5);
    assertThat(profile.number("gateChecks")).isLessThanOrEqualTo(profile.number("gateAttempts"));
    for (var setting :
        List.of("gateEvery", "updateNotice", "promptTaskWithin", "commanderHandoverAfter")) {
      assertThat(profile.duration(setting)).as(setting).isPositive();
    }
    for (var level : Policies.LEVELS) {
      var targets = policy.targets(level);
      assertThat(targets.number("taskPriority")).isBetween(0, 100);
      assertThat(targets.deadline("acknowledgeWithin")).isPresent();
      assertThat(targets.deadline("respondWithin")).isPresent();
      assertThat(targets.deadline("stabiliseFor")).isPresent();
      assertThat(targets.deadline("stabiliseCheckEvery")).isPresent();
      targets.values().keySet().forEach(targets::deadline);
      assertThat(policy.ladder(level, false))
          .isNotEmpty()
          .allSatisfy(step -> assertThat(After.parse(step.after()).in(targets)).isPresent());
    }
    assertThat(policy.checklist("verification")).isNotEmpty();
    assertThat(policy.checklist("closure")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"betabaddies", "parsify", "smartbeak", "storefront", "subjunctive"})
  void nameOnlyPeopleWhoAreKnown(String id) {
    var policy = policies.get(id);
    var steps =
        Policies.LEVELS.stream()
            .flatMap(level -> policy.ladder(level, true).stream())
            .flatMap(step -> step.recipients().stream());
    var audiences = policy.audiences().stream().flatMap(a -> a.recipients().stream());
    assertThat(Stream.concat(steps, audiences).distinct())
        .filteredOn(who -> !who.startsWith("role:") && !Policies.RECIPIENT_WORDS.contains(who))
        .allSatisfy(who -> assertThat(people.resolve(who)).as(who).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"betabaddies", "parsify", "smartbeak", "storefront", "subjunctive"})
  void startAResponseAndPageTheOnCall(String id) {
    var number = response.declareUnder(id, "critical");
    response.runJobs(number);

    var incident = response.incident(number);
    assertThat(incident.policy()).isEqualTo(id);
    assertThat(incident.severity()).isEqualTo(1);
    assertThat(incident.severityLabel()).isEqualTo(policies.get(id).profile().label(1));
    assertThat(response.open(number)).contains("Task_triage");
    var onCall = people.onCall("primary").map(Person::name).orElseThrow();
    assertThat(response.timeline(number))
        .anyMatch(line -> line.startsWith("escalation: Escalated: Call the on-call (page)"))
        .anyMatch(line -> line.contains(": escalation, to " + onCall));
  }
}
