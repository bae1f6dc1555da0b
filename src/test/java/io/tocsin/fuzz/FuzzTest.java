package io.tocsin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.UriUtils;

/**
 * Whatever is sent to any address of ours, by whomever: no answer of ours says that we failed, and
 * none shows our insides. The addresses are those that the application maps, so that a new one is
 * fuzzed by itself. {@code -Dfuzz.seed=…} repeats or varies a run.
 */
@TocsinTest
class FuzzTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final long SEED = Long.getLong("fuzz.seed", 20260210);

  /** What only our insides say: traces, names of classes, SQL. */
  private static final Pattern INSIDES =
      Pattern.compile(
          "\\n\\s+at [\\w.$]+\\(|\\b(io\\.tocsin|org\\.springframework|org\\.camunda|org\\.postgresql"
              + "|com\\.fasterxml|jakarta?\\.|java\\.(lang|util|time|io|net))\\b\\.?\\w*"
              + "|\\w+(Exception|Error)\\b(?!\")|PreparedStatement|SQL ?(State|\\[)|\\bERROR: ");

  private static final int SHOWN = 100;

  enum Visitor {
    ANYBODY(anonymous()),
    RESPONDER(person("oncall1", "responder", "technical-lead")),
    ADMINISTRATOR(
        person(
            "admin",
            "camunda-admin",
            "process-owner",
            "drill-lead",
            "incident-commander",
            "management",
            "responder"));

    final RequestPostProcessor who;

    Visitor(RequestPostProcessor who) {
      this.who = who;
    }

    private static RequestPostProcessor person(String id, String... groups) {
      return user(id).authorities(AuthorityUtils.createAuthorityList(groups));
    }
  }

  @Autowired MockMvc http;
  @Autowired Response response;
  @Autowired PlatformTransactionManager transactions;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  private List<Endpoint> endpoints = List.of();
  private final Map<String, JsonNode> schemas = new HashMap<>();
  private final Map<String, List<String>> known = new HashMap<>();
  private final Map<String, String> findings = new LinkedHashMap<>();
  private final Set<HandlerMethod> reached = new HashSet<>();
  private final Map<Integer, Integer> answers = new java.util.TreeMap<>();

  @BeforeEach
  void look() throws Exception {
    var document =
        JSON.readTree(
            http.perform(get("/v3/api-docs").with(Visitor.ADMINISTRATOR.who))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8));
    document
        .path("components")
        .path("schemas")
        .properties()
        .forEach(schema -> schemas.put(schema.getKey(), schema.getValue()));
    endpoints = Endpoint.all(mapping, document);
    assertThat(endpoints).hasSizeGreaterThan(200);
    var ours = endpoints.stream().map(Endpoint::pattern).toList();
    var documented = new ArrayList<String>();
    document.path("paths").fieldNames().forEachRemaining(documented::add);
    assertThat(ours.stream().map(path -> path.replaceAll("\\{(\\w+):[^}]*}", "{$1}")))
        .as("all that is documented is fuzzed")
        .containsAll(documented);
    know();
  }

  @Test
  void nothingThatIsSentToAnyEndpointIsAnsweredAsOurFailure() {
    fuzz(1);
  }

  @Test
  @Tag("thorough")
  void norIsWhatIsSentManyTimesOver() {
    fuzz(8);
    assertThat(endpoints.stream().filter(one -> !reached.contains(one.handler())))
        .as("endpoints whose method was never reached")
        .isEmpty();
  }

  private void fuzz(int rounds) {
    var began = System.nanoTime();
    System.out.println("Fuzzing " + endpoints.size() + " endpoints, -Dfuzz.seed=" + SEED);
    for (var endpoint : endpoints) {
      for (var visitor : Visitor.values()) {
        var random = new Random(SEED ^ (endpoint + visitor.name()).hashCode());
        for (int round = 0; round < rounds; round++) {
          send(endpoint, visitor, random.nextLong());
        }
      }
    }
    System.out.println(
        "Answers by status: " + answers + " in " + (System.nanoTime() - began) / 1_000_000 + " ms");
    assertThat(
            findings.entrySet().stream().limit(SHOWN).map(f -> f.getKey() + "\n  " + f.getValue()))
        .as("%d findings with -Dfuzz.seed=%d", findings.size(), SEED)
        .isEmpty();
  }

  /** In a transaction that is taken back, so that other tests find what they left. */
  private void send(Endpoint endpoint, Visitor visitor, long seed) {
    var found = new String[1];
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            now -> {
              found[0] = attempt(endpoint, visitor, seed, true);
              now.setRollbackOnly();
            });
    if (found[0] != null && found[0].startsWith("5")) {
      // A statement that failed spoils this transaction, but not those of the application.
      found[0] = attempt(endpoint, visitor, seed, false);
    }
    if (found[0] != null) {
      findings.putIfAbsent(endpoint + ": " + found[0].lines().findFirst().orElse(""), found[0]);
    }
  }

  private String attempt(Endpoint endpoint, Visitor visitor, long seed, boolean counted) {
    var request = request(endpoint, visitor, new Noise(new Random(seed), known));
    MvcResult result;
    try {
      result = http.perform(request.builder().with(visitor.who)).andReturn();
    } catch (Exception | StackOverflowError e) {
      var cause = org.springframework.core.NestedExceptionUtils.getMostSpecificCause(e);
      return "500 by %s at %s\n  %s\n  %s"
          .formatted(
              shortened(cause.toString()),
              cause.getStackTrace().length == 0 ? "?" : at(cause),
              visitor,
              request.told());
    }
    if (result.getHandler() instanceof HandlerMethod handler) {
      reached.add(
          handler.createWithResolvedBean().getMethod().equals(endpoint.handler().getMethod())
              ? endpoint.handler()
              : handler);
    }
    if (counted) {
      answers.merge(result.getResponse().getStatus(), 1, Integer::sum);
    }
    var fault = fault(endpoint, result);
    return fault == null
        ? null
        : "%s\n  %s %s\n  %s".formatted(fault, visitor, request.told(), body(result));
  }

  private static String at(Throwable cause) {
    return java.util.Arrays.stream(cause.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("io.tocsin."))
        .findFirst()
        .orElse(cause.getStackTrace()[0])
        .toString();
  }

  private static String fault(Endpoint endpoint, MvcResult result) {
    var status = result.getResponse().getStatus();
    var body = body(result);
    if (status >= 500 && !(status == 503 && result.getResponse().containsHeader("Retry-After"))) {
      return "5xx: " + status;
    }
    if (status < 400) {
      return body.contains("\n\tat ") ? "shows a stack trace" : null;
    }
    var insides = INSIDES.matcher(body);
    if (insides.find()) {
      return status + " shows " + insides.group().strip();
    }
    return endpoint.isApi() ? problem(status, result) : null;
  }

  /** Programs are told what was wrong: the field or what to do. */
  private static String problem(int status, MvcResult result) {
    var body = whole(result);
    if (body.isEmpty() && result.getHandler() == null && (status == 401 || status == 403)) {
      // Nobody is signed in, or a form has no token: the server's own page for errors says so.
      return null;
    }
    if (body.isEmpty() && result.getRequest().getHeader("Accept") != null) {
      // Nothing may be said in a form that the caller takes.
      return null;
    }
    var type = String.valueOf(result.getResponse().getContentType());
    if (!type.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE)) {
      return status + " is no problem document but " + type;
    }
    try {
      var problem = JSON.readTree(body);
      var detail = problem.path("detail").asText("");
      if (problem.path("status").asInt() != status
          || detail.length() < 8
          || detail.equals("Access Denied")) {
        return status + " says nothing: " + body;
      }
      var named = problem.has("field") || problem.has("errors") || detail.contains(":");
      return status == 400 && !named && !detail.contains("body")
          ? "400 names nothing: " + detail
          : null;
    } catch (java.io.IOException e) {
      return status + " is no JSON: " + body;
    }
  }

  private record Sent(MockHttpServletRequestBuilder builder, String told) {}

  private Sent request(Endpoint endpoint, Visitor visitor, Noise noise) {
    var told = new StringBuilder(endpoint.method()).append(' ');
    var path =
        Pattern.compile("\\{(\\w+)[^}]*}")
            .matcher(endpoint.pattern().replace("/**", "/x"))
            .replaceAll(
                variable ->
                    java.util.regex.Matcher.quoteReplacement(
                        noise.segment(place(endpoint, variable.group(1)))));
    var query = new StringBuilder();
    if (!endpoint.isForm()) {
      for (var name : endpoint.parameters()) {
        if (noise.chance(0.5)) {
          var value = noise.chance(0.6) ? noise.near(name) : noise.text();
          query.append(query.isEmpty() ? "?" : "&").append(name).append('=');
          query.append(UriUtils.encode(value, StandardCharsets.UTF_8));
        }
      }
    }
    told.append(path).append(query);
    var builder =
        MockMvcRequestBuilders.request(
            HttpMethod.valueOf(endpoint.method()), URI.create(path + query));
    if (endpoint.isForm()) {
      form(endpoint, builder, noise, told);
    } else if (endpoint.body() != null || !"GET".equals(endpoint.method())) {
      json(endpoint, builder, noise, told);
    }
    headers(builder, noise, told);
    if (!"GET".equals(endpoint.method()) && noise.chance(0.95)) {
      builder.with(csrf());
    }
    return new Sent(builder, shortened(told.toString()));
  }

  /** The same word stands for different things at different addresses. */
  private static String place(Endpoint endpoint, String variable) {
    var second = endpoint.pattern().split("/");
    for (var part : second) {
      if (List.of(
              "action-items",
              "trainings",
              "training",
              "drills",
              "services",
              "simulated",
              "policies")
          .contains(part)) {
        return part + "." + variable;
      }
    }
    return variable;
  }

  private void form(
      Endpoint endpoint, MockHttpServletRequestBuilder builder, Noise noise, StringBuilder told) {
    var fields = new LinkedHashMap<String, String>();
    for (var name : endpoint.parameters()) {
      if (noise.chance(0.8)) {
        fields.put(name, noise.chance(0.7) ? noise.near(name) : noise.text());
      }
    }
    if (endpoint.free() || endpoint.parameters().isEmpty()) {
      for (var name : known.keySet()) {
        if (!name.contains(".") && noise.chance(0.6)) {
          fields.put(name, noise.chance(0.7) ? noise.near(name) : noise.text());
        }
      }
    }
    told.append(' ').append(fields);
    builder.contentType(MediaType.APPLICATION_FORM_URLENCODED);
    var pairs = new StringBuilder();
    fields.forEach(
        (name, value) -> {
          builder.param(name, value);
          pairs
              .append(pairs.isEmpty() ? "" : "&")
              .append(name)
              .append('=')
              .append(UriUtils.encode(value, StandardCharsets.UTF_8));
        });
    if (endpoint.pattern().startsWith("/slack/")) {
      signed(builder, pairs.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void json(
      Endpoint endpoint, MockHttpServletRequestBuilder builder, Noise noise, StringBuilder told) {
    var schema =
        endpoint.body() == null ? JSON.createObjectNode().put("type", "object") : endpoint.body();
    var body = noise.body(schema, schemas);
    var usual = endpoint.consumes() == null ? "application/json" : endpoint.consumes();
    var type = noise.chance(0.85) ? usual : noise.one(TYPES);
    told.append(' ').append(type).append(' ').append(new String(body, StandardCharsets.UTF_8));
    if (!type.isEmpty()) {
      builder.header("Content-Type", type);
    }
    builder.content(body);
    doors(endpoint, builder);
  }

  /** What sources prove themselves with, or they would never get beyond the door. */
  private static void doors(Endpoint endpoint, MockHttpServletRequestBuilder builder) {
    if (endpoint.pattern().startsWith("/api/v1/alerts/")) {
      builder.header("Authorization", "Bearer local-alerts");
    } else if (endpoint.pattern().startsWith("/v2/alerts")) {
      builder.header("Authorization", "GenieKey local-opsgenie");
    } else if (endpoint.pattern().startsWith("/api/v1/heartbeats/")) {
      builder.header("Authorization", "Bearer local-heartbeat");
    }
  }

  private static void signed(MockHttpServletRequestBuilder builder, byte[] body) {
    try {
      var time = String.valueOf(java.time.Instant.now().getEpochSecond());
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("local-slack".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(("v0:" + time + ":").getBytes(StandardCharsets.UTF_8));
      builder
          .content(body)
          .header("X-Slack-Request-Timestamp", time)
          .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(mac.doFinal(body)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void headers(
      MockHttpServletRequestBuilder builder, Noise noise, StringBuilder told) {
    for (int i = 0; i < 2; i++) {
      if (noise.chance(0.2)) {
        var header = noise.one(HEADERS);
        told.append(" [").append(header).append(']');
        var colon = header.indexOf(':');
        builder.header(header.substring(0, colon), header.substring(colon + 1));
      }
    }
  }

  private static final List<String> TYPES =
      List.of(
          "",
          "text/plain",
          "application/xml",
          "application/json;charset=nonsense",
          "application/json; charset=UTF-16",
          "application/merge-patch+json",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "application/octet-stream",
          "*/*",
          "/",
          "nonsense");

  private static final List<String> HEADERS =
      List.of(
          "Accept:text/html",
          "Accept:application/xml",
          "Accept:image/png",
          "Accept:application/json;q=2",
          "Accept:*/*;q=0",
          "Accept:nonsense",
          "Accept:",
          "Accept-Language:xx-YY,zz;q=abc",
          "Accept-Language:*",
          "Accept-Charset:nonsense",
          "Accept-Encoding:identity;q=0",
          "Content-Encoding:gzip",
          "Content-Language:??",
          "If-Match:*",
          "If-None-Match:W/\"x\", \"y",
          "If-Modified-Since:yesterday",
          "Range:bytes=9-1",
          "Origin:null",
          "Referer:not an address",
          "Cookie:TOCSIN=%00; =; a",
          "X-Forwarded-For:nobody",
          "X-Requested-With:XMLHttpRequest",
          "X-HTTP-Method-Override:DELETE",
          "HX-Request:maybe",
          "Last-Event-ID:-1",
          "Expect:200-maybe");

  private static String body(MvcResult result) {
    return shortened(whole(result));
  }

  private static String whole(MvcResult result) {
    try {
      return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    } catch (java.io.UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String shortened(String text) {
    var told = text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
    return told.replace("\0", "\\0");
  }

  /** Names of what there is, so that what is sent gets far. */
  private void know() throws Exception {
    var number = response.declare("low");
    var other = response.declare("high");
    var item =
        made(
            "/api/v1/incidents/" + number + "/action-items",
            "{\"title\": \"Mend it\", \"kind\": \"system\", \"owner\": \"techlead\", \"dueDate\":"
                + " \"2099-01-01\"}");
    var maintenance =
        made(
            "/api/v1/maintenance-windows",
            "{\"title\": \"None\", \"services\": [\"nothing-of-ours\"], \"reason\": \"A test\","
                + " \"from\": \"2098-01-01T00:00:00Z\", \"until\": \"2098-01-01T01:00:00Z\"}");
    known.put("number", List.of(number, number, other));
    known.put("into", List.of(other, number));
    known.put("incident", List.of(number));
    known.put("id", List.of(maintenance, "1"));
    known.put("action-items.id", List.of(item));
    known.put("action-items.number", List.of(number));
    known.put("action-items.command", List.of("complete", "drop", "reopen", "change"));
    known.put("services.id", List.of("shop-web", "payments"));
    known.put("services.service", List.of("shop-web", "payments"));
    known.put("services.action", List.of("rollback", "clear-cache", "restart"));
    known.put("simulated.id", List.of("shop-web", "payments"));
    known.put("policies.id", List.of("parsify", "storefront"));
    known.put("policies.level", List.of("1", "4"));
    known.put("drills.number", List.of("DRILL-2026-02-10-001"));
    known.put("drills.what", List.of("pause", "resume", "abort"));
    known.put("rotation", List.of("primary", "commander"));
    known.put("policy", List.of("parsify", "storefront"));
    known.put("service", List.of("shop-web"));
    known.put("services", List.of("shop-web", "payments", "nothing-of-ours"));
    known.put("key", List.of("incident-response", "triage"));
    known.put("process", List.of("incident-response"));
    known.put("event", List.of("incident-declared", "declared"));
    known.put("name", List.of("backup"));
    known.put("version", List.of("1"));
    known.put(
        "source",
        List.of("alertmanager", "grafana", "generic", "datadog", "cloudevents", "sentry"));
    known.put(
        "command",
        List.of(
            "acknowledge",
            "update",
            "ask",
            "severity",
            "kind",
            "role",
            "status",
            "playbook",
            "escalate",
            "pause",
            "resume",
            "resolve",
            "reopen",
            "merge",
            "dismiss",
            "security",
            "name",
            "note",
            "done",
            "skip"));
    known.put("title", List.of("Checkout fails"));
    known.put("text", List.of("Some words", "/tocsin list"));
    known.put("reason", List.of("It is so"));
    known.put("severity", List.of("critical", "high", "low", "1"));
    known.put("level", List.of("1", "2", "critical"));
    known.put("status", List.of("investigating", "monitoring", "resolved", "open", "all"));
    known.put("role", List.of("commander", "technicalLead"));
    known.put("person", List.of("commander", "techlead", "oncall1"));
    known.put("owner", List.of("techlead"));
    known.put("audience", List.of("internal", "customers"));
    known.put("kind", List.of("service-outage", "system", "simulation"));
    known.put("playbook", List.of("service-outage"));
    known.put("scenario", List.of("service-outage", "bad-deployment"));
    known.put("resolution", List.of("Rolled back"));
    known.put("until", List.of("2099-01-01T00:00:00Z", "2099-01-01T00:00"));
    known.put("scopes", List.of("incidents:read"));
    known.put("rung", List.of("ladder:x", "step:1"));
    known.put("fingerprint", List.of("fuzz"));
    known.put("alerts", List.of("x"));
    known.put("labels", List.of("x"));
    known.put("routing_key", List.of("localroutingkeylocalroutingkey00"));
    known.put("event_action", List.of("trigger", "resolve"));
    known.put("payload", List.of("{}", "{\"type\": \"block_actions\", \"actions\": 1}", "["));
    known.put("trigger_id", List.of("1"));
    known.put("user_id", List.of("U1"));
    known.put("response_url", List.of("https://hooks.example.org/x"));
  }

  private String made(String path, String body) throws Exception {
    var result =
        http.perform(
                post(path)
                    .contentType(MediaType.APPLICATION_JSON)
                    .content(body)
                    .with(csrf())
                    .with(Visitor.ADMINISTRATOR.who))
            .andReturn()
            .getResponse();
    assertThat(result.getStatus()).as(result.getContentAsString()).isEqualTo(201);
    return JSON.readTree(result.getContentAsString()).path("id").asText();
  }
}
