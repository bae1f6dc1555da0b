package io.tocsin.publication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.model.ReleaseWords;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.statuspage.PublicPost;
import io.tocsin.statuspage.StatusPage;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Words are released by API as in the Tasklist, and by the same people only. */
@TocsinTest
class ReleaseApiTest {

  private static final String RELEASE = ReleaseWords.Elements.TASK_RELEASE_WORDS;
  private static final String WRITE = ReleaseWords.Elements.TASK_WRITE_WORDS;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Autowired MockMvcTester mvc;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired StatusPage page;

  @Test
  void anApproverReleasesAndTheTaskIsDone() {
    var number = waiting("smartbeak", false);
    var words = list(number, "commander").get(0);
    assertThat(words.get("text").asText()).isEqualTo("Some of you cannot pay");
    assertThat(words.get("kind").asText()).isEqualTo("update");
    assertThat(words.get("author").asText()).isEqualTo("Chidi Okafor");
    assertThat(words.at("/approvers/0").asText()).isEqualTo("incident-commander");

    assertThat(decide(number, words, "commander", Map.of("decision", "release", "revision", 1)))
        .hasStatusOk()
        .bodyText()
        .isEqualTo("[]");
    response.runJobs(number);
    assertThat(page.of(number))
        .extracting(PublicPost::body)
        .containsExactly("Some of you cannot pay");
    assertThat(response.open(number)).doesNotContain(RELEASE, WRITE);
    assertThat(response.entries(number))
        .filteredOn(line -> line.text().startsWith("Words for the public released"))
        .singleElement()
        .satisfies(line -> assertThat(line.source()).isEqualTo("api"));
    assertThat(decide(number, words, "commander", Map.of("decision", "release"))).hasStatus(409);
  }

  @Test
  void nobodyElseDoes() {
    var number = waiting("smartbeak", false);
    var words = list(number, "comms").get(0);
    assertThat(decide(number, words, "comms", Map.of("decision", "release")))
        .hasStatus(403)
        .bodyText()
        .contains("These words wait for incident-commander");
    assertThat(decide(number, words, "comms", Map.of("decision", "sendBack", "reason", "No")))
        .hasStatus(403);
    assertThat(page.of(number)).isEmpty();
    assertThat(response.open(number)).contains(RELEASE);
  }

  @Test
  void sendsBackWithAReason() {
    var number = waiting("smartbeak", false);
    var words = list(number, "commander").get(0);
    assertThat(decide(number, words, "commander", Map.of("decision", "sendBack")))
        .hasStatus(400)
        .bodyText()
        .contains("reason: say what must be different");
    assertThat(decide(number, words, "commander", Map.of("decision", "perhaps"))).hasStatus(400);
    assertThat(
            decide(number, words, "commander", Map.of("decision", "sendBack", "reason", "Shorter")))
        .hasStatusOk();
    response.runJobs(number);
    assertThat(response.open(number)).contains(WRITE).doesNotContain(RELEASE);
  }

  @Test
  void whatWasChangedIsReadAnewByTheOtherApprover() {
    var number = waiting("parsify", true);
    var words = list(number, "exec").get(0);
    assertThat(words.get("approvers")).hasSize(2);
    assertThat(
            decide(number, words, "exec", Map.of("decision", "release", "text", "We look into it")))
        .hasStatusOk();
    response.runJobs(number);
    assertThat(page.of(number)).isEmpty();
    assertThat(response.open(number)).containsOnlyOnce(RELEASE);
    // Who read the old words releases nothing.
    commands(number);
    assertThat(decide(number, words, "commander", Map.of("decision", "release", "revision", 1)))
        .hasStatus(409);
    assertThat(decide(number, words, "commander", Map.of("decision", "release", "revision", 2)))
        .hasStatusOk();
    response.runJobs(number);
    assertThat(page.of(number)).extracting(PublicPost::body).containsExactly("We look into it");
  }

