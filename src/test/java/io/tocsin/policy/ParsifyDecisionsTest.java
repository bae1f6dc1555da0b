package io.tocsin.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every rule of the Parsify policy against our own copy of its tables.
 *
 * <p>The copy is kept on purpose: a number changed in the Modeler by mistake fails here. In the
 * tables {@code any} stands for every level, and {@code ''} for "none owed".
 */
class ParsifyDecisionsTest {

  private static final String PROFILE =
      """
      title                  | Parsify
      label1                 | Severity 1
      label2                 | Severity 2
      label3                 | Severity 3
      label4                 | Severity 4
      path1                  | critical
      path2                  | high
      path3                  | medium
      path4                  | low
      zone                   | UTC
      workdays               | MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY
      workStart              | 09:00
      workEnd                | 17:00
      holidays               | ''
      gateChecks             | 3
      gateEvery              | PT10S
      gateAttempts           | 6
      updateNotice           | PT5M
      promptTaskWithin       | PT5M
      warnAt                 | 75
      commanderHandoverAfter | PT8H
      defaultChannels        | email
      incidentChannelName    | incident-{number}
      """;

  /** Rule, level and the answers that lead to it; missing answers are missing variables. */
  private static final String SEVERITY =
      """
      complete-outage             | 1 | scope=complete
      data-loss                   | 1 | data=lostOrCorrupt
      users-over-half             | 1 | usersAffectedPercent=50.1
      users-over-half             | 1 | usersAffectedPercent=100
      major-business-impact       | 1 | businessImpact=major
      legal-exposure              | 1 | compliance=true
      security-breach             | 1 | security=breach
      security-breach             | 1 | security=breachWithExposure
      payments-down               | 1 | paymentsDown=true
      database-down               | 1 | databaseDown=true
      sign-in-down                | 1 | authentication=down
      alert-critical              | 1 | alertSeverity=critical
      alert-critical              | 1 | alertSeverity=page
      alert-critical              | 1 | alertSeverity=1
      partial-outage              | 2 | scope=major
      partial-outage              | 2 | scope=partial
      users-quarter-to-half       | 2 | usersAffectedPercent=50
      users-quarter-to-half       | 2 | usersAffectedPercent=25
      significant-business-impact | 2 | businessImpact=significant
      major-degradation           | 2 | performance=severe
      major-degradation           | 2 | performance=significant
      slow-responses              | 2 | responseSeconds=5.1
      data-partly-unavailable     | 2 | data=partlyUnavailable
      vulnerability-exploited     | 2 | security=exploitedVulnerability
      sign-in-issues              | 2 | authentication=issues
      critical-endpoints-failing  | 2 | criticalEndpointsFailing=true
      crashing                    | 2 | crashing=true
      alert-high                  | 2 | alertSeverity=high
      alert-high                  | 2 | alertSeverity=error
      alert-high                  | 2 | alertSeverity=2
      alert-unknown               | 2 | alertSeverity=unknown
      minor-degradation           | 3 | performance=minor
      limited-functionality       | 3 | scope=minor
      users-tenth-to-quarter      | 3 | usersAffectedPercent=24.9
      users-tenth-to-quarter      | 3 | usersAffectedPercent=10
      minimal-business-impact     | 3 | businessImpact=minimal
      minimal-business-impact     | 3 | businessImpact=moderate
      minor-vulnerability         | 3 | security=minorVulnerability
      no-workaround               | 3 | workaround=none
      no-workaround               | 3 | workaround=painful
      alert-medium                | 3 | alertSeverity=medium
      alert-medium                | 3 | alertSeverity=warning
      alert-medium                | 3 | alertSeverity=3
      cosmetic                    | 4 | scope=cosmetic
      cosmetic                    | 4 | scope=cosmetic workaround=none
      users-under-tenth           | 4 | usersAffectedPercent=9.9
      users-under-tenth           | 4 | usersAffectedPercent=0
      no-business-impact          | 4 | businessImpact=none
      alert-low                   | 4 | alertSeverity=low
      alert-low                   | 4 | alertSeverity=info
      alert-low                   | 4 | alertSeverity=4
      nothing-worse               | 4 | ''
      nothing-worse               | 4 | performance=normal data=intact security=none authentication=ok workaround=notNeeded
      nothing-worse               | 4 | paymentsDown=false databaseDown=false criticalEndpointsFailing=false crashing=false compliance=false
      nothing-worse               | 4 | responseSeconds=5
      data-loss                   | 1 | scope=cosmetic usersAffectedPercent=3 data=lostOrCorrupt alertSeverity=low
      users-quarter-to-half       | 2 | scope=minor usersAffectedPercent=30 businessImpact=none
      """;

