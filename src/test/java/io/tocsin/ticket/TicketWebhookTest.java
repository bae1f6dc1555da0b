package io.tocsin.ticket;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.tocsin.engine.model.Ticket;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * The ticket workflow with a webhook: signed, asked again with the same key, given up in the end.
 */
@TocsinTest
@Import(TicketWebhookTest.Webhook.class)
@DirtiesContext
@Tag("thorough")
class TicketWebhookTest {

  private static final String SECRET = "a-secret-of-the-test";
  private static final String LINK = "https://tickets.example.org/OPS-7";
  private static final Pattern SIGNATURE = Pattern.compile("t=(\\d+),v1=([0-9a-f]{64})");

  @TestConfiguration(proxyBeanMethods = false)
  static class Webhook {

    @Bean
    DynamicPropertyRegistrar ticketProperties(WireMockServer services) {
      return registry -> {
        registry.add("tocsin.tickets.webhook.url", () -> services.url("/tickets"));
        registry.add("tocsin.tickets.webhook.secret", () -> SECRET);
        registry.add("tocsin.tickets.webhook.timeout", () -> "500ms");
      };
    }
  }

  @Autowired Response response;
  @Autowired WireMockServer services;
  @Autowired ManagementService management;

  @BeforeEach
  void forget() {
    services.resetRequests();
    services.resetScenarios();
    answer(okJson("{\"url\":\"" + LINK + "\"}"));
  }

  @Test
  void opensTheTicketByASignedCall() throws Exception {
    var number = byTicket();

    assertThat(response.incident(number).ticketUrl()).isEqualTo(LINK);
    assertThat(response.timeline(number)).contains("ticket: Ticket: " + LINK);
    assertThat(response.open(number)).doesNotContain(Ticket.Elements.TASK_LINK_TICKET);
    assertThat(response.ends(number, Ticket.KEY)).containsExactly("Event_ticketKnown");

    var call = calls().get(0);
    var signature = SIGNATURE.matcher(call.getHeader("X-Tocsin-Signature"));
    assertThat(signature.matches()).isTrue();
    assertThat(
            TicketWebhook.sign(SECRET, Long.parseLong(signature.group(1)), call.getBodyAsString()))
        .isEqualTo(signature.group(2));
    assertThat(call.getHeader("Idempotency-Key")).isEqualTo(number + ":ticket");
    var body = new ObjectMapper().readTree(call.getBodyAsString());
    assertThat(body.path("incident").asText()).isEqualTo(number);
    assertThat(body.path("severity").asInt()).isEqualTo(3);
    assertThat(body.path("label").asText()).isEqualTo("SEV-3");
    assertThat(body.path("title").asText()).isEqualTo("Checkout answers with errors");
    assertThat(body.path("services").get(0).asText()).isEqualTo("checkout");
    assertThat(body.path("dueAt").asText())
        .isEqualTo(response.incident(number).ticketDueAt().toString());
    assertThat(body.path("url").asText()).endsWith("/incidents/" + number);
    assertThat(body.path("key").asText()).isEqualTo(number + ":ticket");
  }

  @Test
  void signsAsPublished() {
    // HMAC-SHA256 of "1700000000.{}" with the key "0123456789abcdef", from another tool.
    assertThat(TicketWebhook.sign("0123456789abcdef", 1_700_000_000L, "{}"))
        .isEqualTo("e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e");
  }

  @Test
  void asksAgainWithTheSameKeyUntilItIsAnswered() {
    services.stubFor(
        post(urlEqualTo("/tickets"))
            .inScenario("retry")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(serverError())
            .willSetStateTo("up"));
    services.stubFor(
        post(urlEqualTo("/tickets"))
            .inScenario("retry")
            .whenScenarioStateIs("up")
            .willReturn(okJson("{\"url\":\"" + LINK + "\"}")));
    var number = triaged(false);

    assertThatThrownBy(() -> attempt(number)).hasMessageContaining("it answered 500");
    assertThat(response.incident(number).ticketUrl()).isNull();
    attempt(number);
    assertThat(response.incident(number).ticketUrl()).isEqualTo(LINK);
    assertThat(calls())
        .hasSize(2)
        .extracting(call -> call.getHeader("Idempotency-Key"))
        .containsOnly(number + ":ticket");
  }

