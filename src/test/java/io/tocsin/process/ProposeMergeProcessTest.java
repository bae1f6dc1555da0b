package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.model.ProposeMerge;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Status;
import io.tocsin.notification.Deliveries;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In the catalog of the tests checkout needs ledger. */
@TocsinTest
class ProposeMergeProcessTest {

  private static final String DECIDE = ProposeMerge.Elements.TASK_DECIDE_MERGE;
  private static final Actor SOMEBODY = Actor.api("commander");

  @Autowired Response response;
  @Autowired Atomic atomic;
  @Autowired IncidentCommands commands;
  @Autowired Deliveries deliveries;
  @Autowired RuntimeService runtime;
  @Autowired JdbcClient jdbc;

  String older = "";
  String newer = "";

  /** Other tests leave incidents of these services open; they are none of ours. */
  @BeforeEach
  void declare() {
    forget();
    older = response.declare("high", List.of("ledger"), false);
    newer = response.declare("high", List.of("checkout"), false);
    response.runJobs(older);
  }

  private void forget() {
    jdbc.sql("update incident set services = '{}' where services && array['checkout', 'ledger']")
        .update();
  }

  @Test
  void asksTheCommanderOfTheOlderAndSaysWhyOnBothTimelines() {
    var reason = "checkout needs ledger. The commander of %s decides".formatted(older);
    assertThat(response.timeline(older))
        .contains("note: May be one with %s: %s".formatted(newer, reason));
    assertThat(response.timeline(newer))
        .contains("note: May be one with %s: %s".formatted(older, reason));
    var task = response.task(older, DECIDE);
    assertThat(task.getName()).endsWith("· Decide on merging (" + newer + ")");
    assertThat(String.valueOf(runtime.getVariable(task.getExecutionId(), "otherIncident")))
        .isEqualTo(newer);
    assertThat(response.open(newer)).doesNotContain(DECIDE);
  }

  @Test
  void asksOfTwoThatAreDeclaredAtTheSameMoment() {
    forget();
    var first =
        atomic.call(
            () -> {
              var number = response.declare("high", List.of("ledger"), false);
              // Commits before the first one does.
              newer =
                  CompletableFuture.supplyAsync(
                          () -> response.declare("high", List.of("checkout"), false))
                      .orTimeout(30, TimeUnit.SECONDS)
                      .join();
              return number;
            });
    response.runJobs(first);
    assertThat(response.task(first, DECIDE).getName()).endsWith("(" + newer + ")");
    response.runJobs(newer);
    assertThat(response.open(first)).containsOnlyOnce(DECIDE);
    assertThat(response.open(newer)).doesNotContain(DECIDE);
  }

  @Test
  void tellsWhoDecides() {
    assertThat(deliveries.of(older))
        .filteredOn(delivery -> delivery.event().equals("merge-asked"))
        .isNotEmpty()
        .allMatch(delivery -> delivery.subject().contains("may be one with " + newer));
    assertThat(deliveries.of(newer)).noneMatch(delivery -> delivery.event().equals("merge-asked"));
  }

  @Test
  void mergesTheNewerIntoTheOlder() {
    response.complete(older, DECIDE, "commander", Map.of("merge", "yes", "mergeInto", "older"));

    assertThat(response.incident(newer).mergedInto()).isEqualTo(older);
    assertThat(response.incident(older).status().responding()).isTrue();
    assertThat(instances()).isZero();
  }

  @Test
  void mergesTheOlderIntoTheNewer() {
    response.complete(older, DECIDE, "commander", Map.of("merge", "yes", "mergeInto", "newer"));

    assertThat(response.incident(older).mergedInto()).isEqualTo(newer);
    assertThat(response.incident(newer).status().responding()).isTrue();
    assertThat(instances()).isZero();
  }

  @Test
  void keepsThemApartAndDoesNotAskAgain() {
    assertThatThrownBy(() -> response.submit(older, DECIDE, "commander", Map.of("merge", "no")))
        .hasMessageContaining("say why they are two");
    response.complete(
        older, DECIDE, "commander", Map.of("merge", "no", "mergeReason", "The web has its own"));

    assertThat(response.timeline(newer))
        .contains("note: Kept apart from %s: The web has its own".formatted(older));
    commands.affects(newer, List.of("shop-parsify"), SOMEBODY);
    response.runJobs(older);
    assertThat(response.open(older)).doesNotContain(DECIDE);
  }

  @Test
  void endsByItselfWhenOneOfThemIsOver() {
    commands.dismiss(newer, "A false alarm", SOMEBODY);
    assertThat(response.open(older)).doesNotContain(DECIDE);
    assertThat(instances()).isZero();
  }

  @Test
  void endsByItselfWhenTheyWereMergedByHand() {
    commands.merge(older, newer, SOMEBODY);
    assertThat(instances()).isZero();
  }

  @Test
  void endsByItselfWhenOneBecomesRestricted() {
    commands.security(newer, "Somebody was here", SOMEBODY);
    assertThat(instances()).isZero();
  }

  @Test
  void asksOnceMoreAfterAReopening() {
    response.resolve(newer, 2);
    assertThat(instances()).isZero();

    commands.reopen(newer, "It fails again", SOMEBODY);
    response.runJobs(older);
    assertThat(response.open(older)).containsOnlyOnce(DECIDE);
    commands.status(newer, Status.IDENTIFIED, "A bad release", SOMEBODY);
    commands.status(newer, Status.INVESTIGATING, "It was not", SOMEBODY);
    response.runJobs(older);
    assertThat(response.open(older)).containsOnlyOnce(DECIDE);
  }

  @Test
  void keepsThemApartAfterAReopeningToo() {
    response.complete(
        older, DECIDE, "commander", Map.of("merge", "no", "mergeReason", "The web has its own"));
    response.resolve(newer, 2);
    commands.reopen(newer, "It fails again", SOMEBODY);
    response.runJobs(older);
    assertThat(response.open(older)).doesNotContain(DECIDE);
  }

  @Test
  void asksNothingWhenOneIsOverBeforeItCould() {
    var third = response.declare("high", List.of("ledger"), false);
    commands.dismiss(third, "A false alarm", SOMEBODY);
    response.runJobs(newer);

    assertThat(response.timeline(newer)).noneMatch(line -> line.contains(third));
    assertThat(response.open(newer)).doesNotContain(DECIDE);
  }

  @Test
  void asksWhenAServiceTurnsOutToBeAffected() {
    var other = response.declare("high", List.of(), false);
    commands.affects(other, List.of("ledger"), SOMEBODY);

    response.runJobs(newer);

    assertThat(response.open(newer)).contains(DECIDE);
  }

  @Test
  void leavesDrillsRestrictedAndUnrelatedOnesAlone() {
    var before = all();
    response.declare("high", List.of("ledger"), true);
    response.declareUnder("parsify", "high", false, true);
    response.declare("high", List.of("something-else"), false);

    assertThat(all()).isEqualTo(before);
  }

  private long instances() {
    return runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(older, ProposeMerge.KEY)
        .count();
  }

  private long all() {
    return jdbc.sql("select count(*) from merge_proposal").query(Long.class).single();
  }
}
