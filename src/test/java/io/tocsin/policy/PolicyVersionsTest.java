package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.people.OnCallGaps;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.identity.Group;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Policies that are deployed while incidents are open. */
@TocsinTest
@Tag("thorough")
class PolicyVersionsTest {

  private static final PolicyFile SAMPLE = PolicyFile.of("smartbeak").named("sample-shop");
  private static final PolicyFile SLOWER =
      SAMPLE
          .cell("Rule_targets_updateEvery_out_level2", "\"PT45M\"")
          .cell("Rule_profile_label2_out_value", "\"Bad\"");

  @Autowired RepositoryService repository;
  @Autowired IdentityService identity;
  @Autowired IncidentCommands commands;
  @Autowired Incidents incidents;
  @Autowired Policies policies;
  @Autowired OnCallGaps gaps;
  @Autowired Response response;
  @Autowired JdbcClient jdbc;

  private final List<String> deployments = new ArrayList<>();

  @AfterEach
  void takeBack() {
    identity.clearAuthentication();
    deployments.forEach(id -> repository.deleteDeployment(id, true));
  }

  @Test
  void countForNewIncidentsAtOnceAndForOpenOnesOnceTheirSeverityIsSet() {
    deploy(SAMPLE);
    var open = declare("sample-shop", "high");
    deploy(SLOWER);
    var fresh = declare("sample-shop", "high");

    assertThat(updateEvery(open)).isEqualTo("PT30M");
    assertThat(updateEvery(fresh)).isEqualTo("PT45M");
    assertThat(incident(open).severityLabel()).isEqualTo("SEV-2");
    assertThat(incident(fresh).severityLabel()).isEqualTo("Bad");
    assertThat(incident(open).policyVersionNumber()).isEqualTo(1);
    assertThat(incident(fresh).policyVersionNumber()).isEqualTo(2);

    commands.severity(open, "2", "Still the same", Actor.api("commander"));

    assertThat(updateEvery(open)).isEqualTo("PT45M");
    assertThat(incident(open).severityLabel()).isEqualTo("Bad");
    assertThat(response.timeline(open))
        .contains(
            "severity: From now on version 2 of the policy SmartBeak counts, before it was version 1");
  }

  @Test
  void understandTheLabelsOfBothVersions() {
    deploy(SAMPLE);
    var open = declare("sample-shop", "low");
    deploy(SLOWER);

    commands.severity(open, "SEV-2", "As the page says", Actor.api("commander"));
    assertThat(incident(open).severityLabel()).isEqualTo("Bad");
  }

  @Test
  void countWhenAWorseAlertRaisesTheSeverity() {
    deploy(SAMPLE);
    var open = declare("sample-shop", "low");
    deploy(SLOWER);

    commands.alertJoined(open, "high", Actor.ENGINE);

    assertThat(incident(open).policyVersionNumber()).isEqualTo(2);
    assertThat(updateEvery(open)).isEqualTo("PT45M");
  }

  @Test
  void fallBackOnTheNewestWhenTheOldOneIsGone() {
    deploy(SAMPLE);
    var open = declare("sample-shop", "high");
    deploy(SLOWER);

    repository.deleteDeployment(deployments.remove(0), true);

    assertThat(updateEvery(open)).isEqualTo("PT45M");
  }

  @Test
  void fallBackOnTheNewestWhenTheOldOneCannotBeRead() {
    deployUnchecked(SAMPLE.named("sample-mended").without("decision", "sample-mended-kpis"));
    var old =
        repository
            .createDecisionRequirementsDefinitionQuery()
            .decisionRequirementsDefinitionKey("sample-mended")
            .singleResult()
            .getId();
    var open = declare("parsify", "high");
    jdbc.sql("update incident set policy = 'sample-mended', policy_version = ? where number = ?")
        .params(old, open)
        .update();
    assertThat(incidents.policyOf(incident(open)).id()).isEqualTo("parsify");

    deploy(SAMPLE.named("sample-mended"));
    assertThat(incidents.policyOf(incident(open)).id()).isEqualTo("sample-mended");
  }

  @Test
  void leaveTheirIncidentsToTheDefaultPolicyWhenTheyAreDeleted() {
    deploy(SAMPLE);
    var open = declare("sample-shop", "high");
    repository.deleteDeployment(deployments.remove(0), true);

    assertThat(incidents.policyOf(incident(open)).id()).isEqualTo("parsify");
    commands.severity(open, "2", "Still the same", Actor.api("commander"));

    assertThat(incident(open).policy()).isEqualTo("parsify");
    assertThat(incident(open).severityLabel()).isEqualTo("Severity 2");
    assertThat(response.timeline(open))
        .anyMatch(
            line ->
                line.contains(
                    "of the policy Parsify counts, before it was version 1 of sample-shop"));
  }

