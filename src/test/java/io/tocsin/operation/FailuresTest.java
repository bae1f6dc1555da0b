package io.tocsin.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.tocsin.engine.JobDesk;
import io.tocsin.incident.Actor;
import io.tocsin.support.FailingModel;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@TocsinTest
class FailuresTest {

  @Autowired Response response;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired JdbcClient jdbc;
  @Autowired JobDesk desk;
  @Autowired Failures failures;
  @Autowired Diagnostics diagnostics;
  @Autowired MockMvcTester http;

  private String deployment = "";
  private String number = "";
  private String job = "";

  @BeforeEach
  void fail() {
    deployment = FailingModel.deploy(repository, "gives-up", "Gives up", "Reach the moon");
    number = response.declare("4");
    var instance = runtime.startProcessInstanceByKey("gives-up", number);
    job = management.createJobQuery().processInstanceId(instance.getId()).singleResult().getId();
    management.setJobRetries(job, 1);
    assertThatThrownBy(() -> management.executeJob(job)).isNotNull();
    management.setJobRetries(job, 0);
  }

  @AfterEach
  void takeBack() {
    repository.deleteDeployment(deployment, true);
  }

  @Test
  void aFailedJobIsShownAndTriedAgain() {
    assertThat(http.get().uri("/api/v1/failures").with(owner()))
        .hasStatusOk()
        .bodyText()
        .contains(job, "Reach the moon", "Gives up", number);
    assertThat(http.get().uri("/failures").with(owner()))
        .hasStatusOk()
        .bodyText()
        .contains("Reach the moon", number, "Try again");

    assertThat(http.post().uri("/failures/jobs/" + job + "/retry").with(owner()).with(csrf()))
        .hasRedirectedUrl("/failures");
    assertThat(management.createJobQuery().jobId(job).singleResult().getRetries()).isEqualTo(1);
    assertThat(response.timeline(number)).contains("model: Tried again: Reach the moon (Gives up)");
    assertThat(
            http.post().uri("/api/v1/failures/jobs/" + job + "/retry").with(owner()).with(csrf()))
        .hasStatus(409);
    assertThat(http.post().uri("/api/v1/failures/jobs/none/retry").with(owner()).with(csrf()))
        .hasStatus(404);
  }

  @Test
  void aFormThatIsSentTwiceTriesItAgainOnce() {
    assertThat(http.get().uri("/failures").with(owner())).bodyText().contains("name=\"once\"");
    for (int i = 0; i < 2; i++) {
      assertThat(
              http.post()
                  .uri("/failures/jobs/" + job + "/retry")
                  .param("once", "form of " + job)
                  .with(owner())
                  .with(csrf()))
          .hasRedirectedUrl("/failures")
          .flash()
          .containsEntry("done", "Tried again: Reach the moon");
      // It fails again before the second click arrives.
      management.setJobRetries(job, 0);
    }
    assertThat(response.timeline(number))
        .containsOnlyOnce("model: Tried again: Reach the moon (Gives up)");
  }

