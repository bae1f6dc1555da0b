package io.tocsin.policy;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of one policy against our own copy of its tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PolicyDecisions {

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  private final String policy;
  private final PolicyTables tables;
  private final DmnModelInstance model;

  PolicyDecisions(String policy) {
    this(policy, "/policies/" + policy + ".dmn");
  }

  PolicyDecisions(String policy, String file) {
    this.policy = policy;
    this.tables = PolicyTables.of(policy);
    this.model = Dmn.readModelFromStream(PolicyDecisions.class.getResourceAsStream(file));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource
  void profile(String setting, String value) {
    assertThat(evaluate("profile", Map.of("setting", setting)))
        .containsExactly(Map.of("value", value));
  }

  Stream<Object[]> profile() {
    return tables.rows("profile");
  }

  @ParameterizedTest(name = "{2}: {0}, level {1}")
  @MethodSource
  void severity(String rule, int level, String answers) {
    assertThat(evaluate("severity", typed(answers)))
        .containsExactly(Map.of("level", level, "rule", rule));
  }

  Stream<Object[]> severity() {
    return tables.rows("severity");
  }

  @ParameterizedTest(name = "{0}: {1} / {2} / {3} / {4}")
  @MethodSource
  void targets(String target, String level1, String level2, String level3, String level4) {
    assertThat(evaluate("targets", Map.of("target", target)))
        .containsExactly(
            Map.of("level1", level1, "level2", level2, "level3", level3, "level4", level4));
  }

  Stream<Object[]> targets() {
    return tables.rows("targets");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void roles(String role, String asked, String group, String primary, String backup) {
    var row = evaluate("roles", Map.of("role", role)).get(0);

    assertThat(row)
        .containsEntry("asked", asked.equals("yes"))
        .containsEntry("group", group)
        .containsEntry("primary", primary)
        .containsEntry("backup", backup);
    assertThat((String) row.get("duties")).isNotBlank();
  }

  Stream<Object[]> roles() {
    return tables.rows("roles");
  }

  @ParameterizedTest(name = "level {0}, security {1}")
  @CsvSource({
    "1, false",
    "2, false",
    "3, false",
    "4, false",
    "1, true",
    "2, true",
    "3, true",
    "4, true"
  })
  void escalation(int level, boolean security) {
    var ladder = evaluate("escalation", Map.of("level", level, "security", security));

    assertThat(
            cells(
                ladder,
                "step",
                "ladder",
                "trigger",
                "after",
                "recipients",
                "channels",
                "takesOver",
                "hours"))
        .isEqualTo(tables.matching("escalation", String.valueOf(level), String.valueOf(security)));
    assertThat(ladder).extracting(step -> (String) step.get("title")).noneMatch(String::isBlank);
    assertThat(ladder).extracting(step -> step.get("step")).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void escalationWithoutWordOfSecurityIsThatOfAnyOtherIncident(int level) {
    var unknown = new HashMap<String, Object>(Map.of("level", level));
    unknown.put("security", null);

    assertThat(evaluate("escalation", unknown))
        .isEqualTo(evaluate("escalation", Map.of("level", level, "security", false)));
  }

  @ParameterizedTest(name = "{0} at level {1}")
  @MethodSource
  void audiences(String event, int level) {
    var told = evaluate("audiences", Map.of("event", event, "level", level));

    assertThat(cells(told, "audience", "recipients", "channels"))
        .isEqualTo(tables.matching("audiences", event, String.valueOf(level)));
  }

  Stream<Object[]> audiences() {
    return tables
        .firstCells("audiences")
        .flatMap(
            event -> IntStream.rangeClosed(1, 4).mapToObj(level -> new Object[] {event, level}));
  }

  @ParameterizedTest
  @MethodSource
  void checklists(String phase) {
    var items = evaluate("checklists", Map.of("phase", phase));

    assertThat(cells(items, "item")).isNotEmpty().isEqualTo(tables.matching("checklists", phase));
    assertThat(items).extracting(item -> (String) item.get("text")).noneMatch(String::isBlank);
  }

  Stream<String> checklists() {
    return Stream.of(
        "detection", "triage", "response", "verification", "resolution", "recovery", "closure");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void obligations(int level) {
    assertThat(
            cells(
                evaluate("obligations", Map.of("level", level, "security", false)),
                "obligation",
                "within",
                "from",
                "role"))
        .isEqualTo(tables.matching("obligations", String.valueOf(level), "false"));
    assertThat(
            cells(
                evaluate("obligations", Map.of("level", level, "security", true)),
                "obligation",
                "within",
                "from",
                "role"))
        .isEqualTo(tables.matching("obligations", String.valueOf(level), "true"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void kpis(int level) {
    assertThat(cells(evaluate("kpis", Map.of("level", level)), "kpi", "target", "direction"))
        .isEqualTo(tables.matching("kpis", String.valueOf(level)));
  }

  @Test
  void routine() {
    assertThat(cells(evaluate("routine", Map.of()), "id", "every", "group"))
        .isEqualTo(tables.matching("routine"));
  }

  @ParameterizedTest(name = "{0} has no rule that the copy lacks")
  @ValueSource(
      strings = {
        "profile",
        "targets",
        "roles",
        "escalation",
        "audiences",
        "checklists",
        "obligations",
        "kpis",
        "routine"
      })
  void copyIsComplete(String table) {
    assertThat(table(table).getRules()).hasSize((int) tables.rows(table).count());
  }

  @Test
  void eachRuleOfTheSeverityHasAnExample() {
    assertThat(table("severity").getRules()).hasSize((int) tables.firstCells("severity").count());
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void missingInputsFailNothing(String decision) {
    var nulls = new HashMap<String, Object>();
    for (Input input : table(decision).getInputs()) {
      nulls.put(input.getInputExpression().getText().getTextContent(), null);
    }

    assertThat(evaluate(decision, nulls)).isEqualTo(evaluate(decision, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void everyRuleSaysWhy(String decision) {
    assertThat(table(decision).getRules())
        .allSatisfy(
            rule ->
                assertThat(rule.getDescription())
                    .as(rule.getId())
                    .isNotNull()
                    .satisfies(why -> assertThat(why.getTextContent()).isNotBlank()));
  }

  @Test
  void stepsOfTheLadderWaitForADurationOrATarget() {
    var targets = new TreeSet<>(tables.firstCells("targets").toList());

    assertThat(tables.lines("escalation").map(row -> After.parse(row.get(5))))
        .allMatch(after -> after.target() == null || targets.contains(after.target()));
  }

  @Test
  void aStepReachesTheSamePeopleByTheSameChannelsAtEveryLevel() {
    tables
        .lines("escalation")
        .collect(groupingBy(row -> row.get(2)))
        .forEach(
            (step, rows) ->
                assertThat(rows.stream().map(row -> row.get(6) + " by " + row.get(7)).distinct())
                    .as(step)
                    .hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everyLadderCanBeClimbedOnRequestAtEveryLevel(int level) {
    var ladder = evaluate("escalation", Map.of("level", level, "security", false));

    assertThat(ladder)
        .filteredOn(step -> "request".equals(step.get("trigger")))
        .extracting(step -> step.get("ladder"))
        .contains("technical", "business", "security", "external");
  }

  Stream<String> decisions() {
    return model.getModelElementsByType(Decision.class).stream()
        .map(decision -> decision.getId().substring(policy.length() + 1));
  }

  private List<Map<String, Object>> evaluate(String decision, Map<String, Object> variables) {
    var parsed = ENGINE.parseDecision(policy + "-" + decision, model);
    return ENGINE.evaluateDecisionTable(parsed, variables).getResultList();
  }

  private DecisionTable table(String decision) {
    Decision element = model.getModelElementById(policy + "-" + decision);
    return (DecisionTable) element.getExpression();
  }

  private static Map<String, Object> typed(String answers) {
    var variables = new HashMap<String, Object>();
    for (String answer : answers.split(" ")) {
      var parts = answer.split("=");
      if (parts.length == 2) {
        variables.put(parts[0], typed(parts[0], parts[1]));
      }
    }
    return variables;
  }

  private static Object typed(String input, String answer) {
    return switch (input) {
      case "usersAffectedPercent", "responseSeconds" -> Double.valueOf(answer);
      case "paymentsDown", "databaseDown", "criticalEndpointsFailing", "crashing", "compliance" ->
          Boolean.valueOf(answer);
      default -> answer;
    };
  }

  private static List<List<String>> cells(List<Map<String, Object>> rows, String... outputs) {
    return rows.stream()
        .map(row -> Stream.of(outputs).map(output -> String.valueOf(row.get(output))).toList())
        .toList();
  }
}