  /** Target and its value for levels 1 to 4. */
  private static final String TARGETS =
      """
      acknowledgeWithin        | PT5M     | PT5M     | PT5M     | PT5M
      commanderWithin          | PT15M    | PT15M    | PT15M    | PT15M
      respondWithin            | PT15M    | PT30M    | PT2H     | PT24H
      resolveWithin            | PT1H     | PT4H     | PT24H    | PT72H
      firstUpdateWithin        | PT15M    | PT30M    | PT2H     | PT24H
      updateEvery              | PT30M    | PT1H     | PT4H     | P1D
      executiveUpdateEvery     | PT15M    | PT30M    | PT2H     | P1D
      resolutionUpdateWithin   | PT0S     | PT0S     | PT0S     | PT0S
      statusPage               | required | required | required | optional
      statusPageWithin         | PT15M    | PT30M    | PT2H     | ''
      statusPageEvery          | PT30M    | PT1H     | PT4H     | P1D
      customerEmail            | yes      | yes      | no       | no
      customerEmailAfter       | PT30M    | PT30M    | PT30M    | PT30M
      inAppBanner              | yes      | yes      | no       | no
      socialDraft              | yes      | no       | no       | no
      incidentChannel          | yes      | yes      | yes      | yes
      warRoom                  | yes      | no       | no       | no
      executiveNoticeWithin    | PT15M    | ''       | ''       | ''
      managerNoticeWithin      | PT15M    | PT30M    | ''       | ''
      stabiliseFor             | PT24H    | PT24H    | PT24H    | PT24H
      stabiliseFirstChecks     | 12       | 12       | 12       | 12
      stabiliseFirstCheckEvery | PT5M     | PT5M     | PT5M     | PT5M
      stabiliseCheckEvery      | PT1H     | PT1H     | PT1H     | PT1H
      reviewScheduledWithin    | PT24H    | PT24H    | PT24H    | ''
      reportWithin             | PT72H    | PT72H    | PT72H    | ''
      reviewWithin             | PT72H    | PT72H    | PT72H    | ''
      taskPriority             | 100      | 75       | 50       | 25
      phaseDetectionWithin     | PT15M    | PT15M    | PT15M    | PT15M
      phaseInvestigationWithin | PT1H     | PT1H     | PT1H     | PT1H
      phaseResolutionWithin    | PT4H     | PT4H     | PT4H     | PT4H
      phaseFollowUpAfter       | PT24H    | PT24H    | PT24H    | PT24H
      phaseFollowUpWithin      | PT72H    | PT72H    | PT72H    | PT72H
      """;

  /** Role, asked for, group, primary, backup. */
  private static final String ROLES =
      """
      commander          | yes | incident-commander  | oncall:commander          | group:incident-commander
      technicalLead      | yes | technical-lead      | group:technical-lead      | oncall:primary
      communicationsLead | yes | communications-lead | group:communications-lead | role:commander
      supportLead        | yes | support-lead        | group:support-lead        | role:communicationsLead
      scribe             | no  | scribe              | group:scribe              | ''
      monitoringLead     | no  | monitoring-lead     | group:monitoring-lead     | ''
      """;

  /** Levels, security incident, step, trigger, after, recipients, channels. */
  private static final String ESCALATION =
      """
      1   | any   | page-on-call                    | declaration    | PT0S              | oncall:primary           | email,sms,phone
      2   | any   | page-on-call                    | declaration    | PT0S              | oncall:primary           | email,sms
      3,4 | any   | page-on-call                    | declaration    | PT0S              | oncall:primary           | email
      any | true  | security-team                   | declaration    | PT0S              | group:security-team      | email,sms,phone
      any | true  | legal                           | declaration    | PT0S              | group:legal              | email
      1   | any   | page-next-on-call               | unacknowledged | acknowledgeWithin | oncall:secondary         | email,sms,phone
      2   | any   | page-next-on-call               | unacknowledged | acknowledgeWithin | oncall:secondary         | email,sms
      3,4 | any   | page-next-on-call               | unacknowledged | acknowledgeWithin | oncall:secondary         | email
      3,4 | any   | engineering-lead-unacknowledged | unacknowledged | PT15M             | contact:engineering-lead | email
      1   | any   | engineering-lead                | unresolved     | PT15M             | contact:engineering-lead | email,phone
      2   | any   | engineering-lead                | unresolved     | PT15M             | contact:engineering-lead | email,sms
      1   | any   | executives                      | unresolved     | PT15M             | contact:cto,contact:ceo  | email,phone
      1   | false | legal                           | unresolved     | PT15M             | group:legal              | email
      1   | any   | product-manager                 | unresolved     | PT30M             | contact:product-manager  | email,phone
      2   | any   | product-manager                 | unresolved     | PT30M             | contact:product-manager  | email,sms
      any | any   | request-engineering-lead        | request        | PT0S              | contact:engineering-lead | email,phone
      any | any   | request-product-manager         | request        | PT0S              | contact:product-manager  | email,phone
      any | any   | request-executives              | request        | PT0S              | contact:cto,contact:ceo  | email,phone
      """;

