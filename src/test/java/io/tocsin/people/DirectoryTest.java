package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.people.PeopleProperties.BusinessHours;
import io.tocsin.people.PeopleProperties.ContactEntry;
import io.tocsin.people.PeopleProperties.PersonEntry;
import io.tocsin.people.PeopleProperties.Rotation;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectoryTest {

  private static final BusinessHours OFFICE =
      new BusinessHours(
          ZoneOffset.UTC,
          EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
          LocalTime.of(9, 0),
          LocalTime.of(17, 0));

  private final List<ShiftOverride> overrides = new ArrayList<>();
  private final Directory directory = at("2026-01-13T12:00:00Z");

  @Test
  void everybody_is_listed_by_name() {
    assertThat(directory.all()).extracting(Person::id).containsExactly("ben", "ada");
    assertThat(directory.inGroup("responder")).extracting(Person::id).containsExactly("ben", "ada");
    assertThat(directory.inGroup("legal")).isEmpty();
    assertThat(directory.find("ada")).get().extracting(Person::name).isEqualTo("Zoe Ada");
    assertThat(directory.find("nobody")).isEmpty();
  }

  @Test
  void the_second_member_is_on_call_in_the_second_week() {
    assertThat(directory.onCall("primary")).get().extracting(Person::id).isEqualTo("ben");
    assertThat(directory.onCall("tertiary")).isEmpty();
  }

  @Test
  void recipients_are_resolved() {
    assertThat(directory.resolve("oncall:primary"))
        .containsExactly(
            new Addressee(
                "ben", "Ben", "ben@example.org", "+4930123456", "U012AB3CD", Hours.ALWAYS, null));
    assertThat(directory.resolve("group:responder"))
        .extracting(Addressee::id)
        .containsExactly("ben", "ada");
    assertThat(directory.resolve("person:ada")).extracting(Addressee::id).containsExactly("ada");
    assertThat(directory.resolve("contact:vendor"))
        .extracting(Addressee::name, Addressee::email, Addressee::phone)
        .containsExactly(tuple("The vendor", null, "+4930654321"));
  }

  @Test
  void unknown_recipients_are_nobody() {
    assertThat(directory.resolve("person:vendor")).isEmpty();
    assertThat(directory.resolve("contact:ada")).isEmpty();
    assertThat(directory.resolve("oncall:none")).isEmpty();
    assertThat(directory.resolve("fax:ada")).isEmpty();
    assertThat(directory.resolve("ada")).isEmpty();
  }

  @Test
  void nobody_is_resolved_before_a_rotation_starts() {
    assertThat(at("2026-01-01T00:00:00Z").resolve("oncall:primary")).isEmpty();
  }

  @Test
  void a_contact_is_reachable_in_its_hours() {
    var vendor = directory.resolve("contact:vendor").get(0);
    // A Tuesday, a Friday after five, the Monday after it.
    assertThat(vendor.reachableAt(Instant.parse("2026-01-13T12:00:00Z"))).isTrue();
    var friday = Instant.parse("2026-01-16T17:00:00Z");
    assertThat(vendor.reachableAt(friday)).isFalse();
    assertThat(vendor.nextReachable(friday)).isEqualTo("2026-01-19T09:00:00Z");
    assertThat(directory.resolve("person:ada").get(0).reachableAt(friday)).isTrue();
    assertThat(directory.resolve("contact:provider").get(0).nextReachable(friday))
        .isEqualTo(friday);
    assertThat(directory.contacts())
        .extracting(Contact::id, Contact::kind)
        .containsExactly(
            tuple("vendor", Contact.Kind.VENDOR), tuple("provider", Contact.Kind.CLOUD_PROVIDER));
  }

  @Test
  void whoever_is_on_call_is_tried_first_and_then_the_members_in_their_turn() {
    assertThat(directory.callOrder("primary")).extracting(Person::id).containsExactly("ben", "ada");
    assertThat(at("2026-01-01T00:00:00Z").callOrder("primary")).isEmpty();
    assertThat(directory.callOrder("tertiary")).isEmpty();
  }

  @Test
  void an_override_is_honoured_at_its_exact_instants() {
    overrides.add(override("ada", "2026-01-13T10:00:00Z", "2026-01-13T14:00:00Z"));
    assertThat(onCall("2026-01-13T09:59:59.999Z")).isEqualTo("ben");
    assertThat(onCall("2026-01-13T10:00:00Z")).isEqualTo("ada");
    assertThat(at("2026-01-13T12:00:00Z").resolve("oncall:primary"))
        .extracting(Addressee::id)
        .containsExactly("ada");
    assertThat(at("2026-01-13T12:00:00Z").callOrder("primary"))
        .extracting(Person::id)
        .containsExactly("ada", "ben");
    assertThat(onCall("2026-01-13T13:59:59.999Z")).isEqualTo("ada");
    assertThat(onCall("2026-01-13T14:00:00Z")).isEqualTo("ben");
  }

  @Test
  void an_override_counts_before_the_rotation_starts() {
    overrides.add(override("ben", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"));
    assertThat(onCall("2026-01-01T12:00:00Z")).isEqualTo("ben");
    assertThat(at("2026-01-02T00:00:00Z").onCall("primary")).isEmpty();
  }

  @Test
  void an_override_for_somebody_who_left_does_not_count() {
    overrides.add(override("gone", "2026-01-13T10:00:00Z", "2026-01-13T14:00:00Z"));
    assertThat(onCall("2026-01-13T12:00:00Z")).isEqualTo("ben");
  }

  private String onCall(String at) {
    return at(at).onCall("primary").map(Person::id).orElse("nobody");
  }

  private static ShiftOverride override(String person, String from, String until) {
    var start = Instant.parse(from);
    return new ShiftOverride(
        UUID.randomUUID(),
        "primary",
        person,
        start,
        Instant.parse(until),
        "a reason",
        null,
        "manager",
        start,
        null,
        null,
        null);
  }

  private Directory at(String now) {
    var properties =
        new PeopleProperties(
            List.of(
                new PersonEntry(
                    "ada",
                    "Zoe Ada",
                    "ada@example.org",
                    null,
                    null,
                    ZoneOffset.UTC,
                    Set.of("responder")),
                new PersonEntry(
                    "ben",
                    "Ben",
                    "ben@example.org",
                    "+4930123456",
                    "U012AB3CD",
                    ZoneOffset.UTC,
                    Set.of("responder"))),
            List.of(
                contact("vendor", Contact.Kind.VENDOR, "+4930654321", "business"),
                contact("provider", Contact.Kind.CLOUD_PROVIDER, null, "24/7")),
            List.of(
                new Rotation(
                    "primary",
                    List.of("ada", "ben"),
                    LocalDate.of(2026, 1, 5),
                    LocalTime.of(9, 0),
                    ZoneOffset.UTC,
                    "7",
                    null)),
            OFFICE,
            null,
            false);
    var rotas =
        new Rotas(
            properties,
            (rotation, from, until) ->
                overrides.stream()
                    .filter(o -> o.from().isBefore(until) && o.effectiveUntil().isAfter(from))
                    .toList());
    return new Directory(properties, rotas, Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
  }

  private static ContactEntry contact(
      String id, Contact.Kind kind, @Nullable String phone, String hours) {
    return new ContactEntry(
        id, "The " + id, kind, null, phone, null, hours, null, null, null, null);
  }
}
