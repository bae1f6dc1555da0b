package io.tocsin.incident;

import static io.tocsin.incident.Status.CLOSED;
import static io.tocsin.incident.Status.DISMISSED;
import static io.tocsin.incident.Status.IDENTIFIED;
import static io.tocsin.incident.Status.INVESTIGATING;
import static io.tocsin.incident.Status.MITIGATING;
import static io.tocsin.incident.Status.MONITORING;
import static io.tocsin.incident.Status.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every change of state there could be: legal, or refused with a reason. */
class IncidentStatesTest {

  private static final Instant NOW = Instant.parse("2026-02-10T14:30:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  /** Written out once more, so that a slip in the code does not pass for a rule. */
  private static final Map<Status, Set<Status>> LEGAL = new EnumMap<>(Status.class);

  static {
    LEGAL.put(INVESTIGATING, Set.of(IDENTIFIED, MITIGATING, MONITORING, RESOLVED, DISMISSED));
    LEGAL.put(IDENTIFIED, Set.of(INVESTIGATING, MITIGATING, MONITORING, RESOLVED, DISMISSED));
    LEGAL.put(MITIGATING, Set.of(INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED, DISMISSED));
    LEGAL.put(MONITORING, Set.of(INVESTIGATING, IDENTIFIED, MITIGATING, RESOLVED, DISMISSED));
    LEGAL.put(RESOLVED, Set.of(INVESTIGATING, CLOSED));
    LEGAL.put(CLOSED, Set.of());
    LEGAL.put(DISMISSED, Set.of());
  }

  @Test
  void isOpenForTheDatabaseTheSame() {
    assertThat(Status.OPEN)
        .isEqualTo(
            Arrays.stream(Status.values())
                .filter(Status::over)
                .map(status -> "'" + status.word() + "'")
                .collect(Collectors.joining(", ", "status not in (", ")")));
  }

  static Stream<Arguments> pairs() {
    return Arrays.stream(Status.values())
        .flatMap(from -> Arrays.stream(Status.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void eachChangeIsLegalOrRefusedWithAReason(Status from, Status to) {
    var incident = in(from);
    if (LEGAL.get(from).contains(to)) {
      incident.move(to, NOW);
      assertThat(incident.status()).isEqualTo(to);
      return;
    }
    var refusal =
        assertThatThrownBy(() -> incident.move(to, NOW))
            .isInstanceOf(ConflictException.class)
            .hasMessageContaining("INC-2026-02-10-001")
            .hasMessageContaining(from.word())
            .hasMessageContaining("cannot become " + to.word());
    LEGAL.get(from).forEach(possible -> refusal.hasMessageContaining(possible.word()));
    assertThat(incident.status()).isEqualTo(from);
  }

  @Test
  void timesAreNotedOnceAndBeginAgainWithAReopening() {
    var incident = in(INVESTIGATING);
    incident.move(IDENTIFIED, NOW);
    incident.move(MONITORING, NOW);
    incident.move(IDENTIFIED, LATER);
    assertThat(incident.identifiedAt).isEqualTo(NOW);
    incident.move(RESOLVED, LATER);
    assertThat(incident.fixDeployedAt).isEqualTo(NOW);
    assertThat(incident.mitigatedAt).isEqualTo(LATER);
    assertThat(incident.resolvedAt).isEqualTo(LATER);

    incident.move(INVESTIGATING, LATER);
    assertThat(incident.resolvedAt).isNull();
    assertThat(incident.mitigatedAt).isNull();
    assertThat(incident.fixDeployedAt).isNull();
    assertThat(incident.identifiedAt).as("the cause stays known").isEqualTo(NOW);
  }

  @Test
  void nothingIsChangedWhenItIsOver() {
    for (var over : Set.of(CLOSED, DISMISSED)) {
      assertThatThrownBy(in(over)::requireOpen)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(over.word());
    }
    in(RESOLVED).requireOpen();
    assertThatThrownBy(in(RESOLVED)::requireResponding)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("reopen it first");
  }

  @Test
  void itIsRespondedToWhenItIsTriagedAndCommanded() {
    var incident = in(INVESTIGATING);
    incident.noteResponse(NOW);
    assertThat(incident.respondedAt).isNull();
    incident.triagedAt = NOW;
    incident.noteResponse(NOW);
    assertThat(incident.respondedAt).isNull();
    incident.commander = "commander";
    incident.noteResponse(NOW);
    incident.noteResponse(LATER);
    assertThat(incident.respondedAt).isEqualTo(NOW);
  }

  @Test
  void statesAreReadFromTheirWords() {
    assertThat(Status.of(" Monitoring ")).isEqualTo(MONITORING);
    assertThatThrownBy(() -> Status.of("done"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'done' is none of investigating, identified");
  }

  private static Incident in(Status status) {
    var incident = new Incident();
    incident.number = "INC-2026-02-10-001";
    incident.status = status.word();
    return incident;
  }
}
