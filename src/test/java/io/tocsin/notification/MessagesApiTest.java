package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.DeployedTexts.Text;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Messages are shown before they are sent, and changed without a restart. */
@TocsinTest
@WithMockUser(username = "owner", authorities = "process-owner")
class MessagesApiTest {

  @Autowired MockMvcTester http;
  @Autowired ObjectMapper json;
  @Autowired RepositoryService repository;
  @Autowired Response response;
  @Autowired Templates templates;

  private final List<String> deployments = new ArrayList<>();

  @AfterEach
  void takeBack() {
    deployments.forEach(id -> repository.deleteDeployment(id, true));
  }

  @Test
  void listsWhatThereIs() throws Exception {
    var all = body(http.get().uri("/api/v1/messages").exchange(), 200);
    var resolved = find(all.get("events"), "event", "resolved");
    assertThat(resolved.get("audiences").toString()).contains("customers", "executives");
    var outside = find(resolved.get("files"), "file", "resolved--customers.mustache");
    assertThat(outside.get("outside").asBoolean()).isTrue();
    assertThat(outside.get("deployment").isNull()).isTrue();
    assertThat(find(all.get("fields"), "name", "cause").get("open").asBoolean()).isFalse();
    assertThat(find(all.get("channels"), "id", "email").get("markup").asText()).isEqualTo("HTML");
    assertThat(find(all.get("parts"), "file", "_facts.mustache")).isNotNull();
  }

  @Test
  void givesAFileAsItIsWritten() {
    assertThat(http.get().uri("/api/v1/messages/files/declared@slack.mustache"))
        .hasStatusOk()
        .hasContentTypeCompatibleWith(MediaType.TEXT_PLAIN)
        .bodyText()
        .startsWith("{{number}} {{severity}} declared");
    assertThat(http.get().uri("/api/v1/messages/files/nothing.mustache")).hasStatus(404);
  }

