package io.tocsin.playbook;

import static java.util.stream.Collectors.toMap;

import io.tocsin.alert.AlertWords;
import io.tocsin.engine.Decisions;
import io.tocsin.engine.PlaybookModels;
import io.tocsin.engine.PlaybookModels.Model;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the decision which playbooks fit an incident. */
@Component
class Selection {

  static final String DECISION = "playbook-selection";

  private final Decisions decisions;
  private final PlaybookModels models;
  private final AlertWords alerts;
  private final Timeline timeline;

  Selection(Decisions decisions, PlaybookModels models, AlertWords alerts, Timeline timeline) {
    this.decisions = decisions;
    this.models = models;
    this.alerts = alerts;
    this.timeline = timeline;
  }

  /** A row of the decision. */
  private record Row(String playbook, int rank, String reason) {

    static Row of(Map<String, @Nullable Object> row) {
      return new Row(
          text(row.get("playbook")),
          row.get("rank") instanceof Number rank ? rank.intValue() : Integer.MAX_VALUE,
          text(row.get("reason")));
    }
  }

  /** Returns what fits, the best first; a row whose model is not deployed proposes nothing. */
  List<Proposal> of(IncidentView incident) {
    var known = models.all().stream().collect(toMap(Model::id, Model::title));
    var fits = new LinkedHashMap<String, Proposal>();
    rows(incident).stream()
        .sorted(Comparator.comparingInt(Row::rank))
        .filter(row -> known.containsKey(row.playbook()))
        .forEach(
            row ->
                fits.putIfAbsent(
                    row.playbook(),
                    new Proposal(
                        row.playbook(),
                        Objects.requireNonNull(known.get(row.playbook())),
                        row.reason())));
    return new ArrayList<>(fits.values());
  }

  private List<Row> rows(IncidentView incident) {
    var inputs = new HashMap<String, @Nullable Object>();
    inputs.put("kind", text(incident.kind()));
    inputs.put("words", words(incident));
    inputs.put("findings", findings(incident));
    inputs.put("security", incident.security());
    inputs.put("recentChange", incident.recentChange());
    return decisions.evaluate(DECISION, inputs).stream().map(Row::of).toList();
  }

  private String words(IncidentView incident) {
    return lines(
        Stream.concat(
            Stream.of(incident.title(), incident.description(), incident.impactUsers()),
            alerts.of(incident.number()).stream()));
  }

  private String findings(IncidentView incident) {
    return lines(
        Stream.of(
            incident.rootCause(),
            timeline.last(incident.number(), "health").map(entry -> entry.text()).orElse(null)));
  }

  private static String lines(Stream<@Nullable String> texts) {
    return texts
        .filter(Objects::nonNull)
        .collect(Collectors.joining("\n"))
        .toLowerCase(Locale.ROOT);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString().strip();
  }
}
