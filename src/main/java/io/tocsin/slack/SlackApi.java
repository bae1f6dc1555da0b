package io.tocsin.slack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.notification.NotTakenException;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Slack's Web API. What Slack refuses is said with its own word for it and what to do. */
@Component
class SlackApi {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Used when Slack says that it is too much, but not how long to wait. */
  private static final Duration A_WHILE = Duration.ofSeconds(30);

  /** What passes by itself, although Slack answers 200. */
  private static final List<String> PASSING =
      List.of(
          "internal_error",
          "fatal_error",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org");

  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry("channel_not_found", "the channel is gone or private; invite the app to it"),
          Map.entry("is_archived", "the channel is archived"),
          Map.entry("not_in_channel", "invite the app to the channel"),
          Map.entry("invalid_auth", "check tocsin.slack.bot-token"),
          Map.entry("not_authed", "set tocsin.slack.bot-token"),
          Map.entry("token_revoked", "install the app again and set tocsin.slack.bot-token"),
          Map.entry("token_expired", "install the app again and set tocsin.slack.bot-token"),
          Map.entry("account_inactive", "install the app again and set tocsin.slack.bot-token"),
          Map.entry("missing_scope", "give the app the scope and install it again"),
          Map.entry(
              "restricted_action", "the workspace does not let the app do this; ask its owner"),
          Map.entry("user_not_found", "check slack-id of the person"),
          Map.entry("users_not_found", "check slack-id of the person"),
          Map.entry("invalid_name", "check incidentChannelName of the policy"));

  private final SlackProperties properties;
  private final OutboundHttp http;

  SlackApi(SlackProperties properties, OutboundHttp http) {
    this.properties = properties;
    this.http = http;
  }

  /** What Slack said: its answer was complete and of status 200. */
  record Answer(String method, JsonNode body) {

    /** Returns Slack's word for what was wrong; null when all was well. */
    @Nullable String error() {
      return body.path("ok").asBoolean(false)
          ? null
          : body.path("error").asText("no answer of Slack");
    }

    boolean refused(String... words) {
      var error = error();
      return error != null && List.of(words).contains(error);
    }

    /** Refuses an answer that says what was wrong, unless it is one of these words. */
    Answer unless(String... words) {
      var error = error();
      if (error == null || List.of(words).contains(error)) {
        return this;
      }
      throw refusal(this, error);
    }
  }

  boolean configured() {
    return properties.botToken() != null;
  }

  /**
   * Calls a method with a JSON body.
   *
   * @throws NotTakenException when Slack cannot be reached, is in trouble or has had too much
   */
  Answer call(String method, Map<String, ?> body) {
    try {
      return send(method, "application/json; charset=utf-8", JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The call of " + method + " cannot be written as JSON", e);
    }
  }

  /** Calls one of the methods that read: they take a form only. */
  Answer ask(String method, Map<String, String> form) {
    var body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(method, "application/x-www-form-urlencoded", body);
  }

  /**
   * Posts a message.
   *
   * @param message as {@code chat.postMessage} takes it
   * @return its ts, which names it in its channel
   */
  Posted post(Map<String, ?> message) {
    var answer = call("chat.postMessage", message).unless();
    return new Posted(
        answer.body().path("channel").asText(String.valueOf(message.get("channel"))),
        answer.body().path("ts").asText());
  }

  /** Where a message stands. */
  record Posted(String channel, String ts) {}

  private Answer send(String method, String type, String body) {
    if (!configured()) {
      throw NotTakenException.forGood("Slack is not set up: tocsin.slack.bot-token is not set");
    }
    var response =
        http.send(
            new OutboundRequest(
                "POST",
                properties.baseUrl().resolve(method),
                Map.of(
                    "Authorization",
                    "Bearer " + requireNonNull(properties.botToken()),
                    "Content-Type",
                    type),
                body,
                properties.timeout()));
    return read(method, response);
  }

  private static Answer read(String method, OutboundResponse response) {
    if (response.failure() != null) {
      throw NotTakenException.forNow("Slack, " + method + ": " + response.failure());
    }
    if (response.status() == 429) {
      throw NotTakenException.until("Slack, " + method + ": too much at once", wait(response));
    }
    if (response.status() >= 500) {
      throw NotTakenException.forNow("Slack, " + method + ": it answered " + response.status());
    }
    var json = json(response);
    if (json == null || !json.has("ok")) {
      throw NotTakenException.forGood(
          "Slack, %s: it answered %d, which Slack does not; check tocsin.slack.base-url"
              .formatted(method, response.status()));
    }
    var answer = new Answer(method, json);
    if (answer.refused("ratelimited", "rate_limited")) {
      throw NotTakenException.until("Slack, " + method + ": too much at once", wait(response));
    }
    return answer;
  }

  /** Slack says it in seconds. */
  static Duration wait(OutboundResponse response) {
    var said = response.header("Retry-After");
    return said != null && said.strip().matches("[0-9]{1,5}")
        ? Duration.ofSeconds(Long.parseLong(said.strip()))
        : A_WHILE;
  }

  private static @Nullable JsonNode json(OutboundResponse response) {
    try {
      return response.truncated() ? null : JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static NotTakenException refusal(Answer answer, String error) {
    // A word of Slack's, but from outside: nothing longer, and no text of anybody else.
    var word = error.matches("[a-zA-Z0-9_ ]{1,80}") ? error : "an unknown error";
    var remedy = REMEDIES.get(word);
    var needed = answer.body().path("needed").asText("");
    var reason =
        "Slack, %s: %s%s%s"
            .formatted(
                answer.method(),
                word,
                needed.matches("[a-z:.,_]{1,100}") ? " " + needed : "",
                remedy == null ? "" : "; " + remedy);
    return PASSING.contains(word)
        ? NotTakenException.forNow(reason)
        : NotTakenException.forGood(reason);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
