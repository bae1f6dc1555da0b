package io.tocsin.health;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.health.Finding.State;
import io.tocsin.health.FindingStore.Kept;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.MergeProposals;
import io.tocsin.incident.Timeline;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the engine looks at by itself, for whoever triages and investigates. */
@Service
class Evidence {

  private static final String KIND = "health";
  private static final int MAX_TEXT = 4_000;

  private final Incidents incidents;
  private final MergeProposals proposals;
  private final Examination examination;
  private final FindingStore store;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Clock clock;

  Evidence(
      Incidents incidents,
      MergeProposals proposals,
      Examination examination,
      FindingStore store,
      Timeline timeline,
      ResponseProcess process,
      Clock clock) {
    this.incidents = incidents;
    this.proposals = proposals;
    this.examination = examination;
    this.store = store;
    this.timeline = timeline;
    this.process = process;
    this.clock = clock;
  }

  /**
   * Looks at the services of an incident, notes what was seen, and shows it in the open tasks. A
   * deployment shortly before is taken for a recent change until somebody says otherwise. Looks for
   * related incidents, too, which the declaration may have missed.
   */
  @Transactional
  public void collect(String number) {
    var incident = incidents.get(number);
    var findings = examination.examine(incident.services(), EnumSet.allOf(Aspect.class));
    // Tasks are brought up to date by one transaction at a time, but nobody waits for a probe.
    incidents.lock(number);
    proposals.lookAgain(number);
    store.add(number, findings, clock.instant());
    var text = "First evidence. " + new EvidenceSummary(findings).paragraph();
    timeline.add(
        number,
        Actor.ENGINE,
        KIND,
        text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text);
    if (findings.stream()
        .anyMatch(f -> f.aspect() == Aspect.DEPLOYMENTS && f.state() == State.SUSPECT)) {
      incidents.suspectRecentChange(number);
    }
    process.factsChanged(number);
  }

  /** Returns all that was seen, the newest first. */
  @Transactional(readOnly = true)
  public List<Kept> of(String number) {
    return store.of(incidents.get(number).number());
  }
}
