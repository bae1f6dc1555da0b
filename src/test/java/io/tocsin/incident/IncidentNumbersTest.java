package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Days that no other test uses. */
@TocsinTest
class IncidentNumbersTest {

  private static final int THREADS = 8;
  private static final int EACH = 125;

  @Autowired IncidentNumbers numbers;
  @Autowired Response response;
  @Autowired JdbcClient jdbc;
  @Autowired JdbcTemplate statements;
  @Autowired TransactionTemplate transaction;

  @Test
  void aThousandNumbersFromEightThreadsAreAThousandNumbers() throws Exception {
    response.at(Instant.parse("2031-03-01T12:00:00Z"));
    var given = new ConcurrentLinkedQueue<String>();
    var start = new CountDownLatch(1);
    var threads = Executors.newFixedThreadPool(THREADS);
    try {
      var running =
          IntStream.range(0, THREADS)
              .<Future<?>>mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            start.await();
                            for (int n = 0; n < EACH; n++) {
                              given.add(numbers.next(false));
                            }
                            return null;
                          }))
              .toList();
      start.countDown();
      for (var thread : running) {
        thread.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(given)
        .hasSize(THREADS * EACH)
        .doesNotHaveDuplicates()
        .allMatch(number -> number.matches("INC-2031-03-01-\\d{3,}"));
  }

  @Test
  void eachDayCountsFromOneByTheCalendarOfUtc() {
    response.at(Instant.parse("2031-04-01T23:59:59.999Z"));
    assertThat(numbers.next(false)).isEqualTo("INC-2031-04-01-001");
    assertThat(numbers.next(false)).isEqualTo("INC-2031-04-01-002");
    response.at(Instant.parse("2031-04-02T00:00:00Z"));
    assertThat(numbers.next(false)).isEqualTo("INC-2031-04-02-001");
    response.at(Instant.parse("2031-04-01T23:59:59Z"));
    assertThat(numbers.next(false))
        .as("a clock that is behind repeats no number")
        .isNotIn("INC-2031-04-01-001", "INC-2031-04-01-002");
  }

  @Test
  void drillsCountApart() {
    response.at(Instant.parse("2031-05-01T12:00:00Z"));
    assertThat(numbers.next(true)).isEqualTo("DRILL-2031-05-01-001");
    assertThat(numbers.next(false)).isEqualTo("INC-2031-05-01-001");
    assertThat(numbers.next(true)).isEqualTo("DRILL-2031-05-01-002");
    assertThat(numbers.next(false)).isEqualTo("INC-2031-05-01-002");
  }

  @ParameterizedTest
  @CsvSource({
    "false, before the first number of the day",
    "false, on a new database",
    "false, later in the day",
    "true, before the first number of the day",
    "true, on a new database",
    "true, later in the day"
  })
  void afterARestorationTheGapKeepsNumbersOfTheDayFromBeingGivenTwice(
      boolean drill, String backup) {
    var sequence = drill ? "incident_sequence_drill" : "incident_sequence_inc";
    var last = jdbc.sql("select last_value from " + sequence).query(Long.class).single();
    try {
      transaction.executeWithoutResult(
          rolledBack -> {
            rolledBack.setRollbackOnly();
            // That of the statements in the documentation.
            var today =
                jdbc.sql("select (now() at time zone 'utc')::date").query(LocalDate.class).single();
            jdbc.sql("delete from incident_day where day = ?").param(today).update();
            if (backup.equals("on a new database")) {
              jdbc.sql("select setval(?::regclass, 1, false)").param(sequence).query().singleRow();
            }
            var given = new ArrayList<String>();
            if (backup.equals("later in the day")) {
              given.add(numbers.next(drill, today));
            }
            var then =
                jdbc.sql("select last_value, is_called from " + sequence).query().singleRow();
            for (int n = 0; n < 3; n++) {
              given.add(numbers.next(drill, today));
            }

            jdbc.sql("select setval(?::regclass, ?, ?)")
                .params(sequence, then.get("last_value"), then.get("is_called"))
                .query()
                .singleRow();
            if (!backup.equals("later in the day")) {
              jdbc.sql("delete from incident_day where day = ?").param(today).update();
            }
            statements.execute(gap());

            assertThat(numbers.next(drill, today)).isNotIn(given).matches(".*-1\\d\\d");
          });
    } finally {
      jdbc.sql("select setval(?::regclass, greatest(?, last_value)) from " + sequence)
          .params(sequence, last)
          .query()
          .singleRow();
    }
  }

  /** What the operator is told to run, as it is written there. */
  private static String gap() {
    try {
      var text = Files.readString(Path.of("docs/operations.md"));
      var from = text.indexOf("insert into incident_day");
      return text.substring(from, text.indexOf("END", from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