  @Test
  void showsAMessageWithAnExample() throws Exception {
    var shown = preview("resolved", "audience=customers");
    assertThat(shown.get("file").asText()).isEqualTo("resolved--customers.mustache");
    assertThat(shown.get("body").asText())
        .contains("You need not do anything")
        .doesNotContain("A bad release");
    assertThat(shown.get("html").asText()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void showsAMessageAboutAnIncident() throws Exception {
    var number = response.declare("2");
    var shown = preview("declared", "incident=" + number);
    assertThat(shown.get("subject").asText()).startsWith(number).contains("Checkout answers");
    assertThat(shown.get("html").asText()).contains(number);
  }

  @Test
  void saysWhatItDoesNotKnow() {
    assertThat(http.get().uri("/api/v1/messages/declared/preview?channel=drum"))
        .hasStatus(400)
        .bodyText()
        .contains("there is no 'drum'; there are", "email");
    assertThat(http.get().uri("/api/v1/messages/declared/preview?policy=mine")).hasStatus(400);
    assertThat(http.get().uri("/api/v1/messages/Not an event/preview")).hasStatus(400);
    assertThat(http.get().uri("/api/v1/messages/declared/preview?incident=INC-1999-01-01-001"))
        .hasStatus(404);
  }

  @Test
  void triesAFileBeforeItIsDeployed() throws Exception {
    var shown =
        body(tryOut("declared--executives.mustache", "Our {{number}}\n\nCalled {{title}}.\n"), 200);
    assertThat(shown.get("subject").asText()).isEqualTo("Our INC-2026-02-10-001");
    assertThat(shown.get("body").asText()).isEqualTo("Called Checkout is down.\n");
    assertThat(shown.get("audience").asText()).isEqualTo("executives");

    assertThat(tryOut("declared.mustache", "Our {{number}}\n\n{{titel}}\n"))
        .hasStatus(400)
        .bodyText()
        .contains("line 3", "no field 'titel'", "the nearest is 'title'");
  }

  @Test
  @WithMockUser(username = "commander", authorities = "incident-commander")
  void aResponderReadsButTriesNothing() throws Exception {
    assertThat(preview("declared", "audience=team").get("body").asText()).isNotBlank();
    assertThat(tryOut("declared.mustache", "Down\n\nx\n")).hasStatus(403);
  }

  @Test
  @WithMockUser(username = "drill", authorities = "drill-lead")
  void othersReadNothing() {
    assertThat(http.get().uri("/api/v1/messages")).hasStatus(403);
    assertThat(http.get().uri("/api/v1/messages/declared/preview")).hasStatus(403);
  }

  @Test
  void aDeployedFileCountsAtOnceAndUntilItIsDeleted() throws Exception {
    deploy(Map.of("declared.mustache", "First {{number}}\n\nx\n"));
    assertThat(preview("declared", "").get("subject").asText()).startsWith("First");

    deploy(Map.of("messages/declared.mustache", "Second {{number}}\n\nx\n"));
    var shown = preview("declared", "");
    assertThat(shown.get("subject").asText()).startsWith("Second");
    assertThat(shown.get("deployment").asText()).isEqualTo(deployments.get(1));

    repository.deleteDeployment(deployments.remove(1), true);
    assertThat(preview("declared", "").get("subject").asText()).startsWith("First");
    repository.deleteDeployment(deployments.remove(0), true);
    assertThat(preview("declared", "").get("subject").asText()).startsWith("INC-2026");
  }

  @Test
  void aPolicyReplacesOneFile() throws Exception {
    deploy(Map.of("smartbeak.declared.mustache", "SmartBeak {{number}}\n\nx\n"));
    assertThat(preview("declared", "policy=smartbeak").get("subject").asText())
        .startsWith("SmartBeak");
    assertThat(preview("declared", "policy=parsify").get("subject").asText()).startsWith("INC-");
    assertThat(preview("closed", "policy=smartbeak").get("subject").asText()).startsWith("INC-");
  }

  @Test
  void aBrokenFileIsRefusedWithAllItsFaults() {
    assertThatExceptionOfType(ParseException.class)
        .isThrownBy(
            () ->
                deploy(
                    Map.of(
                        "declared.mustache", "Down\n\n{{titel}}\n",
                        "resolved--customers.mustache", "Down\n\n{{cause}}\n")))
        .withMessageContaining("Nothing is deployed, the messages have 2 faults:")
        .withMessageContaining("1. declared.mustache, line 3: there is no field 'titel'")
        .withMessageContaining("2. resolved--customers.mustache, line 3: the field 'cause'");
  }

  /** A field may have gone since a file was deployed, and somebody may write past the check. */
  @Test
  void whatCannotBeWrittenAnyMoreIsWrittenWithWhatWeBring() {
    var files = new TextFiles(() -> Map.of("declared.mustache", broken()));
    var ours = new Templates(files, new TextCheck(files));
    assertThat(
            ours.render(
                    null,
                    "declared",
                    "team",
                    SampleChannel.of(Channel.Markup.PLAIN),
                    false,
                    MessageField.examples())
                .subject())
        .startsWith("INC-2026-02-10-001 SEV-1 declared");
  }

  private static Text broken() {
    return new Text("declared.mustache", "Down\n{{#title}}\n", "x", Instant.EPOCH);
  }

  private void deploy(Map<String, String> files) {
    var deployment = repository.createDeployment().name("messages-api-test");
    files.forEach(deployment::addString);
    deployments.add(deployment.deploy().getId());
  }

  private JsonNode preview(String event, String query) throws Exception {
    return body(http.get().uri("/api/v1/messages/" + event + "/preview?" + query).exchange(), 200);
  }

  private MvcTestResult tryOut(String file, String text) {
    try {
      return http.post()
          .uri("/api/v1/messages/preview")
          .with(csrf())
          .contentType(MediaType.APPLICATION_JSON)
          .content(json.writeValueAsString(Map.of("file", file, "text", text)))
          .exchange();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode body(MvcTestResult result, int status) throws Exception {
    assertThat(result).hasStatus(status);
    return json.readTree(result.getResponse().getContentAsString());
  }

  private static JsonNode find(JsonNode list, String key, String value) {
    for (var item : list) {
      if (item.get(key).asText().equals(value)) {
        return item;
      }
    }
    throw new AssertionError("No " + key + " is " + value + " in " + list);
  }
}
