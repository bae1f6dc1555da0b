package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.ProcessView;
import io.tocsin.engine.ProcessView.OpenTask;
import io.tocsin.engine.model.FlappingAlert;
import io.tocsin.engine.model.Recover;
import io.tocsin.engine.model.Triage;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.support.Jobs;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** More than five times within an hour, until it has been quiet for half an hour. */
@TocsinTest
class FlappingTest {

  private static final Actor SOMEBODY = Actor.api("oncall1");

  @Autowired AlertIntake intake;
  @Autowired AlertStore store;
  @Autowired Incidents incidents;
  @Autowired IncidentCommands commands;
  @Autowired ProcessView process;
  @Autowired Response response;
  @Autowired RuntimeService runtime;
  @Autowired Jobs jobs;
  @Autowired Clock clock;

  Signal signal = Signal.fresh();
  String number = "";

  @BeforeEach
  void flap() {
    signal = Signal.fresh();
    number = fire();
    for (int turn = 1; turn < 5; turn++) {
      resolve();
      later(Duration.ofMinutes(2));
      fire();
    }
  }

  @Test
  void isMarkedAtTheSixthTimeAndSaysSoOnce() {
    assertThat(alert().flappingSince()).isNull();
    resolve();
    fire();
    var lines = response.timeline(number);
    assertThat(alert().flappingSince()).isEqualTo(clock.instant());
    assertThat(lines).last().asString().startsWith("alert: Alert is flapping: Something is wrong");

    resolve();
    fire();
    resolve();

    assertThat(response.timeline(number)).isEqualTo(lines);
    assertThat(alert().count()).isEqualTo(14);
    assertThat(watches()).isEqualTo(1);
  }

  @Test
  void asksForReopeningNoMoreThanOnceWhileItFlaps() {
    resolve();
    watch();
    fire();
    complete(Recover.Elements.TASK_DECIDE_REOPENING);

    resolve();
    assertThat(fire()).isEqualTo(number);

    assertThat(tasks()).doesNotContain(Recover.Elements.TASK_DECIDE_REOPENING);
    assertThat(alert().status()).isEqualTo("firing");
  }

  @Test
  void opensNoIncidentAgainAndAgainAfterItWasDismissed() {
    resolve();
    fire();
    resolve();
    commands.dismiss(number, "A sensor that is broken", SOMEBODY);

    assertThat(receive(signal.firing())).isEmpty();
    assertThat(receive(signal.resolved())).isEmpty();
    assertThat(receive(signal.firing())).isEmpty();
    assertThat(receive(signal.firing())).isEmpty();
    assertThat(store.live(signal.firing()).orElseThrow().incident()).isNull();
  }

  @Test
  void countsAsNewWhenItFiresOnOnceItIsCalm() {
    resolve();
    fire();
    resolve();
    commands.dismiss(number, "A sensor that is broken", SOMEBODY);
    receive(signal.firing());

    look(Duration.ofMinutes(29));
    assertThat(store.live(signal.firing()).orElseThrow().incident()).isNull();
    look(Duration.ofMinutes(2));

    var row = store.live(signal.firing()).orElseThrow();
    assertThat(row.incident()).isNotNull().isNotEqualTo(number);
    assertThat(row.turns().flapping()).isFalse();
    assertThat(watches()).isZero();
  }

  @Test
  void opensAnotherIncidentWhenItFiresOnAndNobodyWatchesItsOwnAnyMore() {
    resolve();
    fire();
    incidents.moveTo(number, Status.RESOLVED, null, SOMEBODY);

    look(Duration.ofMinutes(31));

    var next = store.live(signal.firing()).orElseThrow().incident();
    assertThat(next).isNotNull().isNotEqualTo(number);
    assertThat(incidents.get(next).services()).isEqualTo(signal.services());
    assertThat(response.timeline(number))
        .contains("alert: Alert has calmed down: it fires")
        .last()
        .asString()
        .endsWith("It is handled in " + next);
    assertThat(alert().live()).isFalse();
    assertThat(fire()).isEqualTo(next);
  }

