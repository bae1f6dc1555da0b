package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.drill.Scenario.Expected;
import io.tocsin.drill.Scorecard.Result;
import io.tocsin.incident.Fact;
import io.tocsin.incident.IncidentRounds.Round;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Pauses.Span;
import io.tocsin.incident.Status;
import io.tocsin.incident.StatusUpdate;
import io.tocsin.incident.StatusUpdates.Late;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.policy.Pace;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;

/** A response without a fault, and one deliberate failure for each criterion. */
@TocsinTest
class ScoringTest {

  private static final Instant START = Instant.parse("2026-02-10T12:00:00Z");
  private static final int PACE = 30;
  private static final String ROLLED_BACK = Fact.succeeded("rollback");

  private static final List<Expected> ALL =
      Stream.of(Criterion.values())
          .map(
              criterion ->
                  new Expected(
                      criterion.word(), 10, List.of("Task_triage", "Task_verify"), null, false))
          // Nothing left out.
          .map(e -> e.criterion().equals("decisions") ? with(e, 3) : e)
          .toList();

  @Autowired Policies policies;

  private Policy policy;
  private final IncidentView incident = Mockito.mock(IncidentView.class);
  private final List<TimelineEntry> timeline = new ArrayList<>();
  private final List<StatusUpdate> updates = new ArrayList<>();
  private final List<Late> late = new ArrayList<>();
  private final List<Round> rounds = new ArrayList<>();
  private final List<Span> pauses = new ArrayList<>();
  private final Map<String, Instant> taken = new HashMap<>();
  private final Set<String> completed = new HashSet<>();

  @BeforeEach
  void aResponseWithoutAFault() {
    policy = policies.get("parsify").at(new Pace(PACE, 1440));
    Mockito.when(incident.severity()).thenReturn(2);
    Mockito.when(incident.status()).thenReturn(Status.CLOSED);
    Mockito.when(incident.declaredAt()).thenReturn(START);
    Mockito.when(incident.acknowledgedAt()).thenReturn(at(4));
    Mockito.when(incident.resolvedAt()).thenReturn(at(120));
    line(12, "role", "tasklist", "sim-commander is commander", Fact.COMMANDER);
    line(13, "severity", "tasklist", "Severity confirmed: Severity 2");
    line(20, "action", "tasklist", "Approved: Roll back shop-web");
    line(30, "action", "engine", "Roll back shop-web succeeded. HTTP 200", ROLLED_BACK);
    line(40, "health", "engine", "Health gate passed, 3 in a row.", Fact.GATE_PASSED);
    line(130, "health", "engine", "Stabilisation check. Healthy.", Fact.STABILITY_CHECKED);
    updates.add(new StatusUpdate(UUID.randomUUID(), "DRILL", "internal", "t", "c", at(50), null));
    policy.ladder(2, false).forEach(step -> taken.put(step.step(), at(60)));
    completed.addAll(List.of("Task_triage", "Task_verify"));
  }

  @Test
  void meetsEveryCriterion() {
    assertThat(failed()).isEmpty();
    assertThat(result(Criterion.ACKNOWLEDGED).evidence())
        .as("in both times")
        .isEqualTo("After 4 s (2 min in the exercise); due after 10 s (5 min in the exercise)");
  }

  /** Whatever the timeline is translated to, or worded like. */
  @Test
  void readsNoWords() {
    timeline.replaceAll(TimelineFacts::withOtherWords);
    assertThat(failed()).isEmpty();

    line(140, "note", "tasklist", "Left out: nothing. Health gate passed. Stabilisation check");
    line(141, "notification", "engine", "Told by e-mail: update overdue, to Chidi (1)");
    assertThat(failed()).as("words alone are no fact").isEmpty();

    timeline.replaceAll(entry -> TimelineFacts.withoutFact(entry));
    assertThat(failed()).containsExactly("commander", "rolled-back", "stable");
  }

  /** How a line is changed to show what is read of it. */
  private static final class TimelineFacts {

    static TimelineEntry withOtherWords(TimelineEntry e) {
      return new TimelineEntry(e.id(), e.at(), e.actor(), e.source(), e.kind(), "Bla", e.fact());
    }

    static TimelineEntry withoutFact(TimelineEntry e) {
      return new TimelineEntry(e.id(), e.at(), e.actor(), e.source(), e.kind(), e.text(), null);
    }
  }

