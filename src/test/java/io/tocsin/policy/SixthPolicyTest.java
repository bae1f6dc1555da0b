package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.statuspage.PublicPost;
import io.tocsin.statuspage.StatusPage;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A sixth organisation takes one DMN file and nothing else. */
@TocsinTest
@WithMockUser
class SixthPolicyTest {

  private static final String ID = "public-handbook";

  @Autowired RepositoryService repository;
  @Autowired IncidentCommands commands;
  @Autowired Incidents incidents;
  @Autowired Policies policies;
  @Autowired Response response;
  @Autowired MockMvcTester http;
  @Autowired StatusPage page;

  private String deployment = "";

  @BeforeEach
  void deploy() {
    var file = PolicyFile.of(ID, "/sixth-policy/public-handbook.xml");
    deployment =
        repository
            .createDeployment()
            .name("sixth-policy-test")
            .addInputStream(ID + ".dmn", new ByteArrayInputStream(file.bytes()))
            .deploy()
            .getId();
  }

  @AfterEach
  void takeBack() {
    repository.deleteDeployment(deployment, true);
  }

  @Test
  void isShownAndClassifies() {
    assertThat(http.get().uri("/api/v1/policies/" + ID))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.title", v -> v.assertThat().isEqualTo("Public handbook"))
        .hasPathSatisfying("$.warnings", v -> v.assertThat().asList().isEmpty());
    assertThat(http.get().uri("/api/v1/policies/" + ID + "/targets/SEV 2"))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.acknowledgeWithin", v -> v.assertThat().isEqualTo("PT10M"))
        .doesNotHavePath("$.resolveWithin");
    assertThat(
            http.post()
                .uri("/api/v1/policies/" + ID + "/classify")
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"usersAffectedPercent\": 40}"))
        .hasStatusOk()
        .bodyJson()
        .isStrictlyEqualTo("{\"level\": 2, \"label\": \"SEV 2\", \"rule\": \"users-many\"}");
  }

  @Tag("thorough")
  @ParameterizedTest
  @CsvSource({"critical, 1, SEV 1", "medium, 3, SEV 3"})
  void carriesAnIncidentFromDeclarationToClosed(String severity, int level, String label) {
    var number = response.declareUnder(ID, severity);
    response.runJobs(number);
    assertThat(response.incident(number).policy()).isEqualTo(ID);
    assertThat(response.incident(number).severityLabel()).isEqualTo(label);

    response.triage(number, level);
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);
    response.signOff(number);
    if (response.open(number).contains("Task_writeReview")) {
      response.review(number);
    }
    response.close(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
  }

  @Tag("thorough")
  @Test
  void whatIsOnTheStatusPageIsEndedThereThoughItHasBecomeTooSmallForIt() {
    var number = response.declareUnder(ID, "2");
    commands.update(number, "public", "Some pages are slow", null, Actor.api("commander"));
    response.runJobs(number);
    response.releaseWords(number);
    assertThat(page.of(number)).hasSize(1);
    response.triage(number, 4);
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);
    response.releaseWords(number);

    assertThat(page.of(number))
        .last()
        .extracting(PublicPost::status)
        .isEqualTo(PublicPost.PublicStatus.RESOLVED);
  }

  @Test
  void countsBusinessDaysInItsOwnZoneAndAroundItsOwnHolidays() {
    var calendar = policies.get(ID).profile().calendar();

    // Thursday afternoon in Sydney; the Friday is Good Friday, the Monday is Easter Monday.
    assertThat(Deadline.parse("1bd").from(Instant.parse("2026-04-02T05:00:00Z"), calendar))
        .isEqualTo("2026-04-07T07:30:00Z");
  }
}
