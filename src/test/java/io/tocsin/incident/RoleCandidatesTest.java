package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tocsin.people.Addressee;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.RoleDuty;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleCandidatesTest {

  private final People people = mock();
  private final Policy policy = mock();
  private final IncidentView incident = mock();
  private final IncidentRounds rounds = mock();
  private final RoleCandidates candidates = new RoleCandidates(people, rounds);

  @BeforeEach
  void people() {
    names("oncall:commander", "carla");
    names("oncall:primary", "ines");
    names("group:technical-lead", "ines", "jonas");
    names("oncall:nobody");
    when(people.resolve("contact:cto"))
        .thenReturn(List.of(new Addressee("cto", "CTO", "cto@example.org", null)));
  }

  @Test
  void takesThePrimaryFirst() {
    duty(Role.COMMANDER, "oncall:commander", "oncall:primary");
    assertThat(single(Role.COMMANDER)).isEqualTo("carla by oncall:commander");
    assertThat(proposed(Role.COMMANDER)).isEqualTo("carla");
  }

  @Test
  void takesEachBackupInOrder() {
    duty(Role.COMMANDER, "oncall:nobody", "group:technical-lead, oncall:primary");
    assertThat(single(Role.COMMANDER)).isEqualTo("ines by oncall:primary");
    assertThat(proposed(Role.COMMANDER)).isEqualTo("ines");
  }

  @Test
  void takesTheHolderOfAnotherRoleOrWhoWouldTakeIt() {
    duty(Role.COMMANDER, "oncall:commander", "");
    duty(Role.COMMUNICATIONS_LEAD, "oncall:nobody", "role:commander");
    assertThat(single(Role.COMMUNICATIONS_LEAD)).isEqualTo("carla by role:commander");

    names("person:jonas", "jonas");
    when(incident.holder(Role.COMMANDER)).thenReturn("jonas");
    assertThat(proposed(Role.COMMUNICATIONS_LEAD)).isEqualTo("jonas");
  }

  @Test
  void takesWhoWouldTakeItWhenTheHolderOfAnotherRoleHasLeft() {
    duty(Role.COMMANDER, "oncall:commander", "");
    duty(Role.COMMUNICATIONS_LEAD, "role:commander", "");
    when(incident.holder(Role.COMMANDER)).thenReturn("departed");
    assertThat(single(Role.COMMUNICATIONS_LEAD)).isEqualTo("carla by role:commander");
    assertThat(proposed(Role.COMMUNICATIONS_LEAD)).isEqualTo("carla");
  }

  @Test
  void endsWhenTwoRolesBackEachOtherUp() {
    duty(Role.COMMANDER, "oncall:nobody", "role:technicalLead");
    duty(Role.TECHNICAL_LEAD, "oncall:nobody", "role:commander");
    assertThat(single(Role.COMMANDER)).isNull();
    assertThat(proposed(Role.COMMANDER)).isNull();
  }

  @Test
  void givesNothingToSeveralNorToWhoIsNoPersonNorToAnUnknownRole() {
    duty(Role.COMMANDER, "group:technical-lead", "contact:cto,role:cook");
    assertThat(single(Role.COMMANDER)).isNull();
    assertThat(single(Role.SCRIBE)).isNull();
  }

  @Test
  void passesOverWhoCouldDoNothingWithARole() {
    names("oncall:board", "eli");
    when(people.find("eli"))
        .thenReturn(
            Optional.of(
                new Person(
                    "eli",
                    "eli",
                    "eli@example.org",
                    null,
                    null,
                    ZoneOffset.UTC,
                    Set.of("executives"))));
    duty(Role.COMMANDER, "oncall:board", "oncall:primary");
    assertThat(single(Role.COMMANDER)).isEqualTo("ines by oncall:primary");
    assertThat(proposed(Role.COMMANDER)).isEqualTo("ines");
  }

  @Test
  void passesOverWhoCommandedBeforeAndDoesNotAnswer() {
    when(rounds.silent(incident)).thenReturn(Optional.of("carla"));
    duty(Role.COMMANDER, "oncall:commander", "oncall:primary");
    assertThat(single(Role.COMMANDER)).isEqualTo("ines by oncall:primary");
    assertThat(proposed(Role.COMMANDER)).isEqualTo("ines");
  }

  @Test
  void givesNothingUnaskedToTheOtherOfTwoBecauseOneDoesNotAnswer() {
    names("group:incident-commander", "carla", "jonas");
    when(rounds.silent(incident)).thenReturn(Optional.of("carla"));
    duty(Role.COMMANDER, "oncall:commander", "group:incident-commander");
    assertThat(single(Role.COMMANDER)).isNull();
    assertThat(proposed(Role.COMMANDER)).as("who is asked first").isEqualTo("jonas");
  }

  private @Nullable String single(Role role) {
    return candidates
        .single(incident, policy, role)
        .map(candidate -> candidate.person().id() + " by " + candidate.recipient())
        .orElse(null);
  }

  private @Nullable String proposed(Role role) {
    return candidates.proposed(incident, policy, role).map(Person::id).orElse(null);
  }

  private void duty(Role role, String primary, String backup) {
    when(policy.role(role.key()))
        .thenReturn(
            Optional.of(new RoleDuty(role.key(), true, role.group(), primary, backup, "Leads")));
  }

  private void names(String recipient, String... ids) {
    when(people.resolve(recipient))
        .thenReturn(Arrays.stream(ids).map(id -> new Addressee(id, id, null, null)).toList());
    for (var id : ids) {
      when(people.find(id))
          .thenReturn(
              Optional.of(
                  new Person(
                      id,
                      id,
                      id + "@example.org",
                      null,
                      null,
                      ZoneOffset.UTC,
                      Set.of("responder"))));
    }
  }
}
