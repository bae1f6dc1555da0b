package io.tocsin.notification;

import static java.util.Objects.requireNonNull;

import io.tocsin.incident.IncidentProperties;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks Twilio for text messages and calls, and checks what comes back from it. */
@Component
class Twilio {

  /** What Twilio's own codes mean, where a person can do something about it. */
  private static final Map<Integer, String> CODES =
      Map.of(
          20003, "account SID or token are wrong",
          21211, "no valid telephone number",
          21214, "the number cannot be called",
          21215, "calls to this country are not allowed in the account",
          21217, "no valid telephone number",
          21408, "messages to this country are not allowed in the account",
          21606, "the account cannot send from this number",
          21610, "the receiver has opted out",
          21614, "the number takes no text messages");

  private final TwilioProperties properties;
  private final IncidentProperties incidents;
  private final OutboundHttp http;
  private final Clock clock;

  Twilio(
      TwilioProperties properties, IncidentProperties incidents, OutboundHttp http, Clock clock) {
    this.properties = properties;
    this.incidents = incidents;
    this.http = http;
    this.clock = clock;
  }

  boolean configured() {
    return properties.configured();
  }

  boolean detectsMachines() {
    return properties.machineDetection();
  }

  /**
   * Makes a message or a call from our number.
   *
   * @param resource {@code Messages} or {@code Calls}
   * @return what Twilio calls it, if it said so
   * @throws NotTakenException when Twilio refuses it
   */
  @Nullable String create(String resource, Map<String, String> form) {
    var all = new TreeMap<>(form);
    all.put("From", requireNonNull(properties.from()));
    var account = requireNonNull(properties.accountSid());
    var url =
        URI.create(
            properties.baseUrl() + "/2010-04-01/Accounts/" + account + "/" + resource + ".json");
    var headers =
        Map.of(
            "Authorization",
            "Basic " + base64(account + ":" + properties.authToken()),
            "Content-Type",
            "application/x-www-form-urlencoded; charset=UTF-8");
    var answer =
        http.send(new OutboundRequest("POST", url, headers, encode(all), properties.timeout()));
    var body = Payload.read(answer.body());
    ProviderAnswer.success("Twilio", answer, clock.instant(), words(body.path("code").asInt()));
    var sid = body.path("sid").asText("");
    return sid.isEmpty() ? null : sid;
  }

  /** Returns where Twilio calls us back. */
  String callback(String path) {
    return incidents.baseUrl() + path;
  }

  /**
   * Returns whether a callback comes from Twilio.
   *
   * @param path with the query, as it was called
   * @param parameters of the body
   */
  boolean signed(String path, Map<String, String> parameters, @Nullable String signature) {
    var token = properties.authToken();
    if (token == null || signature == null) {
      return false;
    }
    var text = new StringBuilder(callback(path));
    new TreeMap<>(parameters).forEach((name, value) -> text.append(name).append(value));
    return Hmac.same(Hmac.sha1(token, text.toString()), signature.strip());
  }

  private static @Nullable String words(int code) {
    if (code == 0) {
      return null;
    }
    var meaning = CODES.get(code);
    return "error " + code + (meaning == null ? "" : ": " + meaning);
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
