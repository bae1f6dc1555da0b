package io.tocsin.remediation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is proposed for each kind of incident, in which order, and which action does it. */
@Tag("thorough")
class MitigationOptionsDecisionTest {

  private static final String KINDS =
      """
      service-outage          | restart scale failover route-away fix-forward feature-flag-off workaround degraded-mode rollback disaster-recovery maintenance-mode overrule
      performance-degradation | scale circuit-breaker fallback clear-cache raise-pool optimise failover fix-forward feature-flag-off workaround degraded-mode rollback restart maintenance-mode overrule
      high-error-rate         | fix-forward failover feature-flag-off workaround degraded-mode rollback restart scale maintenance-mode overrule
      database-connections    | end-idle-connections raise-pool restart scale limit-connections failover fix-forward feature-flag-off workaround degraded-mode rollback maintenance-mode overrule
      database-performance    | end-long-queries optimise scale restart failover fix-forward feature-flag-off workaround degraded-mode rollback maintenance-mode overrule
      memory-leak             | restart fix-forward failover feature-flag-off workaround degraded-mode rollback scale maintenance-mode overrule
      ddos                    | rate-limit block-addresses provider-protection call-provider failover fix-forward feature-flag-off workaround degraded-mode rollback restart scale maintenance-mode overrule
      security-incident       | preserve-evidence isolate revoke-sessions rotate-secrets fix-forward restore maintenance-mode overrule
      certificate-expired     | renew-certificate failover fix-forward feature-flag-off workaround degraded-mode rollback restart scale maintenance-mode overrule
      data-loss               | halt-writes isolate restore disaster-recovery maintenance-mode overrule
      payment-down            | call-provider fallback failover fix-forward feature-flag-off workaround degraded-mode rollback restart scale maintenance-mode overrule
      integration-failure     | fallback retry call-provider failover fix-forward feature-flag-off workaround degraded-mode rollback restart scale maintenance-mode overrule
      """;

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
  private static final DmnDecision DECISION = ENGINE.parseDecision("mitigation-options", file());

  @ParameterizedTest(name = "{0}")
  @CsvSource(textBlock = KINDS, delimiter = '|')
  void withoutRecentChangeTheKindComesFirst(String kind, String options) {
    assertThat(String.join(" ", options(false, kind))).isEqualTo(options);
  }

  @ParameterizedTest(name = "kind {0}")
  @CsvSource(textBlock = KINDS, delimiter = '|')
  void recentChangePutsRollbackFirst(String kind) {
    if (Set.of("security-incident", "data-loss").contains(kind)) {
      assertThat(options(true, kind)).isEqualTo(options(false, kind)).doesNotContain("rollback");
    } else {
      assertThat(options(true, kind)).startsWith("rollback");
    }
  }