  @Test
  void aStepThatHasFailedIsShownWhileItIsStillTried() {
    assertThat(tried()).isEmpty();
    management.setJobRetries(job, 2);

    assertThat(tried())
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.number()).isEqualTo(number);
              assertThat(left.attemptsLeft()).isEqualTo(2);
              assertThat(left.error()).isNotBlank();
            });
    assertThat(http.get().uri("/api/v1/failures").with(owner()))
        .bodyText()
        .contains("\"stillTried\":[", job, "Reach the moon");
    assertThat(http.get().uri("/failures").with(owner()))
        .hasStatusOk()
        .bodyText()
        .contains("Steps that are still tried", "Reach the moon", number);
    assertThat(http.get().uri("/incidents/" + number).with(as("commander", "incident-commander")))
        .hasStatusOk()
        .bodyText()
        .contains("A step fails and is tried again", "Reach the moon");
    assertThat(diagnostics.report()).containsPattern("Still tried +[1-9]");

    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    assertThat(http.get().uri("/failures").with(owner()))
        .bodyText()
        .contains("Reach the moon", "Belongs to a restricted incident")
        .doesNotContain(number);
  }

  private List<JobDesk.StillTried> tried() {
    return desk.stillTried(1000).stream().filter(it -> it.id().equals(job)).toList();
  }

  @Test
  void allOfOneStepAreTriedAgainTogether() {
    assertThat(
            http.post()
                .uri("/failures/jobs/retry")
                .param("process", "gives-up")
                .param("step", "Task_fails")
                .with(owner())
                .with(csrf()))
        .hasRedirectedUrl("/failures");

    assertThat(management.createJobQuery().jobId(job).singleResult().getRetries()).isEqualTo(1);
  }

  @Test
  void whatIsDueAndSuspendedIsShownUntilItIsResumed() {
    management.setJobRetries(job, 1);
    management.setJobDuedate(job, null);
    assertThat(suspended()).isEmpty();
    runtime.updateProcessInstanceSuspensionState().byProcessDefinitionKey("gives-up").suspend();

    assertThat(suspended())
        .singleElement()
        .extracting("number", "steps")
        .containsExactly(number, 1);
    assertThat(http.get().uri("/failures").with(owner()))
        .hasStatusOk()
        .bodyText()
        .contains("Suspended", "Gives up", number);
    assertThat(diagnostics.report()).contains("due, and held until resumed");
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    assertThat(http.get().uri("/failures").with(owner()))
        .bodyText()
        .contains("Gives up")
        .doesNotContain(number);

    runtime.updateProcessInstanceSuspensionState().byProcessDefinitionKey("gives-up").activate();
    assertThat(suspended()).isEmpty();
  }

  private List<JobDesk.SuspendedWork> suspended() {
    return desk.suspended(1000).stream().filter(work -> work.process().equals("gives-up")).toList();
  }

  @Test
  void whatIsRestrictedIsNotNamedAndOthersSeeNothing() {
    jdbc.sql("update incident set security = true where number = ?").param(number).update();

    assertThat(http.get().uri("/failures").with(owner()))
        .hasStatusOk()
        .bodyText()
        .contains("Reach the moon", "Belongs to a restricted incident")
        .doesNotContain(number);
    assertThat(http.get().uri("/failures").with(as("commander", "incident-commander")))
        .hasStatus(403);
    assertThat(http.get().uri("/api/v1/failures").with(as("commander", "incident-commander")))
        .hasStatus(403);
  }

  @Test
  void ofAMessageAboutWhatIsRestrictedNothingIsSaidButThatItFailed() {
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    var id = UUID.randomUUID();
    jdbc.sql(
            "insert into delivery (id, key, incident, event, round, audience, recipient,"
                + " recipient_name, channel, address, subject, body, message_id, state, attempts,"
                + " last_error, created_at) values (:id, :text, :number, 'secret-event', '1', 'x',"
                + " 'person:unseen', 'Unseen Person', 'email', 'unseen@example.org', 'x', 'x',"
                + " :text, 'failed', 5, 'unseen error', now() + interval '1 year')")
        .param("id", id)
        .param("text", id.toString())
        .param("number", number)
        .update();
    try {
      for (var page : List.of("/failures", "/api/v1/failures", "/api/v1/deliveries")) {
        assertThat(http.get().uri(page).with(owner()))
            .hasStatusOk()
            .bodyText()
            .contains(id.toString(), "A message")
            .doesNotContain(number, "secret-event", "unseen", "Unseen Person");
      }
      assertThat(http.get().uri("/api/v1/deliveries").with(as("admin", "process-owner")))
          .as("who reads all")
          .bodyText()
          .contains(number, "Unseen Person");
      assertThat(http.post().uri("/api/v1/deliveries/" + id + "/retry").with(owner()).with(csrf()))
          .hasStatus(202)
          .bodyText()
          .doesNotContain(number, "secret-event", "unseen", "Unseen Person");
    } finally {
      jdbc.sql("delete from delivery where id = ?").param(id).update();
    }
  }

  @Test
  void whatAnotherChannelHasTakenOverIsNotCountedAsGivenUp() {
    var before = givenUp();
    var id = UUID.randomUUID();
    jdbc.sql(
            "insert into delivery (id, key, incident, event, round, audience, recipient,"
                + " recipient_name, channel, address, subject, body, message_id, state, created_at,"
                + " handed_on_at) values (:id, :text, :number, 'x', '1', 'x', 'x', 'X', 'phone',"
                + " '+1', 'x', 'x', :text, 'failed', now(), now())")
        .param("id", id)
        .param("text", id.toString())
        .param("number", number)
        .update();
    assertThat(givenUp()).isEqualTo(before);
    assertThat(http.get().uri("/incidents/" + number + "/messages").with(owner()))
        .as("still to be read there")
        .bodyText()
        .contains("phone to X");
    jdbc.sql("update delivery set handed_on_at = null where id = ?").param(id).update();
    assertThat(givenUp()).isEqualTo(before + 1);
  }

  private int givenUp() {
    var line = Pattern.compile("tried again\\s+Given up +(\\d+)").matcher(diagnostics.report());
    assertThat(line.find()).isTrue();
    return Integer.parseInt(line.group(1));
  }

  @Test
  void oneOfAStepThatWasTriedMeanwhileIsLeftOut() {
    assertThat(desk.failed("gives-up", "Task_fails", 10)).containsExactly(job);
    assertThat(desk.failed("gives-up", "Task_other", 10)).isEmpty();
    assertThat(desk.failed(1)).extracting(JobDesk.FailedJob::id).containsExactly(job);
    assertThat(failures.retryStep("gives-up", "Task_fails", Actor.console("owner"))).isOne();
    assertThat(failures.retryStep("gives-up", "Task_fails", Actor.console("owner"))).isZero();
  }

  @Test
  void theReportIsForAdministratorsAndHoldsNoSecret() {
    var report =
        http.get().uri("/api/v1/diagnostics").with(as("admin", "camunda-admin")).exchange();

    assertThat(report)
        .hasStatusOk()
        .bodyText()
        .contains(
            "PostgreSQL",
            "migrations applied",
            "tables of 7.24",
            "the database's is",
            "gives-up, Task_fails",
            "Given up",
            "E-mail",
            "Nothing is wrong with it")
        .doesNotContain("cannot be read", "local-alerts", "local-simulator", "Pending");
    assertThat(http.get().uri("/api/v1/diagnostics").with(owner())).hasStatus(403);
  }

  private static RequestPostProcessor owner() {
    return as("owner", "process-owner");
  }

  private static RequestPostProcessor as(String id, String group) {
    return user(id).authorities(AuthorityUtils.createAuthorityList(group));
  }
}
