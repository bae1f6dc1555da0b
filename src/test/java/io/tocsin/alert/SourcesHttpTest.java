package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.options;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.support.TocsinTest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

@TocsinTest
class SourcesHttpTest {

  private static final SigningKey KEY = SigningKey.valueOf("local-secret");

  @Autowired MockMvc http;
  @Autowired JdbcClient jdbc;
  @Autowired Incidents incidents;
  @Autowired AlertNotes notes;
  @Autowired IncidentCommands commands;
  @Autowired Timeline timeline;
  @Autowired Clock clock;

  // Signatures

  @Test
  void takesWhatGrafanaSignsWithAndWithoutATime() throws Exception {
    var payload = fresh("grafana-firing");
    var now = String.valueOf(clock.instant().getEpochSecond());
    http.perform(signed("grafana", "X-Grafana-Alerting-Signature", "", payload))
        .andExpect(status().isAccepted())
        .andExpect(jsonPath("$.incidents.length()").value(1));
    http.perform(
            signed("grafana", "X-Grafana-Alerting-Signature", now + ":", payload)
                .header("X-Grafana-Alerting-Timestamp", now))
        .andExpect(status().isAccepted());
    http.perform(
            send("/api/v1/alerts/grafana", payload).header("Authorization", "Bearer local-alerts"))
        .andExpect(status().isAccepted());
  }

  @Test
  void refusesWhatGrafanaSignedWronglyOrLongAgo() throws Exception {
    var payload = fresh("grafana-firing");
    var old = String.valueOf(clock.instant().minusSeconds(301).getEpochSecond());
    http.perform(
            signed("grafana", "X-Grafana-Alerting-Signature", old + ":", payload)
                .header("X-Grafana-Alerting-Timestamp", old))
        .andExpect(status().isUnauthorized());
    http.perform(
            send("/api/v1/alerts/grafana", payload)
                .header("X-Grafana-Alerting-Signature", KEY.sign("", new byte[0]))
                .header("Authorization", "Bearer local-alerts"))
        .andExpect(status().isUnauthorized());
    http.perform(send("/api/v1/alerts/grafana", payload)).andExpect(status().isUnauthorized());
  }

  @Test
  void takesSentryAndRefusesWhatIsFromAnotherTimeOrChanged() throws Exception {
    var payload = fresh("sentry-event");
    http.perform(sentry(payload, 0)).andExpect(status().isAccepted());
    http.perform(sentry(payload, 301)).andExpect(status().isUnauthorized());
    http.perform(sentry(payload, -301)).andExpect(status().isUnauthorized());
    http.perform(sentry(payload, 0).content(payload + " ")).andExpect(status().isUnauthorized());
    http.perform(
            signed("sentry", "Sentry-Hook-Signature", "", "{\"action\": \"created\"}")
                .header("Sentry-Hook-Resource", "installation"))
        .andExpect(status().isAccepted())
        .andExpect(jsonPath("$.accepted").value(0));
  }

  @Test
  void raisesTheSeverityWhenAMetricAlertOfSentryBecomesCritical() throws Exception {
    var id = Signal.unique();
    var critical =
        Recorded.text("sentry-metric")
            .replace("\"id\": \"7\"", "\"id\": \"%s\"".formatted(id))
            .replace("\"shop-web\"", "\"%s\"".formatted(Signal.unique()));
    http.perform(metric(critical.replace("\"critical\"", "\"warning\"")))
        .andExpect(status().isAccepted());
    var number = incidentOf("sentry", "metric:" + id);
    var before = incidents.get(number).severity();

    http.perform(metric(critical)).andExpect(status().isAccepted());

    assertThat(incidents.get(number).severity()).isEqualTo(1).isLessThan(before);
  }

  @Test
  void refusesToLookAtASignedPayloadThatIsTooLarge() throws Exception {
    http.perform(
            send("/api/v1/alerts/sentry", "a".repeat(1024 * 1024 + 1))
                .header("Sentry-Hook-Signature", "x"))
        .andExpect(status().isPayloadTooLarge());
  }

  // Datadog and CloudEvents

