package io.tocsin.remediation;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Catalog.Service;
import io.tocsin.engine.Decisions;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Scopes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Joins what the decision {@code mitigation-options} advises with what the catalog can do. */
@Component
class MitigationOptions {

  private static final String DECISION = "mitigation-options";

  /** A row of the decision. */
  private record Advice(String option, String title, int rank, String reason, String action) {

    static Advice of(Map<String, @Nullable Object> row) {
      return new Advice(
          text(row, "option"),
          text(row, "title"),
          row.get("rank") instanceof Number rank ? rank.intValue() : Integer.MAX_VALUE,
          text(row, "reason"),
          text(row, "action"));
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
      var value = row.get(column);
      return value == null ? "" : value.toString().strip();
    }
  }

  private final Decisions decisions;
  private final Catalog catalog;
  private final ActionRules rules;
  private final Scopes scopes;

  MitigationOptions(Decisions decisions, Catalog catalog, ActionRules rules, Scopes scopes) {
    this.decisions = decisions;
    this.catalog = catalog;
    this.rules = rules;
    this.scopes = scopes;
  }

  /** Returns what can be done, the best bet first; never empty, so that nobody is ever stuck. */
  List<Mitigation> of(IncidentView incident) {
    var inputs = new HashMap<String, @Nullable Object>();
    inputs.put("recentChange", incident.recentChange());
    inputs.put("kind", incident.kind());
    var services = incident.services().stream().flatMap(id -> catalog.find(id).stream()).toList();
    // What a replica is good for stands in the catalog: the action that fails over to it.
    inputs.put(
        "hasReplica",
        services.stream().anyMatch(service -> service.actions().containsKey("failover")));
    // A function that is out is a single feature; a part that is out leaves the rest to work.
    inputs.put("scope", scopes.of(incident.number()).orElse(null));
    inputs.put("severalServices", incident.services().size() > 1);
    var advice =
        decisions.evaluate(DECISION, inputs).stream()
            .map(Advice::of)
            .sorted(Comparator.comparingInt(Advice::rank))
            .toList();
    var options = new ArrayList<Mitigation>();
    var named = new HashSet<String>();
    for (var row : advice) {
      named.add(row.action());
      var recommended = options.isEmpty();
      var automatic =
          services.stream()
              .flatMap(service -> automatic(incident, service, row, recommended).stream())
              .toList();
      options.addAll(automatic);
      if (automatic.isEmpty()) {
        options.add(
            Mitigation.byHand(
                row.option(), byHand(row.title()) + because(row.reason(), recommended)));
      }
    }
    options.addAll(others(incident, services, named));
    if (options.isEmpty()) {
      options.add(Mitigation.byHand("other", "Something else, by hand"));
    }
    return options;
  }

  private Optional<Mitigation> automatic(
      IncidentView incident, Service service, Advice row, boolean recommended) {
    return Optional.ofNullable(service.actions().get(row.action()))
        .filter(action -> rules.against(incident, service.id(), row.action(), action).isEmpty())
        .map(
            action ->
                Mitigation.automatic(
                    service.id(),
                    row.action(),
                    label(service, action) + because(row.reason(), recommended)));
  }

  private List<Mitigation> others(
      IncidentView incident, List<Service> services, Set<String> named) {
    return services.stream()
        .flatMap(
            service ->
                service.actions().entrySet().stream()
                    .filter(action -> !named.contains(action.getKey()))
                    .filter(
                        action ->
                            rules
                                .against(incident, service.id(), action.getKey(), action.getValue())
                                .isEmpty())
                    .sorted(Map.Entry.comparingByKey())
                    .map(
                        action ->
                            Mitigation.automatic(
                                service.id(), action.getKey(), label(service, action.getValue()))))
        .toList();
  }

  static String label(Service service, Action action) {
    return action.title().contains(service.id()) || action.title().contains(service.name())
        ? action.title()
        : action.title() + " (" + service.id() + ")";
  }

  private static String byHand(String title) {
    return title.endsWith("by hand") ? title : title + ", by hand";
  }

  private static String because(String reason, boolean recommended) {
    if (reason.isEmpty()) {
      return recommended ? Mitigation.BECAUSE + "recommended" : "";
    }
    var phrase = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    if (phrase.length() > 1 && Character.isLowerCase(phrase.charAt(1))) {
      phrase = Character.toLowerCase(phrase.charAt(0)) + phrase.substring(1);
    }
    return Mitigation.BECAUSE + (recommended ? "recommended: " : "") + phrase;
  }
}