  @Test
  void whatIsMeantToFailFailsAsMeant() {
    completed.clear();
    var right = new Scorecard("D", "s", "S", "p", START, at(1), 1, 1, null, results(), null);
    assertThat(right.asMeant()).isFalse();
    var meant =
        results().stream()
            .map(
                r ->
                    new Result(
                        r.criterion(),
                        r.title(),
                        r.weight(),
                        r.passed(),
                        r.evidence(),
                        !r.passed()))
            .toList();
    assertThat(new Scorecard("D", "s", "S", "p", START, at(1), 1, 1, null, meant, null).asMeant())
        .isTrue();
    assertThat(new Scorecard("D", "s", "S", "p", START, at(1), 1, 1, "x", meant, null).asMeant())
        .as("broken off")
        .isFalse();
  }

  @Test
  void everyCriterionIsScored() {
    assertThat(results())
        .extracting(Result::criterion)
        .containsExactlyElementsOf(Criterion.words());
  }

  @Test
  void anAlertIsNobodysDecision() {
    timeline.removeIf(entry -> entry.kind().equals("severity"));
    line(14, "severity", "alert", "An alert says Severity 1");
    assertThat(failed()).containsExactly("decisions");
  }

  @Test
  void lateToAcknowledge() {
    Mockito.when(incident.acknowledgedAt()).thenReturn(at(11));
    assertThat(failed()).containsExactly("acknowledged");
  }

  @Test
  void nobodyAcknowledged() {
    Mockito.when(incident.acknowledgedAt()).thenReturn(null);
    assertThat(failed()).containsExactly("acknowledged");
  }

  @Test
  void commanderTooLate() {
    timeline.removeIf(entry -> entry.kind().equals("role"));
    line(31, "role", "tasklist", "sim-commander is commander", Fact.COMMANDER);
    assertThat(failed()).containsExactly("commander");
  }

  @Test
  void firstUpdateTooLate() {
    updates.clear();
    updates.add(new StatusUpdate(UUID.randomUUID(), "DRILL", "internal", "t", "c", at(61), null));
    assertThat(failed()).containsExactly("first-update");
  }

  @Test
  void anUpdateWasOverdue() {
    late.add(new Late("executive", at(90)));
    assertThat(failed()).containsExactly("updates-on-time");
    assertThat(result(Criterion.UPDATES_ON_TIME).evidence())
        .isEqualTo("1 written, late: executive, due after 1 min 30 s (45 min in the exercise)");
  }

  @Test
  void nobodyWroteTheUpdateThatWasOwed() {
    updates.clear();
    assertThat(failed())
        .as("two sides of one thing")
        .containsExactly("first-update", "updates-on-time");
  }

  @Test
  void owesNoUpdateWhenItIsResolvedBeforeOneIsDue() {
    updates.clear();
    Mockito.when(incident.resolvedAt()).thenReturn(at(59));
    assertThat(failed()).isEmpty();
    Mockito.when(incident.resolvedAt()).thenReturn(null);
    assertThat(failed()).contains("first-update", "updates-on-time");
  }

  @Test
  void anEscalationWasMissed() {
    taken.remove("page-engineering-lead");
    assertThat(failed()).containsExactly("escalations");
    assertThat(result(Criterion.ESCALATIONS).evidence()).contains("engineering lead");
  }

  @Test
  void anEscalationThatWasNotDueIsNotMissed() {
    // Resolved before it, and taken before the next on-call is asked.
    Mockito.when(incident.resolvedAt()).thenReturn(at(20));
    taken.remove("page-engineering-lead");
    taken.remove("page-product-manager");
    taken.remove("page-next-on-call");
    assertThat(failed()).isEmpty();
  }

  /** Who stands still for lunch is not late because of it. */
  @Test
  void pausesCountForNothing() {
    pauses.add(new Span(at(2), at(602)));
    Mockito.when(incident.acknowledgedAt()).thenReturn(at(604));
    Mockito.when(incident.resolvedAt()).thenReturn(at(720));
    timeline.removeIf(entry -> Fact.COMMANDER.equals(entry.fact()));
    line(612, "role", "tasklist", "sim-commander is commander", Fact.COMMANDER);
    updates.clear();
    updates.add(new StatusUpdate(UUID.randomUUID(), "DRILL", "internal", "t", "c", at(650), null));

    assertThat(failed()).isEmpty();
    assertThat(result(Criterion.ACKNOWLEDGED).evidence())
        .isEqualTo("After 4 s (2 min in the exercise); due after 10 s (5 min in the exercise)");

    Mockito.when(incident.resolvedAt()).thenReturn(at(620));
    updates.clear();
    taken.remove("page-engineering-lead");
    taken.remove("page-product-manager");
    taken.remove("page-next-on-call");
    assertThat(failed()).as("no step fell due in the twenty seconds that ran").isEmpty();
  }

