package io.tocsin.security;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * Refuses to start where known passwords could be reached from outside, or nobody could sign in.
 */
@Component
class StartGuard implements SmartInitializingSingleton {

  private static final Set<String> LOCAL =
      Set.of("127.0.0.1", "localhost", "::1", "0:0:0:0:0:0:0:1");
  private static final int MIN_PASSWORD = 12;

  private final Environment environment;
  private final SecurityProperties properties;
  private final @Nullable String address;

  StartGuard(
      Environment environment,
      SecurityProperties properties,
      @Value("${server.address:#{null}}") @Nullable String address) {
    this.environment = environment;
    this.properties = properties;
    this.address = address;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (environment.acceptsProfiles(Profiles.of("default"))) {
      if (address == null || !LOCAL.contains(address)) {
        throw new StartRefusedException(
            "The default profile has sample users with known passwords and listens on 127.0.0.1 only,"
                + " not on "
                + (address == null ? "all addresses" : address)
                + ".",
            "Set SPRING_PROFILES_ACTIVE=production and TOCSIN_SECURITY_ADMIN_USERNAME and"
                + " TOCSIN_SECURITY_ADMIN_PASSWORD.");
      }
      return;
    }
    var profiles = Arrays.toString(environment.getActiveProfiles());
    var admin = properties.admin();
    if (admin.username() == null || admin.password() == null) {
      throw new StartRefusedException(
          "No administrator is configured for the profile " + profiles + ".",
          "Set TOCSIN_SECURITY_ADMIN_USERNAME and TOCSIN_SECURITY_ADMIN_PASSWORD.");
    }
    if (admin.password().length() < MIN_PASSWORD) {
      throw new StartRefusedException(
          "The administrator's password is shorter than " + MIN_PASSWORD + " characters.",
          "Set a longer TOCSIN_SECURITY_ADMIN_PASSWORD.");
    }
    if (environment.getProperty("tocsin.people.sample-password") != null) {
      throw new StartRefusedException(
          "tocsin.people.sample-password is set outside the default profile.",
          "Remove it: sample users are for the local run only.");
    }
  }
}
