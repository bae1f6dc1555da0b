package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.StormProcess;
import io.tocsin.engine.model.Heartbeat;
import io.tocsin.engine.model.MaintenanceWindow;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.support.Jobs;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The heartbeat "backup" of the test's settings: every hour, five minutes of grace. */
@TocsinTest
class HeartbeatsTest {

  private static final String NAME = "backup";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final Actor SOMEBODY = Actor.api("commander");

  @Autowired Heartbeats heartbeats;
  @Autowired AlertIntake intake;
  @Autowired AlertStore store;
  @Autowired Incidents incidents;
  @Autowired IncidentCommands commands;
  @Autowired Maintenance maintenance;
  @Autowired IntakeGate gate;
  @Autowired StormProperties properties;
  @Autowired StormProcess process;
  @Autowired Atomic atomic;
  @Autowired Response response;
  @Autowired RuntimeService runtime;
  @Autowired Jobs jobs;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;
  @Autowired MockMvcTester mvc;

  Instant start = Instant.EPOCH;

  /** As if Tocsin had just been set up. */
  @BeforeEach
  void begin() {
    runtime.createProcessInstanceQuery().processDefinitionKey(Heartbeat.KEY).list().stream()
        .map(instance -> instance.getId())
        .forEach(id -> runtime.deleteProcessInstance(id, "another test"));
    jdbc.sql("update alert set live = false where source = 'heartbeat'").update();
    jdbc.sql("delete from heartbeat").update();
    start = Instant.parse("2026-02-10T12:00:00Z");
    response.at(start);
    heartbeats.begin();
    look();
  }

  @Test
  void isQuietWhileTheSignsOfLifeCome() {
    for (int hour = 1; hour < 5; hour++) {
      at(Duration.ofHours(hour));
      heartbeats.beat(NAME);
      at(Duration.ofHours(hour).plusMinutes(5));
      look();
    }

    assertThat(row()).isEmpty();
    assertThat(watches()).isEqualTo(1);
  }

  @Test
  void raisesAnAlertAfterTheGraceAndResolvesItWhenItIsBack() {
    heartbeats.beat(NAME);
    at(Duration.ofMinutes(64));
    look();
    assertThat(row()).isEmpty();

    at(Duration.ofMinutes(65));
    look();
    var number = row().orElseThrow().incident();
    assertThat(number).isNotNull();
    var incident = incidents.get(number);
    assertThat(incident.title()).isEqualTo("No sign of life from backup");
    assertThat(incident.services()).containsExactly("backup");
    assertThat(incident.severity()).isEqualTo(2);
    assertThat(heartbeats.list().get(0).silent()).isTrue();

    at(Duration.ofMinutes(130));
    look();
    assertThat(store.of(number))
        .filteredOn(AlertView::live)
        .extracting(AlertView::count)
        .containsExactly(2L);

    heartbeats.beat(NAME);
    assertThat(row().orElseThrow().firing()).isFalse();
    assertThat(heartbeats.list().get(0).silent()).isFalse();
    assertThat(heartbeats.list().get(0).lastSeen()).isEqualTo(clock.instant());
  }

  @Test
  void countsTheFirstSilenceFromTheBeginningOfTheWatch() {
    at(Duration.ofMinutes(65));
    look();

    assertThat(row()).isPresent();
  }

  @Test
  void countsAnewAfterADowntimeOfItsOwn() {
    heartbeats.beat(NAME);
    at(Duration.ofHours(6));
    look();
    assertThat(row()).isEmpty();

    at(Duration.ofHours(6).plusMinutes(65));
    look();
    assertThat(row()).isPresent();
  }

  @Test
  void staysMutedAfterADismissalHoweverSeldomItIsRepeated() {
    var nightly = with(nightly(null));
    nightly.beat(NAME);
    at(DAY.plus(HALF_AN_HOUR));
    nightly.look(NAME, null);
    var number = row().orElseThrow().incident();
    commands.dismiss(number, "The server is being moved until Tuesday", SOMEBODY);

    // Timers are late by some milliseconds.
    at(DAY.multipliedBy(2).plus(HALF_AN_HOUR).plusMillis(400));
    nightly.look(NAME, null);
    assertThat(row().orElseThrow().incident()).isEqualTo(number);

    nightly.beat(NAME);
    assertThat(row()).as("it has resolved").isEmpty();
    at(DAY.multipliedBy(4));
    nightly.look(NAME, null);
    assertThat(row().orElseThrow().incident()).isNotEqualTo(number);
  }

