package io.tocsin.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ICalendarTest {

  @Test
  void no_value_begins_a_line_or_a_parameter_of_its_own() {
    var calendar =
        new ICalendar("Test", "REQUEST")
            .line("ORGANIZER;CN=" + ICalendar.quoted("A\"; X=\"1\r\nB"), "mailto:a@x\r\nEND:VEVENT")
            .text("SUMMARY", "one\r\nEND:VEVENT; two")
            .end();
    assertThat(calendar)
        .contains("\r\nORGANIZER;CN=\"A'; X='1 B\":mailto:a@xEND:VEVENT\r\n")
        .contains("\r\nSUMMARY:one\\nEND:VEVENT\\; two\r\n")
        .doesNotContain("\r\nEND:VEVENT");
  }
}
