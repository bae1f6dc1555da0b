package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.DecisionFile;
import io.tocsin.engine.Feel;
import io.tocsin.incident.Role;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Each kind of fault that keeps a policy from being deployed, named with its place and remedy. */
@Tag("thorough")
class PolicyCheckTest {

  private static final PolicyFile PARSIFY = PolicyFile.of("parsify");

  private static final PolicyCheck CHECK =
      new PolicyCheck(
          new Feel(), new StaticListableBeanFactory().getBeanProvider(KnownRecipients.class));

  @ParameterizedTest
  @ValueSource(strings = {"betabaddies", "parsify", "smartbeak", "storefront", "subjunctive"})
  void findsNothingWrongWithOurOwn(String policy) {
    var file = PolicyFile.of(policy).read();

    assertThat(CHECK.faults(file)).isEmpty();
    assertThat(CHECK.warnings(file)).isEmpty();
  }

  @Test
  void leavesDecisionsAloneThatAreNoPolicy() {
    assertThat(faults(PolicyFile.of("mitigation-options"))).isEmpty();
  }

  @Test
  void knowsTheRolesOfTheProduct() {
    assertThat(PolicyShape.ROLES)
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Role.values()).map(Role::key).toList());
  }

  record Fault(String name, UnaryOperator<PolicyFile> change, List<String> says) {

    static Fault of(String name, UnaryOperator<PolicyFile> change, String... says) {
      return new Fault(name, change, List.of(says));
    }

    /** A cell that holds something else than it should. */
    static Fault cell(String entry, String text, String... says) {
      return of(entry + " is " + text, policy -> policy.cell(entry, text), says);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource
  void refuses(Fault fault) {
    var faults = faults(fault.change().apply(PARSIFY));

    assertThat(faults).hasSize(1);
    assertThat(faults.get(0)).contains(fault.says().toArray(String[]::new));
  }

  static Stream<Fault> refuses() {
    return Stream.of(structure(), profile(), targets(), others(), severity(), cells())
        .flatMap(faults -> faults);
  }

  private static Stream<Fault> structure() {
    return Stream.of(
        Fault.of(
            "a missing decision",
            policy -> policy.without("decision", "parsify-kpis"),
            "'parsify-kpis' is missing; copy it"),
        Fault.of(
            "a missing output column",
            policy -> policy.with("name=\"level3\" typeRef", "name=\"level03\" typeRef"),
            "'parsify-targets' lacks the output column 'level3'; add it"),
        Fault.of(
            "a column of another type",
            policy ->
                policy.with(
                    "name=\"level3\" typeRef=\"string\"", "name=\"level3\" typeRef=\"integer\""),
            "'parsify-targets' has the column 'level3' of the type integer; choose string"),
        Fault.of(
            "another hit policy",
            policy ->
                policy.with(
                    "id=\"Table_targets\" hitPolicy=\"UNIQUE\"",
                    "id=\"Table_targets\" hitPolicy=\"FIRST\""),
            "'parsify-targets' has the hit policy First; choose Unique"),
        Fault.of(
            "an aggregation",
            policy ->
                policy.with(
                    "id=\"Table_kpis\" hitPolicy=\"COLLECT\"",
                    "id=\"Table_kpis\" hitPolicy=\"COLLECT\" aggregation=\"COUNT\""),
            "'parsify-kpis' has the hit policy Collect COUNT; choose Collect without"),
        Fault.of(
            "another language",
            policy ->
                policy.with(
                    "<outputEntry id=\"Rule_profile_title_out_value\">",
                    "<outputEntry id=\"Rule_profile_title_out_value\" expressionLanguage=\"juel\">"),
            "'parsify-profile' has cells in juel; write them in FEEL"),
        Fault.of(
            "a language that only sounds like FEEL",
            policy ->
                policy.with(
                    "<outputEntry id=\"Rule_profile_title_out_value\">",
                    "<outputEntry id=\"Rule_profile_title_out_value\" expressionLanguage=\"feel-script\">"),
            "'parsify-profile' has cells in feel-script; write them in FEEL"),
        Fault.of(
            "the id of another file",
            policy -> policy.with("id=\"parsify\" name", "id=\"Definitions_1\" name"),
            "'Definitions_1'",
            "rename the decisions to 'Definitions_1-profile'",
            "give the file the id 'parsify'"),
        Fault.of(
            "a decision that kept its old name",
            policy -> policy.with("\"parsify-kpis\"", "\"acme-kpis\""),
            "'parsify-kpis' is missing; rename 'acme-kpis' to it"),
        Fault.of(
            "too many rows",
            policy ->
                policy.with(
                    "<rule id=\"Rule_profile_title\">",
                    rows(5_000) + "<rule id=\"Rule_profile_title\">"),
            "'parsify-profile' has 50",
            "at most 500"));
  }

  private static Stream<Fault> profile() {
    return Stream.of(
        Fault.of(
            "a missing label",
            policy -> policy.without("rule", "Rule_profile_label3"),
            "'parsify-profile' lacks a row for the setting 'label3'; add it"),
        Fault.of(
            "a missing path",
            policy -> policy.without("rule", "Rule_profile_path4"),
            "lacks a row for the setting 'path4'"),
        Fault.of(
            "a missing setting",
            policy -> policy.without("rule", "Rule_profile_promptTaskWithin"),
            "lacks a row for the setting 'promptTaskWithin'"),
        setting("title", "", "row 1", "is empty; write a text"),
        setting("label2", "", "column 'value': is empty"),
        setting("label2", "severity 1", "'severity 1' names level 1 already"),
        setting("label2", "3", "'3' names level 3 already"),
        setting("path1", "urgent", "'urgent' is not taken", "critical, high, medium, low"),
        setting("zone", "Middle/Earth", "'Middle/Earth' is not taken", "Europe/Berlin"),
        setting("workdays", "", "is empty", "at least one"),
        setting("workdays", "MONDAY,FUNDAY", "'MONDAY,FUNDAY' is not taken", "days of the week"),
        setting("workStart", "nine", "'nine' is not taken", "09:00"),
        setting("workEnd", "08:30", "ends at 08:30", "after its start at 09:00"),
        setting("quietLevels", "3,5", "'3,5' is not taken", "levels such as 3,4"),
        setting("quietFrom", "ten", "'ten' is not taken", "09:00"),
        setting("quietFrom", "", "quiet hours need quietFrom and quietUntil"),
        setting("quietUntil", "22:00", "two different times"),
        setting("holidays", "24.12.", "'24.12.' is not taken", "2026-12-24"),
        setting("holidayCalendar", "atlantis", "no public holidays are known of 'atlantis'"),
        setting("holidayCalendar", "de-xx", "'de-xx' names no region that is known", "be, "),
        setting("gateChecks", "three", "'three' is not taken", "a whole number"),
        setting("gateChecks", "7", "6 attempts cannot give the 7 good checks"),
        setting("gateEvery", "10s", "'10s' is not taken", "an ISO 8601 duration"),
        setting("gateEvery", "PT0S", "'PT0S' is not taken", "longer than nothing"),
        setting("commanderHandoverAfter", "1bd", "'1bd' is not taken"),
        setting("warnAt", "0", "'0' is not taken", "from 1 to 99"),
        setting("warnAt", "100", "'100' is not taken"),
        setting("warnAt", "75%", "'75%' is not taken"));
  }

  private static Stream<Fault> targets() {
    return Stream.of(
        Fault.of(
            "a missing target",
            policy -> policy.without("rule", "Rule_targets_respondWithin"),
            "'parsify-targets' lacks a row for the target 'respondWithin'; add it"),
        Fault.cell(
            "Rule_targets_respondWithin_target",
            "\"respond_within\"",
            "lacks a row for the target 'respondWithin'; add it, or is it row 3 (",
            "written 'respond_within'?"),
        target("respondWithin", 2, "soon", "column 'level2'", "'soon' is not taken", "PT30M"),
        target("respondWithin", 2, "0bd", "'0bd' is not taken"),
        target("respondWithin", 2, "-PT5M", "'-PT5M' is not taken"),
        target("respondWithin", 2, "P9999D", "'P9999D' is not taken", "at most a year"),
        target("respondWithin", 2, "PT99999999999999999H", "is not taken"),
        target("commanderWithin", 4, "", "column 'level4': is empty"),
        target("updateEvery", 1, "PT0S", "'PT0S' is not taken", "longer than nothing"),
        target("warRoom", 1, "maybe", "'maybe' is not taken; write yes or no"),
        target("customerEmail", 1, "perhaps", "write yes, optional or no"),
        target("statusPage", 1, "yes", "write required, optional or none"),
        target("statusPageWithin", 1, "", "statusPage is 'required' at this level"),
        target("stabiliseFirstChecks", 1, "a dozen", "'a dozen' is not taken"),
        target("stabiliseFirstCheckEvery", 1, "", "stabiliseFirstChecks is '12'"),
        target("taskPriority", 3, "urgent", "from 0 to 100"),
        Fault.of(
            "a target twice",
            policy ->
                policy.cell(
                    "Rule_targets_reviewWithin_target", "\"reviewWithin\", \"reportWithin\""),
            "'parsify-targets', row 26",
            "and row 27",
            "hold at once"));
  }

  private static Stream<Fault> others() {
    return Stream.of(
        Fault.cell("Rule_roles_scribe_role", "\"secretary\"", "'secretary' is not taken", "scribe"),
        Fault.cell("Rule_roles_scribe_out_asked", "\"yes\"", "write true or false"),
        Fault.cell("Rule_roles_scribe_out_primary", "\"role:boss\"", "'role:boss'", "commander"),
        Fault.cell("Rule_roles_scribe_out_group", "\"\"", "is empty", "id of a group"),
        Fault.of(
            "no commander",
            policy -> policy.without("rule", "Rule_roles_commander"),
            "'parsify-roles' lacks a row for the role 'commander'"),
        step("trigger", "sometimes", "'sometimes' is not taken", "unacknowledged"),
        step("after", "later", "'later' is neither a duration"),
        step("after", "warRoom", "'warRoom' is neither a duration", "a target that is a deadline"),
        step("recipients", "the boss", "'the boss' is not taken", "oncall:<rotation>"),
        step("recipients", "", "is empty"),
        step("recipients", "group:a,,group:b", "is not taken"),
        step("channels", "", "is empty", "email,sms"),
        step("step", "security-team", "hold at once and are both the step 'security-team'"),
        Fault.cell(
            "Rule_escalation_pageOnCall2_out_after",
            "\"executiveNoticeWithin\"",
            "'executiveNoticeWithin' is not owed at level 2"),
        Fault.cell(
            "Rule_escalation_pageOnCall1_level",
            "5",
            "column 'level': '5' takes no level; write levels from 1 to 4 without quotes"),
        Fault.cell("Rule_escalation_pageOnCall1_level", "\"2\"", "'\"2\"' takes no level"),
        Fault.cell(
            "Rule_obligations_stabilityConfirmed_out_within", "\"a day\"", "'a day' is not taken"),
        Fault.cell(
            "Rule_obligations_stabilityConfirmed_out_from", "\"dawn\"", "declared, resolved"),
        Fault.cell(
            "Rule_obligations_stabilityConfirmed_out_role", "\"boss\"", "there are the roles"),
        Fault.cell(
            "Rule_obligations_stabilityConfirmed_out_obligation",
            "\"stakeholders-told\"",
            "are both the obligation 'stakeholders-told'"),
        Fault.cell("Rule_audiences_declaredEngineering_out_recipients", "\"mail\"", "'mail'"),
        Fault.cell("Rule_audiences_declaredEngineering_event", "", "is looked up by its word"));
  }

  private static Stream<Fault> severity() {
    return Stream.of(
        Fault.of(
            "no catch-all",
            policy -> policy.without("rule", "Rule_severity_nothingWorse"),
            "'parsify-severity' has no catch-all"),
        Fault.cell("Rule_severity_nothingWorse_scope", "\"cosmetic\"", "has no catch-all"),
        Fault.cell("Rule_severity_nothingWorse_out_level", "5", "'5' is not taken; write 1, 2"),
        Fault.cell("Rule_severity_completeOutage_out_level", "0", "'0' is not taken"),
        Fault.cell("Rule_severity_completeOutage_out_rule", "", "column 'rule': is empty"),
        Fault.cell("Rule_severity_completeOutage_scope", "", "no row below is ever reached"),
        Fault.cell("Rule_severity_noBusinessImpact_out_level", "1", "write the worst first"),
        Fault.cell(
            "Rule_severity_completeOutage_scope", "\"total\"", "'total' is no answer to scope"));
  }

  private static Stream<Fault> cells() {
    return Stream.of(
        Fault.cell("Rule_severity_usersOverHalf_usersAffectedPercent", "&gt; &gt; 5", "FEEL"),
        Fault.cell("Rule_severity_usersOverHalf_usersAffectedPercent", "[50..", "FEEL"),
        Fault.cell("Rule_severity_usersOverHalf_usersAffectedPercent", "[9..1]", "never holds"),
        Fault.cell("Rule_severity_usersOverHalf_usersAffectedPercent", "\"many\"", "never holds"),
        Fault.cell(
            "Rule_severity_completeOutage_scope",
            "complete",
            "'complete' stands without quotes; write \"complete\""),
        Fault.cell("Rule_severity_completeOutage_scope", "now()", "'now' stands without quotes"),
        Fault.cell(
            "Rule_targets_warRoom_out_level1", "yes", "'yes' is no text in quotes; write \"yes\""),
        Fault.cell(
            "Rule_targets_warRoom_out_level1", "\"yes", "'\"yes' is no text", "write \"yes\""),
        Fault.cell("Rule_targets_warRoom_out_level1", "${bean.run()}", "is no text in quotes"),
        Fault.cell("Rule_roles_scribe_role", "scribe", "'scribe' stands without quotes"));
  }

  @Test
  void refusesACopyThatWasNotRenamed() {
    var file = DecisionFile.read("acme.dmn", PARSIFY.bytes());

    assertThat(CHECK.faults(file))
        .containsExactly(
            "The file is called 'acme.dmn', but holds the policy 'parsify'; call it 'parsify.dmn', or for a new policy rename its id and its decisions");
    assertThat(CHECK.faults(DecisionFile.read("policies/parsify.dmn", PARSIFY.bytes()))).isEmpty();
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    var faults =
        faults(
            PARSIFY
                .cell("Rule_targets_updateEvery_out_level2", "\"now and then\"")
                .cell("Rule_profile_zone_out_value", "\"here\"")
                .without("decision", "parsify-routine")
                .cell("Rule_roles_scribe_role", "\"secretary\""));

    assertThat(faults).hasSize(4);
    assertThat(faults)
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("The decision 'parsify-targets', row 6 (Rule_targets_updateEvery: ")
                    .contains("column 'level2': 'now and then' is not taken; write an ISO 8601"));
  }

  @Test
  void refusesAnInputThatNobodyAnswersForOneThatIs() {
    assertThat(faults(PARSIFY.with("<text>phase</text>", "<text>phases</text>")))
        .containsExactly(
            "The decision 'parsify-checklists' lacks the input column 'phase'; add it",
            "The decision 'parsify-checklists' has the input column 'phases', which nobody answers;"
                + " there are phase");
  }

  @Test
  void refusesAnApprovalByNoRole() {
    var file =
        PolicyFile.of("smartbeak").cell("Rule_targets_externalApprovalBy_out_level1", "\"boss\"");

    assertThat(faults(file)).singleElement().asString().contains("'boss' is not taken; there are");
  }

  @Test
  void takesALongTable() {
    var file =
        PARSIFY.with(
            "<rule id=\"Rule_profile_title\">", rows(450) + "<rule id=\"Rule_profile_title\">");

    assertThat(faults(file)).isEmpty();
  }

  @Test
  void warnsOfWhatNobodyReads() {
    var file =
        PARSIFY
            .cell("Rule_audiences_declaredEngineering_event", "\"declraed\"")
            .cell("Rule_audiences_declaredEngineering_out_channels", "\"pigeon\"")
            .with("<rule id=\"Rule_profile_title\">", rows(1) + "<rule id=\"Rule_profile_title\">")
            .without("rule", "Rule_escalation_securityTeam")
            .read();

    assertThat(CHECK.faults(file)).isEmpty();
    assertThat(CHECK.warnings(file))
        .anyMatch(warning -> warning.contains("'declraed' is no event"))
        .anyMatch(warning -> warning.contains("the channel 'pigeon' is not known"))
        .anyMatch(warning -> warning.contains("'key0' is no setting"))
        .anyMatch(warning -> warning.contains("group:security-team"));
  }

  private List<String> faults(PolicyFile file) {
    return CHECK.faults(file.read());
  }

  private static Fault setting(String name, String value, String... says) {
    return Fault.cell("Rule_profile_" + name + "_out_value", "\"" + value + "\"", says);
  }

  private static Fault target(String name, int level, String value, String... says) {
    return Fault.cell("Rule_targets_" + name + "_out_level" + level, "\"" + value + "\"", says);
  }

  private static Fault step(String column, String value, String... says) {
    return Fault.cell("Rule_escalation_pageOnCall1_out_" + column, "\"" + value + "\"", says);
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                """
                <rule id="Rule_key%d"><inputEntry id="Rule_key%d_in"><text>"key%d"</text></inputEntry>
                <outputEntry id="Rule_key%d_out"><text>"value"</text></outputEntry></rule>"""
                    .formatted(n, n, n, n))
        .collect(Collectors.joining());
  }
}
