package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.model.MaintenanceWindow;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.support.Jobs;
import io.tocsin.support.Locks;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@TocsinTest
class MaintenanceTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired Maintenance maintenance;
  @Autowired AlertIntake intake;
  @Autowired AlertStore store;
  @Autowired Incidents incidents;
  @Autowired Response response;
  @Autowired RuntimeService runtime;
  @Autowired Jobs jobs;
  @Autowired Atomic atomic;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;
  @Autowired MockMvcTester mvc;

  Signal signal = Signal.fresh();
  Instant now = Instant.EPOCH;

  @BeforeEach
  void fix() {
    now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    response.at(now);
    signal = Signal.fresh();
  }

  @Test
  void mutesWithARecordAndCountsAsNewWhatStillFiresAtTheEnd() {
    var window = plan(now, now.plus(HOUR));
    var gone = signal.sibling();
    assertThat(receive(signal.firing())).isEmpty();
    assertThat(receive(signal.firing())).isEmpty();
    assertThat(receive(gone.firing())).isEmpty();
    assertThat(receive(gone.resolved())).isEmpty();
    assertThat(maintenance.get(window))
        .satisfies(
            shown -> {
              assertThat(shown.state()).isEqualTo("running");
              assertThat(shown.muted()).isEqualTo(2);
              assertThat(shown.signals()).isEqualTo(4);
              assertThat(shown.firing()).isEqualTo(1);
            });

    end(window, now.plus(HOUR));

    var number = store.live(signal.firing()).orElseThrow().incident();
    assertThat(number).isNotNull();
    assertThat(incidents.get(number).services()).isEqualTo(signal.services());
    assertThat(store.of(number)).hasSize(1);
    assertThat(store.live(gone.firing())).isEmpty();
    assertThat(store.ofWindow(window)).hasSize(2);
    assertThat(maintenance.get(window).state()).isEqualTo("over");
    assertThat(running(window)).isZero();
    assertThat(receive(signal.firing())).containsExactly(number);
  }

  @Test
  void beginsAndEndsToTheInstant() {
    plan(now.plusSeconds(10), now.plusSeconds(20));
    assertThat(receive(signal.sibling().firing())).hasSize(1);

    response.at(now.plusSeconds(10));
    assertThat(receive(Signal.fresh().ofServices(signal.services().get(0)).firing())).isEmpty();
    response.at(now.plusSeconds(19));
    assertThat(receive(signal.firing())).isEmpty();
    response.at(now.plusSeconds(20));
    assertThat(receive(signal.sibling().firing())).hasSize(1);
  }

  @Test
  void mutesOnlyWhatConcernsNothingElse() {
    plan(now, now.plus(HOUR));
    var here = signal.services().get(0);

    assertThat(receive(Signal.fresh().ofServices(here, Signal.unique()).firing())).hasSize(1);
    assertThat(receive(Signal.fresh().ofServices().firing())).hasSize(1);
    var other = Signal.fresh();
    maintenance.plan(other.services(), null, now.plus(HOUR), "The other one", "commander");
    assertThat(receive(Signal.fresh().ofServices(here, other.services().get(0)).firing()))
        .isEmpty();
  }

  @Test
  void neverMutesAMatterOfSecurity() {
    plan(now, now.plus(HOUR));

    assertThat(receive(signal.secret())).hasSize(1);
  }

  @Test
  void leavesAnIncidentAloneThatIsRespondedTo() {
    var number = receive(signal.firing()).iterator().next();
    plan(now, now.plus(HOUR));

    receive(signal.resolved());
    assertThat(receive(signal.firing())).containsExactly(number);
    assertThat(response.timeline(number)).last().asString().contains("Alert fires again");
  }

  @Test
  void asksForNoReopening() {
    var number = receive(signal.firing()).iterator().next();
    receive(signal.resolved());
    incidents.moveTo(number, Status.RESOLVED, null, Actor.api("commander"));
    plan(now, now.plus(HOUR));

    assertThat(receive(signal.firing())).isEmpty();
  }

  @Test
  void handsOnToAnotherWindowThatRuns() {
    var window = plan(now, now.plus(HOUR));
    receive(signal.firing());
    var next = plan(now.plus(Duration.ofMinutes(30)), now.plus(HOUR.multipliedBy(2)));

    end(window, now.plus(HOUR));
    assertThat(store.live(signal.firing()).orElseThrow().mutedBy()).isEqualTo(next);

    end(next, now.plus(HOUR.multipliedBy(2)));
    assertThat(store.live(signal.firing()).orElseThrow().incident()).isNotNull();
  }

  @Test
  void countsAsNewWhenOneOfItsServicesIsNotCoveredAnyMore() {
    var other = Signal.fresh();
    var both = Signal.fresh().ofServices(signal.services().get(0), other.services().get(0));
    var window = plan(now, now.plus(HOUR));
    maintenance.plan(
        other.services(), null, now.plus(HOUR.multipliedBy(3)), "The other one", "commander");
    assertThat(receive(both.firing())).isEmpty();

    end(window, now.plus(HOUR));

    assertThat(store.live(both.firing()).orElseThrow().incident()).isNotNull();
  }

  @Test
  void isHandedOnWhileEachOfItsServicesIsCovered() {
    var other = Signal.fresh();
    var both = Signal.fresh().ofServices(signal.services().get(0), other.services().get(0));
    plan(now, now.plus(HOUR));
    var longer = plan(now, now.plus(HOUR.multipliedBy(2)));
    maintenance.plan(
        other.services(), null, now.plus(HOUR.multipliedBy(3)), "The other one", "commander");

    receive(both.firing());

    // The cover breaks at the end of the second.
    assertThat(store.live(both.firing()).orElseThrow().mutedBy()).isEqualTo(longer);
  }

  @Test
  void letsGoWhatIsBeingStoredWhileItEnds() throws Exception {
    var window = plan(now, now.plus(HOUR));
    var muted = new CountDownLatch(1);
    var pool = Executors.newFixedThreadPool(2);
    try {
      var storing =
          pool.submit(
              () ->
                  atomic.call(
                      () -> {
                        var incidents = receive(signal.firing());
                        muted.countDown();
                        Locks.awaitWaiter(jdbc);
                        return incidents;
                      }));
      muted.await();
      var ended =
          pool.submit(
              () -> {
                maintenance.end(window, "techlead");
                jobs.runDue(MaintenanceWindow.KEY, "windowId", window.toString());
              });
      assertThat(storing.get()).isEmpty();
      ended.get();
    } finally {
      pool.shutdown();
    }

    assertThat(store.live(signal.firing()).orElseThrow().incident()).isNotNull();
  }

  @Test
  void mutesNothingThatIsStoredOnceItIsReleased() throws Exception {
    var window = plan(now, now.plus(HOUR));
    var released = new CountDownLatch(1);
    var pool = Executors.newFixedThreadPool(2);
    try {
      var ended =
          pool.submit(
              () ->
                  atomic.run(
                      () -> {
                        intake.release(window);
                        released.countDown();
                        Locks.awaitWaiter(jdbc);
                      }));
      released.await();
      var stored = pool.submit(() -> receive(signal.firing()));
      ended.get();
      assertThat(stored.get()).hasSize(1);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void endsEarlyOnce() {
    var window = plan(now, now.plus(HOUR));
    receive(signal.firing());

    var ended = maintenance.end(window, "techlead");
    jobs.runDue(MaintenanceWindow.KEY, "windowId", window.toString());

    assertThat(ended.endedBy()).isEqualTo("techlead");
    assertThat(store.live(signal.firing()).orElseThrow().incident()).isNotNull();
    assertThatThrownBy(() -> maintenance.end(window, "techlead"))
        .isInstanceOf(ConflictException.class);
    assertThat(running(window)).isZero();
  }

  @Test
  void neverBeginsWhenItWasEndedBefore() {
    var window = plan(now.plus(HOUR), now.plus(HOUR.multipliedBy(2)));
    maintenance.end(window, "techlead");
    response.at(now.plus(HOUR).plusSeconds(1));

    assertThat(receive(signal.firing())).hasSize(1);
  }

  @Test
  void refusesWhatMakesNoSense() {
    var services = signal.services();
    var later = now.plus(HOUR);
    refused("services", () -> maintenance.plan(List.of(" "), null, later, "Why", "x"));
    refused("reason", () -> maintenance.plan(services, null, later, " ", "x"));
    refused("until", () -> maintenance.plan(services, later, later, "Why", "x"));
    refused("until", () -> maintenance.plan(services, null, now.minus(HOUR), "Why", "x"));
    refused(
        "until", () -> maintenance.plan(services, null, now.plus(Duration.ofDays(8)), "Why", "x"));
    assertThatThrownBy(() -> maintenance.get(UUID.randomUUID()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void isPlannedListedAndEndedOverTheApi() {
    var body =
        """
        {"services": ["%s"], "until": "%s", "reason": "New disks"}"""
            .formatted(signal.services().get(0), now.plus(HOUR));
    var made =
        mvc.post()
            .uri("/api/v1/maintenance-windows")
            .with(person("commander", "incident-commander"))
            .with(csrf())
            .contentType(MediaType.APPLICATION_JSON)
            .content(body)
            .exchange();
    assertThat(made).hasStatus(201);
    assertThat(made).bodyJson().extractingPath("$.createdBy").isEqualTo("commander");
    var uri = made.getResponse().getHeader("Location");
    receive(signal.firing());

    assertThat(mvc.get().uri("/api/v1/maintenance-windows").with(person("manager", "management")))
        .bodyText()
        .contains("New disks");
    assertThat(mvc.get().uri(uri + "/alerts").with(person("manager", "management")))
        .bodyText()
        .contains(signal.fingerprint());
    assertThat(mvc.post().uri(uri + "/end").with(person("manager", "management")).with(csrf()))
        .hasStatus(403);
    assertThat(mvc.post().uri(uri + "/end").with(person("scribe", "scribe")).with(csrf()))
        .hasStatusOk();
    assertThat(mvc.get().uri("/api/v1/maintenance-windows")).hasStatus(401);
    assertThat(
            mvc.post()
                .uri("/api/v1/maintenance-windows")
                .with(person("manager", "management"))
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body))
        .hasStatus(403);
  }

  private static org.springframework.test.web.servlet.request.RequestPostProcessor person(
      String id, String group) {
    return user(id).authorities(AuthorityUtils.createAuthorityList(group));
  }

  private static void refused(
      String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable plan) {
    assertThatThrownBy(plan)
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private UUID plan(Instant from, Instant until) {
    return maintenance.plan(signal.services(), from, until, "New disks", "commander").id();
  }

  private void end(UUID window, Instant at) {
    response.at(at);
    jobs.runDue(MaintenanceWindow.KEY, "windowId", window.toString());
  }

  private long running(UUID window) {
    return runtime
        .createProcessInstanceQuery()
        .processDefinitionKey(MaintenanceWindow.KEY)
        .variableValueEquals("windowId", window.toString())
        .count();
  }

  private Set<String> receive(Alert alert) {
    return intake.receive(alert.source(), List.of(alert)).incidents();
  }
}
