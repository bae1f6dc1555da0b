package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.outbound.OutboundResponse;
import io.tocsin.outbound.Programs;
import io.tocsin.problem.ConflictException;
import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.remediation.ActionRun.State;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** At most once, on a real database, whatever becomes of the transaction around it. */
@TocsinTest
class ActionRunnerTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  @Autowired ActionRuns runs;
  @Autowired Incidents incidents;
  @Autowired Timeline timeline;
  @Autowired Clock clock;
  @Autowired Response response;
  @Autowired TransactionTemplate transaction;

  /** Keys of the calls that went out. */
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  private volatile int status = 200;
  private volatile String veto;
  private volatile Runnable meanwhile = () -> {};
  private ActionRunner runner;
  private Order order;

  @Autowired org.springframework.jdbc.core.simple.JdbcClient jdbc;
  @Autowired javax.sql.DataSource database;
  @Autowired io.tocsin.engine.ActionProcess process;

  /** The fence holds for all tests: what one leaves open is closed. */
  @org.junit.jupiter.api.AfterEach
  void release() {
    jdbc.sql("update action_run set state = 'failed' where state in ('started', 'unknown')")
        .update();
  }

  @BeforeEach
  void prepare() {
    response.at(NOW);
    var catalog =
        new Catalog(
            List.of(
                Sample.service(
                    "checkout",
                    Map.of(
                        "rollback", Sample.call("Roll back checkout", "http://example.org/back"),
                        "burn", Sample.command("Burn it")))));
    var http =
        new HttpCaller(
            request -> {
              calls.add(request.headers().get("Idempotency-Key"));
              meanwhile.run();
              return CompletableFuture.completedFuture(
                  new OutboundResponse(status, "said so", false, Duration.ofMillis(9), null));
            });
    runner =
        new ActionRunner(
            runs,
            catalog,
            Sample.rules((incident, service, action) -> Optional.ofNullable(veto)),
            List.of(new CommandRunner(new Programs()), http, new WorkerExecutor()),
            incidents,
            timeline,
            clock);
    var number = response.declare("high");
    order = new Order(number + ":Task_runAction:1", number, "checkout", "rollback", "techlead");
  }

  @Test
  void recordsTheBeginningBeforeTheCallAndTheEndAfterIt() {
    meanwhile = () -> assertThat(runs.get(order.key()).state()).isEqualTo(State.STARTED);

    var run = runner.run(order);

    assertThat(run)
        .isEqualTo(
            new ActionRun(
                order.key(),
                order.incident(),
                "checkout",
                "rollback",
                Map.of(),
                State.SUCCEEDED,
                "HTTP 200\nsaid so",
                "techlead",
                null,
                NOW,
                NOW,
                null));
    assertThat(calls).containsExactly(order.key());
    assertThat(lines()).containsExactly("action: Roll back checkout succeeded. HTTP 200\nsaid so");
  }

  @Test
  void isNotRunAgainWhenTheJobIsRunAgainAfterALostCommit() {
    transaction.executeWithoutResult(
        lost -> {
          runner.run(order);
          lost.setRollbackOnly();
        });
    assertThat(lines()).isEmpty();

    assertThat(runner.run(order).state()).isEqualTo(State.SUCCEEDED);

    assertThat(calls).hasSize(1);
    assertThat(lines()).hasSize(1);
  }

  @Test
  void isNotRunAgainWhenNobodyKnowsHowItEnded() {
    runs.begin(order, Duration.ofSeconds(60));

    var run = runner.run(order);

    assertThat(run.state()).isEqualTo(State.UNKNOWN);
    assertThat(calls).isEmpty();
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("action: Roll back checkout: the outcome is not known. It began, and its end")
        .contains("not run a second time");
  }

  @Test
  void staysFailedWhenTheJobIsRunAgain() {
    status = 409;
    assertThat(runner.run(order).state()).isEqualTo(State.FAILED);
    status = 200;
    assertThat(runner.run(order).state()).isEqualTo(State.FAILED);

    assertThat(calls).hasSize(1);
    assertThat(lines().get(0)).startsWith("action: Roll back checkout failed. HTTP 409");
  }

  @Test
  void learnsALateEndOfARunThatWasGivenUp() {
    meanwhile = () -> assertThat(runner.run(order).state()).isEqualTo(State.UNKNOWN);

    assertThat(runner.run(order).state()).isEqualTo(State.SUCCEEDED);

    assertThat(runs.get(order.key()).state()).isEqualTo(State.SUCCEEDED);
    assertThat(calls).hasSize(1);
  }

  @Test
  void runsOnceWhenTwoComeAtTheSameMoment() throws Exception {
    var both = Executors.newFixedThreadPool(2);
    var go = new CountDownLatch(1);
    var answers = new ArrayList<Future<?>>();
    for (int i = 0; i < 2; i++) {
      answers.add(
          both.submit(
              () -> {
                go.await();
                return runner.run(order);
              }));
    }
    go.countDown();
    for (var answer : answers) {
      answer.get(20, TimeUnit.SECONDS);
    }
    both.shutdown();

    assertThat(calls).hasSize(1);
  }

  @Test
  void runsOneAtATimeForAService() {
    var other = new Order("other" + order.key(), order.incident(), "checkout", "burn", "techlead");
    meanwhile =
        () ->
            assertThatThrownBy(() -> runner.run(other))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Another action is running on 'checkout': rollback");

    assertThat(runner.run(order).state()).isEqualTo(State.SUCCEEDED);
    assertThat(runs.find(other.key())).isEmpty();
    assertThat(runner.run(other).state()).isNotEqualTo(State.STARTED);
  }

  @Test
  void letsOneOfTwoNodesBegin() throws Exception {
    var second = new Order("two" + order.key(), order.incident(), "checkout", "rollback", "exec");
    var both = Executors.newFixedThreadPool(2);
    var go = new CountDownLatch(1);
    var begun = new ArrayList<Future<Boolean>>();
    for (var one : List.of(order, second)) {
      begun.add(
          both.submit(
              () -> {
                go.await();
                return runs.begin(one, Duration.ofSeconds(60)).begun();
              }));
    }
    go.countDown();
    var won = 0;
    for (var answer : begun) {
      try {
        won += answer.get(20, TimeUnit.SECONDS) ? 1 : 0;
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(ConflictException.class);
      }
    }
    both.shutdown();
    assertThat(won).isEqualTo(1);
  }

  @Test
  void aRunThatLostItsEndKeepsOthersAwayUntilAPersonHasJudged() {
    runs.begin(order, Duration.ofSeconds(60));
    response.at(NOW.plusSeconds(61));
    var next = new Order("next" + order.key(), order.incident(), "checkout", "rollback", "exec");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> runner.run(next))
          .isInstanceOfSatisfying(
              UnclearException.class, e -> assertThat(e.before().key()).isEqualTo(order.key()))
          .hasMessageContaining("Roll back checkout, begun at 2026-03-02T10:00:00Z");
    }
    assertThat(runs.get(order.key()).state()).isEqualTo(State.UNKNOWN);
    assertThat(calls).isEmpty();

    runner.judged(order.key(), false, "The bad page is there", Actor.api("techlead"));
    assertThat(runner.run(next).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void aLateEndFreesTheService() {
    runs.begin(order, Duration.ofSeconds(60));
    runner.run(order);
    var next = new Order("next" + order.key(), order.incident(), "checkout", "rollback", "exec");
    assertThatThrownBy(() -> runner.run(next)).isInstanceOf(UnclearException.class);

    runs.end(order.key(), State.FAILED, "Timed out after all");

    assertThat(runner.run(next).state()).isEqualTo(State.SUCCEEDED);
  }

  /** Each with connections of its own, as two nodes have them. */
  @Test
  void twoFencesOverOneDatabaseLetOneActionRun() throws Exception {
    var fences = List.of(fence(), fence());
    var began = new java.util.concurrent.atomic.AtomicInteger();
    for (int round = 0; round < 10; round++) {
      var both = Executors.newFixedThreadPool(2);
      var go = new java.util.concurrent.CyclicBarrier(2);
      var turn = round;
      for (var node : fences) {
        both.execute(
            () -> {
              var own =
                  new Order(
                      turn + ":" + fences.indexOf(node) + ":" + order.key(),
                      order.incident(),
                      "checkout",
                      "rollback",
                      "exec");
              try {
                go.await();
                began.addAndGet(node.begin(own, Duration.ofSeconds(60)).begun() ? 1 : 0);
              } catch (ConflictException e) {
                // The other one was first.
              } catch (Exception e) {
                began.addAndGet(1_000);
              }
            });
      }
      both.shutdown();
      assertThat(both.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(began.getAndSet(0)).isEqualTo(1);
      release();
    }
  }

  private ActionRuns fence() throws Exception {
    var pool = database.unwrap(com.zaxxer.hikari.HikariDataSource.class);
    return new ActionRuns(
        process,
        org.springframework.jdbc.core.simple.JdbcClient.create(
            new org.springframework.jdbc.datasource.DriverManagerDataSource(
                pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())),
        clock);
  }

  @Test
  void runsNothingThatARuleForbids() {
    veto = "Keep the evidence first";

    var run = runner.run(order);

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.output()).isEqualTo("Refused: Keep the evidence first");
    assertThat(calls).isEmpty();
  }

  @Test
  void aPersonsJudgementIsNotOverwritten() {
    runs.begin(order, Duration.ofSeconds(60));
    runner.run(order);
    var judged = runner.judged(order.key(), true, "The old page is back", Actor.api("techlead"));

    assertThat(judged.state()).isEqualTo(State.SUCCEEDED);
    assertThat(judged.judgedBy()).isEqualTo("techlead");
    assertThat(runs.end(order.key(), State.FAILED, "late").state()).isEqualTo(State.SUCCEEDED);
    assertThat(lines())
        .contains("action: Roll back checkout: it took effect. The old page is back");
  }

  @Test
  void failsWhenTheCatalogNoLongerHasTheAction() {
    var gone = new Order("gone" + order.key(), order.incident(), "checkout", "scale", "techlead");

    var run = runner.run(gone);

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.output()).isEqualTo("The catalog no longer has this action");
  }

  @Test
  void tellsOverHttpThatTheSameOrderIsRunning() {
    meanwhile =
        () ->
            assertThatThrownBy(() -> runner.run(order, "again"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is running under this key");

    assertThat(runner.run(order, "Users wait").state()).isEqualTo(State.SUCCEEDED);
    assertThat(runner.run(order, "again").state()).isEqualTo(State.SUCCEEDED);

    assertThat(calls).hasSize(1);
    assertThat(lines())
        .containsExactly(
            "action: Runs Roll back checkout: Users wait",
            "action: Roll back checkout succeeded. HTTP 200\nsaid so");
  }

  @Test
  void givesUpAnOldRunOverHttpToo() {
    runs.begin(order, Duration.ofSeconds(60));
    response.at(NOW.plusSeconds(61));

    assertThat(runner.run(order, "again").state()).isEqualTo(State.UNKNOWN);
    assertThat(calls).isEmpty();
  }

  private List<String> lines() {
    return response.timeline(order.incident()).stream()
        .filter(line -> line.startsWith("action: "))
        .toList();
  }
}
