package io.tocsin.remediation;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of actions, {@code tocsin.actions}.
 *
 * @param programs what commands may start: absolute paths, or names as the catalog spells them
 * @param tryAgainAfter how long an action waits before it looks again whether its service is free
 */
@ConfigurationProperties("tocsin.actions")
record ActionProperties(
    @DefaultValue List<String> programs, @DefaultValue("5s") Duration tryAgainAfter) {

  ActionProperties {
    if (tryAgainAfter.compareTo(Duration.ofSeconds(1)) < 0
        || tryAgainAfter.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("tocsin.actions.try-again-after: from 1s to 1m");
    }
    programs = List.copyOf(programs);
  }
}
