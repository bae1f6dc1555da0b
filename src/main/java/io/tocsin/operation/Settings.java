package io.tocsin.operation;

import io.tocsin.engine.TeamGroups;
import io.tocsin.security.UnsetVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Reads all settings, as the start does, but does not stop at the first that is wrong. */
final class Settings {

  private final ConfigurableEnvironment environment;

  Settings(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  List<String> problems() {
    var problems = new ArrayList<>(UnsetVariables.in(environment));
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    for (var candidate : scanner.findCandidateComponents("io.tocsin")) {
      try {
        read(Class.forName(candidate.getBeanClassName()), problems);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    if (environment.acceptsProfiles(Profiles.of("production"))) {
      if (environment.getProperty("spring.datasource.url", "").isBlank()) {
        problems.add("spring.datasource.url: is not set; production has no database of its own");
      }
      if (environment.getProperty("tocsin.base-url", "http://localhost").contains("localhost")) {
        problems.add(
            "tocsin.base-url: links in messages lead to localhost; set the public address");
      }
      if (environment.getProperty("spring.mail.host", "").isBlank()) {
        problems.add("spring.mail.host: is not set; e-mail is kept and shown, not sent");
      }
      if (!hasOperator()) {
        problems.add(
            "tocsin.people.persons: nobody is in the group '%s'; what is given up is mailed to no one"
                .formatted(TeamGroups.ADMIN));
      }
    }
    return problems;
  }

  /** Of the people, who all have an address; the administrator of the settings has none. */
  private boolean hasOperator() {
    try {
      return Binder.get(environment)
          .bind("tocsin.people.persons", Bindable.listOf(Listed.class))
          .orElseGet(List::of)
          .stream()
          .anyMatch(person -> person.groups().contains(TeamGroups.ADMIN));
    } catch (BindException e) {
      // Is told as what cannot be read.
      return true;
    }
  }

  private record Listed(@DefaultValue Set<String> groups) {}

  private void read(Class<?> type, List<String> problems) {
    var properties = type.getAnnotation(ConfigurationProperties.class);
    var prefix = properties.prefix().isEmpty() ? properties.value() : properties.prefix();
    try {
      Binder.get(environment).bindOrCreate(prefix, Bindable.of(type));
    } catch (BindException e) {
      var cause = NestedExceptionUtils.getMostSpecificCause(e);
      // Our own reasons name the key and hold no secrets; others may show the value.
      problems.add(
          cause.getStackTrace().length > 0
                  && cause.getStackTrace()[0].getClassName().startsWith("io.tocsin.")
              ? String.valueOf(cause.getMessage())
              : "%s: has a value that cannot be read"
                  .formatted(e.getProperty() == null ? e.getName() : e.getProperty().getName()));
    }
  }
}
