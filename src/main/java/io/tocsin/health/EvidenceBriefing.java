package io.tocsin.health;

import io.tocsin.health.Finding.State;
import io.tocsin.incident.BriefingLines;
import io.tocsin.incident.IncidentView;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Shows in the tasks of an incident what its first evidence was, the worst first. */
@Component
class EvidenceBriefing implements BriefingLines {

  private final FindingStore store;

  EvidenceBriefing(FindingStore store) {
    this.store = store;
  }

  @Override
  public List<Line> of(IncidentView incident) {
    if (!incident.status().responding()) {
      return List.of();
    }
    var summary = new EvidenceSummary(store.last(incident.number()));
    // Several figures are looked at for one aspect; it is fine when none of them is anything else.
    var doubtful =
        Stream.of(State.SUSPECT, State.UNKNOWN)
            .flatMap(state -> summary.of(state).stream())
            .map(EvidenceSummary::name)
            .collect(Collectors.toSet());
    var fine =
        summary.of(State.FINE).stream()
            .map(EvidenceSummary::name)
            .filter(name -> !doubtful.contains(name))
            .distinct()
            .collect(Collectors.joining(", "));
    return Stream.of(
            summary.of(State.SUSPECT).stream().map(finding -> line("Suspect", finding)),
            summary.of(State.UNKNOWN).stream().map(finding -> line("Not known", finding)),
            fine.isEmpty() ? Stream.<Line>empty() : Stream.of(new Line("Looked fine", fine)))
        .flatMap(lines -> lines)
        .toList();
  }

  private static Line line(String title, Finding finding) {
    return new Line(title, EvidenceSummary.name(finding) + ": " + EvidenceSummary.line(finding));
  }
}
