package io.tocsin.security;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of tokens of programs, {@code tocsin.security.tokens}.
 *
 * @param longest a token for a longer time is not made
 */
@ConfigurationProperties("tocsin.security.tokens")
record TokenProperties(@DefaultValue("366d") Duration longest) {

  TokenProperties {
    if (longest.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "tocsin.security.tokens.longest: must be at least 1d, not " + longest);
    }
  }
}
