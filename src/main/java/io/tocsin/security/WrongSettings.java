package io.tocsin.security;

import io.tocsin.problem.Accepted;
import io.tocsin.spelling.Spelling;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.mail.MailProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.validation.annotation.Validated;

/**
 * Settings that cannot be read, break a rule, or stand in a file under a name that nothing reads:
 * all of them, not just the first; and variables that look like a mistyped one. No value is shown,
 * since it may be a secret in the wrong line.
 */
public final class WrongSettings {

  private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("tocsin");

  /** What files give their names by. The environment and the command line have others' too. */
  private static final String FILE = "Config resource";

  /** Those that are read one by one. */
  private static final List<String> SINGLE =
      List.of(
          "tocsin.base-url",
          "tocsin.data-dir",
          "tocsin.embedded-postgres.port",
          "tocsin.embedded-postgres.binaries-dir",
          "tocsin.security.admin.username",
          "tocsin.security.admin.password",
          "tocsin.security.trusted-proxies",
          "tocsin.security.forwarded-header",
          "tocsin.simulated.url",
          "tocsin.drill");

  /** What stands before the names of our settings in the environment. */
  private static final String VARIABLE = "TOCSIN_";

  /** Letters that somebody may have mistyped: two that have changed places count twice. */
  private static final int MISTYPED = 2;

  private final ConfigurableEnvironment environment;
  private final Validator validator;
  private final List<String> faults = new ArrayList<>();

  /** Names that something asks for, with what it wants there. */
  private final Map<ConfigurationPropertyName, Bindable<?>> asked = new LinkedHashMap<>();

  private final Set<ConfigurationPropertyName> failed = new LinkedHashSet<>();

  private WrongSettings(ConfigurableEnvironment environment, Validator validator) {
    this.environment = environment;
    this.validator = validator;
  }

  /**
   * Returns each with its name and what is taken there.
   *
   * @param types all that are bound by {@link ConfigurationProperties} with names of ours
   */
  public static WrongSettings in(ConfigurableEnvironment environment, Collection<Class<?>> types) {
    try (var factory = Validation.buildDefaultValidatorFactory()) {
      var settings = new WrongSettings(environment, factory.getValidator());
      for (var name : SINGLE) {
        settings.asked.put(ConfigurationPropertyName.of(name), Bindable.of(String.class));
      }
      types.forEach(settings::read);
      // What would be found when the database has been changed already.
      settings.read(MailProperties.class);
      settings.read(ServerProperties.class);
      settings.lookForUnknown();
      return settings;
    }
  }

  /** Returns what keeps a node from starting. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * Returns the variables of the environment that nothing reads and that look like a setting. They
   * may be somebody else's, so that they keep nothing from starting.
   */
  public List<String> doubts() {
    if (!(environment
            .getPropertySources()
            .get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
        instanceof EnumerablePropertySource<?> variables)) {
      return List.of();
    }
    var known =
        asked.keySet().stream()
            .map(name -> name.toString().toUpperCase(Locale.ROOT).replaceAll("[.\\[-]", "_"))
            .map(name -> name.replace("]", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    var bound =
        asked.keySet().stream().map(name -> letters(name.toString())).collect(Collectors.toSet());
    return Arrays.stream(variables.getPropertyNames())
        .filter(name -> name.startsWith(VARIABLE) && !bound.contains(letters(name)))
        .sorted()
        .flatMap(name -> doubt(name, known).stream())
        .toList();
  }

  private static Optional<String> doubt(String name, Set<String> known) {
    return Spelling.nearest(name, known)
        .filter(near -> Spelling.distance(name, near) <= MISTYPED)
        .map(near -> "%s: nothing reads it; '%s' is the nearest".formatted(name, near));
  }

  /** Dashes and dots may be written as underscores, or dashes left out: it is the same name. */
  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private void read(Class<?> type) {
    var properties = Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class));
    var prefix = properties.prefix().isEmpty() ? properties.value() : properties.prefix();
    var before = failed.size();
    try {
      var bound = Binder.get(environment).bindOrCreate(prefix, Bindable.of(type), new Reading());
      if (bound != null && failed.size() == before && type.isAnnotationPresent(Validated.class)) {
        validate(prefix, bound);
      }
    } catch (BindException e) {
      // Nothing could be made for what has failed before.
      if (failed.size() == before) {
        faults.add(e.getName() + ": cannot be read");
      }
    }
  }

  private void validate(String prefix, Object bound) {
    validator.validate(bound).stream()
        .map(
            fault ->
                "%s.%s: %s"
                    .formatted(
                        prefix,
                        fault
                            .getPropertyPath()
                            .toString()
                            .replaceAll("([a-z])([A-Z])", "$1-$2")
                            .toLowerCase(Locale.ROOT),
                        fault.getMessage()))
        .sorted()
        .forEach(faults::add);
  }

