package io.tocsin.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of sign-on, {@code tocsin.security}.
 *
 * @param admin the first administrator, created at start when there is none
 */
@ConfigurationProperties("tocsin.security")
record SecurityProperties(@DefaultValue Admin admin) {

  /** User name and password, from the environment. */
  record Admin(@Nullable String username, @Nullable String password) {

    @Override
    public String toString() {
      return "Admin[" + username + "]";
    }
  }
}
