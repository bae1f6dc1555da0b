package io.tocsin.incident;

import static java.util.Objects.requireNonNull;

import io.tocsin.catalog.Catalog;
import io.tocsin.database.OncePerTransaction;
import io.tocsin.policy.Classification;
import io.tocsin.policy.Pace;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import io.tocsin.problem.InvalidInputException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which policy an incident follows, and in which version; never nothing, whatever becomes of it.
 */
@Component
class IncidentPolicies {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentPolicies.class);

  private final Policies policies;
  private final Catalog catalog;
  private final IncidentProperties properties;
  private final JdbcClient jdbc;
  private final OncePerTransaction<Version, Policy> seen = new OncePerTransaction<>();

  IncidentPolicies(
      Policies policies, Catalog catalog, IncidentProperties properties, JdbcClient jdbc) {
    this.policies = policies;
    this.catalog = catalog;
    this.properties = properties;
    this.jdbc = jdbc;
  }

  private record Version(String policy, @Nullable String version) {}

  /** Returns the policy in the version that counts for an incident. */
  Policy of(IncidentView incident) {
    var version = new Version(incident.policy(), incident.policyVersion());
    var policy = requireNonNull(seen.get(version, v -> versionOf(v.policy(), v.version())));
    return incident.drill() ? policy.at(paceOf(incident.number())) : policy;
  }

  /** Returns how fast a drill goes. */
  Pace paceOf(String drill) {
    return jdbc.sql("select pace, aftermath_pace from incident where number = ?")
        .param(drill)
        .query((row, n) -> new Pace(row.getInt(1), row.getInt(2)))
        .optional()
        .orElse(Pace.REAL);
  }

  /** Returns what the severity decision makes of an alert's word. */
  Classification heard(Policy policy, @Nullable String severity) {
    return policies.classify(policy, said(policy, severity));
  }

  /**
   * What a new incident begins with.
   *
   * @param trouble why it does not follow the policy that was meant for it, or null
   */
  record Start(Policy policy, Classification provisional, @Nullable String trouble) {}

  /** An incident is declared whatever has become of its policy: then the default one applies. */
  Start start(Declaration what) {
    var wanted = policyFor(what);
    try {
      return start(wanted, what, null);
    } catch (RuntimeException e) {
      if (wanted.equals(properties.defaultPolicy())) {
        throw e;
      }
      LOG.error("The policy {} cannot be read; the default policy applies instead", wanted, e);
      return start(
          properties.defaultPolicy(),
          what,
          "The policy '%s' cannot be read (%s): the default policy '%s' applies instead"
              .formatted(wanted, e.getMessage(), properties.defaultPolicy()));
    }
  }

  private Start start(String id, Declaration what, @Nullable String trouble) {
    var policy = policies.get(id);
    return new Start(policy, heard(policy, what.severity()), trouble);
  }

  /** The newest version of a policy, or the one that counts so far when that cannot be read. */
  Policy newest(String id, @Nullable String version) {
    try {
      return policies.get(id);
    } catch (RuntimeException e) {
      LOG.warn("The newest version of the policy {} cannot be read: {}", id, e.getMessage());
      return versionOf(id, version);
    }
  }

  /** The response goes on whatever becomes of a policy. */
  private Policy versionOf(String id, @Nullable String version) {
    try {
      return policies.get(id, version);
    } catch (RuntimeException e) {
      LOG.warn("The policy {} cannot be read as it counts so far: {}", id, e.getMessage());
      return policies.find(id).orElseGet(() -> policies.get(properties.defaultPolicy()));
    }
  }

  /** Returns the line for the timeline when another version than before counts from now on. */
  static Optional<String> follow(Incident incident, Policy policy) {
    var before = "version " + incident.policyVersionNumber;
    if (!incident.policy.equals(policy.id())) {
      before += " of " + incident.policy + ", which can no longer be followed";
    }
    var moved = incident.policyVersion != null && !incident.policyVersion.equals(policy.version());
    incident.follow(policy);
    return moved
        ? Optional.of(
            "From now on version %d of the policy %s counts, before it was %s"
                .formatted(policy.versionNumber(), policy.profile().title(), before))
        : Optional.empty();
  }

  private String policyFor(Declaration what) {
    if (what.policy() != null) {
      if (!policies.ids().contains(what.policy())) {
        throw new InvalidInputException(
            "policy", "'" + what.policy() + "' is none of " + String.join(", ", policies.ids()));
      }
      return what.policy();
    }
    return what.services().stream()
        .flatMap(id -> catalog.find(id).stream())
        .flatMap(service -> Optional.ofNullable(service.policy()).stream())
        .findFirst()
        .orElse(properties.defaultPolicy());
  }

  /** What a declarer says of the severity, in the words of the decision's alertSeverity column. */
  private static Map<String, Object> said(Policy policy, @Nullable String severity) {
    if (severity == null || severity.isBlank()) {
      return Map.of("alertSeverity", "unknown");
    }
    var level = policy.profile().level(severity);
    return Map.of(
        "alertSeverity",
        level.isPresent()
            ? String.valueOf(level.getAsInt())
            : severity.strip().toLowerCase(Locale.ROOT));
  }
}
