package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.problem.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertSourcesTest {

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