  @Test
  void isMutedOnceByAMaintenanceWindowHoweverSeldomItIsRepeated() {
    var nightly = with(nightly(null));
    nightly.beat(NAME);
    var window =
        maintenance
            .plan(List.of(NAME), start, start.plus(DAY.multipliedBy(3)), "It is moved", "commander")
            .id();
    try {
      at(DAY.plus(HALF_AN_HOUR));
      nightly.look(NAME, null);
      at(DAY.multipliedBy(2).plus(HALF_AN_HOUR).plusMillis(400));
      nightly.look(NAME, null);

      assertThat(store.ofWindow(window))
          .singleElement()
          .satisfies(muted -> assertThat(muted.count()).isEqualTo(2));
    } finally {
      maintenance.end(window, "commander");
      jobs.runDue(MaintenanceWindow.KEY, "windowId", window.toString());
    }
    assertThat(row().orElseThrow().incident()).as("it is over").isNotNull();
  }

  @Test
  void countsDaysOfItsZoneWhenTheClocksChange() {
    var berlin = with(nightly(ZoneId.of("Europe/Berlin")));
    assertThat(deadline(berlin, "2026-10-24T01:05:00Z"))
        .as("25 hours later, and the grace")
        .contains(Instant.parse("2026-10-25T02:35:00Z"));
    assertThat(deadline(berlin, "2026-03-28T02:05:00Z"))
        .as("23 hours later, and the grace")
        .contains(Instant.parse("2026-03-29T01:35:00Z"));
    assertThat(deadline(berlin, "2026-10-24T00:30:00Z"))
        .as("at half past two, which comes twice: the second")
        .contains(Instant.parse("2026-10-25T02:00:00Z"));
    assertThat(deadline(with(nightly(null)), "2026-10-24T01:05:00Z"))
        .as("without a zone")
        .contains(Instant.parse("2026-10-25T01:35:00Z"));
    assertThat(row()).isEmpty();
  }

