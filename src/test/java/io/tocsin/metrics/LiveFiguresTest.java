package io.tocsin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

class LiveFiguresTest {

  private final JdbcClient jdbc = mock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void aScrapeAsksASilentDatabaseOnceAndHasNoValues() {
    when(jdbc.sql(anyString())).thenThrow(new DataAccessResourceFailureException("no connection"));
    var now = Clock.fixed(Instant.parse("2026-02-10T03:00:00Z"), ZoneOffset.UTC);
    new LiveFigures(jdbc, now).bindTo(registry);

    assertThat(registry.getMeters().stream().filter(Gauge.class::isInstance).map(Gauge.class::cast))
        .hasSizeGreaterThan(10)
        .allSatisfy(gauge -> assertThat(gauge.value()).isNaN());

    verify(jdbc, times(1)).sql(anyString());
  }
}
