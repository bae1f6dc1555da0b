package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.problem.InvalidInputException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerFormatTest {

  private final AlertmanagerFormat format = reading("service");

  @Test
  void readsAFiringAlert() {
    var alert = only("alertmanager-firing");

    assertThat(alert.source()).isEqualTo("alertmanager");
    assertThat(alert.fingerprint()).isEqualTo("b2f9c6d1e7a40358");
    assertThat(alert.firing()).isTrue();
    assertThat(alert.title()).isEqualTo("shop-api answers with errors");
    assertThat(alert.description()).startsWith("37 % of requests failed");
    assertThat(alert.services()).containsExactly("shop-api");
    assertThat(alert.severity()).isEqualTo("critical");
    assertThat(alert.startedAt()).isEqualTo(Instant.parse("2026-02-10T14:27:41.318Z"));
    assertThat(alert.resolvedAt()).isNull();
    assertThat(alert.detectedBy()).isEqualTo("monitoring");
    assertThat(alert.groupKey())
        .isEqualTo("{}/{severity=\"critical\"}:{alertname=\"HighErrorRate\"}");
    assertThat(alert.labels()).containsEntry("instance", "10.4.1.17:8443");
    assertThat(alert.payload().text()).contains("b2f9c6d1e7a40358");
  }

  @Test
  void takesRunbookDashboardAndGraphAsLinks() {
    assertThat(only("alertmanager-firing").links())
        .containsExactly(
            "https://runbooks.example.org/high-error-rate",
            "https://grafana.example.org/d/shop-api",
            "http://prometheus.example.org:9090/graph?g0.expr=rate%28errors%5B5m%5D%29&g0.tab=1");
  }

  @Test
  void readsAResolvedAlert() {
    var alert = only("alertmanager-resolved");

    assertThat(alert.firing()).isFalse();
    assertThat(alert.fingerprint()).isEqualTo(only("alertmanager-firing").fingerprint());
    assertThat(alert.resolvedAt()).isEqualTo(Instant.parse("2026-02-10T14:58:11.318Z"));
  }

  @Test
  void readsTheStatusOfEachAlertOfAGroup() {
    var alerts =
        format.read(Recorded.received("alertmanager", Recorded.json("alertmanager-grouped")));

    assertThat(alerts).extracting(Alert::firing).containsExactly(true, false, true);
    assertThat(alerts)
        .extracting(Alert::title)
        .containsExactly("shop-web is slow", "shop-api is slow", "Latency");
    assertThat(alerts)
        .extracting(Alert::kind)
        .containsExactly(null, "performance-degradation", "payment-down");
    assertThat(alerts).extracting(Alert::groupKey).containsOnly("{}:{alertname=\"Latency\"}");
  }

  @Test
  void takesTheServiceFromTheFirstConfiguredLabelThatIsThere() {
    var payload = Recorded.json("alertmanager-grouped");

    assertThat(format.read(Recorded.received("alertmanager", payload)))
        .extracting(Alert::services)
        .containsExactly(List.of("shop-web"), List.of("shop-api"), List.of());
    assertThat(reading("service", "job").read(Recorded.received("alertmanager", payload)))
        .extracting(Alert::services)
        .containsExactly(List.of("shop-web"), List.of("shop-api"), List.of("payments"));
  }

  @Test
  void takesWhatIsLeftOfATruncatedGroupAndNoKeyThatGroupsEverything() {
    var alert = only("alertmanager-truncated");

    assertThat(alert.title()).isEqualTo("A target is down");
    assertThat(alert.groupKey()).isNull();
  }

  @Test
  void readsOddTimes() {
    assertThat(
            format.read(Recorded.received("alertmanager", Recorded.json("alertmanager-odd-times"))))
        .extracting(Alert::startedAt)
        .containsExactly(
            Instant.parse("2026-02-10T14:27:41.318Z"),
            Instant.parse("2026-02-10T14:27:41Z"),
            Instant.parse("2026-02-10T14:27:41.315Z"),
            Instant.parse("2026-02-10T14:27:41Z"),
            null,
            null);
  }

  @Test
  void keepsEveryScriptAndTakesOutWhatCannotBeStored() {
    var alert = only("alertmanager-unicode");

    assertThat(alert.title()).startsWith("Zahlung hängt 🔥 seit 10 Minuten abc");
    assertThat(alert.title()).doesNotContain("\n", "\u0000");
    assertThat(alert.description()).isEqualTo("Zeile eins\nZeile zwei");
    assertThat(alert.services()).containsExactly("bestellung-größe");
    assertThat(alert.labels()).containsEntry("zone", "東京\\u0000");
    assertThat(alert.payload().text()).contains("東京\\\\u0000\"").doesNotContain("京\\u0000");
  }

  @Test
  void tellsAlertsWithoutFingerprintApartByTheirLabels() {
    var alerts = format.read(Recorded.received("alertmanager", Recorded.json("alertmanager-bare")));

    assertThat(alerts.get(0).fingerprint()).hasSize(64).isEqualTo(alerts.get(1).fingerprint());
    assertThat(alerts.get(2).fingerprint()).isEqualTo("only-a-fingerprint");
  }

  @Test
  void takesAnAlertThatSaysNextToNothing() {
    var alert =
        format.read(Recorded.received("alertmanager", Recorded.json("alertmanager-bare"))).get(0);

    assertThat(alert.firing()).isTrue();
    assertThat(alert.title()).isEqualTo("Alert without a name");
    assertThat(alert.services()).isEmpty();
    assertThat(alert.links()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | body: must be a JSON object",
        "{} | alerts: must be the list of alerts that Alertmanager sends",
        "{\"alerts\": {}} | alerts: must be the list of alerts that Alertmanager sends",
        "{\"alerts\": [7]} | alerts[0]: must be a JSON object",
        "{\"alerts\": [{\"fingerprint\": \"a\"}, {}]} | alerts[1].fingerprint: give a fingerprint",
        "{\"alerts\": [{\"fingerprint\": [1]}]} | alerts[0].fingerprint: must be a text",
        "{\"alerts\": [{\"fingerprint\": \"a\", \"status\": \"ok\"}]} | alerts[0].status: 'ok' is neither",
        "{\"alerts\": [{\"labels\": [1]}]} | alerts[0].labels: must be a JSON object",
        "{\"alerts\": [{\"labels\": {\"a\": {}}}]} | alerts[0].labels.a: must be a text",
        "{\"alerts\": [{\"fingerprint\": \"a\", \"startsAt\": \"soon\"}]} | alerts[0].startsAt: 'soon' is not a time",
        "{\"alerts\": [{\"fingerprint\": \"a\", \"endsAt\": \"+99999-01-01T00:00:00Z\"}]} | alerts[0].endsAt:",
      })
  void namesTheFieldThatItCannotRead(String payload, String message) {
    assertThatThrownBy(
            () -> format.read(Recorded.received("alertmanager", Recorded.parse(payload))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }

  private Alert only(String recorded) {
    var alerts = format.read(Recorded.received("alertmanager", Recorded.json(recorded)));
    assertThat(alerts).hasSize(1);
    return alerts.get(0);
  }

  private static AlertmanagerFormat reading(String... serviceLabels) {
    return new AlertmanagerFormat(
        new AlertGroups(Recorded.properties(List.of(serviceLabels), Map.of())));
  }
}
