package io.tocsin.operation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a node stops, {@code tocsin.stop}.
 *
 * @param delay for how long it still answers while its readiness says no, so that a proxy sees it
 */
@ConfigurationProperties("tocsin.stop")
record StopProperties(@DefaultValue("0s") Duration delay) {

  private static final Duration LONGEST = Duration.ofSeconds(50);

  StopProperties {
    if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "tocsin.stop.delay: must be between 0s and 50s, not " + delay.toSeconds() + "s");
    }
  }
}
