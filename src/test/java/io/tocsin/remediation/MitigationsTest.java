package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class MitigationsTest {

  private static final Actor LEAD = Actor.tasklist("techlead");

  @Autowired Mitigations mitigations;
  @Autowired Incidents incidents;
  @Autowired Response response;

  private String number;

  @BeforeEach
  void declare() {
    number = response.declare("high");
  }

  @Test
  void countsRoundsOverTheWholeIncident() {
    assertThat(mitigations.propose(number)).isEqualTo(1);
    assertThat(mitigations.propose(number)).isEqualTo(2);
    assertThat(mitigations.propose(response.declare("high"))).isEqualTo(1);
    assertThat(mitigations.offered(number, 2)).isEqualTo(mitigations.offered(number, 1));
  }

  @Test
  void offersTheActionsOfTheServiceAndWorkByHand() {
    mitigations.propose(number);

    assertThat(mitigations.offered(number, 1))
        .extracting(Mitigation::value)
        .contains("checkout:rollback")
        .anyMatch(value -> value.startsWith("manual:"))
        .doesNotHaveDuplicates();
  }

  /** A form can be sent along with any process variable. */
  @Test
  void approvesNothingThatNobodyChose() {
    mitigations.propose(number);
    mitigations.choose(number, 1, "checkout:rollback", null, LEAD);

    assertThatThrownBy(() -> mitigations.chosen(number, 1, "checkout:restart"))
        .hasMessageContaining("was not chosen");
  }

  @Test
  void takesOneOfTheOffered() {
    mitigations.propose(number);

    var choice =
        mitigations.choose(number, 1, "checkout:rollback", "It was deployed at nine", LEAD);

    assertThat(choice.mitigation().automated()).isTrue();
    assertThat(choice.approvalNeeded()).isTrue();
    assertThat(choice.summary())
        .isEqualTo("Roll back checkout\nChosen by techlead: It was deployed at nine");
    assertThat(mitigations.chosen(number, 1, "checkout:rollback")).isEqualTo(choice);
    assertThat(incidents.get(number).status()).isEqualTo(Status.MITIGATING);
    assertThat(response.timeline(number))
        .contains("action: Chosen: Roll back checkout. It was deployed at nine");
  }

  @Test
  void refusesWhatWasNotOfferedInThisRound() {
    mitigations.propose(number);

    assertThatThrownBy(() -> mitigations.choose(number, 1, "ledger:rollback", null, LEAD))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("mitigation: 'ledger:rollback' was not offered; choose one of the list");
    assertThatThrownBy(() -> mitigations.choose(number, 2, "checkout:rollback", null, LEAD))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void putsWhatWasTriedLast() {
    mitigations.propose(number);
    mitigations.choose(number, 1, "manual:fix-forward", null, LEAD);
    mitigations.propose(number);

    var offered = mitigations.offered(number, 2);
    assertThat(offered.get(offered.size() - 1))
        .isEqualTo(new Mitigation("manual:fix-forward", "Fix forward, by hand — tried already"));
    assertThat(offered).extracting(Mitigation::value).doesNotHaveDuplicates();
  }

  @Test
  void tellsTheNextRoundWhatHappenedInTheOneBefore() {
    mitigations.propose(number);
    assertThat(mitigations.before(number, 1)).isEmpty();
    mitigations.applied(number, "Moved the traffic", LEAD);

    assertThat(mitigations.before(number, mitigations.propose(number)))
        .contains("Applied by hand: Moved the traffic");
  }
}
