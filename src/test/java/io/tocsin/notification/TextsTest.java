package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.incident.IncidentView;
import io.tocsin.notification.Channel.Markup;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class TextsTest {

  private static final Channel MAIL = SampleChannel.of(Markup.HTML);

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

  private static Map<String, Object> examples() {
    var given = new HashMap<String, Object>(MORE);
    MessageField.ALL.values().stream()
        .filter(MessageField::given)
        .forEach(field -> given.putIfAbsent(field.name(), field.example()));
    return given;
  }

  /** Every file, so that a new one is looked at too. */
  static Stream<String> files() {
    return TextFilesTest.SHIPPED.values().stream()
        .filter(file -> !file.name().part())
        .map(file -> file.name().file());
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_text_is_whole_when_nothing_is_known(String file) {
    for (var markup : Markup.values()) {
      whole(write(file, SampleChannel.of(markup), Samples.minimal(), Map.of()));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_text_is_whole_when_everything_is_known(String file) {
    for (var markup : Markup.values()) {
      whole(write(file, SampleChannel.of(markup), Samples.full(), examples()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal", "executive", "public"})
  void an_update_keeps_its_lines(String audience) {
    assertThat(write("status-update-" + audience, Samples.full(), MORE).body())
        .contains("We roll back.\nPaying works again for some.");
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
  @MethodSource("files")
  void those_outside_read_nothing_internal(String file) {
    var message =
        write(
            file,
            "customers",
            MAIL,
            Samples.full(),
            Map.of("text", "We are on it.", "author", "Carla Mendes", "reason", "A secret"));
    assertThat(message.subject() + message.body() + message.html())
        .doesNotContain("A bad release", "No sales", "Nobody can pay", "Carla Mendes", "A secret")
        .doesNotContain("Severity 1", "Checkout is down", "/incidents/", "shop-api", "Rolled back");
  }

  @Test
  void those_outside_get_no_text_for_the_house() {
    var fields = facts.of(Samples.full(), "closed", "customers", Map.of());
    assertThat(templates.render("parsify", "closed", "customers", MAIL, false, fields).subject())
        .startsWith("Service update");
  }

  @Test
  void customers_get_their_own_text_of_an_event() {
    var fields = facts.of(Samples.full(), "resolved", "customers", Map.of());
    assertThat(templates.render("parsify", "resolved", "customers", MAIL, false, fields).body())
        .contains("sorry for the trouble")
        .doesNotContain("Report:");
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
  void a_drill_is_marked_in_subject_and_first_line(String file) {
    for (var markup : Markup.values()) {
      var message = write(file, SampleChannel.of(markup), Samples.drill(), Map.of());
      assertThat(message.subject()).startsWith("[DRILL] ");
      assertThat(message.body()).startsWith("[DRILL] ");
      if (markup == Markup.HTML) {
        assertThat(message.html()).contains(">[DRILL] ", "<p dir=\"auto\"", "exercise");
      }
    }
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

  static Stream<Arguments> hostile() {
    return Stream.of(
            "Down <!channel> <!here> @channel <@U123> <https://evil.example.org|log in>",
            "<script>alert(1)</script><img src=x onerror=alert(1)> & \"Größe\"",
            "*bold* _slanted_ ~struck~ `code` [link](https://evil.example.org) ![p](x)",
            "one\r\ntwo\n\n# three\u2028four\u0000",
            "{{7*7}} {{title}} {{#links}} {{{page}}} ${7*7} #{7*7} {{=<% %>=}}",
            "abc \u202Eevil\u202C \u05E9\u05DC\u05D5\u05DD",
            "x".repeat(10_000))
        .flatMap(
            title -> Arrays.stream(Markup.values()).map(markup -> Arguments.of(title, markup)));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void what_people_write_stays_words(String title, Markup markup) {
    var by = SampleChannel.of(markup);
    for (var event : List.of("declared", "path-team", "status-update-internal", "vendor-called")) {
      var message =
          write(event, "team", by, Samples.titled(title), Map.of("text", title, "author", title));
      assertThat(message.subject() + message.body())
          .doesNotContainPattern("[\\p{Cc}&&[^\n]]|[\u2028\u202A-\u202E\u2066-\u2069]")
          .doesNotContain("49", "x".repeat(501) + "y");
      assertThat(message.subject()).doesNotContain("\n").hasSizeLessThanOrEqualTo(210);
      switch (markup) {
        case PLAIN -> {}
        case HTML ->
            assertThat(message.html())
                .doesNotContain("<script", "<img", "onerror=alert(1)>")
                .doesNotContain("href=\"javascript");
        case SLACK -> {
          assertThat(message.body())
              .doesNotContain("<!", "<@", "@channel", "@here", "<script", "|log in>");
          assertThat(message.subject()).doesNotContain("<!", "<@", "@channel");
          assertThat(message.body().replaceAll("(?m)^\\*[^\u200B]*?\\*", ""))
              .doesNotContain("*bold*", "_slanted_", "~struck~", "`code`");
        }
        case MARKDOWN ->
            assertThat(message.body())
                .doesNotContain("@channel", "~struck~", "`code`")
                .doesNotContainPattern("(?<!\\\\)<script|(?<!\\\\)\\]\\(|(?<!\\\\)\\*bold|(?m)^# ");
      }
    }
  }

  @Test
  void plain_text_from_outside_is_neither_evaluated_nor_changed() {
    var title = "{{7*7}} [[${7*7}]] [(${7*7})] __${7*7}__ <b> & \"Größe\"";
    var message = write("declared", Samples.titled(title), Map.of());
    assertThat(message.subject()).contains(title);
    assertThat(message.body()).contains(title);
    assertThat(message.html()).contains("&lt;b&gt; &amp; &quot;Größe&quot;");
  }

  @Test
  void links_can_be_followed_in_html() {
    assertThat(write("declared", Samples.full(), Map.of()).html())
        .contains("<a href=\"https://call.example.org/1\"")
        .contains("<strong>Status:</strong> resolved")
        .startsWith("<!DOCTYPE html>");
  }

  @Test
  void slack_gets_a_status_line_and_links() {
    var slack = SampleChannel.of(Markup.SLACK);
    assertThat(write("path-team", "team", slack, Samples.full(), Map.of()).body())
        .contains("*Severity 1* | resolved | for 1 h 25 min | commander: Carla Mendes\n")
        .contains("|Open INC-2026-02-10-001>");
  }

  @Test
  void an_sms_is_short() {
    var sms = new SampleChannel("sms", Markup.PLAIN);
    var message = write("escalation", "called", sms, Samples.full(), Map.of());
    assertThat(message.subject())
        .isEqualTo("INC-2026-02-10-001 Severity 1 was escalated to you: Checkout is down");
    assertThat(message.body())
        .isEqualTo("Take it on: http://localhost:8080/incidents/INC-2026-02-10-001\n");
  }

  @Test
  void a_message_of_no_incident_is_written_with_what_is_given() {
    var message =
        templates.render(
            null,
            "subscription-confirm",
            "called",
            MAIL,
            false,
            Map.of("confirmUrl", "https://status.example.org/confirm/a_b?c=d&e=f"));
    assertThat(message.body()).contains("https://status.example.org/confirm/a_b?c=d&e=f\n");
    assertThat(message.html()).contains("confirm/a_b?c=d&amp;e=f");
  }

  private Message write(String event, IncidentView incident, Map<String, ?> more) {
    return write(event, "team", MAIL, incident, more);
  }

  private Message write(String file, Channel by, IncidentView incident, Map<String, ?> more) {
    return write(file, "team", by, incident, more);
  }

  /** Writes with a file of this name, or with the one that an event takes. */
  private Message write(
      String event, String audience, Channel by, IncidentView incident, Map<String, ?> more) {
    var file = TextFilesTest.SHIPPED.get(event);
    if (file == null) {
      return templates.render(
          "parsify",
          event,
          audience,
          by,
          incident.drill(),
          facts.of(incident, event, audience, more));
    }
    return templates
        .tryOut(
            file,
            "parsify",
            audience,
            by,
            incident.drill(),
            facts.of(incident, file.name().event(), audience, more))
        .message();
  }

  private static void whole(Message message) {
    assertThat(message.subject()).isNotBlank().doesNotContain("{{", "}}", "null", "  ");
    assertThat(message.body())
        .isNotBlank()
        .doesNotContain("{{", "}}", "null", "\n\n\n", " \n", "()", "<>")
        .doesNotContainPattern(": *\n[A-Z]")
        .endsWith("\n");
  }
}
