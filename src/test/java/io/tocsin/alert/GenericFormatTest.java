package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.problem.InvalidInputException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericFormatTest {

  private final GenericFormat format = new GenericFormat();

  @Test
  void needsNoMoreThanATitle() {
    var alert = only(Recorded.text("generic-minimal"));

    assertThat(alert.title()).isEqualTo("Checkout fails");
    assertThat(alert.firing()).isTrue();
    assertThat(alert.fingerprint()).hasSize(64);
    assertThat(alert.detectedBy()).isEqualTo("monitoring");
    assertThat(alert.services()).isEmpty();
    assertThat(alert.severity()).isNull();
    assertThat(alert.detectedAt()).isNull();
    assertThat(alert.security()).isFalse();
  }

  @Test
  void readsEveryField() {
    var alert = only(Recorded.text("generic-full"));

    assertThat(alert.description()).isEqualTo("Customers cannot pay since this morning.");
    assertThat(alert.services()).containsExactly("payments", "shop-web");
    assertThat(alert.severity()).isEqualTo("2");
    assertThat(alert.kind()).isEqualTo("payment-down");
    assertThat(alert.fingerprint()).isEqualTo("checkout-1");
    assertThat(alert.detectedAt()).isEqualTo(Instant.parse("2026-02-10T14:30:00Z"));
    assertThat(alert.startedAt()).isEqualTo(alert.detectedAt());
    assertThat(alert.detectedBy()).isEqualTo("customerReport");
    assertThat(alert.reporter()).isEqualTo("hotline");
    assertThat(alert.firstResponder()).isEqualTo("oncall1");
    assertThat(alert.links()).containsExactly("https://tickets.example.org/77");
  }

  @Test
  void readsTheOtherSpelling() {
    var alert = only(Recorded.text("generic-snake"));

    assertThat(alert.firing()).isFalse();
    assertThat(alert.services()).containsExactly("payments");
    assertThat(alert.severity()).isEqualTo("SEV-1");
    assertThat(alert.detectedAt()).isEqualTo(Instant.parse("2026-02-10T14:30:00.250Z"));
    assertThat(alert.detectedBy()).isEqualTo("externalMonitoring");
    assertThat(alert.firstResponder()).isEqualTo("oncall2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"title\": \"a\", \"service\": \"x\"}",
        "{\"title\": \"a\", \"service\": [\"x\"]}",
        "{\"title\": \"a\", \"services\": [], \"service\": \"x\"}",
        "{\"title\": \"a\", \"affected_services\": \"x\"}",
      })
  void takesServicesInEverySpelling(String payload) {
    assertThat(only(payload).services()).containsExactly("x");
  }

  @Test
  void identifiesAnAlertByTitleAndServicesInAnyOrder() {
    var fingerprint = only("{'title': 'a b', 'services': ['x', 'y']}").fingerprint();

    assertThat(only("{'title': ' a  b', 'services': ['y', 'x'], 'description': 'more'}"))
        .extracting(Alert::fingerprint)
        .isEqualTo(fingerprint);
    assertThat(only("{'title': 'a b', 'services': ['x']}").fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void cutsWhatIsTooLongAndSaysSo() {
    var payload =
        "{'title': '%s', 'description': '%s', 'services': ['%s'], 'fingerprint': '%s'}"
            .formatted("t".repeat(5_000), "d".repeat(50_000), "s".repeat(300), "f".repeat(513));

    var alert = only(payload);

    assertThat(alert.title()).hasSize(300).endsWith("t (cut)");
    assertThat(alert.description()).hasSize(10_000).endsWith("d (cut)");
    assertThat(alert.services().get(0)).hasSize(200).endsWith("s (cut)");
    assertThat(alert.fingerprint()).startsWith("sha256:").hasSize(71);
    assertThat(alert.payload().text()).startsWith("{\"cut\":").hasSizeLessThan(20_000);
  }

  @Test
  void neverCutsWithinACharacter() {
    var alert = only("{'title': '%s'}".formatted("a" + "🔥".repeat(400)));

    assertThat(alert.title()).endsWith("🔥 (cut)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7 | body: must be a JSON object",
        "[{\"title\": \"a\"}] | body: must be a JSON object",
        "{} | title: say in one line what is wrong",
        "{\"title\": \" \"} | title: say in one line what is wrong",
        "{\"title\": {\"a\": 1}} | title: must be a text",
        "{\"title\": \"a\", \"status\": \"broken\"} | status: 'broken' is neither firing nor resolved",
        "{\"title\": \"a\", \"services\": [\"x\", {}]} | services[1]: must be a text",
        "{\"title\": \"a\", \"detected_at\": 1770733800} | detected_at: '1770733800' is not a time",
        "{\"title\": \"a\", \"detected_by\": \"cat\"} | detected_by: 'cat' is none of monitoring, externalMonitoring",
      })
  void namesTheFieldThatItCannotRead(String payload, String message) {
    assertThatThrownBy(() -> format.read(Recorded.received("generic", Recorded.parse(payload))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }

  private Alert only(String payload) {
    var alerts =
        format.read(Recorded.received("generic", Recorded.parse(payload.replace('\'', '"'))));
    assertThat(alerts).hasSize(1);
    return alerts.get(0);
  }
}
