package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.drill.Scenario.Expected;
import io.tocsin.drill.Scorecard.Result;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Status;
import io.tocsin.incident.StatusUpdate;
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

  private static final List<Expected> ALL =
      Stream.of(Criterion.values())
          .map(
              criterion ->
                  new Expected(criterion.word(), 10, List.of("Task_triage", "Task_verify"), null))
          // Nothing left out.
          .map(e -> e.criterion().equals("decisions") ? with(e, 3) : e)
          .toList();

  @Autowired Policies policies;

  private Policy policy;
  private final IncidentView incident = Mockito.mock(IncidentView.class);
  private final List<TimelineEntry> timeline = new ArrayList<>();
  private final List<StatusUpdate> updates = new ArrayList<>();
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
    line(12, "role", "tasklist", "sim-commander is commander");
    line(13, "severity", "tasklist", "Severity confirmed: Severity 2");
    line(20, "action", "tasklist", "Approved: Roll back shop-web");
    line(30, "action", "engine", "Roll back shop-web succeeded. HTTP 200");
    line(40, "health", "engine", "Health gate passed, 3 in a row. Healthy: shop-web.");
    line(130, "health", "engine", "Stabilisation check. Healthy: shop-web.");
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
    line(31, "role", "tasklist", "sim-commander is commander");
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
    line(90, "notification", "engine", "Told by e-mail: update overdue, to Chidi (1)");
    assertThat(failed()).containsExactly("updates-on-time");
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

  @Test
  void theRollbackDidNotSucceed() {
    timeline.removeIf(entry -> entry.text().contains("succeeded"));
    assertThat(failed()).containsExactly("rolled-back");
  }

  @Test
  void theServiceStayedIllAfterTheRollback() {
    timeline.removeIf(entry -> entry.text().startsWith("Health gate"));
    assertThat(failed()).containsExactly("rolled-back");
  }

  @Test
  void resolvedTooLate() {
    Mockito.when(incident.resolvedAt()).thenReturn(at(8 * 60 + 1));
    assertThat(failed()).containsExactly("resolved");
  }

  @Test
  void nobodyWatched() {
    timeline.removeIf(entry -> entry.text().startsWith("Stabilisation"));
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
    line(100, "note", "tasklist", "The fix is verified. Left out: A test customer has paid. Later");
    assertThat(failed()).containsExactly("checklists");
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
    var scoring = new Scoring(incident, policy, PACE, timeline, updates, taken, completed);
    return ALL.stream().map(scoring::judge).toList();
  }

  private List<String> failed() {
    return results().stream().filter(r -> !r.passed()).map(Result::criterion).toList();
  }

  private Result result(Criterion criterion) {
    return results().stream().filter(r -> r.criterion().equals(criterion.word())).findFirst().get();
  }

  private void line(int second, String kind, String source, String text) {
    timeline.add(new TimelineEntry(timeline.size(), at(second), "sim-x", source, kind, text));
  }

  private static Expected with(Expected expected, @Nullable Integer atLeast) {
    return new Expected(expected.criterion(), expected.weight(), expected.tasks(), atLeast);
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}