  @Test
  void opensAnotherIncidentAlsoWhenItWentOnFlappingThere() {
    resolve();
    fire();
    incidents.moveTo(number, Status.RESOLVED, null, SOMEBODY);
    resolve();
    assertThat(fire()).isEqualTo(number);

    look(Duration.ofMinutes(31));

    assertThat(fire()).isNotEqualTo(number);
  }

  @Test
  void asksForReopeningWhenItFiresOnAndItsIncidentIsWatched() {
    resolve();
    fire();
    watch();
    assertThat(tasks()).doesNotContain(Recover.Elements.TASK_DECIDE_REOPENING);

    look(Duration.ofMinutes(31));

    assertThat(tasks()).contains(Recover.Elements.TASK_DECIDE_REOPENING);
    assertThat(store.live(signal.firing()).orElseThrow().incident()).isEqualTo(number);
  }

  @Test
  void calmsDownAndOffersDismissalThen() {
    resolve();
    fire();
    resolve();

    look(Duration.ofMinutes(30));

    assertThat(watches()).isZero();
    assertThat(alert().flappingSince()).isNull();
    assertThat(response.timeline(number)).contains("alert: Alert has calmed down: it is resolved");
    assertThat(tasks()).contains(Triage.Elements.TASK_DECIDE_DISMISSAL);
    assertThat(fire()).isEqualTo(number);
    assertThat(response.timeline(number)).last().asString().contains("Alert fires again");
  }

  @Test
  void isLookedForUntilItIsCalm() {
    resolve();
    fire();
    look(Duration.ofMinutes(10));
    resolve();
    fire();

    look(Duration.ofMinutes(25));

    assertThat(watches()).isEqualTo(1);
    look(Duration.ofMinutes(10));
    assertThat(watches()).isZero();
  }

  @Test
  void neverMutesAMatterOfSecurity() {
    var secret = Signal.fresh();
    for (int turn = 0; turn < 7; turn++) {
      assertThat(receive(secret.secret())).hasSize(1);
      receive(secret.resolved());
    }
    var breach = receive(secret.secret()).iterator().next();
    commands.dismiss(breach, "A scanner", Actor.api("security"));
    receive(secret.resolved());

    assertThat(receive(secret.secret())).hasSize(1).doesNotContain(breach);
  }

  private AlertView alert() {
    return store.of(number).get(0);
  }

  private Set<String> receive(Alert alert) {
    return intake.receive(alert.source(), List.of(alert)).incidents();
  }

  private String fire() {
    return receive(signal.firing()).iterator().next();
  }

  private void resolve() {
    receive(signal.resolved());
  }

  private void later(Duration time) {
    response.at(clock.instant().plus(time));
  }

  /** Lets time pass and fires what is due then. */
  private void look(Duration time) {
    later(time);
    jobs.runDue(FlappingAlert.KEY, "alertFingerprint", signal.fingerprint());
  }

  private long watches() {
    return runtime
        .createProcessInstanceQuery()
        .processDefinitionKey(FlappingAlert.KEY)
        .variableValueEquals("alertFingerprint", signal.fingerprint())
        .count();
  }

  private List<String> tasks() {
    return process.tasks(number).stream().map(OpenTask::key).toList();
  }

  private void complete(String task) {
    response.submit(
        number, task, "commander", Map.of("reopenChoice", "no", "reopenReason", "Noise"));
  }

  private void watch() {
    incidents.moveTo(number, Status.RESOLVED, null, SOMEBODY);
    runtime
        .createProcessInstanceByKey(Recover.KEY)
        .businessKey(number)
        .startBeforeActivity(Recover.Elements.TASK_SIGN_OFF)
        .startBeforeActivity(Recover.Elements.TASK_PLAN_CHECK)
        .execute();
  }
}
