package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import io.tocsin.engine.TeamGroups;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.support.LogLines;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperatorsTest {

  private final People people = mock();
  private final Operators operators =
      new Operators(
          mock(),
          mock(),
          mock(),
          people,
          mock(),
          mock(),
          mock(),
          mock(),
          mock(),
          Clock.systemUTC());

  @Test
  void theStartWarnsWhenNobodyHearsOfWhatIsGivenUp() {
    when(people.inGroup(TeamGroups.ADMIN)).thenReturn(List.of());
    try (var lines = LogLines.of(Operators.class.getName(), Level.WARN)) {
      operators.warn();

      assertThat(lines.with("is in the group 'camunda-admin'")).hasSize(1);
    }
  }

  @Test
  void theStartSaysNothingWhenSomebodyDoes() {
    var ada = new Person("ada", "Ada", "ada@example.org", null, null, ZoneOffset.UTC, Set.of());
    when(people.inGroup(TeamGroups.ADMIN)).thenReturn(List.of(ada));
    try (var lines = LogLines.of(Operators.class.getName(), Level.WARN)) {
      operators.warn();

      assertThat(lines.with("")).isEmpty();
    }
  }
}
