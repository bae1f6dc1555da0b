package io.tocsin.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import io.tocsin.alert.MonitorAlerts;
import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Monitor;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;

/** A monitor of a simulated service looks while a drill on it ends. */
@TocsinTest
class MonitorsInDrillsTest {

  private static final MonitorKey KEY = new MonitorKey("shop-web", "health");
  private static final Actor LEAD = Actor.api("drill");

  private final Catalog catalog =
      new Catalog(
          List.of(
              new Catalog.Service(
                  KEY.service(),
                  "Shop web",
                  "group:technical-lead",
                  null,
                  List.of(),
                  Map.of(),
                  List.of(),
                  null,
                  null,
                  List.of(
                      new Monitor(
                          KEY.monitor(),
                          Duration.ofSeconds(15),
                          Duration.ofSeconds(5),
                          null,
                          2,
                          2,
                          "critical",
                          null,
                          new Monitor.Http(
                              URI.create("http://127.0.0.1/health"), 200, null, Map.of()),
                          null,
                          null,
                          null,
                          null,
                          null)),
                  null)));

  @Autowired MonitorProperties properties;
  @Autowired MonitorStates states;
  @Autowired MonitorAlerts alerts;
  @Autowired ApplicationEventPublisher events;
  @Autowired Clock clock;
  @Autowired TransactionTemplate transaction;
  @Autowired Incidents incidents;
  @Autowired IncidentCommands commands;
  @Autowired Response response;
  @Autowired MockMvcTester mvc;
  @Autowired JdbcClient jdbc;

  private String drill = "";

  @BeforeEach
  void begin() {
    forget();
    mvc.post()
        .uri("/api/v1/drills")
        .with(httpBasic("drill", "tocsin"))
        .contentType(MediaType.APPLICATION_JSON)
        .content("{\"scenario\": \"bad-deployment\", \"pace\": 30}")
        .exchange();
    drill = incidents.openOf(List.of("shop-web"), true).get(0);
    response.runJobs(drill);
  }

  @AfterEach
  void over() {
    incidents
        .openOf(List.of("shop-web"), false)
        .forEach(number -> commands.dismiss(number, "The test is over", LEAD));
    forget();
    commands.breakOff(drill, "The test is over", LEAD);
    response.runJobs(drill);
  }

  @Test
  void opensNothingForWhatItSawBeforeTheDrillEnded() {
    fails(() -> {});
    fails(() -> commands.dismiss(drill, "Lunch", LEAD));

    assertThat(incident()).as("it is the drill's").isEmpty();
    assertThat(incidents.openOf(List.of("shop-web"), false)).isEmpty();

    fails(() -> {});
    assertThat(incident()).as("it fails without any drill").isPresent().get().isNotEqualTo(drill);
  }

  @Test
  void opensNothingForAnAlertOfTheDrillThatIsClosedWhileItLooks() {
    fails(() -> {});
    fails(() -> {});
    assertThat(incident()).contains(drill);
    response.triage(drill, 2);
    commands.resolve(drill, "Somebody rolled it back", LEAD);
    response.runJobs(drill);
    response.passGate(drill);

    fails(() -> commands.breakOff(drill, "Lunch", LEAD));

    assertThat(incident()).isEmpty();
    assertThat(incidents.openOf(List.of("shop-web"), false)).isEmpty();
  }

  /** A run that fails, while something happens. */
  private void fails(Runnable meanwhile) {
    var probing =
        new Probing(
            List.of(
                new Probe() {
                  @Override
                  public boolean knows(Monitor monitor) {
                    return true;
                  }

                  @Override
                  public Reading look(Monitor monitor) {
                    meanwhile.run();
                    return Reading.failed("It answers 500");
                  }
                }));
    var monitors = new Monitors(catalog, properties, states, probing, alerts, events, clock);
    try {
      transaction.executeWithoutResult(status -> monitors.run(KEY));
    } finally {
      probing.destroy();
    }
  }

  private Optional<String> incident() {
    return jdbc.sql(
            "select incident from alert where source = 'monitor' and fingerprint = ? and live")
        .param(KEY.toString())
        .query(String.class)
        .optional();
  }

  private void forget() {
    states.forget(KEY);
    jdbc.sql("update alert set live = false where source = 'monitor' and fingerprint = ?")
        .param(KEY.toString())
        .update();
  }
}