  @ParameterizedTest(name = "kind {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                              | rollback failover fix-forward feature-flag-off workaround degraded-mode restart scale maintenance-mode overrule
          certificate-expired | renew-certificate rollback failover fix-forward feature-flag-off workaround degraded-mode restart scale maintenance-mode overrule
          security-incident   | preserve-evidence isolate revoke-sessions rotate-secrets fix-forward restore maintenance-mode overrule
          """)
  void unknownChangeKeepsTheOrderOfPreference(@Nullable String kind, String options) {
    assertThat(String.join(" ", options(null, kind))).isEqualTo(options);
  }

  @ParameterizedTest(name = "{0} is done by {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          block-addresses      | block-addresses
          call-provider        | ''
          circuit-breaker      | ''
          clear-cache          | clear-cache
          degraded-mode        | degraded-mode
          disaster-recovery    | disaster-recovery
          end-idle-connections | end-idle-connections
          end-long-queries     | end-long-queries
          failover             | failover
          fallback             | ''
          feature-flag-off     | feature-flag
          fix-forward          | ''
          halt-writes          | halt-writes
          isolate              | isolate
          limit-connections    | ''
          maintenance-mode     | maintenance-mode
          optimise             | ''
          overrule             | ''
          preserve-evidence    | ''
          provider-protection  | provider-protection
          raise-pool           | raise-pool
          rate-limit           | rate-limit
          renew-certificate    | renew-certificate
          restart              | restart
          restore              | restore-backup
          retry                | ''
          revoke-sessions      | revoke-sessions
          rollback             | rollback
          rotate-secrets       | rotate-secrets
          route-away           | redirect-traffic
          scale                | scale
          workaround           | ''
          """)
  void actionOfTheCatalog(String option, String action) {
    assertThat(rows())
        .filteredOn(row -> row.get("option").equals(option))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).containsEntry("action", action));
  }

  @ParameterizedTest(name = "kind {0}")
  @CsvSource({"database-connections", "database-performance"})
  void aDatabaseWithAReplicaCallsForAFailover(String kind) {
    assertThat(options(false, kind, true)).startsWith("failover").containsOnlyOnce("failover");
    assertThat(options(true, kind, true)).startsWith("rollback", "failover");
    assertThat(options(false, "service-outage", true)).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "recent change {0}, kind {1}")
  @MethodSource("inputs")
  void eachOptionAppearsOnceAndSaysWhy(@Nullable Boolean recentChange, @Nullable String kind) {
    var rows = evaluate(recentChange, kind);

    assertThat(rows).extracting(row -> row.get("option")).doesNotHaveDuplicates();
    assertThat(rows).extracting(row -> row.get("rank")).doesNotHaveDuplicates();
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat((String) row.get("title")).isNotBlank();
              assertThat((String) row.get("reason")).isNotBlank();
            });
    assertThat(options(recentChange, kind)).endsWith("overrule");
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "major, high-error-rate, feature-flag-off",
    "minor, payment-down, feature-flag-off",
    "minor, , feature-flag-off",
    "major, certificate-expired, renew-certificate feature-flag-off",
    "partial, high-error-rate, fix-forward degraded-mode",
    "partial, , degraded-mode",
    "complete, , failover"
  })
  void aSingleFeatureIsSwitchedOffAndAPartialFailureIsLivedWith(
      String scope, @Nullable String kind, String first) {
    assertThat(String.join(" ", ordered(facts(false, kind, scope, false)))).startsWith(first);
  }

  @ParameterizedTest(name = "recent change {0}, kind {1}")
  @MethodSource("inputs")
  void howMuchIsOutMovesOptionsAndNeitherAddsNorLosesAny(
      @Nullable Boolean recentChange, @Nullable String kind) {
    var usual = ordered(facts(recentChange, kind, null, null));
    for (var scope : new String[] {"complete", "major", "partial", "minor", "cosmetic"}) {
      for (var several : new Boolean[] {true, false, null}) {
        var rows =
            ENGINE
                .evaluateDecisionTable(DECISION, facts(recentChange, kind, scope, several))
                .getResultList();
        assertThat(rows)
            .extracting(row -> (String) row.get("option"))
            .containsExactlyInAnyOrderElementsOf(usual);
        assertThat(rows).extracting(row -> row.get("rank")).doesNotHaveDuplicates();
      }
    }
  }

  @org.junit.jupiter.api.Test
  void severalServicesOutAtOncePointAtTheLocation() {
    assertThat(ordered(facts(false, "service-outage", null, true))).startsWith("route-away");
    assertThat(ordered(facts(true, "service-outage", null, true)))
        .startsWith("rollback", "route-away");
    assertThat(ordered(facts(false, "service-outage", null, false))).startsWith("restart");
  }

  static Stream<Object[]> inputs() {
    return Stream.of(true, false, null)
        .flatMap(
            change ->
                Stream.concat(kinds(), Stream.of((String) null))
                    .map(kind -> new Object[] {change, kind}));
  }

  private static Stream<String> kinds() {
    return KINDS.lines().map(line -> line.split("\\|")[0].strip());
  }

  private static List<Map<String, Object>> rows() {
    return inputs()
        .flatMap(input -> evaluate((Boolean) input[0], (String) input[1]).stream())
        .toList();
  }

  private static List<String> options(@Nullable Boolean recentChange, @Nullable String kind) {
    return options(recentChange, kind, false);
  }

  private static List<String> options(
      @Nullable Boolean recentChange, @Nullable String kind, boolean hasReplica) {
    return evaluate(recentChange, kind, hasReplica).stream()
        .sorted(Comparator.comparingInt(row -> (Integer) row.get("rank")))
        .map(row -> (String) row.get("option"))
        .toList();
  }

  private static List<Map<String, Object>> evaluate(
      @Nullable Boolean recentChange, @Nullable String kind) {
    return evaluate(recentChange, kind, false);
  }

  private static List<Map<String, Object>> evaluate(
      @Nullable Boolean recentChange, @Nullable String kind, boolean hasReplica) {
    var variables = new HashMap<String, Object>();
    variables.put("recentChange", recentChange);
    variables.put("kind", kind);
    variables.put("hasReplica", hasReplica);
    variables.put("scope", null);
    variables.put("severalServices", false);
    return ENGINE.evaluateDecisionTable(DECISION, variables).getResultList();
  }

  private static List<String> ordered(Map<String, Object> variables) {
    return ENGINE.evaluateDecisionTable(DECISION, variables).getResultList().stream()
        .sorted(Comparator.comparingInt(row -> (Integer) row.get("rank")))
        .map(row -> (String) row.get("option"))
        .toList();
  }

  private static Map<String, Object> facts(
      @Nullable Boolean recentChange,
      @Nullable String kind,
      @Nullable String scope,
      @Nullable Boolean several) {
    var variables = new HashMap<String, Object>();
    variables.put("recentChange", recentChange);
    variables.put("kind", kind);
    variables.put("hasReplica", true);
    variables.put("scope", scope);
    variables.put("severalServices", several);
    return variables;
  }

  private static InputStream file() {
    return requireNonNull(
        MitigationOptionsDecisionTest.class.getResourceAsStream(
            "/policies/mitigation-options.dmn"));
  }
}
