package io.tocsin.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.tocsin.catalog.Catalog;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.health.Finding.State;
import io.tocsin.incident.Actor;
import io.tocsin.incident.BriefingLines;
import io.tocsin.incident.Fact;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.outbound.OutboundResponse;
import io.tocsin.support.FakeServices;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The policy parsify: three in a row of at most six, every ten seconds; a watch of a day. */
@TocsinTest
class GatesAndWatchTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  @Autowired HealthGates gates;
  @Autowired Stabilisation stabilisation;
  @Autowired Evidence evidence;
  @Autowired Incidents incidents;
  @Autowired Response response;
  @Autowired WireMockServer services;
  @Autowired Atomic atomic;
  @Autowired Catalog catalog;
  @Autowired Timeline timeline;
  @Autowired ResponseProcess process;
  @Autowired Examination examination;
  @Autowired Clock clock;
  @Autowired FindingStore findings;
  @Autowired EvidenceBriefing briefing;

  private String number;

  private @Nullable Status cameFrom;

  @BeforeEach
  void declare() {
    cameFrom = null;
    response.at(NOW);
    number = response.declare("high");
  }

  @AfterEach
  void heal() {
    FakeServices.heal(services, "checkout");
    FakeServices.heal(services, "ledger");
  }

  @Test
  void passesAfterEnoughChecksInARow() {
    var first = attempt(0, 0);
    assertThat(first)
        .isEqualTo(
            new HealthGates.Attempt(
                1, 1, "again", NOW.plus(Duration.ofSeconds(10)), Status.INVESTIGATING));
    assertThat(incident().status()).isEqualTo(Status.MONITORING);
    assertThat(incident().mitigatedAt()).isNull();

    assertThat(attempt(1, 1).verdict()).isEqualTo("again");
    assertThat(attempt(2, 2).verdict()).isEqualTo("passed");

    assertThat(incident().mitigatedAt()).isEqualTo(NOW);
    assertThat(incident().status()).isEqualTo(Status.MONITORING);
    assertThat(health())
        .singleElement()
        .asString()
        .startsWith("Health gate passed, 3 in a row. Healthy: checkout (");
  }

  @Test
  void countsAnewAfterAFailure() {
    assertThat(attempt(0, 0).passes()).isEqualTo(1);
    FakeServices.breakDown(services, "checkout");

    assertThat(attempt(1, 1))
        .extracting(HealthGates.Attempt::passes, HealthGates.Attempt::verdict)
        .containsExactly(0, "again");

    assertThat(health())
        .singleElement()
        .asString()
        .startsWith("Health gate, check 2 of at most 6 failed. Unhealthy: checkout")
        .contains("HTTP 503 instead of 200")
        .contains("{\"status\":\"down\"}");
  }

  /** One attempt of the gate, which knows from the last one where it came from. */
  private HealthGates.Attempt attempt(int round, int passes) {
    var attempt = gates.attempt(number, round, passes, cameFrom);
    cameFrom = attempt.cameFrom();
    return attempt;
  }

  @Test
  void leadsBackToWhereItCameFrom() {
    FakeServices.breakDown(services, "checkout");
    for (int round = 0; round < 6; round++) {
      attempt(round, 0);
    }

    assertThat(incident().status()).isEqualTo(Status.INVESTIGATING);
    assertThat(incident().fixDeployedAt()).isNull();
  }

  @Test
  void failsAtTheLastAttemptAndGoesBackToMitigating() {
    atomic.run(
        () -> incidents.moveTo(number, Status.MITIGATING, "Rolling back", Actor.api("techlead")));
    FakeServices.breakDown(services, "checkout");
    var verdicts = new ArrayList<String>();
    for (int round = 0; round < 6; round++) {
      verdicts.add(attempt(round, 0).verdict());
    }

    assertThat(verdicts).containsExactly("again", "again", "again", "again", "again", "failed");
    assertThat(incident().status()).isEqualTo(Status.MITIGATING);
    assertThat(incident().mitigatedAt()).isNull();
    assertThat(health()).hasSize(6);
    assertThat(health().get(5))
        .startsWith("Health gate failed: not 3 in a row within 6 checks. Unhealthy: checkout");
  }

  @Test
  void leavesTheStatusOfAnIncidentThatIsOver() {
    atomic.run(() -> incidents.dismiss(number, "No incident", Actor.api("commander")));

    attempt(0, 0);

    assertThat(incident().status()).isEqualTo(Status.DISMISSED);
  }

  @Test
  void takesServicesWithoutChecksAtAPersonsWord() {
    number = response.declare("high", List.of("mainframe"), false);

    attempt(0, 0);
    attempt(1, 1);

    assertThat(attempt(2, 2).verdict()).isEqualTo("passed");
    assertThat(health()).last().asString().endsWith("Nothing to check: mainframe.");
  }

  @Test
  void endsNoRowOfPassesForWantOfRoomAndRaisesNoDoubt() {
    var full =
        new HealthProbes(
            catalog, request -> CompletableFuture.completedFuture(OutboundResponse.notMade()));
    var gate = new HealthGates(incidents, full, timeline, process, clock);
    attempt(0, 0);

    var attempt = atomic.call(() -> gate.attempt(number, 1, 1, cameFrom));

    assertThat(attempt)
        .isEqualTo(
            new HealthGates.Attempt(
                2, 1, "again", NOW.plus(Duration.ofSeconds(10)), Status.INVESTIGATING));
    assertThat(health())
        .singleElement()
        .asString()
        .startsWith("Health gate, check 2 of at most ")
        .contains(" was not complete. Not looked at: checkout, check");
    resolve();
    var watch = new Stabilisation(incidents, full, examination, timeline, clock);
    assertThat(atomic.call(() -> watch.check(number))).isTrue();
    assertThat(timeline.of(number, 0))
        .as("it proves nothing")
        .extracting(TimelineEntry::fact)
        .doesNotContain(Fact.STABILITY_CHECKED);
  }

  @Test
  void collectsEvidenceFromTheServiceAndWhatItNeeds() {
    FakeServices.breakDown(services, "ledger");

    atomic.run(() -> evidence.collect(number));

    assertThat(health())
        .singleElement()
        .asString()
        .startsWith(
            "First evidence. Suspect: checkout dependencies: ledger, check 'health': HTTP 503")
        .contains("Fine: checkout health: checkout healthy after ");
  }

  @Test
  void callsAnAspectFineOnceAndOnlyWhenAllOfItIs() {
    findings.add(
        number,
        List.of(
            new Finding("checkout", Aspect.RESOURCES, State.FINE, "cpu: 0.2"),
            new Finding("checkout", Aspect.RESOURCES, State.FINE, "memory: 0.4"),
            new Finding("ledger", Aspect.RESOURCES, State.FINE, "cpu: 0.1"),
            new Finding("ledger", Aspect.RESOURCES, State.SUSPECT, "memory: 0.97")),
        NOW);

    assertThat(briefing.of(incident()))
        .containsExactly(
            new BriefingLines.Line("Suspect", "ledger resources: memory: 0.97"),
            new BriefingLines.Line("Looked fine", "checkout resources"));
  }

  @Test
  void checksDenselyAtFirstThenNowAndThenUntilTheWatchIsOver() {
    resolve();

    var plan = stabilisation.next(number, 0, null);
    assertThat(plan).isEqualTo(new Stabilisation.Plan(false, NOW.plus(Duration.ofMinutes(5))));
    assertThat(stabilisation.next(number, 11, null).dueAt())
        .isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    assertThat(stabilisation.next(number, 12, null).dueAt())
        .isEqualTo(NOW.plus(Duration.ofHours(1)));

    response.at(NOW.plus(Duration.ofHours(23).plusMinutes(30)));
    assertThat(stabilisation.next(number, 35, null))
        .as("the last check comes with the end of the watch")
        .isEqualTo(new Stabilisation.Plan(false, NOW.plus(Duration.ofHours(24))));

    response.at(NOW.plus(Duration.ofHours(24)));
    assertThat(stabilisation.next(number, 36, null).over()).isTrue();
  }

  @Test
  void hasNothingToWatchBeforeTheResolution() {
    assertThat(stabilisation.next(number, 0, null).over()).isTrue();
  }

  @Test
  void tellsEachStabilisationCheck() {
    resolve();
    assertThat(stabilisation.check(number)).isTrue();
    FakeServices.breakDown(services, "checkout");
    assertThat(stabilisation.check(number)).isFalse();

    assertThat(health().get(0)).startsWith("Stabilisation check. Healthy: checkout (");
    assertThat(health().get(1)).startsWith("Stabilisation check. Unhealthy: checkout");
  }

  private void resolve() {
    atomic.run(() -> incidents.moveTo(number, Status.RESOLVED, null, Actor.ENGINE));
  }

  private IncidentView incident() {
    return incidents.get(number);
  }

  private List<String> health() {
    return response.timeline(number).stream()
        .filter(line -> line.startsWith("health: "))
        .map(line -> line.substring("health: ".length()))
        .toList();
  }
}
