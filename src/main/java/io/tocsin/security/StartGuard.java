package io.tocsin.security;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * Refuses to start where known passwords could be reached from outside, or nobody could sign in.
 * Runs before any other bean exists, so that a refused start leaves nothing behind.
 */
@Component
class StartGuard implements BeanFactoryPostProcessor, EnvironmentAware {

  private static final Set<String> LOCAL =
      Set.of("127.0.0.1", "localhost", "::1", "0:0:0:0:0:0:0:1");
  private static final int MIN_PASSWORD = 12;
  private static final int MIN_COST = 10;

  private @Nullable Environment environment;

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    if (environment != null) {
      check(environment);
      requireVariables(UnsetVariables.in(environment));
    }
  }

  /** A token that reads ${TOKEN} is one that everybody knows. */
  static void requireVariables(Set<String> unset) {
    if (!unset.isEmpty()) {
      throw new StartRefusedException(
          "Settings name variables that are not set:\n  " + String.join("\n  ", unset),
          "Set them in the environment (config/secrets.env with docker-compose.yml), or remove the"
              + " settings that name them.");
    }
  }

  /** Checks the configuration. */
  static void check(Environment environment) {
    if (environment.acceptsProfiles(Profiles.of("default"))) {
      requireLocal(environment.getProperty("server.address"));
    } else {
      requireAdministrator(environment);
    }
    if (environment.acceptsProfiles(Profiles.of("production"))) {
      requireDatabase(environment);
    }
  }

  /** A forgotten variable must not put an organisation's record into the working folder. */
  private static void requireDatabase(Environment environment) {
    if (environment.getProperty("spring.datasource.url", "").isBlank()) {
      throw new StartRefusedException(
          "No database is configured for the profile production.",
          "Set SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD.");
    }
  }

  private static void requireLocal(@Nullable String address) {
    if (address == null || !LOCAL.contains(address)) {
      throw new StartRefusedException(
          "The default profile has sample users with known passwords and listens on 127.0.0.1 only,"
              + " not on "
              + (address == null ? "all addresses" : address)
              + ".",
          "Set SPRING_PROFILES_ACTIVE=production, TOCSIN_SECURITY_ADMIN_USERNAME and"
              + " TOCSIN_SECURITY_ADMIN_PASSWORD.");
    }
  }

  private static void requireAdministrator(Environment environment) {
    var username = environment.getProperty("tocsin.security.admin.username", "");
    var password = environment.getProperty("tocsin.security.admin.password", "");
    if (username.isBlank() || password.isBlank()) {
      throw new StartRefusedException(
          "No administrator is configured for the profiles "
              + Arrays.toString(environment.getActiveProfiles())
              + ".",
          "Set TOCSIN_SECURITY_ADMIN_USERNAME and TOCSIN_SECURITY_ADMIN_PASSWORD.");
    }
    if (password.length() < MIN_PASSWORD) {
      throw new StartRefusedException(
          "The administrator's password is shorter than " + MIN_PASSWORD + " characters.",
          "Set a longer TOCSIN_SECURITY_ADMIN_PASSWORD.");
    }
    if (environment.getProperty("tocsin.security.passwords.cost", Integer.class, MIN_COST)
        < MIN_COST) {
      throw new StartRefusedException(
          "tocsin.security.passwords.cost is lower than " + MIN_COST + ".",
          "Remove it, or give it at least " + MIN_COST + ".");
    }
    if (environment.getProperty("tocsin.people.sample-password") != null) {
      throw new StartRefusedException(
          "tocsin.people.sample-password is set outside the default profile.",
          "Remove it: sample users are for the local run only.");
    }
  }
}