  @Test
  void aStepOfAnEarlierRoundWasTaken() {
    Mockito.when(incident.reopenings()).thenReturn(1);
    Mockito.when(incident.resolvedAt()).thenReturn(at(220));
    rounds.add(new Round(1, START, at(4), at(120)));
    rounds.add(new Round(2, at(210), at(212), at(220)));
    assertThat(failed()).as("all of the first round, none of the second").containsExactly("stable");

    taken.remove("page-engineering-lead");
    assertThat(failed()).containsExactly("escalations", "stable");

    rounds.set(0, new Round(1, START, at(4), at(20)));
    taken.remove("page-product-manager");
    taken.remove("page-next-on-call");
    assertThat(failed()).as("no round went on for long enough").containsExactly("stable");
  }

  @Test
  void theRollbackDidNotSucceed() {
    timeline.removeIf(entry -> ROLLED_BACK.equals(entry.fact()));
    assertThat(failed()).containsExactly("rolled-back");
  }

  @Test
  void theServiceStayedIllAfterTheRollback() {
    timeline.removeIf(entry -> Fact.GATE_PASSED.equals(entry.fact()));
    assertThat(failed()).containsExactly("rolled-back");
  }

  @Test
  void resolvedTooLate() {
    Mockito.when(incident.resolvedAt()).thenReturn(at(8 * 60 + 1));
    assertThat(failed()).containsExactly("resolved");
  }

  @Test
  void nobodyWatched() {
    timeline.removeIf(entry -> Fact.STABILITY_CHECKED.equals(entry.fact()));
    assertThat(failed()).containsExactly("stable");
  }

  @Test
  void itWasReopened() {
    Mockito.when(incident.reopenings()).thenReturn(1);
    assertThat(failed()).containsExactly("stable");
  }

  @Test
  void aStepWasSkipped() {
    completed.remove("Task_verify");
    assertThat(failed()).containsExactly("steps");
    assertThat(result(Criterion.STEPS).evidence()).isEqualTo("Skipped: verify");
  }

  @Test
  void aChecklistHasGaps() {
    line(100, "note", "tasklist", "Fix. Left out: A test customer. Later", Fact.LEFT_OUT);
    assertThat(failed()).containsExactly("checklists");
    assertThat(result(Criterion.CHECKLISTS).evidence())
        .isEqualTo("Left out: A test customer. Later");
  }

  @Test
  void nothingWasDecided() {
    timeline.removeIf(entry -> entry.kind().equals("severity"));
    assertThat(failed()).containsExactly("decisions");
  }

  @Test
  void addsUpWhatWasMade() {
    completed.clear();
    var card =
        new Scorecard(
            "DRILL-1", "small", "Small", "parsify", START, at(120), PACE, 1440, null, results(),
            80);

    assertThat(card.outOf()).isEqualTo(110);
    assertThat(card.points()).isEqualTo(100);
    assertThat(card.percent()).isEqualTo(90);
    assertThat(ScorecardText.markdown(card, "We | learned"))
        .startsWith("# [DRILL] Scorecard of DRILL-1")
        .contains("**100 of 110 points, 90 %**; the time before: 80 %")
        .contains("| No step skipped | **fail** | 10 | Skipped: triage, verify |")
        .contains("## Debrief");
    assertThat(
            ScorecardText.journal(card, List.of(new DrillStore.Step("before-a", START, "healthy"))))
        .containsKeys("status", "start", "end", "duration", "run", "rollbacks")
        .containsEntry("deviated", true)
        .extractingByKey("steady_states")
        .asString()
        .contains("before={probes=[", "after={probes=[");
  }

  private List<Result> results() {
    var all =
        rounds.isEmpty()
            ? List.of(new Round(1, START, incident.acknowledgedAt(), incident.resolvedAt()))
            : rounds;
    var scoring =
        new Scoring(incident, policy, PACE, timeline, updates, late, all, pauses, taken, completed);
    return ALL.stream().map(scoring::judge).toList();
  }

  private List<String> failed() {
    return results().stream().filter(r -> !r.passed()).map(Result::criterion).toList();
  }

  private Result result(Criterion criterion) {
    return results().stream().filter(r -> r.criterion().equals(criterion.word())).findFirst().get();
  }

  private void line(int second, String kind, String source, String text) {
    line(second, kind, source, text, null);
  }

  private void line(int second, String kind, String source, String text, @Nullable String fact) {
    timeline.add(new TimelineEntry(timeline.size(), at(second), "sim-x", source, kind, text, fact));
  }

  private static Expected with(Expected expected, @Nullable Integer atLeast) {
    return new Expected(
        expected.criterion(), expected.weight(), expected.tasks(), atLeast, expected.fails());
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}
