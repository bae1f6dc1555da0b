package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.people.OnCallCalendar.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnCallCalendarTest {

  private static final Instant NOW = Instant.parse("2026-01-13T12:00:00.123Z");
  private static final Instant FROM = Instant.parse("2026-01-12T09:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-01-19T09:00:00Z");

  @Test
  void a_shift_is_an_entry() {
    assertThat(calendar("Ines Costa", ""))
        .isEqualTo(
            String.join(
                "\r\n",
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Tocsin//On call//EN",
                "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
                "X-WR-CALNAME:On call primary",
                "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
                "X-PUBLISHED-TTL:PT1H",
                "BEGIN:VEVENT",
                "UID:oncall-primary-20260112T090000Z@tocsin",
                "DTSTAMP:20260113T120000Z",
                "DTSTART:20260112T090000Z",
                "DTEND:20260119T090000Z",
                "SUMMARY:On call primary: Ines Costa",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
                "END:VCALENDAR",
                ""));
  }

  @Test
  void what_has_a_meaning_is_escaped() {
    assertThat(calendar("Ines; Costa, \\ Jr.", "One\r\ntwo\nthree\u0007"))
        .contains("SUMMARY:On call primary: Ines\\; Costa\\, \\\\ Jr.\r\n")
        .contains("DESCRIPTION:One\\ntwo\\nthree\r\n");
  }

  @Test
  void nothing_of_a_name_can_begin_a_line_of_its_own() {
    assertThat(calendar("Ines\r\nEND:VEVENT\r\nBEGIN:VEVENT", ""))
        .containsOnlyOnce("\r\nEND:VEVENT\r\n")
        .containsOnlyOnce("\r\nBEGIN:VEVENT\r\n");
  }

  @Test
  void long_lines_are_folded_at_75_octets_and_within_no_character() {
    var remark = "Zoë, Łukasz and 🦊 ".repeat(20);
    var calendar = calendar("A very long name ".repeat(10).strip(), remark);
    assertThat(Arrays.stream(calendar.split("\r\n")))
        .allSatisfy(
            line -> assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75));
    assertThat(calendar.replace("\r\n ", ""))
        .contains("DESCRIPTION:" + remark.replace(",", "\\,"))
        .contains("On call primary: " + "A very long name ".repeat(10).strip());
    assertThat(calendar.replace("\r\n", "")).doesNotContain("\n", "\r");
  }

  private static String calendar(String name, String remark) {
    return OnCallCalendar.of("primary", List.of(new Entry(name, FROM, UNTIL, remark)), NOW);
  }
}
