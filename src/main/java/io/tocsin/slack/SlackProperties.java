package io.tocsin.slack;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Tocsin reaches Slack and is reached by it, {@code tocsin.slack}.
 *
 * @param baseUrl of the Web API, with a slash at the end
 * @param botToken of the app; without it nothing is sent to Slack
 * @param signingSecret of the app; without it commands and buttons are not taken
 * @param timeout of one call, well under the time for which the engine locks a job
 * @param archiveAfter how long the channel of an incident stays open after the incident is over, so
 *     that the last words are said in it
 */
@ConfigurationProperties("tocsin.slack")
record SlackProperties(
    @DefaultValue("https://slack.com/api/") URI baseUrl,
    @Nullable String botToken,
    @Nullable String signingSecret,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("15m") Duration archiveAfter) {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  SlackProperties {
    if (!("https".equals(baseUrl.getScheme()) || "http".equals(baseUrl.getScheme()))
        || baseUrl.getHost() == null
        || !baseUrl.getPath().endsWith("/")) {
      throw new IllegalArgumentException(
          "tocsin.slack.base-url: must be an http or https address that ends with a slash, such as"
              + " https://slack.com/api/");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "tocsin.slack.timeout: must be more than 0 and at most 20s, not " + timeout);
    }
    if (archiveAfter.isNegative()) {
      throw new IllegalArgumentException("tocsin.slack.archive-after: must not be negative");
    }
    botToken = blankToNull(botToken);
    signingSecret = blankToNull(signingSecret);
    if (botToken != null && !botToken.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException(
          "tocsin.slack.bot-token: holds characters that no token has; copy it again");
    }
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "SlackProperties[baseUrl=%s, bot token %s, signing secret %s]"
        .formatted(
            baseUrl, botToken == null ? "absent" : "set", signingSecret == null ? "absent" : "set");
  }
}
