package io.tocsin.notification;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static io.tocsin.notification.Outside.CLOCK;
import static io.tocsin.notification.Outside.HTTP;
import static io.tocsin.notification.Outside.PATIENT;
import static io.tocsin.notification.Outside.SERVER;
import static io.tocsin.notification.Outside.TOCSIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.incident.IncidentView;
import io.tocsin.people.Addressee;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Microsoft Teams and Mattermost. */
class ChatWebhooksTest {

  private static final String HOSTILE =
      "[pay here](https://evil.example) **now** @channel <!channel> \"} ]";

  @BeforeEach
  void takeEverything() {
    SERVER.resetAll();
    SERVER.stubFor(any(anyUrl()).willReturn(ok("1")));
  }

  @Test
  void teams_gets_a_card_with_facts_text_and_a_button() {
    assertThat(teams(Samples.full()).send(Outside.delivery("declared"), "team-channel"))
        .isEqualTo(Channel.Sent.as(null));

    assertThat(Outside.request().getUrl()).isEqualTo("/hook");
    var message = Outside.json();
    assertThat(message.path("type").asText()).isEqualTo("message");
    var attachment = message.path("attachments").get(0);
    assertThat(attachment.path("contentType").asText())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    var card = attachment.path("content");
    assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.path("version").asText()).isEqualTo("1.4");
    var body = card.path("body");
    assertThat(body.get(0).path("inlines").get(0).path("text").asText())
        .isEqualTo(Samples.NUMBER + " Severity 1 declared: Checkout is down");
    assertThat(body.get(1).path("facts").findValuesAsText("value"))
        .containsExactly(Samples.NUMBER, "Severity 1", "resolved", "2026-02-10 14:30 UTC");
    assertThat(body.get(2).path("inlines").get(0).path("text").asText()).isEqualTo("Take it now");
    var button = card.path("actions").get(0);
    assertThat(button.path("type").asText()).isEqualTo("Action.OpenUrl");
    assertThat(button.path("url").asText())
        .isEqualTo("https://tocsin.example.org/incidents/" + Samples.NUMBER);
  }

  @Test
  void teams_reads_no_markdown_in_what_users_wrote() {
    teams(Samples.full()).send(Outside.delivery("declared", HOSTILE, HOSTILE), "team-channel");

    var body = Outside.json().path("attachments").get(0).path("content").path("body");
    assertThat(body.findValuesAsText("type")).doesNotContain("TextBlock");
    assertThat(body.get(0).path("inlines").get(0).path("text").asText()).isEqualTo(HOSTILE);
  }

  @Test
  void teams_takes_28_kilobytes_at_most() {
    var huge = ("ä\"\\".repeat(50) + "\n").repeat(10_000);
    teams(Samples.full()).send(Outside.delivery("declared", "s".repeat(200), huge), "team-channel");

    assertThat(Outside.request().getBody().length).isLessThan(28 * 1024);
  }

  @ParameterizedTest
  @CsvSource({
    "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429, false",
    "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413, true"
  })
  void teams_may_refuse_with_200(String answer, boolean permanent) {
    SERVER.stubFor(any(anyUrl()).willReturn(ok(answer)));
    var refusal =
        catchThrowableOfType(
            NotTakenException.class,
            () -> teams(Samples.full()).send(Outside.delivery("declared"), "team-channel"));
    assertThat(refusal.permanent()).isEqualTo(permanent);
  }

  @Test
  void mattermost_gets_markdown() {
    mattermost(Samples.full()).send(Outside.delivery("declared"), "team-channel");

    assertThat(Outside.json().path("text").asText())
        .isEqualTo(
            "**INC\\-2026\\-02\\-10\\-001 Severity 1 declared: Checkout is down**\n\nTake it now\n");
  }

  @Test
  void mattermost_calls_nobody_by_what_users_wrote() {
    mattermost(Samples.full())
        .send(Outside.delivery("declared", HOSTILE, "to @All and @here"), "team-channel");

    assertThat(Outside.json().path("text").asText())
        .contains("\\[pay here\\]\\(https://evil\\.example\\) \\*\\*now\\*\\*")
        .doesNotContainIgnoringCase("@all")
        .doesNotContain("@channel")
        .doesNotContain("@here");
  }

  @Test
  void mattermost_takes_16383_characters_at_most() {
    mattermost(Samples.full())
        .send(Outside.delivery("declared", "s", "😀".repeat(20_000)), "team-channel");

    var text = Outside.json().path("text").asText();
    assertThat(text).hasSizeLessThanOrEqualTo(16_383).endsWith("😀…");
    assertThat(text.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
  }

  @Test
  void only_contacts_with_a_webhook_are_reached() {
    var channel = teams(Samples.full());
    assertThat(channel.address(new Addressee("team-channel", "Team", null, null)))
        .isEqualTo("team-channel");
    assertThat(channel.address(new Addressee("cto", "CTO", "a@example.org", "+1"))).isNull();
    assertThatThrownBy(() -> channel.send(Outside.delivery("declared"), "gone"))
        .isInstanceOf(NotTakenException.class)
        .hasMessage("No webhook of Microsoft Teams is set for 'gone' any more");
  }

  @Test
  void without_settings_it_is_not_set_up() {
    assertThat(teams(Map.of()).configured()).isFalse();
    assertThat(teams(Map.of("team-channel", " ")).configured()).isFalse();
    assertThat(teams(Map.of("team-channel", "https://chat.example.org/x")).configured()).isTrue();
  }

  @Test
  void settings_are_checked_without_showing_them() {
    assertThatThrownBy(() -> new TeamsProperties(Map.of("a", "s3cret no url"), PATIENT))
        .hasMessage("tocsin.notification.teams.webhooks.a: must be an http or https address")
        .hasNoCause();
    assertThatThrownBy(() -> new MattermostProperties(Map.of(), Duration.ofMinutes(1)))
        .hasMessageContaining("tocsin.notification.mattermost.timeout");
    assertThat(new TeamsProperties(Map.of("a", "https://chat.example.org/s3cret"), PATIENT))
        .hasToString("TeamsProperties[a]");
  }

  private static TeamsChannel teams(IncidentView incident) {
    return new TeamsChannel(
        new TeamsProperties(Map.of("team-channel", SERVER.url("/hook")), PATIENT),
        TOCSIN,
        Outside.incidents(incident),
        HTTP,
        CLOCK);
  }

  private static TeamsChannel teams(Map<String, String> webhooks) {
    return new TeamsChannel(
        new TeamsProperties(webhooks, PATIENT),
        TOCSIN,
        Outside.incidents(Samples.full()),
        HTTP,
        CLOCK);
  }

  private static MattermostChannel mattermost(IncidentView incident) {
    return new MattermostChannel(
        new MattermostProperties(Map.of("team-channel", SERVER.url("/hook")), PATIENT),
        Outside.incidents(incident),
        HTTP,
        CLOCK);
  }
}