  /** Event, levels, audience, recipients, channels. */
  private static final String AUDIENCES =
      """
      declared                | any | engineering       | contact:engineering                                                                                       | email
      declared                | any | incidents-channel | contact:incidents-channel                                                                                 | slack
      declared                | any | alerts-channel    | contact:alerts-channel                                                                                    | slack
      declared                | 1,2 | commander         | oncall:commander                                                                                          | email,sms
      declared                | 3,4 | commander         | oncall:commander                                                                                          | email
      path-team               | 1,2 | team              | group:incident-commander,group:technical-lead,group:communications-lead,group:support-lead,oncall:primary | email,slack
      path-team               | 3,4 | team              | group:incident-commander,group:technical-lead,oncall:primary                                              | email,slack
      path-executives         | 1   | executives        | contact:cto,contact:ceo,group:executives,group:legal                                                      | email
      path-management         | 1,2 | management        | group:management,contact:engineering-lead                                                                 | email
      path-all-hands          | 1   | all-hands         | oncall:primary,oncall:secondary,group:responder                                                           | email,slack
      path-owners             | any | owners            | service-owners                                                                                            | email
      update-due              | any | writers           | role:communicationsLead,group:communications-lead                                                         | email,slack
      update-overdue          | any | writers           | role:communicationsLead,group:communications-lead,role:commander,group:incident-commander                 | email,slack
      status-update-internal  | any | internal          | contact:engineering,group:support-lead,service-owners                                                     | email
      status-update-internal  | any | incidents-channel | contact:incidents-channel                                                                                 | slack
      status-update-executive | any | executive         | group:executives,group:management                                                                         | email
      status-update-public    | 1,2 | customers         | contact:customers                                                                                         | email,in-app
      status-update-public    | 1   | social-media      | contact:social-media                                                                                      | social
      status-update-public    | any | support           | group:support-lead                                                                                        | email
      resolved                | any | engineering       | contact:engineering,group:support-lead,service-owners                                                     | email
      resolved                | any | incidents-channel | contact:incidents-channel                                                                                 | slack
      resolved                | any | executives        | group:executives,group:management                                                                         | email
      resolved                | 1,2 | customers         | contact:customers                                                                                         | email,in-app
      watch-over              | any | commander         | role:commander,group:incident-commander                                                                   | email,slack
      review-due              | any | commander         | role:commander,group:incident-commander,role:technicalLead                                                | email
      review-overdue          | any | commander         | role:commander,group:incident-commander,group:management                                                  | email
      closed                  | any | engineering       | contact:engineering,group:support-lead,service-owners                                                     | email
      closed                  | any | executives        | group:executives,group:management                                                                         | email
      reopened                | 1,2 | team              | group:incident-commander,group:technical-lead,group:communications-lead,group:support-lead,oncall:primary | email,sms,slack
      reopened                | 3,4 | team              | group:incident-commander,group:technical-lead,oncall:primary                                              | email,slack
      reopened                | any | engineering       | contact:engineering,group:support-lead,service-owners                                                     | email
      reopened                | any | executives        | group:executives,group:management                                                                         | email
      dismissed               | any | engineering       | contact:engineering                                                                                       | email
      dismissed               | any | incidents-channel | contact:incidents-channel                                                                                 | slack
      """;

  /** Phase and item. */
  private static final String CHECKLISTS =
      """
      detection    | alert-acknowledged
      detection    | severity-assessed
      detection    | team-alerted
      detection    | channel-created
      detection    | commander-assigned
      triage       | users-affected
      triage       | business-impact
      triage       | services-affected
      triage       | data-intact
      triage       | recent-changes
      triage       | first-evidence
      response     | team-assembled
      response     | components-checked
      response     | changes-reviewed
      response     | logs-analysed
      response     | reports-read
      response     | hypothesis-tested
      response     | root-cause-confirmed
      response     | team-informed
      response     | status-page-posted
      response     | mitigation-chosen
      verification | health-checks
      verification | user-journeys
      verification | performance
      verification | user-access
      resolution   | fix-deployed
      resolution   | fix-verified
      resolution   | monitoring-stable
      resolution   | status-page-updated
      resolution   | users-told
      recovery     | services-restored
      recovery     | checks-watched
      recovery     | errors-watched
      recovery     | work-documented
      recovery     | temporary-fixes-listed
      recovery     | review-scheduled
      closure      | resolution-confirmed
      closure      | stable-for-a-day
      closure      | timeline-complete
      closure      | root-cause-analysed
      closure      | impact-assessed
      closure      | lessons-recorded
      closure      | action-items-created
      closure      | playbook-updated
      closure      | stakeholders-told
      """;

