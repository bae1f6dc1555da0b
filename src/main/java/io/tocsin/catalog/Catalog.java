package io.tocsin.catalog;

import io.tocsin.problem.InvalidInputException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The services of the configuration, {@code tocsin.catalog}. Checked at start. */
@Validated
@ConfigurationProperties("tocsin.catalog")
public record Catalog(@DefaultValue @Valid List<Service> services) {

  /** Copies the list, so that the catalog stays as configured. */
  public Catalog {
    services = List.copyOf(services);
    var ids = services.stream().map(Service::id).toList();
    ids.stream()
        .filter(id -> ids.indexOf(id) != ids.lastIndexOf(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw new IllegalArgumentException(
                  "tocsin.catalog.services: '" + id + "' is listed twice");
            });
    for (var service : services) {
      for (var dependency : service.dependsOn()) {
        if (!ids.contains(dependency)) {
          throw new IllegalArgumentException(
              "tocsin.catalog.services: '%s' depends on '%s', which is not in the catalog"
                  .formatted(service.id(), dependency));
        }
      }
    }
  }

  /** Returns the service of an id, if the catalog knows it. */
  public Optional<Service> find(String id) {
    return services.stream().filter(service -> service.id().equals(id)).findFirst();
  }

  /**
   * A service that can break.
   *
   * @param id as alerts name it
   * @param owner who looks after it: a recipient such as {@code group:technical-lead} or {@code
   *     contact:engineering}
   * @param policy id of its policy; null takes the default
   * @param healthChecks all must pass
   * @param actions what can be done to it, by id such as {@code rollback}
   * @param dependsOn ids of services it needs
   * @param statusPage how the public status page shows it; not at all without it
   * @param customers the mail addresses of its customers, if there is a list
   * @param monitors what watches it all the time
   * @param evidence what else tells of it when it is in trouble
   */
  public record Service(
      @NotBlank @Pattern(regexp = "[a-z0-9][a-z0-9-]*") String id,
      @NotBlank String name,
      @NotBlank String owner,
      @Nullable String policy,
      @DefaultValue @Valid List<HealthCheck> healthChecks,
      @DefaultValue @Valid Map<@NotBlank String, Action> actions,
      @DefaultValue List<String> dependsOn,
      @Nullable @Valid PublicName statusPage,
      @Nullable @Valid CustomerList customers,
      @DefaultValue @Valid List<Monitor> monitors,
      @Nullable @Valid EvidenceSources evidence) {

    /** Refuses two monitors of one name. */
    @ConstructorBinding
    public Service {
      var names = monitors.stream().map(Monitor::name).toList();
      names.stream()
          .filter(each -> names.indexOf(each) != names.lastIndexOf(each))
          .findFirst()
          .ifPresent(
              twice -> {
                throw new IllegalArgumentException(
                    "tocsin.catalog.services: '%s' has two monitors named '%s'"
                        .formatted(id, twice));
              });
    }

    /** Returns the topic of an action that is left to a worker: its id, if it has no other. */
    public Optional<String> topic(String action) {
      return Optional.ofNullable(actions.get(action))
          .map(Action::external)
          .map(external -> Objects.requireNonNullElse(external.topic(), action));
    }

    /** A service that nothing watches. */
    public Service(
        String id,
        String name,
        String owner,
        @Nullable String policy,
        List<HealthCheck> healthChecks,
        Map<String, Action> actions,
        List<String> dependsOn,
        @Nullable PublicName statusPage,
        @Nullable CustomerList customers) {
      this(
          id,
          name,
          owner,
          policy,
          healthChecks,
          actions,
          dependsOn,
          statusPage,
          customers,
          List.of(),
          null);
    }
  }

  /**
   * Where the mail addresses of customers stand: one a line, or a JSON array.
   *
   * @param file read afresh each time; or a url, never both
   * @param headers of the call with their secrets, from the environment; never shown
   * @param timeout of the call; at most 20 seconds, well under the engine's job lock
   */
  public record CustomerList(
      @Nullable Path file,
      @Nullable URI url,
      @DefaultValue Map<String, String> headers,
      @DefaultValue("10s") Duration timeout) {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Refuses a list that could not be read. */
    public CustomerList {
      if ((file == null) == (url == null)) {
        throw new IllegalArgumentException(
            "tocsin.catalog.services: customers needs either a file or a url");
      }
      if (timeout.compareTo(LONGEST) > 0 || timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException(
            "tocsin.catalog.services: customers may be read for at most 20s, not " + timeout);
      }
      headers = Map.copyOf(headers);
    }

    /** Shows neither headers nor what follows the path: they may be secrets. */
    @Override
    public String toString() {
      return file != null ? file.toString() : url == null ? "" : url.getHost() + url.getPath();
    }
  }

