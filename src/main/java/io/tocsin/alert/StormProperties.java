package io.tocsin.alert;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings against storms and noise, {@code tocsin.alerts}. The defaults are our choice; no
 * procedure names one.
 *
 * @param heartbeats who must give a sign of life, by name
 */
@Validated
@ConfigurationProperties("tocsin.alerts")
record StormProperties(
    @DefaultValue @Valid Limits limits,
    @DefaultValue @Valid Flapping flapping,
    @DefaultValue @Valid Maintenance maintenance,
    @DefaultValue Map<String, @Valid Heartbeat> heartbeats) {

  /** Refuses what could not be watched. */
  StormProperties {
    heartbeats.forEach(
        (name, heartbeat) -> {
          if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException(
                "tocsin.alerts.heartbeats.%s: a name has small letters, digits and hyphens"
                    .formatted(name));
          }
          positive("heartbeats." + name + ".every", heartbeat.every());
          if (heartbeat.zone() != null
              && !heartbeat.every().equals(Duration.ofDays(heartbeat.every().toDays()))) {
            throw new IllegalArgumentException(
                "tocsin.alerts.heartbeats.%s.zone: counts days, but every is %s; give it whole days such as 1d, or leave out the zone"
                    .formatted(name, heartbeat.every()));
          }
        });
    limits
        .perMinute()
        .forEach(
            (source, most) -> {
              if (most < 1) {
                throw new IllegalArgumentException(
                    "tocsin.alerts.limits.per-minute.%s: must be at least 1".formatted(source));
              }
            });
    positive("flapping.window", flapping.window());
    positive("flapping.quiet", flapping.quiet());
    positive("maintenance.at-most", maintenance.atMost());
    heartbeats = Map.copyOf(heartbeats);
  }

  /**
   * How much is taken.
   *
   * @param concurrent requests with alerts at one time on one node; well under the threads of the
   *     server and the connections to the database, so that everything else is still answered
   * @param perMinute requests a minute of a source over all nodes, by the name of the source;
   *     without an entry there is no limit
   * @param timelineLines lines of alerts on the timeline of one incident; then they are counted
   */
  record Limits(
      @DefaultValue("16") @Min(1) int concurrent,
      @DefaultValue Map<String, Integer> perMinute,
      @DefaultValue("100") @Min(1) int timelineLines) {}

  /**
   * When an alert counts as flapping.
   *
   * @param turns how often it may begin to fire within the window
   * @param quiet after this time without beginning anew it has calmed down
   */
  record Flapping(
      @DefaultValue("5") @Min(1) int turns,
      @DefaultValue("1h") @NotNull Duration window,
      @DefaultValue("30m") @NotNull Duration quiet) {}

  /**
   * Maintenance windows.
   *
   * @param atMost how long one may be, so that none is forgotten and mutes for ever
   */
  record Maintenance(@DefaultValue("7d") @NotNull Duration atMost) {}

  /**
   * One heartbeat.
   *
   * @param every how often it comes
   * @param grace how late it may be, as time that passes
   * @param zone where its days are counted, so that what runs at three by the clock may when the
   *     clocks change; {@code every} is whole days then. Null counts hours
   * @param token what it sends as bearer token; without one nobody may. Only its hash is kept
   * @param severity as an alert says it
   */
  record Heartbeat(
      @NotNull Duration every,
      @DefaultValue("1m") @NotNull Duration grace,
      @Nullable ZoneId zone,
      @Nullable @NotBlank String service,
      @Nullable String severity,
      @Nullable String kind,
      @Nullable Token token) {

    /** Returns when the next one is due, without the grace. */
    Instant after(Instant last) {
      return zone == null
          ? last.plus(every)
          // Of an hour that comes twice the second: nobody says in which of them it runs.
          : last.atZone(zone).plusDays(every.toDays()).withLaterOffsetAtOverlap().toInstant();
    }

    /** Returns how often it comes, for people. */
    String rhythm() {
      return zone == null ? every.toString() : "P%dD in %s".formatted(every.toDays(), zone);
    }
  }

  private static void positive(String key, @Nullable Duration duration) {
    if (duration == null || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("tocsin.alerts." + key + ": must be longer than nothing");
    }
  }
}
