package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class AlertMappingTest {

  @Test
  void readsByTheFirstRuleThatMatches() {
    var mapping =
        mapping(
            rule("other", match("grafana", null, Map.of()), "never", null),
            rule(null, match(null, "something*", Map.of()), "payments", null),
            rule("late", match(null, "*", Map.of()), "late", null));

    var mapped = mapping.read(Signal.fresh().firing());

    assertThat(mapped.rule()).isEqualTo("rule 2");
    assertThat(mapped.alert().services()).containsExactly("payments");
    assertThat(mapped.alert().severity()).isEqualTo("critical");
    assertThat(mapped.note()).isNull();
  }

  @Test
  void notesOnlyWhatFires() {
    var mapping = mapping(rule("noise", match("gen?ric", null, Map.of()), null, "Known noise"));

    assertThat(mapping.read(Signal.fresh().firing()).note()).isEqualTo("Known noise");
    assertThat(mapping.read(Signal.fresh().resolved()).note()).isNull();
  }

  @Test
  void asksForEachLabel() {
    var mapping =
        mapping(rule("prod", match(null, null, Map.of("env", "prod*")), "payments", null));

    assertThat(mapping.read(Signal.fresh().firing()).rule()).isNull();
  }

  @Test
  void refusesRulesThatSayNothing() {
    assertThatThrownBy(() -> mapping(rule(null, match(null, null, Map.of()), "x", null)))
        .hasMessage("tocsin.alerts.mapping[0].match: name a source, a title or a label");
    assertThatThrownBy(() -> mapping(rule(null, match("*", null, Map.of()), null, null)))
        .hasMessageContaining("give either set");
    assertThatThrownBy(() -> mapping(rule(null, match("*", null, Map.of()), "x", "y")))
        .hasMessageContaining("give either set");
    assertThatThrownBy(() -> mapping(rule(null, match("*", " ", Map.of()), "x", null)))
        .hasMessageContaining("tocsin.alerts.mapping[0].match.title");
  }

  @ParameterizedTest
  @CsvSource({
    "shop-*, shop-api, true",
    "*api, shop-API, true",
    "s?op*i, shop-api, true",
    "shop, shop-api, false",
    "*, anything, true",
    "a*b*c, aXbYbZc, true",
    "a*b*c, aXbYbZ, false",
    "(.*), x, false",
    "?, xy, false"
  })
  void matchesPatterns(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void isNotSlowedDownByAnyText() {
    var evil = new Glob("*a".repeat(100) + "b");

    assertThat(
            org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(2), () -> evil.matches("a".repeat(300))))
        .isFalse();
  }

  private static AlertProperties.Match match(
      @Nullable String source, @Nullable String title, Map<String, String> labels) {
    return new AlertProperties.Match(source, title, labels);
  }

  private static AlertProperties.Rule rule(
      @Nullable String name,
      AlertProperties.Match match,
      @Nullable String service,
      @Nullable String note) {
    return new AlertProperties.Rule(
        name,
        match,
        new AlertProperties.Reading(service == null ? List.of() : List.of(service), null, null),
        note);
  }

  private static AlertMapping mapping(AlertProperties.Rule... rules) {
    var properties =
        new AlertProperties(
            DataSize.ofKilobytes(1),
            List.of("service"),
            Duration.ofHours(24),
            Map.of(),
            List.of(rules));
    return new AlertMapping(
        new AlertSources(List.of(new GenericFormat()), properties, Clock.systemUTC()), properties);
  }
}
