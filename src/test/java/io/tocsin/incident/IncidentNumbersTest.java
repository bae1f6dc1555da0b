package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Days that no other test uses. */
@TocsinTest
class IncidentNumbersTest {

  private static final int THREADS = 8;
  private static final int EACH = 125;

  @Autowired IncidentNumbers numbers;
  @Autowired Response response;

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
}
