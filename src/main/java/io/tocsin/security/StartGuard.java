package io.tocsin.security;

import io.tocsin.engine.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * Refuses to start where known passwords could be reached from outside, or nobody could sign in.
 * Runs before any other bean exists, so that a refused start leaves nothing behind.
 */
@Component
public class StartGuard implements BeanFactoryPostProcessor, EnvironmentAware {

  private static final Set<String> LOCAL =
      Set.of("127.0.0.1", "localhost", "::1", "0:0:0:0:0:0:0:1");
  private static final Logger LOG = LoggerFactory.getLogger(StartGuard.class);
  private static final Profiles PRODUCTION = Profiles.of("production");
  private static final String NAMED = "TOCSIN_CONFIG";
  private static final int MIN_COST = 10;

  private @Nullable ConfigurableEnvironment environment;

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = (ConfigurableEnvironment) environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    if (environment != null) {
      requireVariables(UnsetVariables.in(environment));
      check(environment);
      tellOfFile(environment);
      var wrong =
          WrongSettings.in(
              environment,
              Arrays.stream(beans.getBeanNamesForAnnotation(ConfigurationProperties.class))
                  .<@Nullable Class<?>>map(beans::getType)
                  .filter(type -> type != null && type.getName().startsWith("io.tocsin."))
                  .toList());
      requireSettings(wrong.faults());
      wrong.doubts().forEach(LOG::warn);
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

  /** Before the database is touched: what is wrong must not leave half a change there. */
  private static void requireSettings(List<String> wrong) {
    if (!wrong.isEmpty()) {
      throw new StartRefusedException(
          "Settings are wrong:\n  " + String.join("\n  ", wrong),
          "Mend them in the file that TOCSIN_CONFIG names, /config/tocsin.yaml where it names none,"
              + " or in the environment.");
    }
  }

  /** Nothing of an organisation is known without it, and nothing else tells. */
  private static void tellOfFile(Environment environment) {
    if (environment.acceptsProfiles(PRODUCTION)) {
      var file = settingsFile(environment);
      if (Files.exists(file)) {
        LOG.info("The settings are those of {}", file.toAbsolutePath());
      } else {
        LOG.warn("There is no {}: no people, services or sources are known", file);
      }
    }
  }

  /** The same as application-production.yaml has it. */
  private static Path settingsFile(Environment environment) {
    return Path.of(environment.getProperty(NAMED, "/config/tocsin.yaml"));
  }

  /** Returns why a start would be refused; null when it would not, as far as this looks. */
  public static @Nullable String refusal(Environment environment) {
    try {
      check(environment);
      return null;
    } catch (StartRefusedException e) {
      return e.getMessage();
    } catch (ConversionException e) {
      // WrongSettings tells of what cannot be read.
      return null;
    }
  }

  /** Checks the configuration. */
  static void check(Environment environment) {
    if (environment.acceptsProfiles(Profiles.of("default"))) {
      requireLocal(environment.getProperty("server.address"));
    } else {
      requireAdministrator(environment);
    }
    if (environment.acceptsProfiles(PRODUCTION)) {
      requireFile(environment);
      requireDatabase(environment);
      requireWayBack(environment);
    }
  }

  private static void requireFile(Environment environment) {
    var file = settingsFile(environment);
    if (environment.containsProperty(NAMED) && !Files.isRegularFile(file)) {
      throw new StartRefusedException(
          "%s names %s, which is no file, or in a folder that may not be read."
              .formatted(NAMED, file),
          "Name the file of the settings as the process sees it, or leave %s out for"
                  .formatted(NAMED)
              + " /config/tocsin.yaml.");
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

  /** The provider sends people back to it, and takes no address that is not registered there. */
  private static void requireWayBack(Environment environment) {
    if (!environment.getProperty("tocsin.security.oidc.client-id", "").isBlank()
        && environment.getProperty("tocsin.base-url", "").isBlank()) {
      throw new StartRefusedException(
          "tocsin.security.oidc.client-id is set, and tocsin.base-url is not: sign-on would lead"
              + " people back to localhost.",
          "Set tocsin.base-url (TOCSIN_BASE_URL) to the address at which people reach Tocsin, as it"
              + " is registered at the provider.");
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
    if (password.length() < Credentials.MIN_PASSWORD) {
      throw new StartRefusedException(
          "The administrator's password is shorter than "
              + Credentials.MIN_PASSWORD
              + " characters.",
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
