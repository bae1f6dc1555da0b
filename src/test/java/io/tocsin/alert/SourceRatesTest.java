package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@TocsinTest
class SourceRatesTest {

  private static final Instant START = Instant.parse("2026-02-10T12:00:00Z");

  @Autowired SourceRates rates;
  @Autowired StormProperties storm;
  @Autowired AlertSources sources;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;
  @Autowired Response response;

  String source = "";

  @BeforeEach
  void fresh() {
    source = Signal.unique();
    response.at(START);
  }

  @Test
  void takesAMinutesWorthAtOnceAndThenAtThePaceOfTheRate() {
    for (int i = 0; i < 6; i++) {
      assertThat(rates.take(source, 6)).isEmpty();
    }
    assertThat(rates.take(source, 6)).contains(Duration.ofSeconds(10));
    response.at(START.plusSeconds(4));
    assertThat(rates.take(source, 6)).contains(Duration.ofSeconds(6));

    response.at(START.plusSeconds(10));
    assertThat(rates.take(source, 6)).isEmpty();
    assertThat(rates.take(source, 6)).contains(Duration.ofSeconds(10));

    response.at(START.plusSeconds(600));
    for (int i = 0; i < 6; i++) {
      assertThat(rates.take(source, 6)).isEmpty();
    }
    assertThat(rates.take(source, 6)).isPresent();
  }

  @Test
  void refusesALimitOfASourceThatThereIsNot() {
    var limits = new StormProperties.Limits(16, Map.of("alertmanagr", 60), 100);
    var settings =
        new StormProperties(limits, storm.flapping(), storm.maintenance(), storm.heartbeats());
    assertThatIllegalStateException()
        .isThrownBy(() -> new SourceRates(settings, sources, jdbc, clock))
        .withMessageContaining("per-minute.alertmanagr")
        .withMessageContaining("alertmanager");
  }

  @Test
  void countsTogetherWhatArrivesAtOnceOnSeveralNodes() throws Exception {
    Callable<Boolean> request = () -> rates.take(source, 20).isEmpty();
    var pool = Executors.newFixedThreadPool(8);
    try {
      var taken =
          pool.invokeAll(IntStream.range(0, 60).mapToObj(n -> request).toList()).stream()
              .filter(
                  answer -> {
                    try {
                      return answer.get();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  })
              .count();
      assertThat(taken).isEqualTo(20);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void leavesSourcesWithoutALimitAlone() {
    for (int i = 0; i < 100; i++) {
      assertThat(rates.take(source)).isEmpty();
    }
  }
}