  /** Goes on behind what cannot be read, as if it were not set. */
  private final class Reading extends AbstractBindHandler {

    @Override
    public <T> Bindable<T> onStart(
        ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
      asked.put(name, target);
      return target;
    }

    @Override
    public @Nullable Object onFailure(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
      // What is around it fails because of it.
      if (failed.stream().noneMatch(part -> name.equals(part) || name.isAncestorOf(part))) {
        failed.add(name);
        tell(name, target, context, error);
      }
      return null;
    }

    private void tell(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
      var reason = ownReason(error);
      if (reason != null) {
        faults.add(reason);
      } else if (!(causedBy(error, PlaceholderResolutionException.class))) {
        // Variables that are not set are told of apart, by their names.
        var property = context.getConfigurationProperty();
        faults.add(
            "%s: has a value that cannot be read; %s%s"
                .formatted(
                    name,
                    taken(target),
                    property == null || property.getOrigin() == null
                        ? ""
                        : " (" + property.getOrigin() + ")"));
      }
    }
  }

  /** Returns the outermost reason that is ours, which names the key; null for what others say. */
  private static @Nullable String ownReason(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      var trace = cause.getStackTrace();
      if (trace.length > 0
          && trace[0].getClassName().startsWith("io.tocsin.")
          && cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return null;
  }

  private static boolean causedBy(Throwable error, Class<?> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String taken(Bindable<?> target) {
    var type = target.getType();
    if (Collection.class.isAssignableFrom(type.toClass())) {
      return "each is to be such: " + taken(Bindable.of(type.getGeneric(0)));
    }
    var accepted = Accepted.by(type.toClass());
    return accepted == null ? "see the examples in docs/operations.md" : "write " + accepted;
  }

  private void lookForUnknown() {
    var told = new LinkedHashSet<ConfigurationPropertyName>();
    var before = new ArrayList<ConfigurationPropertySource>();
    for (var source : environment.getPropertySources()) {
      var properties = ConfigurationPropertySource.from(source);
      if (source.getName().startsWith(FILE)
          && properties instanceof IterableConfigurationPropertySource names) {
        names.stream()
            .filter(OURS::isAncestorOf)
            .filter(name -> !isReplaced(name, before))
            .map(this::unknown)
            .filter(Objects::nonNull)
            .filter(told::add)
            .forEach(name -> faults.add(name + ": is no setting; " + meant(name)));
      }
      if (properties != null) {
        before.add(properties);
      }
    }
  }

  /** A list is read where it stands first, as a whole. */
  private static boolean isReplaced(
      ConfigurationPropertyName name, Collection<ConfigurationPropertySource> before) {
    for (int length = 2; length <= name.getNumberOfElements(); length++) {
      var part = name.chop(length);
      var list = part.getParent();
      if (part.isLastElementIndexed()
          && before.stream()
              .anyMatch(
                  source ->
                      source.getConfigurationProperty(list) != null
                          || source.containsDescendantOf(list)
                              == ConfigurationPropertyState.PRESENT)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the part of a name at which it leaves what is known; null for one that does not. */
  private @Nullable ConfigurationPropertyName unknown(ConfigurationPropertyName name) {
    for (int length = 2; length <= name.getNumberOfElements(); length++) {
      var part = name.chop(length);
      if (asked.containsKey(part)) {
        continue;
      }
      var above = part.getParent();
      if (asked.keySet().stream().anyMatch(part::isAncestorOf)) {
        continue;
      }
      // What came after a part that has failed was not read.
      return failed.stream()
              .anyMatch(
                  bad -> bad.equals(above) || bad.isAncestorOf(part) || above.isAncestorOf(bad))
          ? null
          : part;
    }
    return null;
  }

  private String meant(ConfigurationPropertyName name) {
    var typed = name.getLastElement(Form.UNIFORM);
    var beside =
        asked.keySet().stream()
            .filter(known -> name.getParent().isAncestorOf(known))
            .map(known -> known.chop(name.getNumberOfElements()).getLastElement(Form.DASHED))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    var nearest = Spelling.near(typed, beside);
    if (nearest.isPresent()) {
      return "'%s' is the nearest".formatted(nearest.get());
    }
    var elsewhere =
        asked.keySet().stream()
            .filter(known -> known.getLastElement(Form.UNIFORM).equals(typed))
            .map(ConfigurationPropertyName::toString)
            .limit(3)
            .toList();
    return elsewhere.isEmpty()
        ? "there are %s".formatted(String.join(", ", beside))
        : "its place is " + String.join(" or ", elsewhere);
  }
}