  @Test
  void asksAPersonOnceTheAttemptsAreUsedUp() {
    answer(aResponse().withStatus(200).withFixedDelay(2_000));
    var number = triaged(false);
    management.setJobRetries(job(number).getId(), 2);
    assertThatThrownBy(() -> attempt(number)).hasMessageContaining("timed out after 500 ms");
    assertThat(response.open(number)).doesNotContain(Ticket.Elements.TASK_LINK_TICKET);
    management.setJobRetries(job(number).getId(), 1);
    attempt(number);

    assertThat(response.open(number)).contains(Ticket.Elements.TASK_LINK_TICKET);
    assertThat(response.timeline(number))
        .contains(
            "ticket: No ticket: it could not be opened, timed out after 500 ms; a person is asked");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 404, 422})
  void asksAPersonAtOnceWhenAskingAgainCannotHelp(int status) {
    answer(aResponse().withStatus(status).withHeader("Location", services.url("/elsewhere")));
    var number = byTicket();

    assertThat(response.open(number)).contains(Ticket.Elements.TASK_LINK_TICKET);
    assertThat(calls()).hasSize(1);
    services.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
  }

  @ParameterizedTest
  @MethodSource
  void takesNoOddAnswer(String body) {
    answer(okJson(body));
    var number = byTicket();

    assertThat(response.incident(number).ticketUrl()).isNull();
    assertThat(response.open(number)).contains(Ticket.Elements.TASK_LINK_TICKET);
    assertThat(response.timeline(number))
        .contains(
            "ticket: No ticket: it could not be opened, its answer holds no link to a ticket; a"
                + " person is asked");
  }

  static List<String> takesNoOddAnswer() {
    return List.of(
        "",
        "<html>OK</html>",
        "[]",
        "null",
        "{\"url\":null}",
        "{\"url\":42}",
        "{\"url\":\"javascript:alert(1)\"}",
        "{\"url\":\"/OPS-7\"}",
        "{\"url\":\"https://x.example.org/" + "a".repeat(2_000) + "\"}",
        "{\"key\":\"OPS-7\"}");
  }

  @Test
  void callsNothingInADrill() {
    var number = triaged(true);
    response.runJobs(number);

    assertThat(calls()).isEmpty();
    assertThat(response.timeline(number))
        .contains("ticket: No ticket: this is a drill, one would be opened here");
  }

  private String byTicket() {
    var number = triaged(false);
    response.runJobs(number);
    return number;
  }

  /** Leaves the job of the webhook to be run. */
  private String triaged(boolean drill) {
    var number = response.declareUnder("smartbeak", "unknown", false, drill);
    response.runJobs(number);
    response.submit(
        number,
        "Task_triage",
        "oncall1",
        Map.of(
            "triageChoice", "respond",
            "severity", "3",
            "severityReason", "Few users",
            "businessContinuity", "no"));
    while (job(number) == null) {
      management.executeJob(
          response.jobs(number).stream()
              .filter(other -> "triage".equals(other.getProcessDefinitionKey()))
              .findFirst()
              .orElseThrow()
              .getId());
    }
    return number;
  }

  private Job job(String number) {
    return response.jobs(number).stream()
        .filter(job -> Ticket.KEY.equals(job.getProcessDefinitionKey()))
        .findFirst()
        .orElse(null);
  }

  private void attempt(String number) {
    management.executeJob(job(number).getId());
  }

  private void answer(ResponseDefinitionBuilder answer) {
    services.stubFor(
        post(urlEqualTo("/tickets"))
            .withHeader("Content-Type", equalTo("application/json"))
            .willReturn(answer));
  }

  private List<LoggedRequest> calls() {
    return services.findAll(postRequestedFor(urlEqualTo("/tickets")));
  }
}
