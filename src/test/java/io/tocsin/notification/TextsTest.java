package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.tocsin.incident.IncidentView;
import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

@TocsinTest
class TextsTest {

  private static final Channel MAIL = mock(Channel.class);

  private static final List<String> EVENTS =
      List.of(
          "declared",
          "path-team",
          "path-executives",
          "path-management",
          "path-all-hands",
          "path-owners",
          "escalation",
          "update-due",
          "update-overdue",
          "deadline-warning",
          "deadline-missed",
          "status-update-internal",
          "status-update-executive",
          "status-update-public",
          "resolved",
          "watch-over",
          "review-due",
          "review-overdue",
          "commander-missing",
          "commander-handover",
          "obligation-due",
          "obligation-overdue",
          "closed",
          "reopened",
          "dismissed");

  private static final Map<String, Object> MORE =
      Map.of(
          "audience", "internal",
          "due", Instant.parse("2026-02-10T15:00:00Z"),
          "step", "Call the engineering lead",
          "text", "We roll back.\nPaying works again for some.",
          "author", "Chidi Okafor",
          "target", "Resolve",
          "within", "PT1H",
          "percent", 75,
          "nextUpdate", Instant.parse("2026-02-10T15:30:00Z"));

  @Autowired Facts facts;
  @Autowired Templates templates;

  @BeforeEach
  void setClock() {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-02-10T16:00:00Z")));
  }

  /** Every file, so that a new one is looked at too. */
  static Stream<String> files() throws IOException {
    return Arrays.stream(
            new PathMatchingResourcePatternResolver().getResources("classpath:notifications/*.txt"))
        .map(file -> String.valueOf(file.getFilename()).replace(".txt", ""))
        .filter(name -> !name.startsWith("_"));
  }

