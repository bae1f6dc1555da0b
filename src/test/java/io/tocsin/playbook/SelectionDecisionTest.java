package io.tocsin.playbook;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.policy.Policies;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the decision on playbooks, and the catch-all. */
class SelectionDecisionTest {

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
  private static final DmnDecision DECISION =
      ENGINE.parseDecision(
          "playbook-selection",
          requireNonNull(
              SelectionDecisionTest.class.getResourceAsStream("/policies/playbook-selection.dmn")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service-outage",
        "performance-degradation",
        "high-error-rate",
        "database-connections",
        "database-performance",
        "memory-leak",
        "ddos",
        "security-incident",
        "certificate-expired",
        "data-loss",
        "payment-down",
        "integration-failure"
      })
  void theKindComesFirst(String kind) {
    assertThat(first(kind, "nothing known", "", false, true)).isEqualTo(kind);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the shop answers 503                             | service-outage
          complete api failure, the api is down            | service-outage
          health checks fail on checkout                   | service-outage
          checkout is slow, latency over 5 s               | performance-degradation
          calls run into time-outs                         | performance-degradation
          error rate of checkout above 5 %                 | high-error-rate
          errors have risen since noon                     | high-error-rate
          fatal: sorry, too many connections for role app  | database-connections
          remaining connection slots are reserved          | database-connections
          slow queries on orders                           | database-performance
          deadlock detected                                | database-performance
          worker was oomkilled                             | memory-leak
          memory grows all day                             | memory-leak
          traffic spike from one network                   | ddos
          unauthorized access to the admin pages           | security-incident
          accounts compromised                             | security-incident
          x509: not yet known                              | certificate-expired
          the tls handshake is refused                     | certificate-expired
          missing data in invoices                         | data-loss
          nightly backup failed                            | data-loss
          stripe answers nothing                           | payment-down
          payments fail                                    | payment-down
          oauth of the partner refuses us                  | integration-failure
          third-party geocoder answers with nonsense       | integration-failure
          """)
  void symptomsInTheWordsAreUnderstood(String words, String playbook) {
    assertThat(proposed("", words, "", false, false)).containsEntry(playbook, 2);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          checkout, certificate: look at this. expired yesterday | certificate-expired
          98 of 100 connections, near the maximum                | database-connections
          the worker ran out of memory                           | memory-leak
          health: 3 of 3 failed                                  | service-outage
          """)
  void whatWasFoundCounts(String findings, String playbook) {
    assertThat(proposed("", "something is odd", findings, false, false)).containsEntry(playbook, 3);
  }

  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource({
    "scope, complete, service-outage, 2",
    "responseSeconds, 5.1, performance-degradation, 2",
    "performance, severe, performance-degradation, 2",
    "performance, significant, performance-degradation, 2",
    "data, lostOrCorrupt, data-loss, 2",
    "paymentsDown, true, payment-down, 2",
    "crashing, true, memory-leak, 2",
    "authentication, issues, security-incident, 3",
    "authentication, down, security-incident, 3",
    "authentication, down, ddos, 4"
  })
  void symptomsThatOnlyAPersonCanTellCount(
      String question, String answer, String playbook, int rank) {
    assertThat(told(question, answer)).containsEntry(playbook, rank);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "scope, partial",
    "responseSeconds, 5",
    "performance, minor",
    "data, intact",
    "paymentsDown, false",
    "authentication, ok"
  })
  void harmlessAnswersProposeNothing(String question, String answer) {
    assertThat(told(question, answer)).isEqualTo(Map.of("service-outage", 9));
  }

  private static Map<String, Integer> told(String question, String answer) {
    Object typed =
        switch (question) {
          case "responseSeconds" -> Double.valueOf(answer);
          case "crashing", "paymentsDown" -> Boolean.valueOf(answer);
          default -> answer;
        };
    var ranks = new TreeMap<String, Integer>();
    rows("", "something is odd", "", false, false, Map.of(question, typed))
        .forEach(
            row -> ranks.merge((String) row.get("playbook"), (Integer) row.get("rank"), Math::min));
    return ranks;
  }

  @Test
  void securityComesBeforeEverything() {
    assertThat(first("data-loss", "payments fail", "", true, true)).isEqualTo("security-incident");
    assertThat(proposed("data-loss", "odd", "", true, true))
        .doesNotContainKey("high-error-rate")
        .containsEntry("security-incident", 0);
  }

  @Test
  void aRecentChangeCallsForALookAtTheErrors() {
    assertThat(first("", "something is odd", "", false, true)).isEqualTo("high-error-rate");
  }

  @Test
  void withNothingKnownItLooksAtEverything() {
    assertThat(proposed("", "something is odd", "", false, false))
        .isEqualTo(Map.of("service-outage", 9));
    assertThat(proposed("a-kind-of-our-own", "odd", "", false, false))
        .isEqualTo(Map.of("service-outage", 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"the download page is odd", "a downstairs office", "heaps of work"})
  void wordsAreWhole(String words) {
    assertThat(proposed("", words, "", false, false)).isEqualTo(Map.of("service-outage", 9));
  }

  private static String first(
      String kind, String words, String findings, boolean security, boolean change) {
    return rows(kind, words, findings, security, change)
        .min((a, b) -> Integer.compare((int) a.get("rank"), (int) b.get("rank")))
        .map(row -> (String) row.get("playbook"))
        .orElseThrow();
  }

  /** The best rank of each. */
  private static Map<String, Integer> proposed(
      String kind, String words, String findings, boolean security, boolean change) {
    var ranks = new TreeMap<String, Integer>();
    rows(kind, words, findings, security, change)
        .forEach(
            row -> ranks.merge((String) row.get("playbook"), (Integer) row.get("rank"), Math::min));
    return ranks;
  }

  private static Stream<Map<String, Object>> rows(
      String kind, String words, String findings, boolean security, boolean change) {
    return rows(kind, words, findings, security, change, Map.of());
  }

  private static Stream<Map<String, Object>> rows(
      String kind,
      String words,
      String findings,
      boolean security,
      boolean change,
      Map<String, Object> triage) {
    var inputs = new HashMap<String, @Nullable Object>();
    Policies.QUESTIONS.forEach(question -> inputs.put(question, null));
    inputs.putAll(triage);
    inputs.put("kind", kind);
    inputs.put("words", words);
    inputs.put("findings", findings);
    inputs.put("security", security);
    inputs.put("recentChange", change);
    List<Map<String, Object>> rows = ENGINE.evaluateDecisionTable(DECISION, inputs).getResultList();
    return rows.stream();
  }
}
