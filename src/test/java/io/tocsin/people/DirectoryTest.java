package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.people.PeopleProperties.Contact;
import io.tocsin.people.PeopleProperties.PersonEntry;
import io.tocsin.people.PeopleProperties.Rotation;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectoryTest {

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
        .containsExactly(new Addressee("ben", "Ben", "ben@example.org", "+4930123456"));
    assertThat(directory.resolve("group:responder"))
        .extracting(Addressee::id)
        .containsExactly("ben", "ada");
    assertThat(directory.resolve("person:ada")).extracting(Addressee::id).containsExactly("ada");
    assertThat(directory.resolve("contact:vendor"))
        .containsExactly(new Addressee("vendor", "Vendor", null, "+4930654321"));
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

  private static Directory at(String now) {
    return new Directory(
        new PeopleProperties(
            List.of(
                new PersonEntry(
                    "ada", "Zoe Ada", "ada@example.org", null, ZoneOffset.UTC, Set.of("responder")),
                new PersonEntry(
                    "ben",
                    "Ben",
                    "ben@example.org",
                    "+4930123456",
                    ZoneOffset.UTC,
                    Set.of("responder"))),
            List.of(new Contact("vendor", "Vendor", null, "+4930654321")),
            List.of(
                new Rotation(
                    "primary",
                    List.of("ada", "ben"),
                    LocalDate.of(2026, 1, 5),
                    LocalTime.of(9, 0),
                    ZoneOffset.UTC,
                    7)),
            null),
        Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
  }
}
