package io.tocsin.alert;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many requests a source may send in a minute, over all nodes. One row a source says when what
 * it has sent will have been worked off at the allowed rate (GCRA); as long as that is less than a
 * minute ahead, it may send. There is no window at whose border twice as much would pass.
 */
@Component
class SourceRates {

  private static final Duration BURST = Duration.ofMinutes(1);

  private final Map<String, Integer> perMinute;
  private final JdbcClient jdbc;
  private final Clock clock;

  SourceRates(StormProperties properties, AlertSources sources, JdbcClient jdbc, Clock clock) {
    this.perMinute = properties.limits().perMinute();
    perMinute.keySet().stream()
        .filter(source -> !sources.knows(source))
        .findFirst()
        .ifPresent(
            source -> {
              throw new IllegalStateException(
                  "tocsin.alerts.limits.per-minute.%s: there is no such source; there are %s"
                      .formatted(source, String.join(", ", sources.names())));
            });
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Takes one request of a source.
   *
   * @return empty when it is within its rate, else how long to wait
   */
  Optional<Duration> take(String source) {
    var most = perMinute.get(source);
    return most == null ? Optional.empty() : take(source, most);
  }

  /** The same with a given rate. A request that is refused costs the source nothing. */
  Optional<Duration> take(String source, int most) {
    var now = clock.instant();
    var cost = BURST.dividedBy(most);
    var taken =
        jdbc.sql(
                "insert into alert_rate as known (source, full_until) values (:source, :first)"
                    + " on conflict (source) do update"
                    + " set full_until = greatest(known.full_until, :now) + cast(:cost as interval)"
                    + " where known.full_until + cast(:cost as interval) <= :latest")
            .param("source", source)
            .param("now", Timestamp.from(now))
            .param("first", Timestamp.from(now.plus(cost)))
            .param("latest", Timestamp.from(now.plus(BURST)))
            .param("cost", cost.toString())
            .update();
    return taken == 1 ? Optional.empty() : Optional.of(wait(source, now, cost));
  }

  private Duration wait(String source, Instant now, Duration cost) {
    var fullUntil =
        jdbc.sql("select full_until from alert_rate where source = ?")
            .param(source)
            .query(Timestamp.class)
            .single()
            .toInstant();
    var free = Duration.between(now.plus(BURST), fullUntil.plus(cost));
    return free.isNegative() ? Duration.ZERO : free;
  }
}