  /** Levels, obligation, within, from, role. */
  private static final String OBLIGATIONS =
      """
      any   | stability-confirmed | PT24H | resolved | commander
      any   | stakeholders-told   | PT24H | resolved | communicationsLead
      any   | formal-closure      | PT72H | resolved | commander
      1,2,3 | timeline-written    | PT72H | resolved | commander
      1,2,3 | root-cause-analysed | PT72H | resolved | technicalLead
      1,2,3 | impact-assessed     | PT72H | resolved | supportLead
      1,2,3 | lessons-recorded    | PT72H | resolved | commander
      1,2,3 | preventive-items    | PT72H | resolved | technicalLead
      1,2,3 | process-items       | PT72H | resolved | commander
      1,2,3 | system-items        | PT72H | resolved | technicalLead
      1,2,3 | training-items      | PT72H | resolved | commander
      """;

  /** Levels, key figure, target, direction. */
  private static final String KPIS =
      """
      any | meanTimeToDetect           | PT15M | below
      any | meanTimeToAcknowledge      | PT5M  | below
      any | meanTimeToRespond          | ''    | below
      1   | meanTimeToResolve          | PT1H  | below
      2   | meanTimeToResolve          | PT4H  | below
      3,4 | meanTimeToResolve          | ''    | below
      any | firstTimeResolution        | 95%   | above
      any | recurrence                 | ''    | below
      any | communicationEffectiveness | ''    | above
      any | customerSatisfaction       | ''    | above
      """;

  /** Id, every, group. */
  private static final String ROUTINE =
      """
      procedure-review | P1M | process-owner
      tabletop         | P1M | drill-lead
      playbook-review  | P3M | process-owner
      full-drill       | P3M | drill-lead
      major-simulation | P1Y | drill-lead
      programme-review | P1Y | management
      """;

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
  private static final DmnModelInstance MODEL = Dmn.readModelFromStream(file());

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(textBlock = PROFILE, delimiter = '|')
  void profile(String setting, String value) {
    assertThat(evaluate("parsify-profile", Map.of("setting", setting)))
        .containsExactly(Map.of("value", value));
  }

  @ParameterizedTest(name = "{2}: {0}, level {1}")
  @CsvSource(textBlock = SEVERITY, delimiter = '|')
  void severity(String rule, int level, String answers) {
    assertThat(evaluate("parsify-severity", typed(answers)))
        .containsExactly(Map.of("level", level, "rule", rule));
  }

