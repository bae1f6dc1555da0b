package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.ProcessView;
import io.tocsin.engine.ProcessView.OpenTask;
import io.tocsin.engine.model.Recover;
import io.tocsin.engine.model.Triage;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class AlertIntakeTest {

  private static final Actor SOMEBODY = Actor.api("oncall1");

  @Autowired AlertIntake intake;
  @Autowired AlertStore store;
  @Autowired MonitorAlerts monitors;
  @Autowired Incidents incidents;
  @Autowired IncidentCommands commands;
  @Autowired Timeline timeline;
  @Autowired ProcessView process;
  @Autowired RuntimeService runtime;
  @Autowired Clock clock;

  // What is new

  @Test
  void opensAnIncidentAndStartsItsResponse() {
    var signal = Signal.fresh().ofServices("shop-db-" + Signal.unique());

    var number = incidentOf(signal.firing());

    var incident = incidents.get(number);
    assertThat(incident.title()).isEqualTo("Something is wrong");
    assertThat(incident.services()).isEqualTo(signal.services());
    assertThat(incident.detectedBy()).isEqualTo("monitoring");
    assertThat(incident.severity()).isEqualTo(1);
    assertThat(incident.severityConfirmed()).isFalse();
    assertThat(tasks(number)).contains(Triage.Elements.TASK_TRIAGE);
    assertThat(lines(number))
        .containsExactly(
            "Alert firing: Something is wrong. Severity by its source: critical. Services: "
                + signal.services().get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1970-01-01T00:00:00.001Z", "1970-01-21T11:47:13Z", "2199-01-01T00:00:00Z"})
  void takesNoTimeThatCannotBeAndSaysSo(String time) {
    var before = clock.instant();
    var signal = Signal.fresh().from(time);
    var number = incidentOf(signal.firing());
    assertThat(incidents.get(number).startedAt()).isBetween(before, clock.instant());
    assertThat(incidents.get(number).detectedAt()).isBetween(before, clock.instant());
    assertThat(lines(number))
        .contains("Its source gives a time that cannot be, and that does not count: " + time);

    intake.receive("generic", List.of(signal.until("1970-01-01T00:00:02Z").resolved()));
    intake.receive("generic", List.of(signal.until("1970-01-01T00:00:02Z").resolved()));
    intake.receive("generic", List.of(signal.from(time).firing()));
    assertThat(lines(number))
        .contains("Alert resolved: Something is wrong")
        .containsOnlyOnce(
            "Its source gives a time that cannot be, and that does not count: " + time)
        .containsOnlyOnce(
            "Its source gives a time that cannot be, and that does not count: 1970-01-01T00:00:02Z");
  }

  @Test
  void opensAnIncidentForAnUnknownServiceAndSaysSo() {
    var number = incidentOf(Signal.fresh().firing());

    assertThat(incidents.get(number).policy()).isEqualTo("parsify");
    assertThat(timeline.of(number, 0))
        .anySatisfy(line -> assertThat(line.text()).contains("is not in the catalog"));
  }

  @Test
  void opensAnIncidentForEachSignalWithoutAService() {
    var one = Signal.fresh().ofServices();

    assertThat(incidentOf(one.sibling().firing())).isNotEqualTo(incidentOf(one.firing()));
  }

  @Test
  void joinsTheOpenIncidentOfAnyServiceItShares() {
    var first = Signal.fresh();
    var number = incidentOf(first.firing());
    var second = Signal.fresh().ofServices(Signal.unique(), first.services().get(0));

    assertThat(incidentOf(second.firing())).isEqualTo(number);
    assertThat(store.of(number)).hasSize(2);
    assertThat(lines(number)).hasSize(2);
    assertThat(incidentOf(Signal.fresh().firing())).isNotEqualTo(number);
  }

  @Test
  void joinsTheIncidentOfItsGroupWhenNoServiceIsShared() {
    var first = Signal.fresh().inGroup(Signal.unique());
    var number = incidentOf(first.firing());

    assertThat(incidentOf(Signal.fresh().inGroup(first.groupKey()).firing())).isEqualTo(number);
    assertThat(incidentOf(Signal.fresh().ofServices().inGroup(first.groupKey()).firing()))
        .isEqualTo(number);
  }

  @Test
  void joinsTheIncidentThatGotTheLastAlertOfItsGroup() {
    var group = Signal.unique();
    var one = Signal.fresh();
    var other = Signal.fresh();
    var first = incidentOf(one.firing());
    var second = incidentOf(other.firing());
    for (var signal : List.of(one, one, other, one)) {
      incidentOf(signal.sibling().inGroup(group).firing());
    }
    var stranger = Signal.fresh().inGroup(group);

    assertThat(store.incidentsOfGroup(stranger.firing())).containsExactly(first, second);
    assertThat(incidentOf(stranger.firing())).isEqualTo(first);
    incidentOf(other.sibling().inGroup(group).firing());
    assertThat(incidentOf(stranger.sibling().ofServices().firing())).isEqualTo(second);
    assertThat(store.incidentsOfGroup(Signal.fresh().inGroup(Signal.unique()).firing())).isEmpty();
  }

  @Test
  void opensOneIncidentForAPayloadOfOneService() {
    var one = Signal.fresh();

    var receipt = receive(one.firing(), one.sibling().firing(), Signal.fresh().resolved());

    assertThat(receipt.accepted()).isEqualTo(3);
    assertThat(receipt.incidents()).hasSize(1);
  }

  @Test
  void neverJoinsADrill() {
    var signal = Signal.fresh();
    var drill =
        commands.declare(
            new Declaration(
                "Practice",
                null,
                signal.services(),
                null,
                "critical",
                null,
                "test",
                null,
                null,
                null,
                null,
                false,
                true,
                List.of()),
            SOMEBODY);

    assertThat(incidentOf(signal.firing())).startsWith("INC-").isNotEqualTo(drill.number());
    assertThat(store.of(drill.number())).isEmpty();
  }

  // What repeats

  @Test
  void countsAThousandRepeatsInOneRowAndNothingElse() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    var before = timeline.of(number, 0);

    for (int i = 1; i < 1_000; i++) {
      assertThat(incidentOf(signal.firing())).isEqualTo(number);
    }

    assertThat(store.of(number))
        .singleElement()
        .satisfies(alert -> assertThat(alert.count()).isEqualTo(1_000));
    assertThat(timeline.of(number, 0)).isEqualTo(before);
  }

  @Test
  void countsEachRepeatWithinAPayload() {
    var signal = Signal.fresh();
    var number = only(receive(signal.firing(), signal.firing(), signal.firing()).incidents());

    assertThat(store.of(number)).extracting(AlertView::count).containsExactly(3L);
    assertThat(lines(number)).hasSize(1);
  }

  @Test
  void keepsTheOrderOfSignalsWithinAPayload() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());

    receive(signal.firing(), signal.resolved());
    assertThat(store.of(number)).extracting(AlertView::status).containsExactly("resolved");

    receive(signal.resolved(), signal.firing());
    assertThat(store.of(number)).extracting(AlertView::status).containsExactly("firing");
  }

  @Test
  void opensOneIncidentWhenManySignalsOfOneServiceArriveAtOnce() throws Exception {
    var service = Signal.unique();

    var numbers =
        atOnce(6, () -> incidentOf(Signal.fresh().ofServices(Signal.unique(), service).firing()));

    assertThat(Set.copyOf(numbers)).hasSize(1);
    assertThat(store.of(numbers.get(0))).hasSize(6);
  }

  @Test
  void opensOneIncidentWhenOneSignalArrivesManyTimesAtOnce() throws Exception {
    var signal = Signal.fresh().ofServices();

    var numbers = atOnce(6, () -> incidentOf(signal.firing()));

    assertThat(Set.copyOf(numbers)).hasSize(1);
    assertThat(store.of(numbers.get(0))).extracting(AlertView::count).containsExactly(6L);
  }

  @Test
  void survivesPayloadsThatOverlapInOppositeOrder() throws Exception {
    var signals = List.of(Signal.fresh(), Signal.fresh(), Signal.fresh(), Signal.fresh());
    var numbers =
        signals.stream().map(signal -> incidentOf(signal.firing())).toArray(String[]::new);

    for (int round = 0; round < 10; round++) {
      var turn = round;
      atOnce(
          4,
          () -> {
            var alerts =
                new ArrayList<>(
                    signals.stream()
                        .map(signal -> turn % 2 == 0 ? signal.resolved() : signal.firing())
                        .toList());
            Collections.shuffle(alerts);
            return intake.receive("generic", alerts);
          });
    }

    assertThat(numbers)
        .allSatisfy(
            number ->
                assertThat(store.of(number)).extracting(AlertView::count).containsExactly(41L));
  }

  // What becomes worse

  @Test
  void raisesTheSeverityWhenASignalBecomesWorse() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.saying("low"));
    assertThat(incidents.get(number).severity()).isEqualTo(4);

    assertThat(incidentOf(signal.saying("critical"))).isEqualTo(number);
    assertThat(incidentOf(signal.saying("critical"))).isEqualTo(number);

    assertThat(incidents.get(number).severity()).isEqualTo(1);
    assertThat(severityLines(number)).hasSize(1);
    assertThat(store.of(number))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.severity()).isEqualTo("critical");
              assertThat(alert.count()).isEqualTo(3);
            });
  }

  @Test
  void writesASeverityThatBecomesBetterAndRaisesNothing() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.saying("critical"));

    incidentOf(signal.saying("low"));
    // What says nothing of its severity changes none.
    incidentOf(signal.saying(null));

    assertThat(incidents.get(number).severity()).isEqualTo(1);
    assertThat(severityLines(number)).isEmpty();
    assertThat(store.of(number)).extracting(AlertView::severity).containsExactly("low");
  }

  @Test
  void readsTheSeveritiesOfAPayloadInTheirOrder() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.saying("low"));

    receive(signal.saying("critical"), signal.saying("low"));

    assertThat(incidents.get(number).severity()).isEqualTo(1);
    assertThat(store.of(number))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.severity()).isEqualTo("low");
              assertThat(alert.count()).isEqualTo(3);
            });
  }

  @Test
  void saysOnceThatAConfirmedSeverityMayBeTooLow() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.saying("low"));
    commands.severity(number, "4", "Few are hit", SOMEBODY);
    receive(signal.resolved());

    incidentOf(signal.saying("critical"));
    incidentOf(signal.saying("critical"));

    assertThat(incidents.get(number).severity()).isEqualTo(4);
    assertThat(severityLines(number))
        .filteredOn(line -> line.startsWith("An alert says"))
        .hasSize(1);
  }

  @Test
  void asksForReopeningWhenASignalBecomesWorseOnAResolvedIncident() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.saying("high"));
    watch(number);

    incidentOf(signal.saying("low"));
    assertThat(tasks(number)).doesNotContain(Recover.Elements.TASK_DECIDE_REOPENING);
    incidentOf(signal.saying("critical"));
    assertThat(tasks(number)).containsOnlyOnce(Recover.Elements.TASK_DECIDE_REOPENING);
  }

  // What resolves

  @Test
  void notesAResolutionOnceAndOffersDismissal() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());

    assertThat(incidentOf(signal.resolved())).isEqualTo(number);
    incidentOf(signal.resolved());

    assertThat(lines(number)).endsWith("Alert resolved: Something is wrong").hasSize(2);
    assertThat(store.of(number)).extracting(AlertView::count).containsExactly(3L);
    assertThat(tasks(number))
        .containsOnlyOnce(Triage.Elements.TASK_DECIDE_DISMISSAL)
        .contains(Triage.Elements.TASK_TRIAGE);
  }

  @Test
  void offersNoDismissalWhileAnotherSignalFires() {
    var signal = Signal.fresh();
    var other = signal.sibling();
    var number = only(receive(signal.firing(), other.firing()).incidents());

    receive(signal.resolved());
    assertThat(tasks(number)).doesNotContain(Triage.Elements.TASK_DECIDE_DISMISSAL);

    receive(other.resolved());
    assertThat(tasks(number)).contains(Triage.Elements.TASK_DECIDE_DISMISSAL);
  }

  @Test
  void offersNoDismissalOnceSomebodyHasAcknowledged() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    commands.acknowledge(number, SOMEBODY);

    receive(signal.resolved());

    assertThat(lines(number)).endsWith("Alert resolved: Something is wrong");
    assertThat(tasks(number)).doesNotContain(Triage.Elements.TASK_DECIDE_DISMISSAL);
  }

  @Test
  void acceptsTheResolutionOfWhatItDoesNotKnow() {
    var signal = Signal.fresh();

    assertThat(receive(signal.resolved())).isEqualTo(new AlertIntake.Receipt(1, Set.of()));
    // It may be an old one; a signal that fires is never swallowed.
    assertThat(receive(signal.firing()).incidents()).hasSize(1);
  }

  @Test
  void ignoresAResolutionOfEarlierThatComesLate() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.from("2026-02-10T10:00:00Z").firing());

    receive(signal.from("2026-02-10T09:00:00Z").until("2026-02-10T09:30:00Z").resolved());
    assertThat(store.of(number)).extracting(AlertView::status).containsExactly("firing");

    receive(signal.from("2026-02-10T10:00:00Z").until("2026-02-10T10:10:00Z").resolved());
    assertThat(store.of(number)).extracting(AlertView::status).containsExactly("resolved");
  }

  // What fires again

  @Test
  void notesThatASignalFiresAgain() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    receive(signal.resolved());

    assertThat(incidentOf(signal.firing())).isEqualTo(number);

    assertThat(store.of(number))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.status()).isEqualTo("firing");
              assertThat(alert.resolvedAt()).isNull();
            });
    assertThat(lines(number)).last().asString().startsWith("Alert fires again: Something is wrong");
  }

  @Test
  void asksForReopeningWhenASignalFiresAgainWhileTheIncidentIsWatched() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    receive(signal.resolved());
    watch(number);

    assertThat(incidentOf(signal.firing())).isEqualTo(number);

    assertThat(tasks(number)).containsOnlyOnce(Recover.Elements.TASK_DECIDE_REOPENING);
  }

  @Test
  void asksForReopeningInTheMidstOfACheckAndOpensNoOther() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    receive(signal.resolved());
    watch(number, Recover.Elements.TASK_CHECK_STABILITY);

    assertThat(incidentOf(signal.firing())).isEqualTo(number);
    assertThat(incidentOf(signal.sibling().firing())).isEqualTo(number);

    assertThat(tasks(number)).containsOnlyOnce(Recover.Elements.TASK_DECIDE_REOPENING);
  }

  @Test
  void asksForReopeningOnceWhenNewSignalsJoinAWatchedIncident() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    watch(number);

    assertThat(incidentOf(signal.sibling().firing())).isEqualTo(number);
    assertThat(incidentOf(signal.sibling().firing())).isEqualTo(number);

    assertThat(tasks(number)).containsOnlyOnce(Recover.Elements.TASK_DECIDE_REOPENING);
    assertThat(store.of(number)).hasSize(3);
  }

  @Test
  void opensAnotherIncidentWhenNobodyWatchesTheResolvedOneAnyMore() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    receive(signal.resolved());
    incidents.moveTo(number, Status.RESOLVED, null, SOMEBODY);

    var next = incidentOf(signal.firing());

    assertThat(next).isNotEqualTo(number);
    assertThat(lines(number)).last().asString().endsWith("It is handled in " + next);
    assertThat(store.of(number)).extracting(AlertView::live).containsExactly(false);
    assertThat(incidentOf(signal.sibling().firing())).isEqualTo(next);
  }

  @Test
  void asksForReopeningWhenASignalBeginsAnewOfWhichNoResolutionCame() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.from("2026-02-10T10:00:00Z").firing());
    watch(number);
    var resolved = incidents.get(number).resolvedAt();
    incidentOf(signal.from("2026-02-10T10:00:00Z").firing());
    incidentOf(signal.from("2026-02-10T10:05:00Z").firing());
    assertThat(tasks(number)).doesNotContain(Recover.Elements.TASK_DECIDE_REOPENING);
    assertThat(lines(number)).hasSize(1);

    var anew = signal.from(resolved.plusSeconds(60).toString()).firing();
    assertThat(incidentOf(anew)).isEqualTo(number);

    assertThat(tasks(number)).containsOnlyOnce(Recover.Elements.TASK_DECIDE_REOPENING);
    assertThat(lines(number)).last().asString().startsWith("Alert fires again: Something is wrong");
    // From then on it repeats.
    assertThat(incidentOf(anew)).isEqualTo(number);
    assertThat(lines(number)).hasSize(2);
    assertThat(store.of(number)).extracting(AlertView::count).containsExactly(5L);
  }

  @Test
  void opensAnotherIncidentForWhatBeginsAnewWhenNobodyWatchesAnyMore() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.from("2026-02-10T10:00:00Z").firing());
    incidents.moveTo(number, Status.RESOLVED, null, SOMEBODY);
    var resolved = incidents.get(number).resolvedAt();
    assertThat(incidentOf(signal.from("2026-02-10T10:00:00Z").firing())).isEqualTo(number);

    var next = incidentOf(signal.from(resolved.plusSeconds(1).toString()).firing());

    assertThat(next).isNotEqualTo(number);
    assertThat(lines(number)).last().asString().endsWith("It is handled in " + next);
  }

  @Test
  void takesASignalWithoutATimeForARepeatUntilItWasSilentForADay() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    watch(number);

    later(Duration.ofHours(23));
    incidentOf(signal.firing());
    assertThat(tasks(number)).doesNotContain(Recover.Elements.TASK_DECIDE_REOPENING);
    later(Duration.ofHours(25));
    assertThat(incidentOf(signal.firing())).isEqualTo(number);
    assertThat(tasks(number)).containsOnlyOnce(Recover.Elements.TASK_DECIDE_REOPENING);
  }

  @Test
  void takesNoTimeOfAMessageForABeginning() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.from("2026-02-10T10:00:00Z").saidJustNow());
    watch(number);
    var resolved = incidents.get(number).resolvedAt();

    incidentOf(signal.from(resolved.plusSeconds(60).toString()).saidJustNow());

    assertThat(tasks(number)).doesNotContain(Recover.Elements.TASK_DECIDE_REOPENING);
  }

  @Test
  void hearsWhatJoinedAResolvedIncidentAndBeginsAnewThere() {
    var number = incidentOf(Signal.fresh().firing());
    var service = incidents.get(number).services().get(0);
    watch(number);
    var signal = Signal.fresh().ofServices(service).from("2026-02-10T10:00:00Z");
    incidentOf(signal.firing());
    var before = lines(number).size();

    var later = incidents.get(number).resolvedAt().plusSeconds(60).toString();
    assertThat(incidentOf(signal.from(later).firing())).isEqualTo(number);

    assertThat(lines(number)).hasSize(before + 1);
  }

  @Test
  void onlyCountsAgainWhenTheIncidentWasReopened() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.from("2026-02-10T10:00:00Z").firing());
    incidents.moveTo(number, Status.RESOLVED, null, SOMEBODY);
    assertThat(firing(signal)).isEmpty();
    var resolved = incidents.get(number).resolvedAt();
    incidents.moveTo(number, Status.INVESTIGATING, "It is back", SOMEBODY);
    assertThat(firing(signal)).hasSize(1);

    assertThat(incidentOf(signal.from(resolved.plusSeconds(60).toString()).firing()))
        .isEqualTo(number);
    assertThat(lines(number)).hasSize(1);
  }

  // What becomes of alerts when the incident ends

  @Test
  void opensAnotherIncidentAfterTheFirstWasClosed() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    incidents.moveTo(number, Status.RESOLVED, null, SOMEBODY);
    incidents.moveTo(number, Status.CLOSED, null, SOMEBODY);
    assertThat(store.of(number)).extracting(AlertView::live).containsExactly(false);

    assertThat(incidentOf(signal.firing())).isNotEqualTo(number);
  }

  @Test
  void mutesWhatFiresOnAfterDismissalUntilItResolves() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    commands.dismiss(number, "A test of the alarm", SOMEBODY);
    var before = timeline.of(number, 0);

    assertThat(incidentOf(signal.firing())).isEqualTo(number);
    assertThat(incidentOf(signal.resolved())).isEqualTo(number);
    assertThat(timeline.of(number, 0)).isEqualTo(before);

    assertThat(incidentOf(signal.firing())).isNotEqualTo(number);
  }

  @Test
  void hearsWhatBeginsAnewAfterDismissalThoughNoResolutionCame() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.from("2026-02-10T10:00:00Z").firing());
    commands.dismiss(number, "A test of the alarm", SOMEBODY);
    var dismissed = incidents.get(number).closedAt();
    assertThat(incidentOf(signal.from("2026-02-10T10:00:00Z").firing())).isEqualTo(number);
    assertThat(incidentOf(signal.from("2026-02-10T10:05:00Z").firing())).isEqualTo(number);
    assertThat(incidentOf(signal.saidJustNow())).isEqualTo(number);

    var anew = signal.from(dismissed.plusSeconds(60).toString()).firing();
    var next = incidentOf(anew);

    assertThat(next).isNotEqualTo(number);
    assertThat(incidentOf(anew)).isEqualTo(next);
    assertThat(store.of(number)).extracting(AlertView::live).containsExactly(false);
    assertThat(store.of(next)).extracting(AlertView::count).containsExactly(2L);
  }

  @Test
  void mutesAMonitorAfterDismissalThoughItPassesOnceInBetween() {
    var service = Signal.unique();
    monitors.firing(failure(service, clock.instant()));
    var number = store.live("monitor", service + "/http").orElseThrow().incident();
    commands.dismiss(number, "A test of the alarm", SOMEBODY);
    later(Duration.ofHours(1));

    monitors.firing(failure(service, clock.instant()));

    assertThat(store.live("monitor", service + "/http").orElseThrow().incident()).isEqualTo(number);
  }

  private static MonitorAlerts.Failure failure(String service, Instant since) {
    return new MonitorAlerts.Failure(service, "http", "It answers 500", since, null, null, false);
  }

  @Test
  void hearsWhatBecomesWorseThanWhatWasDismissed() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.saying("medium"));
    commands.dismiss(number, "A test of the alarm", SOMEBODY);
    assertThat(incidentOf(signal.saying("low"))).isEqualTo(number);
    // As bad as when it was dismissed.
    assertThat(incidentOf(signal.saying("medium"))).isEqualTo(number);

    var next = incidentOf(signal.saying("critical"));

    assertThat(next).isNotEqualTo(number);
    assertThat(incidents.get(next).severity()).isEqualTo(1);
  }

  @Test
  void forgetsWhatHadResolvedBeforeDismissal() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    receive(signal.resolved());
    commands.dismiss(number, "Gone by itself", SOMEBODY);

    assertThat(incidentOf(signal.firing())).isNotEqualTo(number);
  }

  @Test
  void mutesNothingThatWasSilentForADay() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    commands.dismiss(number, "A test of the alarm", SOMEBODY);

    later(Duration.ofHours(23));
    assertThat(incidentOf(signal.firing())).isEqualTo(number);
    later(Duration.ofHours(25));
    assertThat(incidentOf(signal.firing())).isNotEqualTo(number);
  }

  @Test
  void keepsCountingForAnOpenIncidentAfterADayOfSilence() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());

    later(Duration.ofHours(25));

    assertThat(incidentOf(signal.firing())).isEqualTo(number);
    assertThat(store.of(number)).extracting(AlertView::count).containsExactly(2L);
  }

  @Test
  void givesTheSignalsOfAMergedIncidentToTheOther() {
    var signal = Signal.fresh();
    var merged = incidentOf(signal.firing());
    var other = incidentOf(Signal.fresh().firing());
    commands.merge(merged, other, SOMEBODY);

    assertThat(incidentOf(signal.firing())).isEqualTo(other);
    receive(signal.resolved());

    assertThat(store.of(merged)).isEmpty();
    assertThat(store.of(other)).extracting(AlertView::status).containsExactly("resolved", "firing");
    assertThat(lines(other)).endsWith("Alert resolved: Something is wrong");
  }

  @Test
  void withdrawsTheQuestionOfADismissalWhenASignalFiresAgain() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    receive(signal.resolved());
    assertThat(tasks(number)).contains(Triage.Elements.TASK_DECIDE_DISMISSAL);
    assertThat(incidentOf(signal.firing())).isEqualTo(number);
    assertThat(tasks(number))
        .contains(Triage.Elements.TASK_TRIAGE)
        .doesNotContain(Triage.Elements.TASK_DECIDE_DISMISSAL);

    receive(signal.resolved());
    assertThat(tasks(number)).containsOnlyOnce(Triage.Elements.TASK_DECIDE_DISMISSAL);
  }

  @Test
  void withdrawsItWhenAnotherSignalJoins() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    receive(signal.resolved());
    assertThat(tasks(number)).contains(Triage.Elements.TASK_DECIDE_DISMISSAL);
    assertThat(incidentOf(signal.sibling().firing())).isEqualTo(number);
    assertThat(tasks(number)).doesNotContain(Triage.Elements.TASK_DECIDE_DISMISSAL);
  }

  @Test
  void mergesNothingIntoAResolvedIncident() {
    var signal = Signal.fresh();
    var part = incidentOf(signal.firing());
    var whole = incidentOf(Signal.fresh().firing());
    watch(whole);
    assertThatThrownBy(() -> commands.merge(part, whole, SOMEBODY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(whole + " is resolved; reopen it first");
    assertThat(incidents.get(part).status().responding()).isTrue();
    assertThat(incidentOf(signal.firing())).isEqualTo(part);
  }

  private AlertIntake.Receipt receive(Alert... alerts) {
    return intake.receive("generic", Arrays.asList(alerts));
  }

  private String incidentOf(Alert alert) {
    return only(receive(alert).incidents());
  }

  private static String only(Set<String> numbers) {
    assertThat(numbers).hasSize(1);
    return numbers.iterator().next();
  }

  private List<String> tasks(String number) {
    return process.tasks(number).stream().map(OpenTask::key).toList();
  }

  private List<String> lines(String number) {
    return timeline.of(number, 0).stream()
        .filter(line -> line.kind().equals("alert"))
        .map(line -> line.text())
        .toList();
  }

  private Set<String> firing(Signal signal) {
    return store.firing("generic", Map.of(signal.fingerprint(), new AlertStore.Repeat(null, 1)));
  }

  private List<String> severityLines(String number) {
    return timeline.of(number, 0).stream()
        .filter(line -> line.kind().equals("severity"))
        .map(line -> line.text())
        .filter(text -> text.contains("raised") || text.startsWith("An alert says"))
        .toList();
  }

  /** Resolves an incident and brings its watch to where it waits for the next check. */
  private void watch(String number) {
    watch(number, Recover.Elements.TASK_PLAN_CHECK);
  }

  private void watch(String number, String activity) {
    incidents.moveTo(number, Status.RESOLVED, null, SOMEBODY);
    runtime
        .createProcessInstanceByKey(Recover.KEY)
        .businessKey(number)
        .startBeforeActivity(Recover.Elements.TASK_SIGN_OFF)
        .startBeforeActivity(activity)
        .execute();
  }

  private void later(Duration time) {
    ClockUtil.setCurrentTime(Date.from(clock.instant().plus(time)));
  }

  private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
    var barrier = new CyclicBarrier(threads);
    Callable<T> together =
        () -> {
          barrier.await();
          return work.call();
        };
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var results = new ArrayList<T>();
      for (var result : pool.invokeAll(Collections.nCopies(threads, together))) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }
}
