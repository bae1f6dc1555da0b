package io.tocsin.remediation;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of actions, {@code tocsin.actions}.
 *
 * @param programs what commands may start: absolute paths, or names as the catalog spells them
 */
@ConfigurationProperties("tocsin.actions")
record ActionProperties(@DefaultValue List<String> programs) {

  ActionProperties {
    programs = List.copyOf(programs);
  }
}
