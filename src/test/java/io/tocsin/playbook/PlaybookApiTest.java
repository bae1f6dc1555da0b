package io.tocsin.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Playbooks and preserved evidence over HTTP. */
@Tag("thorough")
@TocsinTest
class PlaybookApiTest {

  @Autowired MockMvcTester mvc;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Playbooks playbooks;

  private String number = "";

  @BeforeEach
  void triaged() {
    number = response.declare("2");
    response.runJobs(number);
    response.triage(number, 2);
  }

  @Test
  void showsWhatIsFollowedWithItsSteps() {
    assertThat(read("scribe", "playbook"))
        .bodyJson()
        .extractingPath("$.proposals[0].playbook")
        .isEqualTo("high-error-rate");
    assertThat(choose("techlead", "technical-lead", "'memory-leak'")).hasStatusOk();
    response.runJobs(number);

    var answer = assertThat(read("scribe", "playbook")).hasStatusOk().bodyJson();
    answer.extractingPath("$.playbook.by").isEqualTo("techlead");
    answer.extractingPath("$.playbook.reason").isEqualTo("Seen");
    answer.extractingPath("$.steps[?(@.id == 'Task_checkFirst')].state").asArray().contains("OPEN");
    answer
        .extractingPath("$.steps[?(@.id == 'Task_finish')].items[0].by")
        .asArray()
        .containsExactly((Object) null);
  }

  @ParameterizedTest
  @CsvSource({"support, support-lead", "scribe, scribe"})
  void otherRespondersDoNotChoose(String person, String group) {
    assertThat(choose(person, group, "'memory-leak'")).hasStatus(403);
    assertThat(choose(person, group, "null")).hasStatus(403);
    assertThat(playbooks.following(number)).isEmpty();
  }

  @Test
  void namesThePlaybooksThatThereAre() {
    assertThat(choose("commander", "incident-commander", "'flood'"))
        .hasStatus(400)
        .bodyText()
        .contains("'flood' is no playbook; there are", "memory-leak");
    commands.dismiss(number, "Nothing", Actor.api("commander"));
    assertThat(choose("commander", "incident-commander", "'ddos'")).hasStatus(409);
  }

  @Test
  void restrictedOnesDoNotExistForOthers() {
    commands.security(number, "Somebody is there", Actor.api("commander"));
    assertThat(read("scribe", "playbook")).hasStatus(404);
    assertThat(read("scribe", "preserved-evidence")).hasStatus(404);
    assertThat(choose("support", "technical-lead", "'ddos'")).hasStatus(404);
    assertThat(read("security", "preserved-evidence")).hasStatusOk();
  }

  private MvcTestResult read(String person, String what) {
    return mvc.get()
        .uri("/api/v1/incidents/" + number + "/" + what)
        .with(user(person).authorities(AuthorityUtils.createAuthorityList("scribe")))
        .exchange();
  }

  private MvcTestResult choose(String person, String group, String playbook) {
    return mvc.post()
        .uri("/api/v1/incidents/" + number + "/playbook")
        .with(user(person).authorities(AuthorityUtils.createAuthorityList(group)))
        .with(csrf())
        .contentType(MediaType.APPLICATION_JSON)
        .content("{'playbook': %s, 'reason': 'Seen'}".formatted(playbook).replace('\'', '"'))
        .exchange();
  }
}
