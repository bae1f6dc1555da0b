package io.tocsin.notification;

import io.tocsin.people.NamedRotations;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The rotations that the deployed policies call. */
@Component
class RotationsOfPolicies implements NamedRotations {

  private static final String PREFIX = "oncall:";

  private final Policies policies;

  RotationsOfPolicies(Policies policies) {
    this.policies = policies;
  }

  @Override
  public Map<String, String> namedBy() {
    var named = new TreeMap<String, String>();
    for (var id : policies.ids()) {
      // One that cannot be read must not keep a node from starting.
      policies.find(id).stream()
          .flatMap(RotationsOfPolicies::recipients)
          .filter(recipient -> recipient.startsWith(PREFIX))
          .map(recipient -> recipient.substring(PREFIX.length()))
          .distinct()
          .forEach(rotation -> named.merge(rotation, id, (one, other) -> one + ", " + other));
    }
    named.replaceAll((rotation, ids) -> "the policy " + ids);
    return named;
  }

  private static Stream<String> recipients(Policy policy) {
    return Stream.of(
            policy.roles().stream()
                .flatMap(role -> Stream.of(role.primary(), role.backup()))
                .flatMap(several -> Stream.of(several.split(",")))
                .map(String::strip),
            Stream.of(policy.ladders(), policy.securityLadders())
                .flatMap(ladders -> ladders.values().stream())
                .flatMap(Collection::stream)
                .flatMap(step -> step.recipients().stream()),
            policy.audiences().stream().map(Policy.Audience::recipients).flatMap(List::stream))
        .flatMap(all -> all);
  }
}
