package io.tocsin.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents count. A null does not filter.
 *
 * @param from declared at or after it
 * @param to declared before it
 * @param drill whether drills count instead of real incidents
 * @param reader user id of whoever looks, for whom only those count that they may read; {@link
 *     io.tocsin.incident.Access#EVERYBODY} for what everybody reads
 */
public record MetricsFilter(
    Instant from,
    Instant to,
    @Nullable String policy,
    @Nullable String service,
    @Nullable Integer level,
    @Nullable String kind,
    boolean drill,
    String reader) {

  /** By what incidents are put together. */
  public enum GroupBy {
    POLICY,
    SERVICE,
    LEVEL,
    KIND,
    MONTH;

    /** Reads the word of the API. */
    public static Optional<GroupBy> find(String word) {
      return Arrays.stream(values()).filter(by -> by.word().equals(word)).findFirst();
    }

    /** Returns the word of the API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the same for the period before, of the same length. */
  MetricsFilter before() {
    return new MetricsFilter(
        from.minus(Duration.between(from, to)), from, policy, service, level, kind, drill, reader);
  }
}