  @Test
  void each_event_has_a_text_of_its_own() throws IOException {
    assertThat(files()).containsAll(EVENTS);
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_text_is_whole_when_nothing_is_known(String name) {
    whole(write(name, Samples.minimal(), Map.of()));
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_text_is_whole_when_everything_is_known(String name) {
    var message = write(name, Samples.full(), MORE);
    whole(message);
    if (name.startsWith("status-update")) {
      assertThat(message.body()).contains("We roll back.\nPaying works again for some.");
    }
  }

  @Test
  void a_text_to_the_team_has_the_facts() {
    var message = write("path-team", Samples.full(), Map.of());
    assertThat(message.subject())
        .isEqualTo("INC-2026-02-10-001 Severity 1 needs you: Checkout is down");
    assertThat(message.body())
        .contains("Impact on users: Nobody can pay\n")
        .contains("Started: 2026-02-10 14:25 UTC\n")
        .contains("Detected: 2026-02-10 14:29 UTC, by external monitoring (Prometheus)\n")
        .contains("Running for: 1 h 25 min\n")
        .contains("Commander: Carla Mendes\n")
        .contains("What we know: A bad release\n")
        .contains("Workaround: Pay by invoice\n")
        .contains("Link: https://call.example.org/1\n")
        .contains("/incidents/INC-2026-02-10-001");
  }

  @Test
  void the_next_update_comes_as_soon_as_possible_when_no_time_is_known() {
    assertThat(write("declared", Samples.full(), Map.of()).body())
        .contains("Next update: as soon as possible");
  }

  @Test
  void the_next_update_comes_when_the_policy_owes_it() {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-02-10T14:31:00Z")));
    assertThat(write("declared", Samples.minimal(), Map.of()).body())
        .contains("Next update: 2026-02-10 15:00 UTC");
  }

  @Test
  void a_promised_update_is_told_with_its_time() {
    assertThat(write("status-update-public", Samples.full(), MORE).body())
        .contains("Next update: 2026-02-10 15:30 UTC");
  }

  @Test
  void an_escalation_names_its_step_in_the_subject() {
    assertThat(write("escalation", Samples.minimal(), MORE).subject())
        .contains("Call the engineering lead");
  }

  @Test
  void an_escalation_says_why_and_who_takes_over() {
    var facts =
        Map.of(
            "step", "Call the CTO",
            "ladder", "technical",
            "why", "Asked for by Carla Mendes",
            "reason", "The design is wrong",
            "takesOver", "CTO");
    assertThat(write("escalation", Samples.minimal(), facts).body())
        .contains(
            "Why now: Asked for by Carla Mendes: The design is wrong\n",
            "Ladder: technical\n",
            "Takes over: CTO\n");
    assertThat(write("escalation", Samples.minimal(), Map.of("step", "Call the CTO")).body())
        .doesNotContain("Why now", "Ladder", "Takes over", "null");
  }

  @Test
  void a_resolution_tells_what_helped_and_where_the_report_is() {
    assertThat(write("resolved", Samples.full(), Map.of()).body())
        .contains("after 1 h 25 min")
        .contains("What resolved it: Rolled back")
        .contains("being watched until 2026-02-11 15:50 UTC")
        .contains("/api/v1/incidents/INC-2026-02-10-001/report.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status-update-public", "resolved-customers"})
  void the_public_reads_nothing_internal(String name) {
    var message = write(name, Samples.full(), Map.of("text", "We are on it."));
    assertThat(message.subject() + message.body())
        .doesNotContain("A bad release", "No sales", "Carla Mendes", "http", "Severity 1")
        .doesNotContain("Checkout is down");
  }

  @Test
  void customers_get_their_own_text_of_an_event() {
    var fields = facts.of(Samples.full(), "resolved", "customers", Map.of());
    assertThat(templates.render("parsify", "resolved", "customers", MAIL, false, fields).body())
        .contains("sorry for the trouble");
    assertThat(templates.render("parsify", "resolved", "engineering", MAIL, false, fields).body())
        .contains("Report:");
  }

  @Test
  void an_event_without_a_text_takes_the_general_one() {
    assertThat(write("vendor-called", Samples.minimal(), Map.of()).subject())
        .isEqualTo("INC-2026-02-10-001 Severity 2 (provisional) vendor called: Checkout is down");
    assertThat(write("../application", Samples.minimal(), Map.of()).subject()).contains("Checkout");
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_drill_is_marked_in_subject_and_first_line(String name) {
    var message = write(name, Samples.drill(), Map.of());
    assertThat(message.subject()).startsWith("[DRILL] ");
    assertThat(message.body()).startsWith("[DRILL] ");
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_title_cannot_become_a_header(String name) {
    var message =
        write(
            name,
            Samples.titled("Down\r\nBcc: everybody@example.org\n\nHello\u2028\u0000"),
            Map.of("step", "Call\nTo: somebody@example.org", "audience", "internal\r\nX: y"));
    assertThat(message.subject()).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    assertThat(message.body()).doesNotContain("\nBcc:").doesNotContain("\nTo:");
  }

  @Test
  void a_subject_has_at_most_200_characters() {
    var subject = write("declared", Samples.titled("🔥".repeat(300)), Map.of()).subject();
    assertThat(subject.codePointCount(0, subject.length())).isLessThanOrEqualTo(200);
    assertThat(subject).endsWith("…");
  }

  @Test
  void text_from_outside_is_neither_evaluated_nor_escaped() {
    var title = "[[${7*7}]] [(${7*7})] __${7*7}__ <b> & \"Größe\"";
    var message = write("declared", Samples.titled(title), Map.of());
    assertThat(message.subject()).contains(title);
    assertThat(message.body()).contains(title);
  }

  private Message write(String event, IncidentView incident, Map<String, ?> more) {
    return templates.render(
        "parsify", event, "team", MAIL, incident.drill(), facts.of(incident, event, "team", more));
  }

  private static void whole(Message message) {
    assertThat(message.subject()).isNotBlank().doesNotContain("[#", "[(", "${", "null", "  ");
    assertThat(message.body())
        .isNotBlank()
        .doesNotContain("[#", "[/", "[(", "${", "null", "\n\n\n", " \n", "()")
        .doesNotContainPattern(": *\n[A-Z]")
        .endsWith("\n");
  }
}
