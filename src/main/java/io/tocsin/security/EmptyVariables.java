package io.tocsin.security;

import static org.springframework.core.env.StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

import java.util.HashMap;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.env.SystemEnvironmentPropertySourceEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Takes a variable of the environment that is empty for one that is not set. Compose passes on what
 * nobody has filled in as empty, and the environment comes before the file of the organisation:
 * what stands there, a channel for pages for example, would be off without a word.
 */
class EmptyVariables implements EnvironmentPostProcessor, Ordered {

  private static final List<String> OURS = List.of("TOCSIN_", "SPRING_MAIL_");

  /** Before Spring Boot wraps them. */
  @Override
  public int getOrder() {
    return SystemEnvironmentPropertySourceEnvironmentPostProcessor.DEFAULT_ORDER - 1;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    var sources = environment.getPropertySources();
    if (!(sources.get(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
        instanceof SystemEnvironmentPropertySource variables)) {
      return;
    }
    var filled = new HashMap<>(variables.getSource());
    filled
        .entrySet()
        .removeIf(variable -> isOurs(variable.getKey()) && isEmpty(variable.getValue()));
    if (filled.size() < variables.getSource().size()) {
      sources.replace(
          SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
          new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, filled));
    }
  }

  private static boolean isOurs(String name) {
    return OURS.stream().anyMatch(name::startsWith);
  }

  private static boolean isEmpty(Object value) {
    return value.toString().isBlank();
  }
}
