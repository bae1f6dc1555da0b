package io.tocsin.ticket;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.WebLink;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks the configured webhook for a ticket. The call is signed: {@code X-Tocsin-Signature} holds
 * the time in Unix seconds and the HMAC-SHA256 of time, full stop and body. The same ticket has the
 * same {@code Idempotency-Key}, however often it is asked for.
 */
@Component
class TicketWebhook {

  private static final String HMAC = "HmacSHA256";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Answers of success are 2xx; these may come right later, all others stay as they are. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  /**
   * What came of a call.
   *
   * @param link of the ticket; null when there is none
   * @param again whether asking again may help
   * @param why there is no link, in a few words
   */
  record Answer(@Nullable String link, boolean again, String why) {}

  private final TicketProperties properties;
  private final IncidentProperties incidents;
  private final OutboundHttp http;
  private final Clock clock;

  TicketWebhook(
      TicketProperties properties, IncidentProperties incidents, OutboundHttp http, Clock clock) {
    this.properties = properties;
    this.incidents = incidents;
    this.http = http;
    this.clock = clock;
  }

  boolean configured() {
    return properties.webhook() != null;
  }

  /** Asks for the ticket of an incident. */
  Answer open(IncidentView incident, String key) {
    var webhook = requireNonNull(properties.webhook());
    var body = body(incident, key);
    var time = clock.instant().getEpochSecond();
    var headers =
        Map.of(
            "Content-Type",
            "application/json",
            "Idempotency-Key",
            key,
            "X-Tocsin-Signature",
            "t=%d,v1=%s".formatted(time, sign(requireNonNull(webhook.secret()), time, body)));
    return read(
        http.send(
            new OutboundRequest(
                "POST", requireNonNull(webhook.url()), headers, body, webhook.timeout())));
  }

  private static Answer read(OutboundResponse response) {
    if (response.failure() != null) {
      return new Answer(null, true, response.failure());
    }
    if (!response.successful()) {
      var again = response.status() >= 500 || PASSING.contains(response.status());
      return new Answer(null, again, "it answered " + response.status());
    }
    var link = response.truncated() ? null : link(response.body());
    return link == null
        ? new Answer(null, false, "its answer holds no link to a ticket")
        : new Answer(link, false, "");
  }

  private static @Nullable String link(String body) {
    try {
      var url = JSON.readTree(body).path("url");
      return url.isTextual() ? WebLink.find(url.textValue()).orElse(null) : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private String body(IncidentView incident, String key) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("incident", incident.number());
    // Everybody reads the tickets: of a restricted incident they learn that there is work.
    var open = !incident.security();
    fields.put("title", open ? incident.title() : "Restricted incident");
    fields.put("severity", incident.severity());
    fields.put("label", incident.severityLabel());
    fields.put("dueAt", incident.ticketDueAt() == null ? null : incident.ticketDueAt().toString());
    fields.put("description", open ? incident.description() : null);
    fields.put("services", open ? incident.services() : List.of());
    fields.put("url", incidents.pageOf(incident.number()));
    fields.put("key", key);
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The ticket cannot be written as JSON", e);
    }
  }

  static String sign(String secret, long time, String body) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of()
          .formatHex(mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("HMAC-SHA256 is not to be had", e);
    }
  }
}
