package io.tocsin.incident;

import io.tocsin.catalog.Catalog;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whom the policies of our services call and tell, and who is nobody here. Said after each start,
 * since else it shows in an incident; of policies that no service follows it does not matter.
 */
@Component
public class UnreachedRecipients {

  private static final Logger LOG = LoggerFactory.getLogger(UnreachedRecipients.class);

  private final Policies policies;
  private final Catalog catalog;
  private final IncidentProperties properties;
  private final RecipientsOfPolicies recipients;

  UnreachedRecipients(
      Policies policies,
      Catalog catalog,
      IncidentProperties properties,
      RecipientsOfPolicies recipients) {
    this.policies = policies;
    this.catalog = catalog;
    this.properties = properties;
    this.recipients = recipients;
  }

  @EventListener
  void started(AvailabilityChangeEvent<ReadinessState> event) {
    if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
      byPolicy().forEach(LOG::warn);
    }
  }

  /** Returns a line for each policy that has such, what is worst first. */
  public List<String> byPolicy() {
    var lines = new ArrayList<String>();
    Stream.concat(
            catalog.services().stream().map(Catalog.Service::policy),
            Stream.of(properties.defaultPolicy()))
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        // One that cannot be read is told of elsewhere.
        .flatMap(id -> policies.find(id).stream())
        .forEach(policy -> tell(policy, lines));
    return lines;
  }

  private void tell(Policy policy, List<String> lines) {
    var parts =
        Stream.of(
                part("the ladder", of(policy.ladders())),
                part("the ladder of security incidents", of(policy.securityLadders())),
                part(
                    "roles",
                    policy.roles().stream()
                        .flatMap(role -> Stream.of(role.primary(), role.backup()))
                        .flatMap(several -> Stream.of(several.split(",")))
                        .map(String::strip)),
                part(
                    "messages",
                    policy.audiences().stream()
                        .flatMap(audience -> audience.recipients().stream())))
            .filter(part -> !part.isEmpty())
            .toList();
    if (!parts.isEmpty()) {
      lines.add(
          "Policy %s names whom this directory has nobody for; %s"
              .formatted(policy.id(), String.join("; ", parts)));
    }
  }

  private static Stream<String> of(Map<Integer, List<Step>> ladders) {
    return ladders.values().stream()
        .flatMap(Collection::stream)
        .flatMap(step -> step.recipients().stream());
  }

  private String part(String where, Stream<String> named) {
    var nobody =
        named
            .filter(recipient -> !recipient.isBlank() && !recipients.known(recipient))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return nobody.isEmpty() ? "" : where + ": " + nobody;
  }
}