  @Test
  void resolvesADatadogAlertUnlessItsRecoveryComesLate() throws Exception {
    var payload = fresh("datadog-triggered");
    var number = number(token("datadog", payload));
    token(
        "datadog",
        payload.replace("\"Triggered\"", "\"Recovered\"").replace("1770733661", "1770733000"));
    assertThat(states(number)).isEqualTo("firing");
    token(
        "datadog",
        payload.replace("\"Triggered\"", "\"Recovered\"").replace("1770733661", "1770734000"));
    assertThat(states(number)).isEqualTo("resolved");
  }

  @Test
  void takesCloudEventsInTheirModes() throws Exception {
    var event = fresh("cloudevent-structured");
    var number = number(cloudEvent("application/cloudevents+json", event));
    assertThat(number(cloudEvent("application/cloudevents-batch+json", "[" + event + "]")))
        .isEqualTo(number);
    http.perform(
            send("/api/v1/alerts/cloudevents", "{\"title\": \"x\"}")
                .header("Authorization", "Bearer local-alerts")
                .header("ce-id", "1")
                .header("ce-source", Signal.unique())
                .header("ce-type", "t")
                .header("ce-specversion", "1.0"))
        .andExpect(status().isAccepted());
  }

  @Test
  void agreesToTheHandshakeOfCloudEventsOnly() throws Exception {
    http.perform(
            options("/api/v1/alerts/cloudevents")
                .header("WebHook-Request-Origin", "events.example.org")
                .header("WebHook-Request-Rate", "120"))
        .andExpect(status().isOk())
        .andExpect(header().string("WebHook-Allowed-Origin", "events.example.org"))
        .andExpect(header().string("WebHook-Allowed-Rate", "120"));
    http.perform(
            options("/api/v1/alerts/datadog")
                .header("WebHook-Request-Origin", "events.example.org"))
        .andExpect(status().isMethodNotAllowed());
  }

  // PagerDuty

  @Test
  void takesAcknowledgesAndResolvesAnEventOfPagerDuty() throws Exception {
    var payload = fresh("pagerduty-trigger");
    var key = (String) JsonPath.read(payload, "$.dedup_key");
    http.perform(send("/v2/enqueue", payload))
        .andExpect(status().isAccepted())
        .andExpect(jsonPath("$.status").value("success"))
        .andExpect(jsonPath("$.message").value("Event processed"))
        .andExpect(jsonPath("$.dedup_key").value(key));
    var number = incidentOf("pagerduty", key);
    http.perform(send("/v2/enqueue", payload)).andExpect(status().isAccepted());

    for (int i = 0; i < 2; i++) {
      http.perform(send("/v2/enqueue", payload.replace("trigger", "acknowledge")))
          .andExpect(status().isAccepted());
    }
    assertThat(incidents.get(number).acknowledgedAt()).isNotNull();
    http.perform(
            send("/v2/enqueue", payload.replace("trigger", "resolve").replace("2015-", "2016-")))
        .andExpect(status().isAccepted());
    assertThat(states(number)).isEqualTo("resolved");
  }

  @Test
  void answersAsPagerDutyDoesWhenItRefuses() throws Exception {
    var payload = fresh("pagerduty-trigger");
    invalid(payload.replace("localroutingkey", "wrongroutingkey"), "'routing_key' is invalid", 400);
    invalid("{}", "'routing_key' is missing or blank", 400);
    invalid("{", "is not JSON", 400);
    invalid(payload.replace("\"error\"", "\"bad\""), "'payload.severity' must be one of", 400);
    invalid("\"" + "a".repeat(512_000) + "\"", "512000 bytes", 413);
  }

  // Opsgenie

  @Test
  void takesAcknowledgesAndClosesAnAlertOfOpsgenie() throws Exception {
    var payload = fresh("opsgenie-create");
    var alias = (String) JsonPath.read(payload, "$.alias");
    http.perform(genie("/v2/alerts", payload))
        .andExpect(status().isAccepted())
        .andExpect(jsonPath("$.result").value("Request will be processed"))
        .andExpect(jsonPath("$.requestId").exists());
    var number = incidentOf("opsgenie", alias);
    http.perform(genie("/v2/alerts/" + alias + "/acknowledge?identifierType=alias", "{}"))
        .andExpect(status().isAccepted());
    assertThat(incidents.get(number).acknowledgedAt()).isNotNull();
    http.perform(genie("/v2/alerts/" + alias + "/close?identifierType=alias", ""))
        .andExpect(status().isAccepted());
    assertThat(states(number)).isEqualTo("resolved");
  }

