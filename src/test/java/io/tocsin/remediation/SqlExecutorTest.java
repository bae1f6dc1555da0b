package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Parameter;
import io.tocsin.catalog.SqlStatement;
import io.tocsin.remediation.ActionRun.State;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class SqlExecutorTest {

  @Autowired DataSource database;

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
    var outcome = run("select pg_sleep(20)", "x", 1);

    assertThat(outcome.state()).isEqualTo(State.FAILED);
    assertThat(outcome.output()).contains("statement timeout");
  }

  @Test
  void saysWhatTheDatabaseSays() throws Exception {
    assertThat(run("select * from nothing_there", "x", 5).output())
        .startsWith("The database refused it: ")
        .contains("nothing_there");
  }

  @Test
  void knowsNothingWhenTheConnectionBreaks() throws Exception {
    assertThat(run("select pg_terminate_backend(pg_backend_pid())", "x", 5).state())
        .isIn(State.UNKNOWN, State.FAILED);
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

  private Outcome run(String statement, String who, int seconds) throws Exception {
    var pool = database.unwrap(HikariDataSource.class);
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
