package io.tocsin.security;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Settings that name a variable, {@code ${...}}, which nobody has set. They would be taken as they
 * are written: a password that everybody knows.
 */
public final class UnsetVariables {

  private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("tocsin");
  private static final ConfigurationPropertyName MAIL = ConfigurationPropertyName.of("spring.mail");
  private static final ConfigurationPropertyName DATABASE =
      ConfigurationPropertyName.of("spring.datasource");

  private UnsetVariables() {}

  /** Returns each as {@code setting: ${VARIABLE} is not set}. No value is shown. */
  public static Set<String> in(Environment environment) {
    var unset = new TreeSet<String>();
    var sources = ConfigurationPropertySources.get(environment);
    for (var source : sources) {
      if (source instanceof IterableConfigurationPropertySource names) {
        names.stream()
            .filter(name -> mayHoldSecrets(name))
            .forEach(name -> look(name, sources, environment, unset));
      }
    }
    return unset;
  }

  private static boolean mayHoldSecrets(ConfigurationPropertyName name) {
    return OURS.isAncestorOf(name) || MAIL.isAncestorOf(name) || DATABASE.isAncestorOf(name);
  }

  /** Looks at the value that counts: a variable may stand in for what a file says. */
  private static void look(
      ConfigurationPropertyName name,
      Iterable<ConfigurationPropertySource> sources,
      Environment environment,
      Set<String> unset) {
    for (var source : sources) {
      var found = source.getConfigurationProperty(name);
      if (found != null) {
        try {
          environment.resolveRequiredPlaceholders(String.valueOf(found.getValue()));
        } catch (PlaceholderResolutionException e) {
          unset.add(name + ": ${" + e.getPlaceholder() + "} is not set");
        }
        return;
      }
    }
  }
}
