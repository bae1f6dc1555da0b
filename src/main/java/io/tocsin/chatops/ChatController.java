package io.tocsin.chatops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.Hidden;
import io.tocsin.incident.Role;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.slack.SlackSignature;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What Slack sends: commands and pressed buttons. Believed by its signature alone. */
@Hidden
@RestController
@RequestMapping("/slack")
class ChatController {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_FIELD = 2_000;
  private static final Pattern NUMBER =
      Pattern.compile("(?:INC|DRILL)-\\d{4}-\\d{2}-\\d{2}-\\d{3,9}");

  private final SlackSignature signature;
  private final ChatCommands commands;

  ChatController(SlackSignature signature, ChatCommands commands) {
    this.signature = signature;
    this.commands = commands;
  }

  /** Answered to the person who typed it, at once; the outcome follows by itself. */
  @PostMapping("/commands")
  Map<String, String> command(HttpServletRequest request) throws IOException {
    var form = form(verified(request));
    var answer =
        commands.receive(
            new ChatCommandRecord(
                UUID.randomUUID(),
                field(form, "trigger_id"),
                field(form, "user_id"),
                field(form, "channel_id"),
                form.getOrDefault("text", ""),
                field(form, "response_url"),
                null,
                "received",
                null,
                false,
                false));
    return Map.of("response_type", "ephemeral", "text", answer);
  }

  @PostMapping("/interactions")
  ResponseEntity<Void> interaction(HttpServletRequest request) throws IOException {
    var payload = json(form(verified(request)).getOrDefault("payload", ""));
    if (payload.path("type").asText().equals("block_actions")) {
      var action = payload.path("actions").path(0);
      said(action)
          .ifPresent(
              text ->
                  commands.keep(
                      new ChatCommandRecord(
                          UUID.randomUUID(),
                          field(payload, "trigger_id"),
                          field(payload.path("user"), "id"),
                          payload.path("channel").path("id").asText(""),
                          text,
                          field(payload, "response_url"),
                          blocks(payload),
                          "received",
                          null,
                          false,
                          false)));
    }
    return ResponseEntity.ok().build();
  }

  /** A button says what somebody could have typed; empty for one that only opens a page. */
  private static Optional<String> said(JsonNode action) {
    var value =
        action.has("selected_option")
            ? action.path("selected_option").path("value").asText("")
            : action.path("value").asText("");
    var parts = value.split(":", 2);
    if (!NUMBER.matcher(parts[0]).matches()) {
      return Optional.empty();
    }
    return switch (action.path("action_id").asText()) {
      case "tocsin-acknowledge" -> Optional.of(Verb.ACK.word() + " " + parts[0]);
      case "tocsin-escalate" ->
          Optional.of(Verb.ESCALATE.word() + " " + parts[0] + " Asked for by a button in the chat");
      case "tocsin-role" ->
          parts.length < 2
              ? Optional.empty()
              : Arrays.stream(Verb.values())
                  .filter(
                      verb ->
                          Optional.ofNullable(verb.role())
                              .map(Role::key)
                              .filter(parts[1]::equals)
                              .isPresent())
                  .map(verb -> verb.word() + " " + parts[0] + " me")
                  .findFirst();
      default -> Optional.empty();
    };
  }

  private static @Nullable String blocks(JsonNode payload) {
    var blocks = payload.path("message").path("blocks");
    return blocks.isArray() ? blocks.toString() : null;
  }

  /** The signature covers the bytes as they came, so that nobody may have read them before. */
  private byte[] verified(HttpServletRequest request) throws IOException {
    if (!signature.configured()) {
      throw new NotFoundException("Slack is not set up: tocsin.slack.signing-secret is not set");
    }
    var body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw refused(HttpStatus.PAYLOAD_TOO_LARGE, "The body is larger than 64 KB");
    }
    if (!signature.verifies(
        request.getHeader("X-Slack-Request-Timestamp"),
        request.getHeader("X-Slack-Signature"),
        body)) {
      throw refused(
          HttpStatus.UNAUTHORIZED,
          "The signature is not right, or its time is more than 5 minutes away; check"
              + " tocsin.slack.signing-secret and the clock");
    }
    return body;
  }

  private static ErrorResponseException refused(HttpStatus status, String why) {
    return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, why), null);
  }

  private static Map<String, String> form(byte[] body) {
    var form = new HashMap<String, String>();
    for (var pair : new String(body, StandardCharsets.UTF_8).split("&")) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          form.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
          throw new InvalidInputException("body", "is not a form");
        }
      }
    }
    return form;
  }

  /** The character U+0000 cannot be stored. */
  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8).replace("\0", "");
  }

  private static String field(Map<String, String> form, String name) {
    return checked(name, form.getOrDefault(name, ""));
  }

  private static String field(JsonNode json, String name) {
    return checked(name, json.path(name).asText("").replace("\0", ""));
  }

  private static String checked(String name, String value) {
    if (value.isBlank() || value.length() > MAX_FIELD) {
      throw new InvalidInputException(name, "is missing or too long");
    }
    return Objects.requireNonNull(value);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.isEmpty() ? "{}" : text);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("payload", "is no JSON");
    }
  }
}
