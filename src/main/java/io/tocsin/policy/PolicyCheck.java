package io.tocsin.policy;

import io.tocsin.engine.DecisionFile;
import io.tocsin.engine.Feel;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Keeps a policy that could not be followed from being deployed: an incident at night is no time to
 * find out that a deadline is misspelt.
 */
@Component
class PolicyCheck implements DecisionFile.Check {

  /** So many decisions named alike make a policy, whatever the file calls itself. */
  private static final int ENOUGH = 3;

  private final Feel feel;

  PolicyCheck(Feel feel) {
    this.feel = feel;
  }

  @Override
  public List<String> faults(DecisionFile file) {
    return policy(file).map(id -> new PolicyInspection(file, id, feel).faults()).orElse(List.of());
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