  @Test
  void repeatsTheAlertByTheDaysOfItsZone() {
    var berlin =
        with(
            new StormProperties.Heartbeat(
                DAY,
                HALF_AN_HOUR,
                ZoneId.of("Europe/Berlin"),
                Signal.unique(),
                "high",
                null,
                null));
    response.at(Instant.parse("2026-10-23T01:05:00Z"));
    berlin.beat(NAME);

    response.at(Instant.parse("2026-10-24T01:35:00Z"));
    assertThat(berlin.look(NAME, null)).contains(Instant.parse("2026-10-25T02:35:00Z"));
    assertThat(incidents.get(String.valueOf(row().orElseThrow().incident())).description())
        .endsWith("it should come every P1D in Europe/Berlin");
    assertThat(berlin.list().get(0).zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void refusesAZoneForWhatIsNoWholeNumberOfDays() {
    var hourly =
        new StormProperties.Heartbeat(
            Duration.ofHours(36), HALF_AN_HOUR, ZoneId.of("Europe/Berlin"), NAME, null, null, null);

    assertThatThrownBy(() -> with(hourly))
        .hasMessage(
            "tocsin.alerts.heartbeats.backup.zone: counts days, but every is PT36H; give it whole"
                + " days such as 1d, or leave out the zone");
  }

  private Optional<Instant> deadline(Heartbeats of, String beat) {
    response.at(Instant.parse(beat));
    of.beat(NAME);
    return of.look(NAME, null);
  }

  @Test
  void isWatchedOnceHoweverManyNodesStart() throws Exception {
    runtime.createProcessInstanceQuery().processDefinitionKey(Heartbeat.KEY).list().stream()
        .map(instance -> instance.getId())
        .forEach(id -> runtime.deleteProcessInstance(id, "test"));
    jdbc.sql("delete from heartbeat").update();
    var together = new CyclicBarrier(4);
    var pool = Executors.newFixedThreadPool(4);
    try {
      var started =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(
                  n ->
                      pool.submit(
                          () -> {
                            together.await();
                            heartbeats.begin();
                            return n;
                          }))
              .toList();
      for (var node : started) {
        node.get();
      }
    } finally {
      pool.shutdown();
    }

    assertThat(watches()).isEqualTo(1);
  }

  @Test
  void endsWhenItIsNoLongerConfigured() {
    at(Duration.ofMinutes(65));
    look();

    assertThat(with(Map.of()).look(NAME, null)).isEmpty();

    assertThat(row().orElseThrow().firing()).isFalse();
    assertThat(jdbc.sql("select watched from heartbeat").query(Boolean.class).single()).isFalse();
  }

  @Test
  void readsItsSettingsAfreshWhenTocsinStarts() {
    at(Duration.ofMinutes(30));

    heartbeats.begin();
    look();

    assertThat(watches()).isEqualTo(1);
    assertThat(row()).isEmpty();
  }

  @Test
  void isOpenToWhoeverHasItsToken() {
    assertThat(beat(NAME, "Bearer local-heartbeat")).hasStatus(204);
    assertThat(heartbeats.list().get(0).lastSeen()).isEqualTo(start);
    assertThat(beat(NAME, "Bearer wrong")).hasStatus(401);
    assertThat(beat("other", "Bearer local-heartbeat")).hasStatus(401);
    assertThat(mvc.post().uri("/api/v1/heartbeats/" + NAME)).hasStatus(401);
    assertThat(mvc.get().uri("/api/v1/heartbeats")).hasStatus(401);
    assertThat(
            mvc.get()
                .uri("/api/v1/heartbeats")
                .with(SecurityMockMvcRequestPostProcessors.user("manager")))
        .bodyText()
        .contains("\"name\":\"backup\"")
        .doesNotContain("local-heartbeat");
  }

  @Test
  void comesThroughWhenAlertsTakeAllPlaces() {
    var alerts = new ArrayList<MockHttpServletRequest>();
    try {
      for (int i = 0; i < properties.limits().concurrent(); i++) {
        var alert = new MockHttpServletRequest("POST", "/api/v1/alerts/generic");
        gate.preHandle(alert, new MockHttpServletResponse(), this);
        alerts.add(alert);
      }

      assertThat(beat(NAME, "Bearer local-heartbeat")).hasStatus(204);
    } finally {
      alerts.forEach(
          alert -> gate.afterCompletion(alert, new MockHttpServletResponse(), this, null));
    }
  }

  private MockMvcTester.MockMvcRequestBuilder beat(String name, String authorization) {
    return mvc.post()
        .uri("/api/v1/heartbeats/" + name)
        .header("Authorization", authorization)
        .content("whatever it says");
  }

  private static StormProperties.Heartbeat nightly(@Nullable ZoneId zone) {
    return new StormProperties.Heartbeat(DAY, HALF_AN_HOUR, zone, NAME, "high", null, null);
  }

  /** As if Tocsin had been started with other settings. */
  private Heartbeats with(StormProperties.Heartbeat backup) {
    return with(Map.of(NAME, backup));
  }

  private Heartbeats with(Map<String, StormProperties.Heartbeat> configured) {
    return new Heartbeats(
        new StormProperties(
            new StormProperties.Limits(16, Map.of(), 100),
            new StormProperties.Flapping(5, Duration.ofHours(1), Duration.ofMinutes(30)),
            new StormProperties.Maintenance(Duration.ofDays(7)),
            configured),
        intake,
        process,
        atomic,
        jdbc,
        clock);
  }

  private Optional<AlertStore.Row> row() {
    return store.live("heartbeat", NAME);
  }

  private void at(Duration after) {
    response.at(start.plus(after));
  }

  private void look() {
    jobs.runDue(Heartbeat.KEY, "heartbeat", NAME);
  }

  private long watches() {
    return runtime.createProcessInstanceQuery().processDefinitionKey(Heartbeat.KEY).count();
  }
}
