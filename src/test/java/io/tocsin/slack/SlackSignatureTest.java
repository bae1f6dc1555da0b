package io.tocsin.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackSignatureTest {

  /** As Slack's documentation prints it. */
  private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

  private static final long TIME = 1531420618;
  private static final String SIGNATURE =
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
  private static final String BODY =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
          + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
          + "&command=%2Fwebhook-collect&text="
          + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
          + "%2F96rGlfmibIGlgcZRskXaIFfN"
          + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

  @Test
  void believesThePublishedExample() {
    assertThat(at(TIME).verifies("" + TIME, SIGNATURE, bytes(BODY))).isTrue();
    assertThat(SlackSignature.sign(SECRET, "" + TIME, bytes(BODY))).isEqualTo(SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({"0,true", "300,true", "301,false", "-300,true", "-301,false", "86400,false"})
  void believesNothingThatIsMoreThanFiveMinutesAway(long later, boolean believed) {
    assertThat(at(TIME + later).verifies("" + TIME, SIGNATURE, bytes(BODY))).isEqualTo(believed);
  }

  @Test
  void believesNothingThatWasTouched() {
    var now = at(TIME);
    assertThat(now.verifies("" + TIME, SIGNATURE, bytes(BODY + "&more=1"))).isFalse();
    assertThat(now.verifies("" + (TIME + 1), SIGNATURE, bytes(BODY))).isFalse();
    assertThat(now.verifies("" + TIME, SIGNATURE.replace('a', 'b'), bytes(BODY))).isFalse();
    assertThat(now.verifies("" + TIME, SIGNATURE.substring(3), bytes(BODY))).isFalse();
    assertThat(now.verifies("" + TIME, null, bytes(BODY))).isFalse();
    assertThat(now.verifies(null, SIGNATURE, bytes(BODY))).isFalse();
    assertThat(now.verifies("-" + TIME, SIGNATURE, bytes(BODY))).isFalse();
    assertThat(now.verifies("99999999999999999999", SIGNATURE, bytes(BODY))).isFalse();
  }

  @Test
  void believesNothingWithoutASecret() {
    var none = new SlackSignature(properties(" "), clock(TIME));
    assertThat(none.configured()).isFalse();
    assertThat(none.verifies("" + TIME, SIGNATURE, bytes(BODY))).isFalse();
  }

  @Test
  void showsNoSecret() {
    assertThat(properties(SECRET).toString()).doesNotContain(SECRET).contains("set");
  }

  private static SlackSignature at(long now) {
    return new SlackSignature(properties(SECRET), clock(now));
  }

  private static SlackProperties properties(String secret) {
    return new SlackProperties(
        URI.create("https://slack.com/api/"),
        null,
        secret,
        Duration.ofSeconds(10),
        Duration.ofMinutes(15));
  }

  private static Clock clock(long now) {
    return Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
