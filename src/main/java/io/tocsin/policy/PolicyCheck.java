package io.tocsin.policy;

import io.tocsin.engine.DecisionFile;
import io.tocsin.engine.Feel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Keeps a policy that could not be followed from being deployed: an incident at night is no time to
 * find out that a deadline is misspelt.
 */
@Component
class PolicyCheck implements DecisionFile.Check {

  /** So many decisions named alike make a policy, whatever the file calls itself. */
  private static final int ENOUGH = 3;

  private static final Logger LOG = LoggerFactory.getLogger(PolicyCheck.class);

  private final Feel feel;
  private final ObjectProvider<KnownRecipients> directory;

  /** The engine deploys at start before the rest of the application is there to be asked. */
  private volatile boolean started;

  PolicyCheck(Feel feel, ObjectProvider<KnownRecipients> directory) {
    this.feel = feel;
    this.directory = directory;
  }

  @EventListener
  void started(ApplicationStartedEvent event) {
    started = true;
  }

  @Override
  public List<String> faults(DecisionFile file) {
    var policy = policy(file);
    if (policy.isEmpty()) {
      return List.of();
    }
    var faults = new PolicyInspection(file, policy.get(), feel).faults();
    if (faults.isEmpty() && started) {
      log(policy.get(), warnings(file));
    }
    return faults;
  }

  /**
   * Returns what is odd about a policy, but does not keep it from working: names that this
   * installation does not know, settings that nobody reads.
   */
  List<String> warnings(DecisionFile file) {
    var inspection = new PolicyInspection(file, file.id(), feel);
    inspection.faults();
    var warnings = new ArrayList<>(inspection.warnings());
    directory.ifAvailable(
        known ->
            inspection
                .recipients()
                .forEach(
                    (who, place) -> {
                      if (!known.known(who)) {
                        warnings.add(
                            place + ": '" + who + "' is nobody in this installation's directory");
                      }
                    }));
    return warnings;
  }

  static void log(String policy, List<String> warnings) {
    if (!warnings.isEmpty()) {
      LOG.warn(
          "Policy {}: {} warnings, listed by GET /api/v1/policies/{}. The first: {}",
          policy,
          warnings.size(),
          policy,
          warnings.get(0));
    }
  }

  /** Returns the id of the policy that a file is meant to hold. */
  private static Optional<String> policy(DecisionFile file) {
    var byPrefix = new HashMap<String, Integer>();
    for (var id : file.tables().keySet()) {
      prefix(id).ifPresent(prefix -> byPrefix.merge(prefix, 1, Integer::sum));
    }
    for (var id : file.others()) {
      prefix(id).ifPresent(prefix -> byPrefix.merge(prefix, 1, Integer::sum));
    }
    if (byPrefix.containsKey(file.id())) {
      return Optional.of(file.id());
    }
    return byPrefix.entrySet().stream()
        .filter(entry -> entry.getValue() >= ENOUGH)
        .map(entry -> entry.getKey())
        .sorted()
        .findFirst();
  }

  private static Optional<String> prefix(String decision) {
    return PolicyShape.DECISIONS.stream()
        .map(shape -> "-" + shape.name())
        .filter(suffix -> decision.endsWith(suffix) && decision.length() > suffix.length())
        .map(suffix -> decision.substring(0, decision.length() - suffix.length()))
        .findFirst();
  }
}
