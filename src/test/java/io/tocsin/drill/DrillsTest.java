package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tocsin.drill.Drills.Wanted;
import io.tocsin.people.People;
import io.tocsin.problem.InvalidInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;

/** What can never begin. */
class DrillsTest {

  private static final String REVIEWED =
      """
      responses:
        - as: sim-commander
          task: Task_writeReview
          answers:
            actionItems: [{title: Watch for it, kind: preventive, owner: anna, dueDate: "{today+14}"}]
      expected:""";

  private final Scenarios scenarios = mock();
  private final People people = mock();
  private final ObjectProvider<SimulatedServices> services = mock();
  private final SimulatedServices simulated = mock();
  private final Drills drills =
      new Drills(
          scenarios, mock(), services, mock(), mock(), mock(), mock(), mock(), mock(), people,
          mock(), mock(), mock(), mock());

  @BeforeEach
  void reviewed() {
    when(scenarios.get("small"))
        .thenReturn(
            ScenarioReader.read(
                "small.yaml",
                ScenarioReaderTest.SMALL.replaceFirst(
                    "(?s)responses:.*expected:", Matcher.quoteReplacement(REVIEWED))));
    when(services.getIfAvailable()).thenReturn(simulated);
    when(people.find(anyString())).thenReturn(Optional.empty());
  }

  @Test
  void refusesRespondersWhoGiveAnActionItemToNobody() {
    assertThatThrownBy(() -> drills.requirePlayable(wanted(true)))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            refusal -> assertThat(refusal.field()).isEqualTo("scenario"))
        .hasMessageContaining(
            "'small' gives an action item to the owner 'anna', who is not in the directory;"
                + " name one of sim-oncall");
  }

  @Test
  void letsPeoplePlayItAllTheSame() {
    assertThatCode(() -> drills.requirePlayable(wanted(false))).doesNotThrowAnyException();
  }

  private static Wanted wanted(boolean responders) {
    return new Wanted("small", null, null, null, responders, false);
  }
}
