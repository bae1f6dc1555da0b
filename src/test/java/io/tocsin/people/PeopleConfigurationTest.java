package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class PeopleConfigurationTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withUserConfiguration(Settings.class)
          .withPropertyValues(
              "tocsin.people.persons[0].id=ada",
              "tocsin.people.persons[0].name=Ada Lovelace",
              "tocsin.people.persons[0].email=ada@example.org",
              "tocsin.people.rotations[0].id=primary",
              "tocsin.people.rotations[0].members=ada",
              "tocsin.people.rotations[0].starts-on=2026-01-05");

  @Configuration
  @EnableConfigurationProperties(PeopleProperties.class)
  static class Settings {}

  @Test
  void what_is_left_out_has_a_default() {
    application.run(
        context -> {
          var people = context.getBean(PeopleProperties.class);
          assertThat(people.persons().get(0).person())
              .isEqualTo(
                  new Person(
                      "ada",
                      "Ada Lovelace",
                      "ada@example.org",
                      null,
                      null,
                      ZoneId.of("UTC"),
                      java.util.Set.of()));
          var rotation = people.rotations().get(0);
          assertThat(rotation.startsOn()).isEqualTo(LocalDate.of(2026, 1, 5));
          assertThat(rotation.handover()).isEqualTo(LocalTime.of(9, 0));
          assertThat(rotation.zone()).isEqualTo(ZoneId.of("UTC"));
          assertThat(rotation.days()).isEqualTo(7);
          assertThat(rotation.layer()).isNull();
          var office = people.businessHours();
          assertThat(new Hours(office.zone(), office.days(), office.starts(), office.ends()).text())
              .isEqualTo("Mon-Fri 09:00-17:00 UTC");
          assertThat(people.samplePassword()).isNull();
        });
  }

  @Test
  void zone_and_handover_are_read() {
    application
        .withPropertyValues(
            "tocsin.people.rotations[0].handover=10:30",
            "tocsin.people.rotations[0].zone=Europe/Berlin",
            "tocsin.people.rotations[0].every=1")
        .run(
            context -> {
              var rotation = context.getBean(PeopleProperties.class).rotations().get(0);
              assertThat(rotation.handover()).isEqualTo(LocalTime.of(10, 30));
              assertThat(rotation.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
              assertThat(rotation.days()).isEqualTo(1);
            });
  }

  @ParameterizedTest
  @CsvSource({"1d, 1", "7d, 7", "1w, 7", "3w, 21", "10, 10"})
  void a_turn_lasts_days_or_weeks(String every, int days) {
    application
        .withPropertyValues("tocsin.people.rotations[0].every=" + every)
        .run(
            context ->
                assertThat(context.getBean(PeopleProperties.class).rotations().get(0).days())
                    .isEqualTo(days));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0d", "-1", "1m", "1.5w", "week", "1000d", ""})
  void any_other_length_of_a_turn_is_refused_at_start(String every) {
    refused("tocsin.people.rotations[0].every=" + every, "is no length of a turn");
  }

  @Test
  void contacts_have_hours() {
    application
        .withPropertyValues(
            "tocsin.people.business-hours.zone=Europe/Berlin",
            "tocsin.people.contacts[0].id=engineering",
            "tocsin.people.contacts[0].name=Engineering",
            "tocsin.people.contacts[1].id=vendor",
            "tocsin.people.contacts[1].name=Vendor",
            "tocsin.people.contacts[1].kind=vendor",
            "tocsin.people.contacts[1].hours=business",
            "tocsin.people.contacts[2].id=cloud",
            "tocsin.people.contacts[2].name=Cloud provider",
            "tocsin.people.contacts[2].kind=cloudProvider",
            "tocsin.people.contacts[2].hours=business",
            "tocsin.people.contacts[2].zone=America/New_York",
            "tocsin.people.contacts[2].days=saturday,sunday",
            "tocsin.people.contacts[2].starts=08:30",
            "tocsin.people.contacts[2].ends=00:00")
        .run(
            context -> {
              var people = context.getBean(PeopleProperties.class);
              assertThat(people.contacts())
                  .extracting(contact -> contact.contact(people.businessHours()))
                  .extracting(Contact::kind, contact -> contact.hours().text())
                  .containsExactly(
                      tuple(Contact.Kind.TEAM, "24/7"),
                      tuple(Contact.Kind.VENDOR, "Mon-Fri 09:00-17:00 Europe/Berlin"),
                      tuple(Contact.Kind.CLOUD_PROVIDER, "Sat, Sun 08:30-24:00 America/New_York"));
            });
  }

  @Test
  void hours_that_never_come_are_refused_at_start() {
    application
        .withPropertyValues(
            "tocsin.people.contacts[0].id=vendor",
            "tocsin.people.contacts[0].name=Vendor",
            "tocsin.people.contacts[0].hours=business",
            "tocsin.people.contacts[0].starts=18:00")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("18:00 is not before 17:00"));
    refused("tocsin.people.business-hours.days=", "days");
  }

  @Test
  void other_hours_and_slack_ids_are_refused_at_start() {
    application
        .withPropertyValues(
            "tocsin.people.contacts[0].id=vendor",
            "tocsin.people.contacts[0].name=Vendor",
            "tocsin.people.contacts[0].hours=sometimes")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("is neither 24/7 nor business"));
    refused("tocsin.people.persons[0].slack-id=@ada", "is no member id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gaps", "swaps", "primary.ics"})
  void a_rotation_may_not_hide_an_address_of_the_api(String id) {
    refused("tocsin.people.rotations[0].id=" + id, "is an address of the API");
  }

  @Test
  void an_unknown_member_is_refused_at_start() {
    refused(
        "tocsin.people.rotations[0].members=ada,ben",
        "tocsin.people.rotations: the member 'ben' of 'primary' is not in tocsin.people.persons");
  }

  @Test
  void an_unknown_group_is_refused_at_start() {
    refused(
        "tocsin.people.persons[0].groups=responders",
        "tocsin.people.persons: 'ada' is in the group 'responders', which is none of");
  }

  @Test
  void an_id_given_twice_is_refused_at_start() {
    application
        .withPropertyValues(
            "tocsin.people.contacts[0].id=ada", "tocsin.people.contacts[0].name=Ada's office")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("the id 'ada' is given twice"));
  }

  @Test
  void a_phone_number_must_be_complete() {
    refused("tocsin.people.persons[0].phone=0301234567", "is not E.164");
  }

  @Test
  void an_empty_rotation_is_refused_at_start() {
    refused("tocsin.people.rotations[0].members=", "must not be empty");
  }

  @Test
  void the_sample_password_does_not_reach_a_log() {
    application
        .withPropertyValues("tocsin.people.sample-password=very-secret")
        .run(
            context ->
                assertThat(context.getBean(PeopleProperties.class).toString())
                    .doesNotContain("very-secret"));
  }

  private void refused(String property, String reason) {
    application
        .withPropertyValues(property)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(reason));
  }
}
