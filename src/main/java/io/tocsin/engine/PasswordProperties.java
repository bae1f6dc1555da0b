package io.tocsin.engine;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How passwords are kept, {@code tocsin.security.passwords}.
 *
 * @param cost of bcrypt; each step doubles the time that a sign-in, and a guess, takes
 */
@ConfigurationProperties("tocsin.security.passwords")
record PasswordProperties(@DefaultValue("12") int cost) {

  PasswordProperties {
    if (cost < BcryptPasswords.CHEAPEST || cost > 16) {
      throw new IllegalArgumentException(
          "tocsin.security.passwords.cost: must be between 4 and 16, not " + cost);
    }
  }
}
