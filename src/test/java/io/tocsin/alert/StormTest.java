package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Very many alerts at once, and to which incidents they belong. */
@TocsinTest
class StormTest {

  private static final int ALERTS = 5_000;
  private static final int PAYLOAD = 25;

  @Autowired AlertIntake intake;
  @Autowired AlertStore store;
  @Autowired Incidents incidents;
  @Autowired IncidentCommands commands;
  @Autowired Timeline timeline;
  @Autowired Response response;
  @Autowired JdbcClient jdbc;

  @Test
  void countsFiveThousandAlertsOfTwoServicesExactlyInTwoIncidents() throws Exception {
    var one = Signal.unique();
    var two = Signal.unique();
    var signals =
        IntStream.range(0, 500)
            .mapToObj(n -> Signal.fresh().ofServices(n % 2 == 0 ? one : two))
            .toList();
    var all =
        new ArrayList<>(
            IntStream.range(0, ALERTS).mapToObj(n -> signals.get(n % signals.size())).toList());
    Collections.shuffle(all, new Random(7));
    var work = new ArrayList<Callable<Set<String>>>();
    for (int from = 0; from < ALERTS; from += PAYLOAD) {
      var payload = all.subList(from, from + PAYLOAD).stream().map(Signal::firing).toList();
      work.add(() -> intake.receive("generic", payload).incidents());
    }

    var pool = Executors.newFixedThreadPool(12);
    var numbers = new ArrayList<String>();
    try {
      for (var answer : pool.invokeAll(work)) {
        numbers.addAll(answer.get());
      }
    } finally {
      pool.shutdown();
    }

    assertThat(Set.copyOf(numbers)).hasSize(2);
    assertThat(Set.copyOf(numbers))
        .allSatisfy(
            number -> {
              var alerts = store.of(number);
              assertThat(alerts).hasSize(250);
              assertThat(alerts.stream().map(AlertView::services).collect(Collectors.toSet()))
                  .isEqualTo(Set.of(incidents.get(number).services()));
              assertThat(alerts).extracting(AlertView::count).containsOnly(10L);
              // 100 lines, that it is a storm, and that it goes on at 200.
              assertThat(lines(number)).hasSize(102);
              assertThat(lines(number).get(100)).startsWith("A storm of alerts: 100 were");
              assertThat(lines(number).get(101))
                  .isEqualTo("The storm goes on: 200 alerts until now");
            });
  }

  @Test
  void opensOneIncidentForFiveHundredNewSignalsInOnePayload() {
    var first = Signal.fresh();
    var payload =
        Stream.concat(
                Stream.of(first.firing()),
                IntStream.range(1, 500).mapToObj(n -> first.sibling().firing()))
            .toList();

    var receipt = intake.receive("generic", payload);

    assertThat(receipt.accepted()).isEqualTo(500);
    assertThat(receipt.incidents()).hasSize(1);
    assertThat(store.of(receipt.incidents().iterator().next())).hasSize(500);
  }

  @Test
  void saysOnceThatAlertsAreWorseThanTheConfirmedSeverity() {
    var signal = Signal.fresh();
    var number = only(signal.firing());
    commands.severity(number, "3", "Nobody uses it", Actor.api("commander"));

    only(signal.sibling().firing());
    only(signal.sibling().firing());

    assertThat(response.timeline(number))
        .filteredOn(line -> line.contains("look at the severity again"))
        .hasSize(1);
  }

  // To which incident an alert belongs

  @Test
  void addsTheServicesOfWhatJoinsByItsGroup() {
    var first = Signal.fresh().inGroup(Signal.unique());
    var number = only(first.firing());
    var other = Signal.fresh().inGroup(first.groupKey());

    assertThat(only(other.firing())).isEqualTo(number);

    assertThat(incidents.get(number).services())
        .containsExactly(first.services().get(0), other.services().get(0));
    assertThat(response.timeline(number))
        .contains("note: Affected as well: " + other.services().get(0));
    // It is found by the other service from now on.
    assertThat(only(Signal.fresh().ofServices(other.services().get(0)).firing())).isEqualTo(number);
  }

  @Test
  void doesNotHideAnOutageInARestrictedIncident() {
    var signal = Signal.fresh().inGroup(Signal.unique());
    var breach = response.declare("critical", signal.services(), true);

    var outage = only(signal.firing());

    assertThat(outage).isNotEqualTo(breach);
    assertThat(incidents.get(outage).security()).isFalse();
    assertThat(store.of(breach)).isEmpty();
    assertThat(only(signal.sibling().firing())).isEqualTo(outage);
  }

  @Test
  void joinsARestrictedIncidentWithWhatIsAMatterOfSecurityItself() {
    var signal = Signal.fresh();
    var breach = response.declare("critical", signal.services(), true);

    assertThat(only(signal.secret())).isEqualTo(breach);
  }

  @Test
  void tellsNothingOfSecurityToAnIncidentThatEverybodyReads() {
    var signal = Signal.fresh();
    var outage = only(signal.firing());

    var breach = only(signal.sibling().secret());

    assertThat(breach).isNotEqualTo(outage);
    assertThat(incidents.get(breach).security()).isTrue();
  }

  private String only(Alert alert) {
    var numbers = intake.receive(alert.source(), List.of(alert)).incidents();
    assertThat(numbers).hasSize(1);
    return numbers.iterator().next();
  }

  private List<String> lines(String number) {
    return timeline.of(number, 0).stream()
        .filter(line -> line.kind().equals("alert"))
        .map(line -> line.text())
        .toList();
  }
}
