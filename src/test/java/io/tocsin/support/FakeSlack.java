package io.tocsin.support;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Slack at {@link Providers#SERVER}: says yes to everything unless a test wants otherwise. */
public final class FakeSlack {

  public static final String SECRET = "test-slack";

  private static final String API = "/slack/api/";
  private static final int LAST = 100;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<StubMapping> WANTED = new ArrayList<>();

  private FakeSlack() {}

  /** The answers that hold whatever a test resets. */
  static final class Always implements MappingsSource {

    @Override
    public void loadMappingsInto(StubMappings stubs) {
      List.of(
              answer("[a-zA-Z.]+", "{\"ok\":true}", LAST),
              answer(
                  "auth.test",
                  "{\"ok\":true,\"user_id\":\"U0TOCSIN\","
                      + "\"url\":\"https://sample.slack.com/\"}",
                  LAST - 1),
              answer(
                  "chat.postMessage",
                  "{\"ok\":true,\"channel\":\"{{jsonPath request.body '$.channel'}}\","
                      + "\"ts\":\"{{randomInt lower=1000000000 upper=1999999999}}"
                      + ".{{randomInt lower=100000 upper=999999}}\"}",
                  LAST - 1),
              answer(
                  "conversations.create",
                  "{\"ok\":true,\"channel\":{\"id\":\"C{{randomValue length=10"
                      + " type='ALPHANUMERIC' uppercase=true}}\","
                      + "\"name\":\"{{jsonPath request.body '$.name'}}\"}}",
                  LAST - 1),
              answer("conversations.list", "{\"ok\":true,\"channels\":[]}", LAST - 1),
              post(urlPathMatching("/slack/answers/.*")).atPriority(LAST).willReturn(aResponse()))
          .forEach(stub -> stubs.addMapping(stub.build()));
    }

    @Override
    public void save(List<StubMapping> stubs) {}

    @Override
    public void save(StubMapping stub) {}

    @Override
    public void remove(StubMapping stub) {}

    @Override
    public void removeAll() {}
  }

  /** Has a method answer otherwise until {@link #forget}. */
  public static void answers(String method, String body) {
    WANTED.add(Providers.SERVER.stubFor(answer(method, body, 1)));
  }

  /** Has a method refuse with a word of Slack. */
  public static void refuses(String method, String error) {
    answers(method, "{\"ok\":false,\"error\":\"" + error + "\"}");
  }

  /** Has a method refuse where the body holds a text. */
  public static void refuses(String method, String holding, String error) {
    WANTED.add(
        Providers.SERVER.stubFor(
            post(urlPathEqualTo(API + method))
                .withRequestBody(containing(holding))
                .atPriority(1)
                .willReturn(json("{\"ok\":false,\"error\":\"" + error + "\"}"))));
  }

  /** Has it answer as it does by itself again. */
  public static void forget() {
    WANTED.forEach(Providers.SERVER::removeStub);
    WANTED.clear();
  }

  /** Returns the bodies of the calls of a method that name a channel or a text. */
  public static List<JsonNode> calls(String method, String holding) {
    return Providers.SERVER.findAll(postRequestedFor(urlPathEqualTo(API + method))).stream()
        .map(call -> call.getBodyAsString())
        .filter(body -> body.contains(holding))
        .map(FakeSlack::read)
        .toList();
  }

  /** Returns what was answered at the address of a command. */
  public static List<JsonNode> answersTo(String trigger) {
    return Providers.SERVER
        .findAll(postRequestedFor(urlPathEqualTo("/slack/answers/" + trigger)))
        .stream()
        .map(call -> read(call.getBodyAsString()))
        .toList();
  }

  /** Returns the id in Slack that a person of the sample has. */
  public static String userId(String person) {
    return "U0" + person.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }

  /** Returns the id in Slack that a contact of the sample has. */
  public static String channelId(String contact) {
    return "C0" + contact.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }

  public static String trigger() {
    return UUID.randomUUID().toString();
  }

  /** Returns the form of a command, as Slack sends it. */
  public static String command(String user, String channel, String text, String trigger) {
    return form(
        Map.of(
            "token",
            "legacy",
            "team_id",
            "T0SAMPLE",
            "channel_id",
            channel,
            "user_id",
            user,
            "command",
            "/incident",
            "text",
            text,
            "response_url",
            Providers.SERVER.url("/slack/answers/" + trigger),
            "trigger_id",
            trigger));
  }

  /** Returns the form of a pressed button, as Slack sends it. */
  public static String pressed(String user, String channel, String action, String trigger) {
    return form(
        Map.of(
            "payload",
            "{\"type\":\"block_actions\",\"user\":{\"id\":\"%s\"},\"channel\":{\"id\":\"%s\"},"
                    .formatted(user, channel)
                + "\"trigger_id\":\"%s\",\"response_url\":\"%s\",\"actions\":[%s],"
                    .formatted(trigger, Providers.SERVER.url("/slack/answers/" + trigger), action)
                + "\"message\":{\"ts\":\"1.2\",\"blocks\":[{\"type\":\"actions\",\"elements\":["
                + "{\"type\":\"button\",\"action_id\":\"tocsin-acknowledge\"},"
                + "{\"type\":\"button\",\"action_id\":\"tocsin-escalate\"}]}]}}"));
  }

  public static String signature(String timestamp, String body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "v0="
          + HexFormat.of()
              .formatHex(
                  mac.doFinal(("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static MappingBuilder answer(String method, String body, int priority) {
    return post(urlPathMatching(API + method)).atPriority(priority).willReturn(json(body));
  }

  private static ResponseDefinitionBuilder json(String body) {
    return aResponse()
        .withHeader("Content-Type", "application/json")
        .withBody(body)
        .withTransformers("response-template");
  }

  private static JsonNode read(String body) {
    try {
      return body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode().put("form", body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(body, e);
    }
  }
}
