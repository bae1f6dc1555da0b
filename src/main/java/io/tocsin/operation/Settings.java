package io.tocsin.operation;

import io.tocsin.engine.TeamGroups;
import io.tocsin.security.StartGuard;
import io.tocsin.security.UnsetVariables;
import io.tocsin.security.WrongSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Reads all settings, as the start does, but does not stop at the first that is wrong. */
final class Settings {

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  private final ConfigurableEnvironment environment;
  private final WrongSettings wrong;

  Settings(ConfigurableEnvironment environment) {
    this.environment = environment;
    this.wrong = WrongSettings.in(environment, types());
  }

  /** Returns what keeps a node from starting. */
  List<String> faults() {
    var faults = new ArrayList<>(UnsetVariables.in(environment));
    var refusal = faults.isEmpty() ? StartGuard.refusal(environment) : null;
    if (refusal != null) {
      faults.add(refusal);
    }
    faults.addAll(wrong.faults());
    return faults;
  }

  private static List<Class<?>> types() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    var types = new ArrayList<Class<?>>();
    for (var candidate : scanner.findCandidateComponents("io.tocsin")) {
      try {
        types.add(Class.forName(candidate.getBeanClassName()));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    return types;
  }

  /** Returns what a node starts with but should not, as far as nothing keeps it from starting. */
  List<String> problems() {
    var problems = new ArrayList<>(wrong.doubts());
    if (environment.acceptsProfiles(Profiles.of("production"))) {
      if (environment.getProperty("tocsin.base-url", "http://localhost").contains("localhost")) {
        problems.add(
            "tocsin.base-url: links in messages lead to localhost; set the public address");
      }
      if (environment.getProperty("spring.mail.host", "").isBlank()) {
        problems.add("spring.mail.host: is not set; e-mail is kept and shown, not sent");
      }
      people(problems);
    }
    return problems;
  }

  /** What cannot be read of them is told as a fault. */
  private void people(List<String> problems) {
    try {
      var people =
          Binder.get(environment)
              .bind("tocsin.people.persons", Bindable.listOf(Listed.class))
              .orElseGet(List::of);
      lacking("tocsin.slack.bot-token", "Slack", people, Listed::slackId, problems);
      lacking("tocsin.notification.twilio.account-sid", "Twilio", people, Listed::phone, problems);
      // All have an address; the administrator of the settings has none.
      if (people.stream().noneMatch(person -> person.groups().contains(TeamGroups.ADMIN))) {
        problems.add(
            "tocsin.people.persons: nobody is in the group '%s'; what is given up is mailed to no one"
                .formatted(TeamGroups.ADMIN));
      }
    } catch (BindException e) {
      LOG.debug("The people cannot be read", e);
    }
  }

  /** Whoever lacks an address is told by what else the policy names. */
  private void lacking(
      String setUpBy,
      String channel,
      List<Listed> people,
      Function<Listed, @Nullable String> address,
      List<String> problems) {
    var without =
        people.stream()
            .filter(person -> address.apply(person) == null)
            .map(Listed::id)
            .collect(Collectors.joining(", "));
    if (!environment.getProperty(setUpBy, "").isBlank() && !without.isEmpty()) {
      problems.add(
          "tocsin.people.persons: %s is set up and has no address of %s"
              .formatted(channel, without));
    }
  }

  /** Not private: those are not bound by their constructor. */
  record Listed(
      @DefaultValue("?") String id,
      @Nullable String phone,
      @Nullable String slackId,
      @DefaultValue Set<String> groups) {}
}