  @Test
  void outsidersOfARestrictedIncidentFindNothing() {
    var number = waiting("parsify", true);
    var words = list(number, "exec").get(0);
    assertThat(get(number, "monitor")).hasStatus(404);
    assertThat(decide(number, words, "monitor", Map.of("decision", "release"))).hasStatus(404);
    var other = waiting("smartbeak", false);
    assertThat(decide(other, words, "commander", Map.of("decision", "release"))).hasStatus(404);
  }

  @Test
  void whoAnswersForWordsTakesThemDown() {
    var number = waiting("smartbeak", false);
    var words = list(number, "commander").get(0);
    assertThat(takeDown(number, words, "commander", "It is wrong"))
        .hasStatus(409)
        .bodyText()
        .contains("These words are not out: written");
    decide(number, words, "commander", Map.of("decision", "release"));
    response.runJobs(number);
    assertThat(published(number))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$[*].text")
        .asArray()
        .containsExactly("Some of you cannot pay");

    assertThat(takeDown(number, words, "techlead", "It is wrong"))
        .hasStatus(403)
        .bodyText()
        .contains("incident-commander, communications-lead, legal");
    assertThat(takeDown(number, words, "comms", " ")).hasStatus(400).bodyText().contains("reason");
    assertThat(page.of(number))
        .extracting(PublicPost::body)
        .containsExactly("Some of you cannot pay");

    assertThat(takeDown(number, words, "comms", "It is wrong"))
        .hasStatusOk()
        .bodyText()
        .isEqualTo("{\"mailed\":false,\"published\":[]}");
    assertThat(page.of(number))
        .extracting(PublicPost::body)
        .containsExactly("What stood here was wrong, and we have taken it back.");
    assertThat(takeDown(number, words, "comms", "Again"))
        .hasStatus(409)
        .bodyText()
        .contains("taken down");
    var other = waiting("smartbeak", false);
    assertThat(takeDown(other, words, "comms", "It is wrong")).hasStatus(404);
  }

  private MvcTestResult published(String number) {
    return mvc.get()
        .uri("/api/v1/incidents/" + number + "/releases/published")
        .with(SecurityMockMvcRequestPostProcessors.httpBasic("comms", "tocsin"))
        .exchange();
  }

  private MvcTestResult takeDown(String number, JsonNode words, String user, String reason) {
    return post(
        "/api/v1/incidents/" + number + "/releases/" + words.get("id").asText() + "/take-down",
        user,
        Map.of("reason", reason));
  }

  /** The commander reads a restricted incident once they hold the command. */
  private void commands(String number) {
    commands.role(number, Role.COMMANDER, "commander", Actor.api("security"));
    response.runJobs(number);
  }

  private String waiting(String policy, boolean security) {
    var number = response.declareUnder(policy, "2", security, false);
    var author = security ? "security" : "comms";
    commands.update(number, "public", "Some of you cannot pay", null, Actor.api(author));
    response.runJobs(number);
    return number;
  }

  private MvcTestResult get(String number, String user) {
    return mvc.get()
        .uri("/api/v1/incidents/" + number + "/releases")
        .with(SecurityMockMvcRequestPostProcessors.httpBasic(user, "tocsin"))
        .exchange();
  }

  private JsonNode list(String number, String user) {
    try {
      return JSON.readTree(get(number, user).getResponse().getContentAsByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private MvcTestResult decide(
      String number, JsonNode words, String user, Map<String, Object> decision) {
    return post(
        "/api/v1/incidents/" + number + "/releases/" + words.get("id").asText(), user, decision);
  }

  private MvcTestResult post(String uri, String user, Map<String, ?> body) {
    try {
      return mvc.post()
          .uri(uri)
          .with(SecurityMockMvcRequestPostProcessors.httpBasic(user, "tocsin"))
          .contentType(MediaType.APPLICATION_JSON)
          .content(JSON.writeValueAsString(body))
          .exchange();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
