package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramsTest {

  /** Stored on timelines and in the audit log. */
  @Test
  void areToldFromPeopleByTheirId() {
    assertThat(Programs.id("deployer")).isEqualTo("service:deployer");
    assertThat(Programs.is("service:deployer")).isTrue();
    assertThat(Programs.is("deployer")).isFalse();
  }
}