  @Test
  void answersAsOpsgenieDoesWhenItRefuses() throws Exception {
    http.perform(send("/v2/alerts", "{}"))
        .andExpect(status().isUnauthorized())
        .andExpect(jsonPath("$.message").value("Could not authenticate"));
    http.perform(send("/v2/alerts/x/close", "{}").header("Authorization", "GenieKey wrong"))
        .andExpect(status().isUnauthorized());
    http.perform(genie("/v2/alerts", "{}"))
        .andExpect(status().isUnprocessableEntity())
        .andExpect(jsonPath("$.errors.message").exists());
    http.perform(genie("/v2/alerts", "{")).andExpect(status().isBadRequest());
    http.perform(genie("/v2/alerts", "{").header("Accept", "text/html"))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.message").isNotEmpty());
  }

  // Notes

  @Test
  void countsANotedAlertAndWritesItOnceOnTheTimeline() throws Exception {
    var signal = Signal.fresh();
    var lone = new AlertMapping.Mapped(signal.firing(), "noise", "Known noise");
    notes.add(lone);
    notes.add(lone);
    assertThat(notes.latest("admin"))
        .filteredOn(note -> note.fingerprint().equals(signal.fingerprint()))
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.count()).isEqualTo(2);
              assertThat(note.incident()).isNull();
            });

    var payload = fresh("datadog-triggered");
    var number = number(token("datadog", payload));
    var service = incidents.get(number).services().get(0);
    var near =
        new AlertMapping.Mapped(
            Signal.fresh().ofServices(service).firing(), "noise", "Known noise");
    notes.add(near);
    notes.add(near);
    assertThat(timeline.of(number, 0))
        .filteredOn(line -> line.text().contains("Known noise (noise)"))
        .hasSize(1);
    assertThat(notes.latest("oncall1")).anyMatch(note -> number.equals(note.incident()));

    commands.security(number, "Somebody of ours did it", Actor.api("security"));
    assertThat(notes.latest("oncall1")).noneMatch(note -> number.equals(note.incident()));
    assertThat(notes.latest("security")).anyMatch(note -> number.equals(note.incident()));
  }

  // Dry run

  @Test
  void saysWhatWouldHappenAndChangesNothing() throws Exception {
    var payload = fresh("datadog-triggered");
    var before = jdbc.sql("select count(*) from incident").query(Long.class).single();
    http.perform(dryRun(payload).header("Authorization", "Bearer local-alerts"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[0].outcome").value("declare"))
        .andExpect(jsonPath("$[0].declaration.policy").value("parsify"))
        .andExpect(jsonPath("$[0].declaration.level").value(2))
        .andExpect(jsonPath("$[0].read.severity").value("high"))
        .andExpect(jsonPath("$[0].read.severityBySource").value("P2"));
    assertThat(jdbc.sql("select count(*) from incident").query(Long.class).single())
        .isEqualTo(before);

    var number = number(token("datadog", payload));
    http.perform(dryRun(payload).with(owner()).with(csrf()))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[0].outcome").value("count"))
        .andExpect(jsonPath("$[0].incident").value(number));
    http.perform(
            dryRun(
                    payload.replaceAll(
                        "\"alert_cycle_key\": \"[^\"]*\"", "\"alert_cycle_key\": \"other\""))
                .with(owner())
                .with(csrf()))
        .andExpect(jsonPath("$[0].outcome").value("join"))
        .andExpect(jsonPath("$[0].incident").value(number));
  }

  @Test
  void letsOnlyTheSourceAndProcessOwnersTry() throws Exception {
    http.perform(dryRun("{}")).andExpect(status().is4xxClientError());
    http.perform(dryRun("{}").header("Authorization", "Bearer wrong"))
        .andExpect(status().isUnauthorized());
    http.perform(dryRun("{}").with(user("oncall1")).with(csrf())).andExpect(status().isForbidden());
    http.perform(get("/api/v1/alert-notes")).andExpect(status().isUnauthorized());
    http.perform(get("/api/v1/alert-notes").with(user("oncall1"))).andExpect(status().isOk());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pagerduty", "opsgenie"})
  void saysWhereReceiversAre(String source) throws Exception {
    var token = source.equals("pagerduty") ? "localroutingkeylocalroutingkey00" : "local-opsgenie";
    http.perform(send("/api/v1/alerts/" + source, "{}").header("Authorization", "Bearer " + token))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail", containsString("/v2/")));
  }

  private void invalid(String payload, String error, int status) throws Exception {
    http.perform(send("/v2/enqueue", payload))
        .andExpect(status().is(status))
        .andExpect(jsonPath("$.status").value("invalid event"))
        .andExpect(jsonPath("$.message").value("Event object is invalid"))
        .andExpect(jsonPath("$.errors[0]", containsString(error)));
  }

  private static String fresh(String recorded) {
    var payload = Recorded.text(recorded);
    for (var name :
        new String[] {"FINGERPRINT", "SERVICE", "ISSUE", "CYCLE", "SUBJECT", "DEDUP", "ALIAS"}) {
      payload =
          payload
              .replace("\"" + name + "\"", "\"" + Signal.unique() + "\"")
              .replace("service:" + name, "service:" + Signal.unique())
              .replace("\\\"" + name, "\\\"" + Signal.unique());
    }
    return payload;
  }

  private String token(String source, String payload) throws Exception {
    return http.perform(
            send("/api/v1/alerts/" + source, payload)
                .header("Authorization", "Bearer local-alerts"))
        .andExpect(status().isAccepted())
        .andReturn()
        .getResponse()
        .getContentAsString();
  }

  private String cloudEvent(String type, String payload) throws Exception {
    return http.perform(
            send("/api/v1/alerts/cloudevents", payload)
                .contentType(type)
                .header("Authorization", "Bearer local-alerts"))
        .andExpect(status().isAccepted())
        .andReturn()
        .getResponse()
        .getContentAsString();
  }

  private MockHttpServletRequestBuilder sentry(String payload, int secondsAgo) {
    return signed("sentry", "Sentry-Hook-Signature", "", payload)
        .header("Sentry-Hook-Resource", "event_alert")
        .header(
            "Sentry-Hook-Timestamp",
            String.valueOf(clock.instant().minusSeconds(secondsAgo).getEpochSecond()));
  }

  private static MockHttpServletRequestBuilder metric(String payload) {
    return signed("sentry", "Sentry-Hook-Signature", "", payload)
        .header("Sentry-Hook-Resource", "metric_alert");
  }

  private static MockHttpServletRequestBuilder signed(
      String source, String header, String prefix, String payload) {
    return send("/api/v1/alerts/" + source, payload)
        .header(header, KEY.sign(prefix, payload.getBytes(StandardCharsets.UTF_8)));
  }

  private static MockHttpServletRequestBuilder genie(String path, String payload) {
    return send(path, payload).header("Authorization", "GenieKey local-opsgenie");
  }

  private static MockHttpServletRequestBuilder dryRun(String payload) {
    return send("/api/v1/alerts/datadog/dry-run", payload);
  }

  private static org.springframework.test.web.servlet.request.RequestPostProcessor owner() {
    return user("owner").authorities(new SimpleGrantedAuthority("process-owner"));
  }

  private static MockHttpServletRequestBuilder send(String path, String payload) {
    return post(path).contentType(MediaType.APPLICATION_JSON).content(payload);
  }

  private static String number(String answer) {
    return JsonPath.read(answer, "$.incidents[0]");
  }

  private String incidentOf(String source, String fingerprint) {
    return jdbc.sql("select incident from alert where source = ? and fingerprint = ?")
        .params(source, fingerprint)
        .query(String.class)
        .single();
  }

  private String states(String incident) {
    return jdbc.sql("select string_agg(status, ',') from alert where incident = ?")
        .param(incident)
        .query(String.class)
        .single();
  }
}
