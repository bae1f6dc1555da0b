package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the dry run says is what happens then. */
@TocsinTest
class AlertPreviewTest {

  @Autowired AlertPreview preview;
  @Autowired AlertIntake intake;
  @Autowired Maintenance maintenance;
  @Autowired IncidentCommands commands;
  @Autowired Incidents incidents;
  @Autowired StormProperties storm;
  @Autowired Response response;
  @Autowired Clock clock;

  Signal signal = Signal.fresh();
  Instant now = Instant.EPOCH;

  @BeforeEach
  void fix() {
    now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    response.at(now);
    signal = Signal.fresh();
  }

  @Test
  void looksAtThePayloadAsAWhole() {
    var payload =
        List.of(
            signal.firing(),
            signal.sibling().firing(),
            signal.firing(),
            Signal.fresh().firing(),
            signal.sibling().secret(),
            signal.resolved(),
            signal.sibling().resolved());
    assertThat(outcomes(payload))
        .containsExactly("declare", "join", "count", "declare", "declare", "resolve", "nothing");
    assertThat(intake.receive("generic", payload).incidents()).hasSize(3);
    assertThat(outcomes(List.of(signal.firing(), signal.sibling().firing())))
        .containsExactly("fireAgain", "join");
  }

  @Test
  void knowsTheGroupsOfASource() {
    var one = Signal.fresh().inGroup(Signal.unique());
    assertThat(outcomes(List.of(one.firing(), one.sibling().ofServices(Signal.unique()).firing())))
        .containsExactly("declare", "join");
  }

  @Test
  void knowsMaintenanceWhichMutesNoMatterOfSecurity() {
    maintenance.plan(
        signal.services(), null, now.plus(Duration.ofHours(1)), "The disk is changed", "commander");
    var said = preview.of(List.of(signal.firing(), signal.sibling().secret()), null);
    assertThat(said).extracting(AlertPreview.Outcome::outcome).containsExactly("mute", "declare");
    assertThat(said.get(0).why()).contains("maintenance", "The disk is changed");
    assertThat(intake.receive("generic", List.of(signal.firing())).incidents()).isEmpty();
  }

  @Test
  void knowsWhatFlapsUntilItIsCalm() {
    var number = "";
    for (int turn = 0; turn <= storm.flapping().turns(); turn++) {
      number = intake.receive("generic", List.of(signal.firing())).incidents().iterator().next();
      intake.receive("generic", List.of(signal.resolved()));
    }
    commands.dismiss(number, "A sensor that is broken", Actor.api("oncall1"));
    assertThat(outcomes(List.of(signal.firing()))).containsExactly("mute");
    response.at(now.plus(storm.flapping().quiet()));
    assertThat(outcomes(List.of(signal.firing()))).containsExactly("declare");
  }

  @Test
  void knowsWhatIsHeardThoughItsIncidentIsResolved() {
    var before = signal.from("2026-02-10T10:00:00Z");
    var number = intake.receive("generic", List.of(before.firing())).incidents().iterator().next();
    incidents.moveTo(number, Status.RESOLVED, null, Actor.api("oncall1"));
    var anew = signal.from(now.plusSeconds(60).toString()).firing();
    assertThat(said(before.firing()).outcome()).isEqualTo("count");
    assertThat(said(before.saying("low")).outcome()).isEqualTo("count");

    assertThat(said(anew).outcome()).isEqualTo("fireAgain");
    assertThat(said(anew).incident()).isEqualTo(number);
    assertThat(said(anew).why())
        .startsWith("It began anew after its incident was resolved")
        .contains("asked whether to reopen it, else a new one is declared");
    intake.receive("generic", List.of(before.saying("low")));
    assertThat(said(before.saying("critical")).why())
        .startsWith("It became worse after its incident was resolved")
        .contains("asked whether to reopen it");

    maintenance.plan(
        signal.services(), null, now.plus(Duration.ofHours(1)), "The disk is changed", "commander");
    assertThat(said(anew).outcome()).isEqualTo("mute");
    assertThat(intake.receive("generic", List.of(anew)).incidents()).isEmpty();
  }

  @Test
  void knowsWhatHadResolvedBeforeItsIncident() {
    var number = intake.receive("generic", List.of(signal.firing())).incidents().iterator().next();
    intake.receive("generic", List.of(signal.resolved()));
    incidents.moveTo(number, Status.RESOLVED, null, Actor.api("oncall1"));

    assertThat(said(signal.firing()).outcome()).isEqualTo("fireAgain");
    assertThat(said(signal.firing()).why())
        .isEqualTo(
            "The same signal had resolved, and so has its incident: if it is still watched, the"
                + " commander is asked whether to reopen it, else a new one is declared");
  }

  @Test
  void knowsWhatIsForgottenAfterADayOfSilence() {
    var number = intake.receive("generic", List.of(signal.firing())).incidents().iterator().next();
    commands.dismiss(number, "A test of the alarm", Actor.api("oncall1"));
    assertThat(said(signal.firing()).outcome()).isEqualTo("count");

    response.at(now.plus(Duration.ofHours(25)));

    assertThat(outcomes(List.of(signal.firing(), signal.firing())))
        .containsExactly("declare", "count");
  }

  @Test
  void knowsWhatIsHeardThoughItsIncidentWasDismissed() {
    var before = signal.from("2026-02-10T10:00:00Z");
    var number =
        intake.receive("generic", List.of(before.saying("low"))).incidents().iterator().next();
    commands.dismiss(number, "A test of the alarm", Actor.api("oncall1"));

    assertThat(said(before.saying("low")).outcome()).isEqualTo("count");
    assertThat(said(before.saying("critical")).outcome()).isEqualTo("declare");
    assertThat(said(signal.from(now.plusSeconds(60).toString()).saying("low")).outcome())
        .isEqualTo("declare");
  }

  @Test
  void knowsWhatStaysMuted() {
    maintenance.plan(
        signal.services(), null, now.plus(Duration.ofHours(1)), "The disk is changed", "commander");
    intake.receive("generic", List.of(signal.firing()));
    intake.receive("generic", List.of(signal.resolved()));

    assertThat(said(signal.firing()).outcome()).isEqualTo("mute");
  }

  private AlertPreview.Outcome said(Alert alert) {
    return preview.of(List.of(alert), null).get(0);
  }

  private List<String> outcomes(List<Alert> payload) {
    return preview.of(payload, null).stream().map(AlertPreview.Outcome::outcome).toList();
  }
}
