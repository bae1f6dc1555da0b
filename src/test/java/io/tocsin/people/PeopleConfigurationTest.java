package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
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
                      ZoneId.of("UTC"),
                      java.util.Set.of()));
          var rotation = people.rotations().get(0);
          assertThat(rotation.startsOn()).isEqualTo(LocalDate.of(2026, 1, 5));
          assertThat(rotation.handover()).isEqualTo(LocalTime.of(9, 0));
          assertThat(rotation.zone()).isEqualTo(ZoneId.of("UTC"));
          assertThat(rotation.every()).isEqualTo(7);
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
              assertThat(rotation.every()).isEqualTo(1);
            });
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