  @ParameterizedTest(name = "{0}: {1} / {2} / {3} / {4}")
  @CsvSource(textBlock = TARGETS, delimiter = '|')
  void targets(String target, String level1, String level2, String level3, String level4) {
    assertThat(evaluate("parsify-targets", Map.of("target", target)))
        .containsExactly(
            Map.of("level1", level1, "level2", level2, "level3", level3, "level4", level4));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(textBlock = ROLES, delimiter = '|')
  void roles(String role, String asked, String group, String primary, String backup) {
    var row = evaluate("parsify-roles", Map.of("role", role)).get(0);

    assertThat(row)
        .containsEntry("asked", asked.equals("yes"))
        .containsEntry("group", group)
        .containsEntry("primary", primary)
        .containsEntry("backup", backup);
    assertThat((String) row.get("duties")).isNotBlank();
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
    var ladder = evaluate("parsify-escalation", Map.of("level", level, "security", security));

    assertThat(cells(ladder, "step", "trigger", "after", "recipients", "channels"))
        .isEqualTo(expected(ESCALATION, String.valueOf(level), String.valueOf(security)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void escalationWithoutWordOfSecurityIsThatOfAnyOtherIncident(int level) {
    var unknown = new HashMap<String, Object>(Map.of("level", level));
    unknown.put("security", null);

    assertThat(evaluate("parsify-escalation", unknown))
        .isEqualTo(evaluate("parsify-escalation", Map.of("level", level, "security", false)));
  }

  @ParameterizedTest(name = "{0} at level {1}")
  @MethodSource
  void audiences(String event, int level) {
    var told = evaluate("parsify-audiences", Map.of("event", event, "level", level));

    assertThat(cells(told, "audience", "recipients", "channels"))
        .isEqualTo(expected(AUDIENCES, event, String.valueOf(level)));
  }

  static Stream<Object[]> audiences() {
    return firstCells(AUDIENCES)
        .flatMap(
            event -> IntStream.rangeClosed(1, 4).mapToObj(level -> new Object[] {event, level}));
  }

  @ParameterizedTest
  @MethodSource
  void checklists(String phase) {
    var items = evaluate("parsify-checklists", Map.of("phase", phase));

    assertThat(cells(items, "item")).isEqualTo(expected(CHECKLISTS, phase));
    assertThat(items).extracting(item -> (String) item.get("text")).noneMatch(String::isBlank);
  }

  static Stream<String> checklists() {
    return firstCells(CHECKLISTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void obligations(int level) {
    assertThat(
            cells(
                evaluate("parsify-obligations", Map.of("level", level)),
                "obligation",
                "within",
                "from",
                "role"))
        .isEqualTo(expected(OBLIGATIONS, String.valueOf(level)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void kpis(int level) {
    assertThat(
            cells(evaluate("parsify-kpis", Map.of("level", level)), "kpi", "target", "direction"))
        .isEqualTo(expected(KPIS, String.valueOf(level)));
  }

  @Test
  void routine() {
    assertThat(cells(evaluate("parsify-routine", Map.of()), "id", "every", "group"))
        .isEqualTo(expected(ROUTINE));
  }

  @ParameterizedTest(name = "{0} has {1} rules, each in the table above")
  @MethodSource
  void copyIsComplete(String decision, long rules) {
    assertThat(table(decision).getRules()).hasSize((int) rules);
  }

  static Stream<Object[]> copyIsComplete() {
    return Stream.of(
        new Object[] {"parsify-profile", PROFILE.lines().count()},
        new Object[] {"parsify-severity", firstCells(SEVERITY).count()},
        new Object[] {"parsify-targets", TARGETS.lines().count()},
        new Object[] {"parsify-roles", ROLES.lines().count()},
        new Object[] {"parsify-escalation", ESCALATION.lines().count()},
        new Object[] {"parsify-audiences", AUDIENCES.lines().count()},
        new Object[] {"parsify-checklists", CHECKLISTS.lines().count()},
        new Object[] {"parsify-obligations", OBLIGATIONS.lines().count()},
        new Object[] {"parsify-kpis", KPIS.lines().count()},
        new Object[] {"parsify-routine", ROUTINE.lines().count()});
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
    var targets = new TreeSet<>(firstCells(TARGETS).toList());

    assertThat(lines(ESCALATION).map(row -> row.get(4)))
        .allMatch(after -> after.matches("PT\\d+[SMH]") || targets.contains(after));
  }

  static Stream<String> decisions() {
    return MODEL.getModelElementsByType(Decision.class).stream().map(Decision::getId);
  }

  private static List<Map<String, Object>> evaluate(
      String decision, Map<String, Object> variables) {
    DmnDecision parsed = ENGINE.parseDecision(decision, MODEL);
    return ENGINE.evaluateDecisionTable(parsed, variables).getResultList();
  }

  private static DecisionTable table(String decision) {
    Decision element = MODEL.getModelElementById(decision);
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

  /** The rows of a table whose first cells match the inputs, without those cells. */
  private static List<List<String>> expected(String table, String... inputs) {
    return lines(table)
        .filter(
            row ->
                IntStream.range(0, inputs.length)
                    .allMatch(
                        i ->
                            row.get(i).equals("any")
                                || Arrays.asList(row.get(i).split(",")).contains(inputs[i])))
        .map(row -> row.subList(inputs.length, row.size()))
        .toList();
  }

  private static List<List<String>> cells(List<Map<String, Object>> rows, String... outputs) {
    return rows.stream()
        .map(row -> Stream.of(outputs).map(output -> String.valueOf(row.get(output))).toList())
        .toList();
  }

  private static Stream<String> firstCells(String table) {
    return lines(table).map(row -> row.get(0)).distinct();
  }

  private static Stream<List<String>> lines(String table) {
    return table
        .lines()
        .map(
            line ->
                Stream.of(line.split("\\|"))
                    .map(String::strip)
                    .map(cell -> cell.equals("''") ? "" : cell)
                    .toList());
  }

  private static InputStream file() {
    return requireNonNull(ParsifyDecisionsTest.class.getResourceAsStream("/policies/parsify.dmn"));
  }
}
