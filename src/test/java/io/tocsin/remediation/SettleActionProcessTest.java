package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Deliveries;
import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.remediation.ActionRun.State;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A run that was started through the API ends, or a person finds out how. */
@TocsinTest
class SettleActionProcessTest {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Autowired ActionRuns runs;
  @Autowired Incidents incidents;
  @Autowired Timeline timeline;
  @Autowired Clock clock;
  @Autowired Response response;
  @Autowired JdbcClient jdbc;
  @Autowired Deliveries deliveries;

  private Outcome outcome = new Outcome(true, "Done");
  private String number;
  private Order order;
  private ActionRunner runner;

  @BeforeEach
  void prepare() {
    number = response.declare("high", List.of("ledger"), false);
    order = new Order("api:" + number, number, "ledger", "rollback", "techlead");
    runner =
        new ActionRunner(
            runs,
            new Catalog(
                List.of(
                    Sample.service(
                        "ledger", Map.of("rollback", Sample.command("Roll back ledger"))))),
            Sample.rules(),
            List.of(
                new Executor() {
                  @Override
                  public boolean runs(Catalog.Action action) {
                    return true;
                  }

                  @Override
                  public Outcome run(Work work) {
                    return outcome;
                  }
                }),
            incidents,
            timeline,
            clock);
  }

  @AfterEach
  void release() {
    jdbc.sql("update action_run set state = 'failed' where state in ('started', 'unknown')")
        .update();
  }

  @Test
  void asksNobodyWhenTheEndIsRecorded() {
    runner.run(order, "Users wait");

    assertThat(response.ends(number, "settle-action")).containsExactly("Event_outcomeSettled");
    assertThat(response.open(number)).doesNotContain("Task_judgeOutcome");
    assertThat(deliveries.of(number))
        .noneMatch(delivery -> delivery.event().equals("outcome-unknown"));
  }

  @Test
  void asksAtOnceWhenTheOutcomeIsUnknown() {
    outcome = Outcome.unknown("timed out");
    runner.run(order, "Users wait");

    assertThat(response.open(number)).contains("Task_judgeOutcome");
    judge("yes");
    assertThat(runs.get(order.key()).state()).isEqualTo(State.SUCCEEDED);
    assertThat(response.ends(number, "settle-action")).containsExactly("Event_outcomeSettled");
  }

  @Test
  void asksWhenTheNodeDiedInTheMiddleAndKeepsTheServiceMeanwhile() {
    runs.beginWatched(order, LONGEST);
    response.fire(number, "settle-action", "Event_timeIsUp");

    assertThat(response.open(number)).contains("Task_judgeOutcome");
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.event().equals("outcome-unknown"))
        .anyMatch(delivery -> delivery.recipient().equals("techlead"));
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("the outcome is not known. It began, and its end"));
    var next = new Order("api:next:" + number, number, "ledger", "rollback", "techlead");
    assertThatThrownBy(() -> runner.run(next, "Users wait")).isInstanceOf(UnclearException.class);
    judge("no");
    assertThat(runner.run(next, "Users wait").state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void asksOnceAboutARunThatKeepsOthersAway() {
    runs.begin(order, LONGEST);
    response.at(clock.instant().plus(LONGEST).plusSeconds(1));
    var other = response.declare("high", List.of("ledger"), false);
    var next = new Order("api:" + other, other, "ledger", "rollback", "techlead");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> runner.run(next, "Users wait"))
          .isInstanceOf(UnclearException.class)
          .hasMessageContaining("A person is asked");
    }

    response.fire(number, "settle-action", "Event_timeIsUp");
    assertThat(response.open(number)).containsOnlyOnce("Task_judgeOutcome");
    assertThat(response.waits(number, "settle-action", "Event_timeIsUp")).isFalse();
  }

  private void judge(String tookEffect) {
    response.complete(
        number,
        "Task_judgeOutcome",
        "techlead",
        Map.of("tookEffect", tookEffect, "judgement", "Looked at it"));
  }
}
