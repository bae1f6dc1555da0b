package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.problem.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class AlertSourcesTest {

  private static final AlertProperties PROPERTIES =
      Recorded.properties(List.of("service"), Map.of());

  private final AlertSources sources = configured(Map.of("generic", token("s3cret:with colon")));

  @Test
  void admitsTheTokenAsBearer() {
    assertThat(sources.admits("generic", "Bearer s3cret:with colon")).isTrue();
    assertThat(sources.admits("generic", "bearer  s3cret:with colon")).isTrue();
  }

  @Test
  void admitsTheTokenAsPasswordOfAnyUser() {
    assertThat(sources.admits("generic", basic("anybody:s3cret:with colon"))).isTrue();
    assertThat(sources.admits("generic", basic(":s3cret:with colon"))).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer s3cret",
        "s3cret:with colon",
        "Digest s3cret:with colon",
        "Basic s3cret:with colon",
        "Basic !!!",
        "Basic YWJj"
      })
  void refusesEverythingElse(String header) {
    assertThat(sources.admits("generic", header)).isFalse();
  }

  @Test
  void refusesASourceWithoutAToken() {
    assertThat(sources.admits("alertmanager", "Bearer s3cret:with colon")).isFalse();
    assertThat(
            configured(Map.of("generic", Recorded.source(null))).admits("generic", "Bearer null"))
        .isFalse();
    assertThat(configured(Map.of("generic", token(" "))).admits("generic", basic("a: "))).isFalse();
    assertThat(configured(Map.of("generic", token(""))).admits("generic", basic("a:"))).isFalse();
  }

  @Test
  void refusesToStartWithASourceThatDoesNotExist() {
    assertThatThrownBy(() -> configured(Map.of("nagios", token("x"))))
        .hasMessage(
            "tocsin.alerts.sources.nagios: there is no such source; there are alertmanager, generic, or give its format");
  }

  @Test
  void namesTheSourcesThatThereAre() {
    assertThatThrownBy(() -> sources.format("nagios"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("There is no alert source 'nagios'; there are alertmanager, generic");
  }

  @Test
  void tellsSeveralSourcesOfOneFormatApart() {
    var two =
        configured(
            Map.of(
                "berlin",
                    new AlertProperties.Source(
                        "alertmanager", Token.valueOf("b"), null, null, Map.of("page", "critical")),
                "porto",
                    new AlertProperties.Source(
                        "alertmanager", Token.valueOf("p"), null, null, Map.of())));
    assertThat(two.format("berlin").name()).isEqualTo("alertmanager");
    assertThat(two.admits("berlin", "Bearer b")).isTrue();
    assertThat(two.admits("berlin", "Bearer p")).isFalse();
    assertThat(two.admits("alertmanager", "Bearer b")).isFalse();
    assertThat(two.withToken("alertmanager", "p")).contains("porto");
    assertThat(two.withToken("generic", "p")).isEmpty();
    assertThat(two.severities("berlin")).containsEntry("page", "critical");
    assertThat(two.severities("porto")).doesNotContainKey("page");
  }

  @Test
  void wantsTheTimeInTheHeaderThatWasConfigured() throws IOException {
    var key = SigningKey.valueOf("key");
    var settings = new AlertProperties.Source(null, null, key, "X-Signed-At", Map.of());
    var grafana =
        new AlertSources(
            List.of(new GrafanaFormat(new AlertGroups(PROPERTIES))),
            Recorded.properties(List.of("service"), Map.of("grafana", settings)),
            Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC));
    assertThat(grafana.admits("grafana", signed(key, "X-Signed-At", "900"))).isTrue();
    assertThat(grafana.admits("grafana", signed(key, "X-Signed-At", "699"))).isFalse();
    assertThat(grafana.admits("grafana", signed(key, "X-Signed-At", "soon"))).isFalse();
    assertThat(grafana.admits("grafana", signed(key, "X-Grafana-Alerting-Timestamp", "900")))
        .isFalse();
  }

  private static AlertRequest signed(SigningKey key, String header, String time) {
    var request = new MockHttpServletRequest();
    request.setContent("{}".getBytes(StandardCharsets.UTF_8));
    request.addHeader(header, time);
    request.addHeader(
        "X-Grafana-Alerting-Signature",
        key.sign(time + ":", "{}".getBytes(StandardCharsets.UTF_8)));
    return new AlertRequest(request);
  }

  private static AlertSources configured(Map<String, AlertProperties.Source> sources) {
    var properties = Recorded.properties(List.of("service"), sources);
    return new AlertSources(
        List.of(new GenericFormat(), new AlertmanagerFormat(new AlertGroups(properties))),
        properties,
        Clock.systemUTC());
  }

  private static AlertProperties.Source token(String secret) {
    return Recorded.source(secret);
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }
}
