package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Parameter;
import io.tocsin.catalog.SqlStatement;
import io.tocsin.remediation.ActionRun.State;
import io.tocsin.support.TocsinTest;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@TocsinTest
class SqlExecutorTest {

  @Autowired DataSource database;
  @Autowired JdbcClient jdbc;

  private final SqlExecutor executor = new SqlExecutor();

  @Test
  void bindsWhateverAValueHolds() throws Exception {
    assertThat(run("select :who, 1 + :count", "x'; drop table incident; --", 5))
        .isEqualTo(new Outcome(true, "1 rows\nx'; drop table incident; -- | 3"));
  }

  @Test
  void countsTheRowsThatItChanges() throws Exception {
    assertThat(run("delete from action_run where key = :who", "nobody", 5).output())
        .isEqualTo("0 rows changed");
  }

  @Test
  void givesUpAtItsTimeLimitAndIsUndone() throws Exception {
    jdbc.sql("create table if not exists sql_probe (who text)").update();
    try {
      var outcome =
          run(
              "with made as (insert into sql_probe values (:who) returning who)"
                  + " select pg_sleep(20) from made",
              "x",
              1);

      assertThat(outcome.state()).isEqualTo(State.FAILED);
      assertThat(outcome.output()).startsWith("It was stopped and undone").contains("timeout");
      assertThat(jdbc.sql("select count(*) from sql_probe").query(Integer.class).single()).isZero();
    } finally {
      jdbc.sql("drop table sql_probe").update();
    }
  }

  @Test
  void knowsNothingOfABlockThatMayHaveCommitted() throws Exception {
    var outcome = run("do $$ begin commit; perform pg_sleep(20); end $$", "x", 1);

    assertThat(outcome.state()).isEqualTo(State.UNKNOWN);
    assertThat(outcome.output()).contains("may have committed a part of it");
  }

  @Test
  void isUndoneWhenSomebodyStopsIt() throws Exception {
    var outcome = during("select pg_sleep(20), 'stop me'", "select pg_cancel_backend(?)");

    assertThat(outcome.state()).isEqualTo(State.FAILED);
    assertThat(outcome.output()).startsWith("It was stopped and undone").contains("user request");
  }

  @Test
  void knowsNothingWhenTheServerEndsTheSession() throws Exception {
    var outcome = during("select pg_sleep(20), 'end me'", "select pg_terminate_backend(?)");

    assertThat(outcome.state()).isEqualTo(State.UNKNOWN);
    assertThat(outcome.output()).startsWith("The connection to the database was lost");
  }

  @Test
  void knowsNothingWhenTheNetworkBreaksAfterTheStatementWasSent() throws Exception {
    try (var network = CutNetwork.after(new URI(pool().getJdbcUrl().substring(5)), "pg_sleep")) {
      var outcome = executor.run(work(through(network, "select pg_sleep(2)"), "x", 5));

      assertThat(outcome.state()).isEqualTo(State.UNKNOWN);
      assertThat(outcome.output()).startsWith("The connection to the database was lost");
    }
  }

  @Test
  void hasDoneNothingWhenTheNetworkBreaksBefore() throws Exception {
    try (var network = CutNetwork.before(new URI(pool().getJdbcUrl().substring(5)), "Tocsin")) {
      var outcome = executor.run(work(through(network, "select 1"), "x", 5));

      assertThat(outcome.state()).isEqualTo(State.FAILED);
      assertThat(outcome.output()).startsWith("No connection to the database");
    }
  }

  @Test
  void saysWhatTheDatabaseSays() throws Exception {
    assertThat(run("select * from nothing_there", "x", 5).output())
        .startsWith("The database refused it: ")
        .contains("nothing_there");
  }

  @Test
  void saysThatThereIsNoDatabase() {
    var sql =
        new SqlStatement("jdbc:postgresql://127.0.0.1:1/none", "me", "s3cret-word", "select 1");

    assertThat(executor.run(work(sql, "x", 2)).output())
        .startsWith("No connection to the database: ")
        .doesNotContain("s3cret-word");
    assertThat(sql.toString()).doesNotContain("s3cret-word");
  }

  private SqlStatement through(CutNetwork network, String statement) throws Exception {
    var whole = new URI(pool().getJdbcUrl().substring(5));
    return new SqlStatement(
        "jdbc:postgresql://127.0.0.1:" + network.port() + whole.getPath(),
        pool().getUsername(),
        null,
        statement);
  }

  /** Runs a statement and does something to its session meanwhile. */
  private Outcome during(String statement, String meanwhile) throws Exception {
    var running = CompletableFuture.supplyAsync(() -> run(statement, "x", 10));
    var session =
        await()
            .atMost(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(20))
            .until(
                () ->
                    jdbc.sql(
                            "select pid from pg_stat_activity where query = ? and state = 'active'")
                        .param(statement)
                        .query(Integer.class)
                        .optional(),
                Optional::isPresent)
            .orElseThrow();
    jdbc.sql(meanwhile).param(session).query(Boolean.class).single();
    return running.get(20, TimeUnit.SECONDS);
  }

  private HikariDataSource pool() {
    try {
      return database.unwrap(HikariDataSource.class);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome run(String statement, String who, int seconds) {
    var pool = pool();
    return executor.run(
        work(
            new SqlStatement(pool.getJdbcUrl(), pool.getUsername(), null, statement),
            who,
            seconds));
  }

  private static Executor.Work work(SqlStatement sql, String who, int seconds) {
    return new Executor.Work(
        new Action(
            "Ask it",
            true,
            Duration.ofSeconds(seconds),
            List.of(),
            Map.of(),
            null,
            null,
            sql,
            null,
            Map.of(
                "who", new Parameter(null, Parameter.Type.TEXT, null, null, List.of(), null, true),
                "count",
                    new Parameter(null, Parameter.Type.INTEGER, 1L, 9L, List.of(), null, true))),
        "key",
        Map.of("who", who, "count", 2L));
  }
}
