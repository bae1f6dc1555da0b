package io.tocsin.console;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The levels in the words of the policies in use, where no incident says which one applies. */
@Component
class SeverityWords {

  private final Catalog catalog;
  private final Policies policies;
  private final IncidentProperties properties;

  SeverityWords(Catalog catalog, Policies policies, IncidentProperties properties) {
    this.catalog = catalog;
    this.policies = policies;
    this.properties = properties;
  }

  /** Returns the label of each level; several policies' labels stand side by side. */
  Map<Integer, String> byLevel() {
    var used = new TreeSet<String>();
    used.add(properties.defaultPolicy());
    catalog.services().stream().map(s -> s.policy()).filter(Objects::nonNull).forEach(used::add);
    var labels = new LinkedHashMap<Integer, String>();
    for (var level : Policies.LEVELS) {
      labels.put(
          level,
          used.stream()
              .flatMap(policy -> policies.find(policy).stream())
              .map(policy -> policy.profile().label(level))
              .distinct()
              .collect(Collectors.joining(" / ")));
    }
    return labels;
  }

  /** Returns the labels of one policy. */
  Map<Integer, String> of(Policy policy) {
    var labels = new LinkedHashMap<Integer, String>();
    Policies.LEVELS.forEach(level -> labels.put(level, policy.profile().label(level)));
    return labels;
  }
}
