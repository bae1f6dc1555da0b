package io.tocsin.drill;

import io.tocsin.drill.DrillStore.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A scorecard as people read it, and as programs do. */
final class ScorecardText {

  private ScorecardText() {}

  /** Writes it as Markdown. */
  static String markdown(Scorecard card, @Nullable String debrief) {
    var text = new StringBuilder();
    text.append("# [DRILL] Scorecard of %s%n%n".formatted(card.drill()));
    text.append(
        "**%s** (`%s`), policy %s%n%n".formatted(card.title(), card.scenario(), card.policy()));
    text.append(
        "- From %s to %s, %s%n"
            .formatted(
                card.startedAt(),
                card.endedAt(),
                Scoring.words(Duration.between(card.startedAt(), card.endedAt()))));
    text.append(
        "- Pace: response %d times, aftermath %d times%n"
            .formatted(card.pace(), card.aftermathPace()));
    if (card.aborted() != null) {
      text.append("- Broken off: %s%n".formatted(cell(card.aborted())));
    }
    text.append(
        "- **%d of %d points, %d %%**%s%n%n"
            .formatted(card.points(), card.outOf(), card.percent(), compared(card)));
    text.append("| Criterion | | Weight | Evidence |\n|---|---|---|---|\n");
    for (var result : card.results()) {
      text.append(
          "| %s | %s | %d | %s |%n"
              .formatted(
                  result.title(),
                  result.passed() ? "pass" : "**fail**",
                  result.weight(),
                  cell(result.evidence())));
    }
    if (debrief != null) {
      text.append("%n## Debrief%n%n%s%n".formatted(debrief));
    }
    return text.toString();
  }

  /** Writes it for a terminal. */
  static String terminal(Scorecard card) {
    var lines = new ArrayList<String>();
    lines.add("Scorecard of " + card.drill() + ": " + card.title());
    for (var result : card.results()) {
      lines.add(
          "  [%s] %-40s %3d  %s"
              .formatted(
                  result.passed() ? "pass" : "FAIL",
                  result.title(),
                  result.weight(),
                  result.evidence().replaceAll("\\s+", " ")
                      + (result.meantToFail() ? " (meant to fail)" : "")));
    }
    if (card.aborted() != null) {
      lines.add("  Broken off: " + card.aborted());
    }
    lines.add(
        "  %d of %d points, %d %%%s"
            .formatted(card.points(), card.outOf(), card.percent(), compared(card)));
    return String.join(System.lineSeparator(), lines);
  }

  private static String compared(Scorecard card) {
    return card.before() == null ? "" : "; the time before: " + card.before() + " %";
  }

  /** One cell: neither bars nor line ends of what people wrote. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ");
  }

  /** What a scorecard is as a journal; tools that read those of Chaos Toolkit read this one. */
  static Map<String, @Nullable Object> journal(Scorecard card, List<Step> steps) {
    var journal = new LinkedHashMap<String, @Nullable Object>();
    journal.put("status", card.aborted() == null ? "completed" : "aborted");
    journal.put("start", card.startedAt().toString());
    journal.put("end", card.endedAt().toString());
    journal.put("duration", Duration.between(card.startedAt(), card.endedAt()).toMillis() / 1000.0);
    journal.put("deviated", !card.clean());
    var states = new LinkedHashMap<String, Object>();
    states.put("before", Map.of("probes", probes(steps, "before-")));
    states.put("after", Map.of("probes", probes(card)));
    journal.put("steady_states", states);
    journal.put(
        "run", steps.stream().filter(ScorecardText::played).map(ScorecardText::run).toList());
    journal.put("rollbacks", List.of());
    journal.put("scorecard", card);
    return journal;
  }

  static boolean played(Step step) {
    return !step.step().startsWith("before-") && !step.step().startsWith("gone-");
  }

  private static Map<String, Object> run(Step step) {
    return Map.of(
        "activity",
        Map.of("name", step.step(), "type", "action"),
        "start",
        step.at().toString(),
        "status",
        step.outcome().startsWith(Drills.REFUSED) ? "failed" : "succeeded",
        "output",
        step.outcome());
  }

  private static List<Map<String, Object>> probes(List<Step> steps, String prefix) {
    return steps.stream()
        .filter(step -> step.step().startsWith(prefix))
        .map(
            step ->
                probe(
                    step.step().substring(prefix.length()),
                    step.outcome().equals("healthy"),
                    step.outcome()))
        .collect(Collectors.toList());
  }

  private static List<Map<String, Object>> probes(Scorecard card) {
    return card.results().stream()
        .map(result -> probe(result.criterion(), result.passed(), result.evidence()))
        .collect(Collectors.toList());
  }

  private static Map<String, Object> probe(String name, boolean met, String output) {
    return Map.of(
        "activity",
        Map.of("name", name, "type", "probe"),
        "status",
        "succeeded",
        "tolerance_met",
        met,
        "output",
        output);
  }
}