  @Test
  void leaveADeclarationToTheDefaultPolicyWhenTheirsCannotBeRead() {
    // As one that was deployed before there was a check.
    var broken = SAMPLE.named("sample-broken").without("rule", "Rule_profile_label2");
    deployUnchecked(broken);

    assertThat(policies.ids()).contains("sample-broken");
    var number = declare("sample-broken", "high");

    assertThat(incident(number).policy()).isEqualTo("parsify");
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("The policy 'sample-broken' cannot be read"));
  }

  @Test
  void leaveTheGapsOnCallToBeFoundWhenOneCannotBeRead() {
    deployUnchecked(SAMPLE.named("sample-broken").without("decision", "sample-broken-kpis"));
    assertThat(policies.find("sample-broken")).isEmpty();

    var now = Instant.parse("2026-02-10T03:00:00Z");
    assertThatCode(() -> gaps.between(now, now.plus(Duration.ofDays(14))))
        .doesNotThrowAnyException();
  }

  @Test
  void areRefusedWithAllReasonsAndNothingIsDeployed() {
    var before = repository.createDeploymentQuery().count();
    var broken =
        SAMPLE
            .cell("Rule_targets_updateEvery_out_level2", "\"soon\"")
            .cell("Rule_roles_scribe_role", "\"secretary\"");

    assertThatExceptionOfType(ParseException.class)
        .isThrownBy(() -> deploy(broken))
        .withMessageContaining("sample-shop.dmn is not deployed, it has 2 faults:")
        .withMessageContaining("2. The decision 'sample-shop-targets', row 6")
        .withMessageContaining("'soon' is not taken")
        .withMessageContaining("'secretary' is not taken");
    assertThat(repository.createDeploymentQuery().count()).isEqualTo(before);
    assertThat(policies.ids()).doesNotContain("sample-shop");
  }

  @Test
  void areRefusedWhenTheFileIsNoneOrTooLarge() {
    assertThatExceptionOfType(ParseException.class)
        .isThrownBy(() -> deploy(new PolicyFile("sample-shop", "<definitions>")))
        .withMessageContaining("cannot be read as DMN: line 1");
    assertThatExceptionOfType(ParseException.class)
        .isThrownBy(
            () ->
                deploy(
                    SAMPLE.with("\"Rule_targets_respondWithin\"", "\"Rule_targets_statusPage\"")))
        .withMessageContaining("the id 'Rule_targets_statusPage' stands twice");
    assertThatExceptionOfType(ParseException.class)
        .isThrownBy(
            () -> deploy(new PolicyFile("sample-shop", SAMPLE.xml() + " ".repeat(2_000_000))))
        .withMessageContaining("at most 1000000 are taken");
  }

  @Test
  void areRefusedWhenTheyReachForFilesOfTheServer() {
    var reaching =
        SAMPLE
            .xml()
            .replaceFirst(
                "<definitions",
                "<!DOCTYPE definitions [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]><definitions")
            .replaceFirst("<text>\"SmartBeak\"</text>", "<text>\"&secret;\"</text>");

    assertThatExceptionOfType(ParseException.class)
        .isThrownBy(() -> deploy(new PolicyFile("sample-shop", reaching)))
        .withMessageContaining("it has a DOCTYPE; take it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", "admin"})
  void areDeployedByProcessOwnersAndAdministrators(String user) {
    as(user);
    deploy(SAMPLE);

    assertThat(policies.get("sample-shop").versionNumber()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"commander", "techlead", "manager", "drill", "oncall1"})
  void areNotDeployedByOthers(String user) {
    as(user);

    assertThatThrownBy(() -> deploy(SAMPLE)).isInstanceOf(AuthorizationException.class);
  }

  private String declare(String policy, String severity) {
    var number = response.declareUnder(policy, severity);
    response.runJobs(number);
    return number;
  }

  private IncidentView incident(String number) {
    return incidents.get(number);
  }

  private String updateEvery(String number) {
    return incidents.policyOf(incident(number)).targets(2).text("updateEvery").orElseThrow();
  }

  private void as(String user) {
    identity.setAuthentication(
        user,
        identity.createGroupQuery().groupMember(user).list().stream().map(Group::getId).toList());
  }

  private void deploy(PolicyFile policy) {
    deployments.add(
        repository
            .createDeployment()
            .name("policy-versions-test")
            .addInputStream(policy.id() + ".dmn", new ByteArrayInputStream(policy.bytes()))
            .deploy()
            .getId());
  }

  private void deployUnchecked(PolicyFile policy) {
    deploy(SAMPLE.named(policy.id()));
    jdbc.sql("update act_ge_bytearray set bytes_ = ? where deployment_id_ = ?")
        .params(policy.bytes(), deployments.get(deployments.size() - 1))
        .update();
  }
}
