package io.tocsin.drill;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How drills are played, {@code tocsin.drills}.
 *
 * @param scenarios a folder with scenarios of one's own, beside those that come with Tocsin
 * @param lookEvery how often a running drill looks into its script
 * @param unattendedLimit after which a drill that runs by itself is broken off
 */
@ConfigurationProperties("tocsin.drills")
record DrillProperties(
    @Nullable Path scenarios,
    @DefaultValue("1s") Duration lookEvery,
    @DefaultValue("30m") Duration unattendedLimit) {

  DrillProperties {
    if (lookEvery.compareTo(Duration.ofMillis(200)) < 0) {
      throw new IllegalArgumentException("tocsin.drills.look-every: at least 200ms");
    }
    if (unattendedLimit.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("tocsin.drills.unattended-limit: at least 1m");
    }
  }
}
