package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Role;
import io.tocsin.people.Addressee;
import io.tocsin.people.People;
import io.tocsin.policy.Policy.Audience;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Each kind of recipient of a policy, in a restricted incident and in any other. */
@Tag("thorough")
@TocsinTest
class HearersTest {

  @Autowired Hearers hearers;
  @Autowired Attendees attendees;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Access access;
  @Autowired People people;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transactions;

  String number = "";

  @BeforeEach
  void declare() {
    // Nothing has run yet: nobody was called.
    number = response.declare("2", List.of("checkout"), true);
  }

  @ParameterizedTest(name = "{0} hears {1}: {2}")
  @CsvSource({
    "declared, group:responder, commander security",
    "declared, group:technical-lead, ''",
    "declared, group:management, manager",
    "declared, group:executives, exec",
    "declared, group:legal, exec",
    "declared, group:security-team, security",
    "declared, person:comms, comms",
    "declared, role:commander, commander",
    "declared, role:scribe, security",
    "declared, service-owners, ''",
    "declared, contact:engineering, ''",
    "declared, contact:incidents-channel, ''",
    "declared, contact:cto, cto",
    "declared, contact:cloud-provider, ''",
    "declared, contact:authorities, ''",
    "status-update-public, contact:customers, ''",
    "escalation, group:responder, commander security",
    "escalation, group:technical-lead, oncall1 oncall2 techlead",
    "escalation, contact:cloud-provider, cloud-provider",
    "escalation, contact:authorities, authorities",
    "escalation, contact:vendor-support, vendor-support",
    "escalation, contact:engineering, ''",
    "escalation, contact:customers, ''",
    "escalation, nonsense, ''"
  })
  void reachesOnlyThoseWhoAreMeantOneByOne(String event, String recipient, String ids) {
    assertThat(told(event, recipient)).containsExactlyInAnyOrderElementsOf(words(ids));
    assertThat(words(ids))
        .filteredOn(id -> people.find(id).isPresent())
        .allMatch(id -> access.mayRead(id, incident()));
  }

  @Test
  void whoeverIsOnCallIsNamed() {
    var onCall = people.onCall("secondary").orElseThrow().id();

    assertThat(told("escalation", "oncall:secondary")).containsExactly(onCall);
    assertThat(access.named(incident())).contains(onCall);
  }

  @Test
  void customersHearWhatWasReleasedForThem() {
    assertThat(
            hear(
                new Audience("released-words", 2, "called", List.of(), List.of()),
                "contact:customers"))
        .containsExactly("customers");
  }

  @Test
  void saysOnceWhoWasLeftOut() {
    told("declared", "group:technical-lead");
    told("declared", "group:technical-lead");

    assertThat(response.timeline(number))
        .filteredOn(line -> line.contains("left out"))
        .containsExactly(
            "notification: Restricted: 3 recipients left out of: declared"
                + " (Ines Costa, Jonas Weber, Tomas Berg)");
  }

  @Test
  void aRoleThatIsHeldIsItsHolder() {
    commands.role(number, Role.SCRIBE, "scribe", Actor.api("commander"));
    assertThat(told("declared", "role:scribe")).containsExactly("scribe");
  }

  @Test
  void aRoleWhoseHolderHasLeftIsHeldByNobody() {
    jdbc.sql("update incident set scribe = 'gone' where number = ?").param(number).update();
    assertThat(told("declared", "role:scribe")).containsExactly("security");
    assertThat(access.mayRead("scribe", incident())).isFalse();
  }

  @Test
  void whoeverIsOnlyListedIsNotLetIn() {
    number = response.declareUnder("subjunctive", "2", true, false);
    var before = response.timeline(number);

    var invited = transactions.execute(state -> attendees.of(number));

    assertThat(invited).contains(people.name("commander")).doesNotContain(people.name("manager"));
    assertThat(access.mayRead("manager", incident())).isFalse();
    assertThat(response.timeline(number)).isEqualTo(before);
  }

  @Test
  void everybodyHearsOfAnyOtherIncident() {
    number = response.declare("2");
    assertThat(told("declared", "group:technical-lead"))
        .containsExactlyInAnyOrder("oncall1", "oncall2", "techlead");
    assertThat(told("declared", "contact:engineering")).containsExactly("engineering");
  }

  @ParameterizedTest(name = "{0} of {1} is still for {2}: {3}")
  @CsvSource({
    "declared, some, security, true",
    "declared, some, techlead, false",
    "declared, some, cto, true",
    "declared, some, engineering, false",
    "declared, some, incidents-channel, false",
    "declared, some, incident-channel, false",
    "declared, some, vendor-support, false",
    "declared, some, nobody, false",
    "escalation, called, cloud-provider, true",
    "escalation, called, authorities, true",
    "escalation, called, vendor-support, true",
    "escalation, called, engineering, false",
    "escalation, called, techlead, false",
    "escalation, called, customers, false",
    "resolved, customers, customers, true",
    "resolved, customers, customer:ann@example.com, true"
  })
  void whatWasPromisedBeforeIsStillForThoseWhoMayHearItNow(
      String event, String audience, String recipient, boolean hears) {
    assertThat(mayStillHear(event, "1", audience, recipient, "somewhere")).isEqualTo(hears);
    number = response.declare("2");
    assertThat(mayStillHear(event, "1", audience, recipient, "somewhere")).isTrue();
  }

  @Test
  void onlyItsPrivateChannelHearsOfItNotThePublicOneThatItHad() {
    room("C-public", false);
    assertThat(mayStillHear("declared", "1", "some", "incident-channel", "C-public")).isFalse();

    jdbc.sql("delete from incident_channel where incident = ?").param(number).update();
    room("C-private", true);
    assertThat(mayStillHear("declared", "1", "some", "incident-channel", "C-public")).isFalse();
    assertThat(mayStillHear("declared", "1", "some", "incident-channel", "C-private")).isTrue();
  }

  private void room(String id, boolean restricted) {
    jdbc.sql(
            "insert into incident_channel (incident, state, restricted, name, channel_id)"
                + " values (?, 'open', ?, 'inc', ?)")
        .params(number, restricted, number + id)
        .update();
  }

  private boolean mayStillHear(
      String event, String round, String audience, String recipient, String address) {
    var id = UUID.randomUUID();
    var delivery =
        new Delivery(
            id,
            number + ":" + id,
            number,
            event,
            round,
            audience,
            recipient,
            recipient,
            "slack",
            recipient.equals("incident-channel") ? number + address : address,
            "Subject",
            "Body",
            "<" + id + "@example.org>",
            Delivery.State.PENDING,
            0,
            null,
            Instant.EPOCH,
            null,
            null,
            false,
            null,
            null,
            null,
            null,
            null,
            null);
    return hearers.mayStillHear(incident(), delivery);
  }

  private IncidentView incident() {
    return response.incident(number);
  }

  private List<String> told(String event, String recipient) {
    var audience = event.equals("escalation") ? "called" : "some";
    return hear(new Audience(event, 2, audience, List.of(), List.of()), recipient);
  }

  private List<String> hear(Audience audience, String recipient) {
    return transactions
        .execute(state -> hearers.of(incident(), audience, List.of(recipient)))
        .stream()
        .map(Addressee::id)
        .toList();
  }

  private static List<String> words(String ids) {
    return Arrays.stream(ids.split(" ")).filter(id -> !id.isEmpty()).toList();
  }
}
