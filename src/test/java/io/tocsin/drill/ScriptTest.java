package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.drill.Scenario.Expected;
import io.tocsin.drill.Scenario.Inject;
import io.tocsin.drill.Scenario.Kind;
import io.tocsin.drill.Scenario.Response;
import io.tocsin.engine.ProcessView.OpenTask;
import io.tocsin.policy.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which step is due, at ten times the speed. */
class ScriptTest {

  private static final Instant START = Instant.parse("2026-02-10T12:00:00Z");

  private final Response claim = response("sim-oncall", "Task_triage", 2, true, false);
  private final Response triage = response("sim-oncall", "Task_triage", 5, false, false);
  private final Response update = response("sim-comms", "Task_writeUpdate", 1, false, true);

  @Test
  void anInjectComesAtItsTimeOfTheExercise() {
    var due = script(Set.of(), Set.of()).next().orElseThrow();

    assertThat(due.step()).isEqualTo("inject-call");
    assertThat(due.at()).isEqualTo(START.plusSeconds(24));
    assertThat(script(Set.of("inject-call"), Set.of()).next()).isEmpty();
  }

  @Test
  void aPauseMovesWhatHasNotComeYet() {
    var drill = drill(true, Duration.ofSeconds(60));

    assertThat(new Script(drill, Set.of(), Set.of(), List.of(), 10).next().orElseThrow().at())
        .isEqualTo(START.plusSeconds(84));
    assertThat(drill.exercise(START.plusSeconds(90))).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aTaskIsTakenFirstAndCompletedThen() {
    var open = task("t1", "Task_triage", null, 0);

    var first = script(Set.of(), Set.of(), open).next().orElseThrow();
    assertThat(first.step()).isEqualTo("response-0");
    assertThat(first.at()).isEqualTo(START.plusSeconds(12));

    var mine = task("t1", "Task_triage", "sim-oncall", 0);
    assertThat(script(Set.of("response-0", "inject-call"), Set.of(), mine).next().orElseThrow())
        .extracting(Script.Due::step, Script.Due::at)
        .containsExactly("response-1", START.plusSeconds(30));
  }

  @Test
  void whatAPersonHasTakenIsLeftToThem() {
    assertThat(
            script(Set.of("inject-call"), Set.of(), task("t1", "Task_triage", "oncall1", 0)).next())
        .isEmpty();
  }

  @Test
  void takesItFromThemWhenNobodySitsBesideIt() {
    var taken = task("t1", "Task_triage", "oncall1", 0);
    var alone = drill(true, true, Duration.ZERO);

    assertThat(
            new Script(alone, Set.of("inject-call"), Set.of(), List.of(taken), 10)
                .next()
                .orElseThrow()
                .step())
        .isEqualTo("response-0");
  }

  @Test
  void somebodyWhoCannotBeReachedDoesNothing() {
    assertThat(
            script(Set.of("inject-call"), Set.of("sim-oncall"), task("t1", "Task_triage", null, 0))
                .next())
        .isEmpty();
  }

  @Test
  void aResponseIsGivenOnceUnlessItIsForEachTask() {
    var done = Set.of("inject-call", "response-0", "response-1", "response-2@u1");

    assertThat(script(done, Set.of(), task("t2", "Task_triage", null, 0)).next()).isEmpty();
    assertThat(
            script(
                    done,
                    Set.of(),
                    task("u1", "Task_writeUpdate", null, 0),
                    task("u2", "Task_writeUpdate", null, 60))
                .next()
                .orElseThrow()
                .step())
        .isEqualTo("response-2@u2");
  }

  @Test
  void withoutSimulatedRespondersNobodyActs() {
    var alone = drill(false, Duration.ZERO);

    assertThat(
            new Script(
                    alone,
                    Set.of("inject-call"),
                    Set.of(),
                    List.of(task("t1", "Task_triage", null, 0)),
                    10)
                .next())
        .isEmpty();
  }

  private Script script(Set<String> done, Set<String> gone, OpenTask... open) {
    return new Script(drill(true, Duration.ZERO), done, gone, List.of(open), 10);
  }

  private Drill drill(boolean responders, Duration paused) {
    return drill(responders, false, paused);
  }

  private Drill drill(boolean responders, boolean unattended, Duration paused) {
    var scenario =
        new Scenario(
            "small",
            "Small",
            "parsify",
            "service-outage",
            "high",
            List.of("shop-web"),
            "Something is wrong",
            10,
            1,
            null,
            null,
            Map.of(),
            List.of(),
            List.of(new Inject("call", Duration.ofMinutes(4), Kind.COMPLAINT, "White", null, null)),
            List.of(claim, triage, update),
            List.of(new Expected("acknowledged", 1, List.of(), null, false)));
    return new Drill(
        "DRILL-2026-02-10-001",
        "small",
        scenario,
        "simulation",
        "drill",
        responders,
        unattended,
        new Pace(10, 1),
        START,
        null,
        paused,
        null,
        null,
        null);
  }

  private static Response response(
      String as, String task, int minutes, boolean claim, boolean again) {
    return new Response(as, task, null, Duration.ofMinutes(minutes), claim, again, null, Map.of());
  }

  private static OpenTask task(String id, String key, @Nullable String assignee, int after) {
    return new OpenTask(
        id,
        "mitigation",
        key,
        "A task",
        assignee,
        List.of(),
        List.of(),
        START.plusSeconds(after),
        null);
  }
}
