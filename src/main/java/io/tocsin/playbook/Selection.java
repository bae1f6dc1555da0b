package io.tocsin.playbook;

import static java.util.stream.Collectors.toMap;

import io.tocsin.alert.AlertWords;
import io.tocsin.engine.Decisions;
import io.tocsin.engine.PlaybookModels;
import io.tocsin.engine.PlaybookModels.Model;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TriageAnswers;
import io.tocsin.policy.Policies;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks the decision which playbooks fit an incident. */
@Component
class Selection {

  static final String DECISION = "playbook-selection";

  private static final Logger LOG = LoggerFactory.getLogger(Selection.class);

  private final Decisions decisions;
  private final PlaybookModels models;
  private final AlertWords alerts;
  private final TriageAnswers triage;
  private final Timeline timeline;

  Selection(
      Decisions decisions,
      PlaybookModels models,
      AlertWords alerts,
      TriageAnswers triage,
      Timeline timeline) {
    this.decisions = decisions;
    this.models = models;
    this.alerts = alerts;
    this.triage = triage;
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

  /**
   * Decides what fits, the best first; a row whose model is not deployed proposes nothing. Beside
   * the engine: its history of decisions would show what was written to whoever may not read it.
   */
  List<Proposal> of(IncidentView incident) {
    return fits(decisions.look(DECISION, inputs(incident)));
  }

  /**
   * Looks what fits for whoever does something else: a decision that cannot be evaluated must not
   * keep them from that. It fails, and is seen, where the model asks for it.
   */
  List<Proposal> look(IncidentView incident) {
    try {
      return fits(decisions.look(DECISION, inputs(incident)));
    } catch (RuntimeException e) {
      LOG.warn("The decision {} cannot be evaluated for {}", DECISION, incident.number(), e);
      return List.of();
    }
  }

  private List<Proposal> fits(List<Map<String, @Nullable Object>> rows) {
    var known = models.all().stream().collect(toMap(Model::id, Model::title));
    var fits = new LinkedHashMap<String, Proposal>();
    rows.stream()
        .map(Row::of)
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

  private Map<String, @Nullable Object> inputs(IncidentView incident) {
    var inputs = new HashMap<String, @Nullable Object>();
    Policies.QUESTIONS.forEach(question -> inputs.put(question, null));
    inputs.putAll(triage.of(incident.number()));
    inputs.put("kind", text(incident.kind()));
    inputs.put("words", words(incident));
    inputs.put("findings", findings(incident));
    inputs.put("security", incident.security());
    inputs.put("recentChange", incident.recentChange());
    return inputs;
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
