package io.tocsin.drill;

import io.tocsin.drill.Scorecard.Result;
import io.tocsin.engine.ProcessView;
import io.tocsin.incident.Escalation;
import io.tocsin.incident.IncidentRounds;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Pauses;
import io.tocsin.incident.StatusUpdates;
import io.tocsin.incident.Timeline;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Writes the scorecard of a drill from the record of its incident. */
@Service
@Transactional
class Scorecards {

  private final DrillStore store;
  private final Drills drills;
  private final Incidents incidents;
  private final Timeline timeline;
  private final StatusUpdates updates;
  private final Escalation escalation;
  private final IncidentRounds rounds;
  private final Pauses pauses;
  private final ProcessView view;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Scorecards(
      DrillStore store,
      Drills drills,
      Incidents incidents,
      Timeline timeline,
      StatusUpdates updates,
      Escalation escalation,
      IncidentRounds rounds,
      Pauses pauses,
      ProcessView view,
      ApplicationEventPublisher events,
      Clock clock) {
    this.store = store;
    this.drills = drills;
    this.incidents = incidents;
    this.timeline = timeline;
    this.updates = updates;
    this.escalation = escalation;
    this.rounds = rounds;
    this.pauses = pauses;
    this.view = view;
    this.events = events;
    this.clock = clock;
  }

  /** Scores a drill that has come to its end. Written again, the first end counts. */
  Scorecard write(String number) {
    var drill = store.get(number);
    // An older node may have ended the incident, and mends it only now.
    drills.mend(drill);
    var card = card(drill, Optional.ofNullable(drill.endedAt()).orElse(clock.instant()));
    store.scored(number, card);
    timeline.add(
        number,
        io.tocsin.incident.Actor.ENGINE,
        Drills.KIND,
        "Scorecard: %d of %d points (%d %%)"
            .formatted(card.points(), card.outOf(), card.percent()));
    var incident = incidents.get(number);
    events.publishEvent(
        new DrillScored(
            number,
            card.title(),
            card.policy(),
            drill.kind(),
            incident.severity(),
            drill.lead(),
            drill.startedAt(),
            card.percent(),
            drill.unattended(),
            drill.aborted() != null,
            incident.security()));
    return card;
  }

  /** Returns the scorecard, or how it would be if the drill ended now. */
  @Transactional(readOnly = true)
  Scorecard of(String number) {
    var drill = store.get(number);
    return store.scorecard(number).orElseGet(() -> card(drill, clock.instant()));
  }

  private Scorecard card(Drill drill, Instant end) {
    var incident = incidents.get(drill.incident());
    var scoring =
        new Scoring(
            incident,
            incidents.policyOf(incident),
            drill.pace().response(),
            timeline.of(drill.incident(), 0),
            updates.of(drill.incident()),
            updates.late(drill.incident()),
            rounds.of(drill.incident()),
            pauses.of(drill.incident()),
            escalation.everTaken(drill.incident()),
            view.completed(drill.incident()));
    return new Scorecard(
        drill.incident(),
        drill.scenario(),
        drill.script().title(),
        incident.policy(),
        drill.startedAt(),
        end,
        drill.pace().response(),
        drill.pace().aftermath(),
        drill.aborted(),
        drill.script().expected().stream()
            // Nothing is run at a tabletop.
            .filter(
                expected ->
                    !drill.tabletop() || !expected.criterion().equals(Criterion.ROLLED_BACK.word()))
            .<Result>map(scoring::judge)
            .toList(),
        store
            .before(drill)
            .flatMap(before -> store.scorecard(before.incident()))
            .map(Scorecard::percent)
            .orElse(null));
  }
}
