package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.catalog.Catalog;
import io.tocsin.problem.InvalidInputException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFormatsTest {

  private final AlertProperties properties = Recorded.properties(List.of("service"), Map.of());
  private final ServiceNames services = new ServiceNames(properties, new Catalog(List.of()));
  private final AlertFormat grafana = new GrafanaFormat(new AlertGroups(properties));
  private final AlertFormat sentry = new SentryFormat(services);
  private final AlertFormat datadog = new DatadogFormat(services);
  private final AlertFormat cloudEvents = new CloudEventsFormat();
  private final AlertFormat pagerDuty = new PagerDutyFormat(services);
  private final AlertFormat opsgenie = new OpsgenieFormat(services);

  @Test
  void readsGrafana() {
    var alert = one(grafana, Recorded.text("grafana-firing"));

    assertThat(alert.source()).isEqualTo("mine");
    assertThat(alert.fingerprint()).isEqualTo("FINGERPRINT");
    assertThat(alert.title()).isEqualTo("Checkout answers with errors");
    assertThat(alert.description()).contains("value=12.5");
    assertThat(alert.services()).containsExactly("SERVICE");
    assertThat(alert.severity()).isEqualTo("warning");
    assertThat(alert.links()).hasSize(3).noneMatch(link -> link.contains("silence"));
    assertThat(alert.groupKey()).endsWith("{alertname=\"FINGERPRINT\"}");
    assertThat(alert.startedAt()).isEqualTo("2026-02-10T14:27:40Z");
    assertThat(alert.resolvedAt()).isNull();
  }

  @Test
  void readsAnEventAlertOfSentry() {
    var alert = one(sentry, Recorded.text("sentry-event"));

    assertThat(alert.fingerprint()).isEqualTo("issue:ISSUE");
    assertThat(alert.title()).isEqualTo("TypeError: total is undefined");
    assertThat(alert.services()).containsExactly("SERVICE");
    assertThat(sentry.severities()).containsEntry(alert.severity(), "critical");
    assertThat(alert.labels())
        .containsEntry("environment", "production")
        .containsEntry("rule", "Errors in the checkout");
    assertThat(alert.firing()).isTrue();
  }

  @Test
  void readsAMetricAlertOfSentryAndItsEnd() {
    var firing = one(sentry, Recorded.text("sentry-metric"));
    var resolved =
        one(
            sentry,
            Recorded.text("sentry-metric")
                .replace("\"action\": \"critical\"", "\"action\": \"resolved\"")
                .replace("\"date_closed\": null", "\"date_closed\": \"2026-02-10T15:00:00Z\""));

    assertThat(firing.severity()).isEqualTo("critical");
    assertThat(firing.services()).containsExactly("shop-web");
    assertThat(resolved.fingerprint()).isEqualTo(firing.fingerprint()).isEqualTo("metric:7");
    assertThat(resolved.firing()).isFalse();
    assertThat(resolved.resolvedAt()).isEqualTo("2026-02-10T15:00:00Z");
  }

  @Test
  void resolvesWhenTheIssueOfSentryIsSettled() {
    var alert =
        one(sentry, "{'action': 'resolved', 'data': {'issue': {'id': 'ISSUE', 'title': 'x'}}}");

    assertThat(alert.fingerprint()).isEqualTo("issue:ISSUE");
    assertThat(alert.firing()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'action': 'created', 'data': {'installation': {'status': 'pending'}}}",
        "{'action': 'created', 'data': {'issue': {'id': '1'}}}",
        "{'action': 'created', 'data': {'error': {}}}",
        "{}"
      })
  void takesWhateverElseSentrySaysAndMakesNothingOfIt(String payload) {
    assertThat(read(sentry, payload)).isEmpty();
  }

  @Test
  void readsDatadogAndItsEnd() {
    var firing = one(datadog, Recorded.text("datadog-triggered"));
    var resolved =
        one(datadog, Recorded.text("datadog-triggered").replace("\"Triggered\"", "\"Recovered\""));

    assertThat(firing.fingerprint()).isEqualTo("CYCLE").isEqualTo(resolved.fingerprint());
    assertThat(firing.services()).containsExactly("SERVICE");
    assertThat(datadog.severities()).containsEntry(firing.severity().toLowerCase(), "high");
    assertThat(firing.startedAt()).isEqualTo(Instant.ofEpochMilli(1770733661000L));
    assertThat(resolved.firing()).isFalse();
    assertThat(resolved.resolvedAt()).isEqualTo(firing.startedAt());
  }

  @Test
  void readsCloudEventsInAllModes() {
    var structured = Recorded.text("cloudevent-structured");
    var alone = one(cloudEvents, structured);
    var batch = read(cloudEvents, "[" + structured + "," + structured + "]");
    var binary =
        cloudEvents
            .read(
                new Received(
                    "mine",
                    Map.of(
                        "ce-specversion", "1.0",
                        "ce-id", "1",
                        "ce-source", "https://ci.example.org/shop",
                        "ce-type", "org.example.deployment.failed",
                        "ce-subject", "SUBJECT",
                        "ce-region", "Gr%C3%BCn+1"),
                    Recorded.json("generic-minimal")))
            .get(0);

    assertThat(alone.title()).isEqualTo("The deployment has failed");
    assertThat(alone.services()).containsExactly("SERVICE");
    assertThat(alone.startedAt()).isEqualTo("2026-02-10T14:27:41Z");
    assertThat(alone.labels()).containsEntry("region", "eu").doesNotContainKey("data");
    assertThat(batch).extracting(Alert::fingerprint).containsOnly(alone.fingerprint());
    assertThat(binary.title()).isEqualTo("Checkout fails");
    assertThat(binary.fingerprint()).isEqualTo(alone.fingerprint());
    assertThat(binary.labels()).containsEntry("region", "Grün+1");
  }

  @Test
  void readsDataOfACloudEventInBase64AndNone() {
    var event = "{'specversion': '1.0', 'id': '1', 'source': 's', 'type': 't', 'subject': 'u'%s}";

    assertThat(one(cloudEvents, event.formatted(", 'data_base64': 'eyJ0aXRsZSI6ICJYIn0='")).title())
        .isEqualTo("X");
    assertThat(one(cloudEvents, event.formatted("")).title()).isEqualTo("t: u");
  }

  @Test
  void readsPagerDutyWithoutItsKey() {
    var alert = one(pagerDuty, Recorded.text("pagerduty-trigger"));

    assertThat(alert.fingerprint()).isEqualTo("DEDUP");
    assertThat(alert.services()).containsExactly("SERVICE");
    assertThat(pagerDuty.severities()).containsEntry(alert.severity(), "high");
    assertThat(alert.startedAt()).isEqualTo("2015-07-17T08:42:58.315Z");
    assertThat(alert.links())
        .containsExactly(
            "http://alertmanager.example.org:9093", "https://runbooks.example.org/disk");
    assertThat(alert.labels()).containsEntry("num_firing", "1").doesNotContainKey("nested");
    assertThat(alert.payload().text()).doesNotContain("localroutingkey");
  }

  @Test
  void givesTheSameEventOfPagerDutyTheSameKey() {
    var payload = Recorded.text("pagerduty-trigger").replace("\"dedup_key\": \"DEDUP\",", "");

    assertThat(one(pagerDuty, payload).fingerprint())
        .hasSize(32)
        .isEqualTo(one(pagerDuty, payload).fingerprint());
  }

  @Test
  void readsOpsgenie() {
    var alert = one(opsgenie, Recorded.text("opsgenie-create"));

    assertThat(alert.fingerprint()).isEqualTo("ALIAS");
    assertThat(alert.services()).containsExactly("SERVICE");
    assertThat(opsgenie.severities()).containsEntry("p1", "critical");
    assertThat(alert.labels()).containsEntry("env", "production");
    assertThat(alert.links()).containsExactly("https://runbooks.example.org/slow");
    assertThat(one(opsgenie, "{'message': 'x', 'entity': 'orders'}").services())
        .containsExactly("orders");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "grafana | {'alerts': {}} | alerts",
        "sentry | {'data': {'event': {'title': 'x'}}} | data.event.issue_id",
        "sentry | {'data': {'metric_alert': {'id': 1}}} | action",
        "sentry | {'data': []} | data",
        "datadog | {'title': 'x'} | transition",
        "datadog | {'transition': 'Exploded', 'title': 'x'} | transition",
        "datadog | {'transition': 'Warn', 'title': 'x', 'date': 'now'} | date",
        "datadog | {'transition': 'Warn', 'title': 'x'} | alert_cycle_key",
        "cloudevents | {'id': '1', 'source': 's', 'type': 't'} | specversion",
        "cloudevents | {'id': '1', 'source': 's', 'type': 't', 'specversion': '0.3'} | specversion",
        "cloudevents | {'id': '1', 'source': 's', 'type': 't', 'specversion': '1.0', 'data': 5} | data",
        "cloudevents | [{'id': '1'}] | [0].source",
        "pagerduty | {'event_action': 'explode'} | event_action",
        "pagerduty | {'event_action': 'resolve'} | dedup_key",
        "pagerduty | {'event_action': 'trigger', 'payload': {'source': 'x', 'severity': 'info'}} | payload.summary",
        "pagerduty | {'event_action': 'trigger', 'payload': {'source': 'x', 'summary': 'x', 'severity': 'bad'}} | payload.severity",
        "opsgenie | {} | message",
        "opsgenie | {'message': 'x', 'priority': 'P9'} | priority"
      })
  void namesTheFieldThatItCannotRead(String format, String payload, String field) {
    var formats =
        List.of(grafana, sentry, datadog, cloudEvents, pagerDuty, opsgenie).stream()
            .filter(one -> one.name().equals(format));

    assertThatThrownBy(() -> read(formats.findFirst().orElseThrow(), payload))
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private static Alert one(AlertFormat format, String payload) {
    var alerts = read(format, payload);
    assertThat(alerts).hasSize(1);
    return alerts.get(0);
  }

  private static List<Alert> read(AlertFormat format, String payload) {
    var json =
        payload.startsWith("{'") || payload.startsWith("[{'")
            ? payload.replace('\'', '"')
            : payload;
    return format.read(Recorded.received("mine", Recorded.parse(json)));
  }
}