  /**
   * How the public status page shows a service.
   *
   * @param name for people who do not know the service's own
   * @param group heading that it stands under, if any
   * @param position the lowest stands first; equal ones in the order of the catalog
   */
  public record PublicName(
      @NotBlank String name, @Nullable String group, @DefaultValue("0") int position) {}

  /**
   * One HTTP probe.
   *
   * @param timeout for the whole probe; at most 20 seconds, well under the engine's job lock
   * @param maxLatency slower answers fail, if given
   * @param status the expected answer
   * @param bodyContains a text the body must hold, if given
   */
  public record HealthCheck(
      @DefaultValue("health") String name,
      @NotNull URI url,
      @DefaultValue("3s") Duration timeout,
      @Nullable Duration maxLatency,
      @DefaultValue("200") int status,
      @Nullable String bodyContains) {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Refuses a probe that could hold up the job that makes it. */
    public HealthCheck {
      if (timeout.compareTo(LONGEST) > 0 || timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException(
            "tocsin.catalog: the health check '" + name + "' may take at most 20s, not " + timeout);
      }
    }
  }

  /**
   * Something that can be done to a service, in exactly one of five ways.
   *
   * @param title as shown in tasks, a verb and an object
   * @param approval whether the commander must approve it first
   * @param timeout for the whole run; at most 45 seconds, well under the engine's job lock; a
   *     worker has its own limit
   * @param command argument array, no shell; {@code environment} is all that it inherits
   * @param http a call; a non-2xx answer is a failure
   * @param external left to a worker
   * @param parameters what a person gives it, by name
   */
  public record Action(
      @NotBlank String title,
      @DefaultValue("true") boolean approval,
      @DefaultValue("30s") Duration timeout,
      @DefaultValue List<String> command,
      @DefaultValue Map<String, String> environment,
      @Nullable @Valid HttpCall http,
      @Nullable @Valid KubernetesCall kubernetes,
      @Nullable @Valid SqlStatement sql,
      @Nullable @Valid ExternalWork external,
      @DefaultValue @Valid
          Map<@Pattern(regexp = "[a-z][a-zA-Z0-9]*") String, Parameter> parameters) {

    private static final Duration LONGEST = Duration.ofSeconds(45);

    /** Refuses an action that could not be run. */
    @ConstructorBinding
    public Action {
      var ways =
          Stream.of(http, kubernetes, sql, external).filter(Objects::nonNull).count()
              + (command.isEmpty() ? 0 : 1);
      if (ways != 1) {
        throw new IllegalArgumentException(
            "tocsin.catalog: the action '%s' needs exactly one of command, http, kubernetes, sql and external"
                .formatted(title));
      }
      if (timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "tocsin.catalog: the action '" + title + "' may take at most 45s, not " + timeout);
      }
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      parameters = Map.copyOf(parameters);
    }

    /** An action without parameters, by a command or a call. */
    public Action(
        String title,
        boolean approval,
        Duration timeout,
        List<String> command,
        Map<String, String> environment,
        @Nullable HttpCall http) {
      this(title, approval, timeout, command, environment, http, null, null, null, Map.of());
    }

    /**
     * Reads what a person gave.
     *
     * @return a Long or a String for each parameter with a value
     * @throws InvalidInputException naming the parameter and what it takes
     */
    public Map<String, Object> read(Map<String, ?> given) {
      given.keySet().stream()
          .filter(name -> !parameters.containsKey(name))
          .findFirst()
          .ifPresent(
              name -> {
                throw new InvalidInputException(
                    "parameters." + name,
                    "is not known; the action takes: "
                        + String.join(", ", parameters.keySet().stream().sorted().toList()));
              });
      var values = new TreeMap<String, Object>();
      parameters.forEach(
          (name, parameter) ->
              parameter
                  .read("parameters." + name, given.get(name))
                  .ifPresent(value -> values.put(name, value)));
      return values;
    }

    /** Shows the names of the environment, not its values: they may be secrets. */
    @Override
    public String toString() {
      return title
          + (command.isEmpty()
              ? " by "
                  + Stream.of(http, kubernetes, sql, external).filter(Objects::nonNull).toList()
              : " by " + command + " with " + environment.keySet());
    }
  }

  /**
   * An HTTP call of an action. The idempotency key is sent as {@code Idempotency-Key}.
   *
   * @param headers with their secrets, from the environment; never shown
   */
  public record HttpCall(
      @DefaultValue("POST") String method,
      @NotNull URI url,
      @DefaultValue Map<String, String> headers,
      @Nullable String body) {

    @Override
    public String toString() {
      return method
          + " "
          + url.getHost()
          + url.getPath()
          + " with headers "
          + headers.keySet().stream().sorted().collect(Collectors.toList());
    }
  }
}
