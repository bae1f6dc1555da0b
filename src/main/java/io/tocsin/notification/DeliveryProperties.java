package io.tocsin.notification;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages are delivered, {@code tocsin.notification}. Checked at start.
 *
 * @param pauses between the attempts of a message; after the last one it is given up
 * @param retryAfterAtMost the longest pause that a provider may ask for
 * @param fallback channels to try, in this order, when one has failed for good
 * @param loud channels that wake people: they wait for the end of the quiet hours, and stand in for
 *     others only where it is urgent
 * @param rates how fast a channel takes messages, by its id
 */
@ConfigurationProperties("tocsin.notification")
record DeliveryProperties(
    @DefaultValue({"10s", "1m", "5m", "15m"}) List<Duration> pauses,
    @DefaultValue("30m") Duration retryAfterAtMost,
    @DefaultValue({"pagerduty", "phone", "sms", "slack", "email"}) List<String> fallback,
    @DefaultValue({"pagerduty", "phone", "sms"}) Set<String> loud,
    @DefaultValue Map<String, Rate> rates) {

  /** As the providers publish them. */
  private static final Map<String, Rate> USUAL =
      Map.of(
          "slack", new Rate(1, "address"),
          "sms", new Rate(1, "channel"),
          "phone", new Rate(1, "channel"));

  private static final int MAX_PAUSES = 20;
  private static final Duration LONGEST = Duration.ofDays(1);

  DeliveryProperties {
    pauses = List.copyOf(pauses);
    fallback = List.copyOf(fallback);
    loud = Set.copyOf(loud);
    require(
        pauses.size() <= MAX_PAUSES && pauses.stream().allMatch(DeliveryProperties::sensible),
        "tocsin.notification.pauses: write at most "
            + MAX_PAUSES
            + " durations from 1s to 1d, such as 10s,1m,5m,15m");
    require(
        sensible(retryAfterAtMost),
        "tocsin.notification.retry-after-at-most: write a duration from 1s to 1d, such as 30m");
    var all = new HashMap<>(USUAL);
    rates.forEach((channel, rate) -> all.put(channel.toLowerCase(Locale.ROOT), rate));
    rates = Map.copyOf(all);
  }

  /** The settings of a run that sets none. */
  static DeliveryProperties usual() {
    return new DeliveryProperties(
        List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15)),
        Duration.ofMinutes(30),
        List.of("pagerduty", "phone", "sms", "slack", "email"),
        Set.of("pagerduty", "phone", "sms"),
        Map.of());
  }

  /** Returns how fast a channel takes messages; empty when it takes them as they come. */
  Optional<Rate> rate(String channel) {
    return Optional.ofNullable(rates.get(channel)).filter(rate -> rate.perSecond() > 0);
  }

  /**
   * Returns how long to wait after an attempt that failed; empty when it was the last one.
   *
   * @param attempts how many there were, this one included
   * @param retryAfter what the provider asked for
   */
  Optional<Duration> pauseAfter(int attempts, @Nullable Duration retryAfter) {
    if (attempts > pauses.size()) {
      return Optional.empty();
    }
    var pause = pauses.get(attempts - 1);
    if (retryAfter == null || retryAfter.compareTo(pause) <= 0) {
      return Optional.of(pause);
    }
    var most = retryAfterAtMost.compareTo(pause) > 0 ? retryAfterAtMost : pause;
    return Optional.of(retryAfter.compareTo(most) < 0 ? retryAfter : most);
  }

  /**
   * How fast.
   *
   * @param perSecond messages a second; 0 for as they come
   * @param per {@code address}, or {@code channel} for all its addresses together
   */
  record Rate(double perSecond, @DefaultValue("channel") String per) {

    Rate {
      require(
          perSecond >= 0 && perSecond <= 1000 && (perSecond == 0 || perSecond >= 0.001),
          "tocsin.notification.rates.<channel>.per-second: write a number up to 1000, such as 1 or 0.5; 0 for no limit");
      require(
          per.equals("address") || per.equals("channel"),
          "tocsin.notification.rates.<channel>.per: '" + per + "' is neither address nor channel");
    }

    /** Returns the time between two messages. */
    Duration step() {
      return Duration.ofMillis(Math.max(1, Math.round(1000 / perSecond)));
    }

    /** Returns what shares the rate with others: all, or one address. */
    String shared(String address) {
      return per.equals("address") ? address.toLowerCase(Locale.ROOT) : "";
    }
  }

  private static boolean sensible(Duration duration) {
    return duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(LONGEST) <= 0;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
