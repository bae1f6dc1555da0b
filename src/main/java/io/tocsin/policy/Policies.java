package io.tocsin.policy;

import io.tocsin.engine.Decisions;
import io.tocsin.problem.NotFoundException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Reads policies from their deployed decisions. */
@Service
public class Policies {

  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

  static final String ALERT_SEVERITY = "alertSeverity";

  /** The levels of every policy, worst first. */
  public static final List<Integer> LEVELS = List.of(1, 2, 3, 4);

  /** What a policy may write for a recipient beside the kinds with a colon. */
  public static final Set<String> RECIPIENT_WORDS =
      Set.of("service-owners", "customers", "incident-channel", "duty-holder", "approvers", "told");

  /**
   * The typed questions of the severity decision; alertSeverity is what an alert says of itself.
   */
  public static final List<String> QUESTIONS = List.copyOf(Questions.ALL.keySet());

  private final Decisions decisions;
  private final PolicyCheck check;

  /** A deployed version never changes, so that what was read from it stays right. */
  private final Map<String, Policy> byVersion = new ConcurrentHashMap<>();

  Policies(Decisions decisions, PolicyCheck check) {
    this.decisions = decisions;
    this.check = check;
  }

  /**
   * Returns a policy as it is deployed now.
   *
   * @throws NotFoundException when there is none of that id
   */
  public Policy get(String id) {
    return read(id, newest(id));
  }

  /**
   * Returns a policy as it was deployed once.
   *
   * @param version of {@link Policy#version}; null, or one that was deleted since, gives the newest
   * @throws NotFoundException when there is no policy of that id at all
   */
  public Policy get(String id, @Nullable String version) {
    return read(id, deployed(id, version));
  }

  /** Returns a policy as it is deployed now, or empty when there is none or it cannot be read. */
  public Optional<Policy> find(String id) {
    try {
      return Optional.of(get(id));
    } catch (RuntimeException e) {
      LOG.warn("The policy {} cannot be read", id, e);
      return Optional.empty();
    }
  }

  /** Returns the ids of the deployed policies, also of one that cannot be read. */
  public List<String> ids() {
    return decisions.requirements().stream().filter(this::isPolicy).toList();
  }

  /**
   * Asks the severity decision of the newest version.
   *
   * @param answers to the typed questions; absent ones are unknown
   * @throws NotFoundException when there is no policy of that id
   */
  public Classification classify(String policy, Map<String, ?> answers) {
    return classify(get(policy), answers);
  }

  /**
   * Asks the severity decision of a policy that was read.
   *
   * @param answers to the typed questions; absent ones are unknown
   */
  public Classification classify(Policy policy, Map<String, ?> answers) {
    var decision = policy.id() + "-severity";
    var table = decisions.deployed(deployed(policy.id(), policy.version()));
    var inputs = new HashMap<String, @Nullable Object>();
    QUESTIONS.forEach(question -> inputs.put(question, null));
    inputs.putAll(answers);
    // A word that the policy does not know says as much as none.
    inputs.computeIfPresent(
        ALERT_SEVERITY,
        (question, word) ->
            table.literals(decision, ALERT_SEVERITY).contains(word) ? word : "unknown");
    var result = table.evaluate(decision, inputs);
    if (result.isEmpty()) {
      throw new IllegalStateException("The decision " + decision + " has no catch-all rule");
    }
    var first = result.get(0);
    var level = Integer.parseInt(text(first, "level"));
    return new Classification(level, policy.profile().label(level), text(first, "rule"));
  }

  /** Returns the words that the severity decision of a policy knows as answers to a question. */
  List<String> words(Policy policy, String question) {
    return decisions
        .deployed(deployed(policy.id(), policy.version()))
        .literals(policy.id() + "-severity", question);
  }

  /** Returns what is odd about a policy, but does not keep it from working. */
  List<String> warnings(Policy policy) {
    return check.warnings(decisions.deployed(deployed(policy.id(), policy.version())).file());
  }

  private boolean isPolicy(String id) {
    try {
      return decisions.deployed(decisions.version(id)).has(id + "-profile");
    } catch (RuntimeException e) {
      // Deleted meanwhile, or no policy at all.
      return false;
    }
  }

  private String newest(String id) {
    var version = decisions.version(id);
    if (!decisions.deployed(version).has(id + "-profile")) {
      throw new NotFoundException("No policy '" + id + "' is deployed");
    }
    return version;
  }

  /** Falls back on the newest version when the wanted one is gone, or is not of this policy. */
  private String deployed(String id, @Nullable String version) {
    if (version != null) {
      try {
        if (decisions.deployed(version).requirements().equals(id)) {
          return version;
        }
      } catch (NotFoundException e) {
        // Said above: the newest one counts.
      }
    }
    return newest(id);
  }

  private Policy read(String id, String version) {
    var known = byVersion.get(version);
    if (known != null) {
      return known;
    }
    var policy = new PolicyReader(id, decisions.deployed(version)).read(version);
    byVersion.put(version, policy);
    return policy;
  }

  private static String text(Map<String, @Nullable Object> row, String column) {
    var value = row.get(column);
    return value == null ? "" : value.toString().strip();
  }
}
