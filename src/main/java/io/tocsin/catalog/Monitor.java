package io.tocsin.catalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Watches one thing of a service, again and again, and raises an alert when it fails. What it
 * watches is exactly one of {@code http}, {@code tcp}, {@code tls}, {@code postgres}, {@code dns}
 * and {@code prometheus}.
 *
 * @param name unique within its service
 * @param every from one run to the next; at least 5 seconds
 * @param timeout of one run; at most 20 seconds, well under the engine's job lock
 * @param maxLatency a run that takes longer fails, if given
 * @param openAfter failures in a row that raise the alert
 * @param resolveAfter passes in a row that resolve it
 * @param severity what the alert says of its severity, as a source would; null says nothing
 * @param kind of incident that the failure suggests, if any
 */
public record Monitor(
    @NotBlank @Pattern(regexp = "[a-z0-9][a-z0-9-]*") String name,
    @DefaultValue("1m") Duration every,
    @DefaultValue("5s") Duration timeout,
    @Nullable Duration maxLatency,
    @DefaultValue("3") @Min(1) @Max(100) int openAfter,
    @DefaultValue("2") @Min(1) @Max(100) int resolveAfter,
    @Nullable String severity,
    @Nullable String kind,
    @Nullable @Valid Http http,
    @Nullable @Valid Tcp tcp,
    @Nullable @Valid Tls tls,
    @Nullable @Valid Postgres postgres,
    @Nullable @Valid Dns dns,
    @Nullable @Valid Prometheus prometheus) {

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);
  private static final Duration LONGEST_RUN = Duration.ofSeconds(20);

  /** Refuses a monitor that could not be run. */
  public Monitor {
    var things = Stream.of(http, tcp, tls, postgres, dns, prometheus).filter(Objects::nonNull);
    if (things.count() != 1) {
      throw new IllegalArgumentException(
          "tocsin.catalog: the monitor '%s' needs exactly one of http, tcp, tls, postgres, dns and prometheus"
              .formatted(name));
    }
    if (every.compareTo(SHORTEST_INTERVAL) < 0) {
      throw new IllegalArgumentException(
          "tocsin.catalog: the monitor '" + name + "' may run every 5s at most, not " + every);
    }
    if (timeout.compareTo(LONGEST_RUN) > 0 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "tocsin.catalog: the monitor '" + name + "' may take at most 20s, not " + timeout);
    }
  }

  /**
   * An HTTP address that must answer.
   *
   * @param status the expected answer
   * @param bodyContains a text the body must hold, if given
   * @param headers with their secrets, from the environment; never shown
   */
  public record Http(
      @NotNull URI url,
      @DefaultValue("200") int status,
      @Nullable String bodyContains,
      @DefaultValue Map<String, String> headers) {

    /** Shows neither headers nor what follows the path: they may be secrets. */
    @Override
    public String toString() {
      return url.getScheme() + "://" + url.getHost() + url.getPath();
    }
  }

  /** A port that must take connections. */
  public record Tcp(@NotBlank String host, @Min(1) @Max(65_535) int port) {}

  /**
   * A certificate as seen on the wire, which must not expire soon.
   *
   * @param serverName the name that is asked for; null takes the host
   * @param expiresWithin fails when it expires within this time
   */
  public record Tls(
      @NotBlank String host,
      @DefaultValue("443") @Min(1) @Max(65_535) int port,
      @Nullable String serverName,
      @DefaultValue("14d") Duration expiresWithin) {

    /** Returns the name that the certificate must be for. */
    public String name() {
      return serverName == null ? host : serverName;
    }
  }

  /**
   * A PostgreSQL database. Only its statistics are read, in a read-only transaction.
   *
   * @param password from the environment; never shown
   * @param sslMode as the driver names it: {@code disable}, {@code prefer}, {@code require}, {@code
   *     verify-ca}; a full verification of the name is not possible, because the connection is made
   *     to the address that was checked
   * @param maxConnectionsPercent fails when more of the allowed connections are in use
   * @param maxQueryTime fails when a query runs for longer, if given
   */
  public record Postgres(
      @NotBlank String host,
      @DefaultValue("5432") @Min(1) @Max(65_535) int port,
      @NotBlank String database,
      @NotBlank String user,
      @DefaultValue("") String password,
      @DefaultValue("prefer") @Pattern(regexp = "disable|allow|prefer|require|verify-ca")
          String sslMode,
      @DefaultValue("80") @Min(1) @Max(100) int maxConnectionsPercent,
      @Nullable Duration maxQueryTime) {

    @Override
    public String toString() {
      return "postgresql://" + host + ":" + port + "/" + database;
    }
  }

  /**
   * A name that must resolve.
   *
   * @param addresses all that it may resolve to; empty means any
   */
  public record Dns(@NotBlank String host, @DefaultValue List<String> addresses) {}

  /**
   * A query whose value must stay within a bound. With several series in the answer the worst one
   * counts.
   *
   * @param url of the server, without {@code /api/v1/query}
   * @param query in PromQL
   * @param above fails when the value is greater, if given
   * @param below fails when the value is less, if given
   * @param headers with their secrets, from the environment; never shown
   */
  public record Prometheus(
      @NotNull URI url,
      @NotBlank String query,
      @Nullable Double above,
      @Nullable Double below,
      @DefaultValue Map<String, String> headers) {

    /** Refuses a query without a bound. */
    public Prometheus {
      if (above == null && below == null) {
        throw new IllegalArgumentException(
            "tocsin.catalog: the query '" + query + "' needs a bound: above, below or both");
      }
    }

    @Override
    public String toString() {
      return query;
    }
  }
}
