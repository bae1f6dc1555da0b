package io.tocsin.health;

import io.tocsin.health.Finding.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tells findings to people, the worst first. */
record EvidenceSummary(List<Finding> findings) {

  /** Returns one paragraph; the lines of a finding become one. */
  String paragraph() {
    if (findings.isEmpty()) {
      return "The catalog names nothing that could be looked at.";
    }
    var sentences = new ArrayList<String>();
    add(sentences, "Suspect", State.SUSPECT);
    add(sentences, "Not known", State.UNKNOWN);
    add(sentences, "Fine", State.FINE);
    return String.join(" ", sentences);
  }

  List<Finding> of(State state) {
    return findings.stream().filter(finding -> finding.state() == state).toList();
  }

  private void add(List<String> sentences, String title, State state) {
    var found = of(state);
    if (!found.isEmpty()) {
      sentences.add(
          found.stream()
              .map(finding -> name(finding) + ": " + line(finding))
              .collect(Collectors.joining("; ", title + ": ", ".")));
    }
  }

  static String name(Finding finding) {
    return finding.service() + " " + finding.aspect().word().replace('-', ' ');
  }

  static String line(Finding finding) {
    return finding.text().lines().map(String::strip).collect(Collectors.joining(" / "));
  }
}
