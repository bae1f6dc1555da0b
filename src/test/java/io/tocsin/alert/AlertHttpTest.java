package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.support.TocsinTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

@TocsinTest
class AlertHttpTest {

  private static final MediaType PROBLEM = MediaType.APPLICATION_PROBLEM_JSON;

  @Autowired MockMvc http;
  @Autowired JdbcClient jdbc;

  @Test
  void acceptsARecordedPayloadAndShowsItsAlerts() throws Exception {
    var fingerprint = Signal.unique();
    var payload =
        Recorded.text("alertmanager-grouped")
            .replace("0000000000000001", fingerprint)
            .replace("shop-web", Signal.unique())
            .replace("Latency", Signal.unique());
    var answer =
        http.perform(signed(send("alertmanager", payload)))
            .andExpect(status().isAccepted())
            .andExpect(jsonPath("$.accepted").value(3))
            // The third alert names no service, but is of the first one's group.
            .andExpect(jsonPath("$.incidents.length()").value(1))
            .andExpect(request().sessionAttributeDoesNotExist("SPRING_SECURITY_CONTEXT"))
            .andReturn()
            .getResponse()
            .getContentAsString();
    String number = JsonPath.read(answer, "$.incidents[0]");

    http.perform(get("/api/v1/incidents/" + number + "/alerts").with(user("commander")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[*].fingerprint", hasItems(fingerprint)))
        .andExpect(jsonPath("$[0].status").value("firing"))
        .andExpect(jsonPath("$[0].live").value(true))
        .andExpect(jsonPath("$[0].severity").value("warning"));
  }

  @Test
  void showsAlertsToTheSignedInOnlyAndOfIncidentsThatExist() throws Exception {
    http.perform(get("/api/v1/incidents/INC-2000-01-01-001/alerts"))
        .andExpect(status().isUnauthorized());
    http.perform(get("/api/v1/incidents/INC-2000-01-01-001/alerts").with(user("commander")))
        .andExpect(status().isNotFound());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alertmanager-unicode", "alertmanager-odd-times", "alertmanager-bare"})
  void storesWhateverASenderWrites(String recorded) throws Exception {
    http.perform(signed(send("alertmanager", Recorded.text(recorded))))
        .andExpect(status().isAccepted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\": \"a\", \"severity\": \"banana\", \"kind\": \"strange\"}",
        "{\"title\": \"b\", \"severity\": 9, \"number\": 1e400, \"big\": 99999999999999999999999}",
        "{\"title\": \"c\", \"detectedAt\": \"1066-10-14T09:00:00Z\"}",
        "{\"title\": \"d\", \"detectedAt\": \"9999-10-14T09:00:00Z\"}",
        "{\"title\": \"\\ud83d\", \"fingerprint\": \"\\ud83d\"}",
      })
  void opensAnIncidentForWhateverASenderSays(String payload) throws Exception {
    http.perform(signed(send("generic", payload)))
        .andExpect(status().isAccepted())
        .andExpect(jsonPath("$.incidents.length()").value(1));
  }

  @Test
  void acceptsTheTokenAsPassword() throws Exception {
    http.perform(
            send("generic", Recorded.text("generic-snake"))
                .with(httpBasic("anybody", "local-alerts")))
        .andExpect(status().isAccepted());
  }

  @Test
  void acceptsJsonOfAnyFlavour() throws Exception {
    http.perform(
            signed(send("generic", Recorded.text("generic-snake")))
                .contentType("application/vnd.example+json;charset=utf-8"))
        .andExpect(status().isAccepted());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer wrong", "Basic YTpi", "local-alerts"})
  void refusesAWrongToken(String header) throws Exception {
    refused(http.perform(send("alertmanager", "{}").header("Authorization", header)))
        .andExpect(header().stringValues("WWW-Authenticate", hasItems("Bearer realm=\"alerts\"")));
  }

  @Test
  void refusesWhoeverIsSignedInButHasNoToken() throws Exception {
    refused(http.perform(send("alertmanager", "{}").with(user("commander"))));
    refused(http.perform(get("/api/v1/alerts/generic")));
    refused(http.perform(post("/api/v1/alerts/generic/more")));
  }

  @Test
  void saysThatASourceDoesNotExist() throws Exception {
    http.perform(send("nagios", "{}"))
        .andExpect(status().isNotFound())
        .andExpect(content().contentType(PROBLEM))
        .andExpect(
            jsonPath("$.detail", containsString("alertmanager, cloudevents, datadog, generic")));
  }

  @Test
  void namesTheFieldThatCannotBeReadAndStoresNothingOfThePayload() throws Exception {
    var fingerprint = UUID.randomUUID().toString();
    var payload =
        """
        {"alerts": [
          {"status": "firing", "fingerprint": "%s"},
          {"status": "firing", "fingerprint": "b", "startsAt": "yesterday"}]}"""
            .formatted(fingerprint);

    http.perform(signed(send("alertmanager", payload)))
        .andExpect(status().isBadRequest())
        .andExpect(content().contentType(PROBLEM))
        .andExpect(jsonPath("$.field").value("alerts[1].startsAt"))
        .andExpect(jsonPath("$.detail", containsString("2026-02-10T14:30:00Z")));

    assertThat(
            jdbc.sql("select count(*) from alert where fingerprint = ?")
                .param(fingerprint)
                .query(Long.class)
                .single())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "title=x", "[[[[", "{\"alerts\": \"none\"}"})
  void refusesWhatItCannotRead(String payload) throws Exception {
    http.perform(signed(send("alertmanager", payload)))
        .andExpect(status().isBadRequest())
        .andExpect(content().contentType(PROBLEM))
        .andExpect(jsonPath("$.field").exists());
  }

  @Test
  void refusesAPayloadThatIsTooLarge() throws Exception {
    http.perform(signed(send("generic", "\"" + "a".repeat(1024 * 1024) + "\"")))
        .andExpect(status().isPayloadTooLarge())
        .andExpect(content().contentType(PROBLEM))
        .andExpect(jsonPath("$.detail", containsString("1048576 bytes")));
  }

  @Test
  void refusesOtherMediaTypes() throws Exception {
    http.perform(signed(send("generic", "title=x")).contentType("text/plain"))
        .andExpect(status().isUnsupportedMediaType())
        .andExpect(content().contentType(PROBLEM));
  }

  private static ResultActions refused(ResultActions answer) throws Exception {
    return answer
        .andExpect(status().isUnauthorized())
        .andExpect(content().contentType(PROBLEM))
        .andExpect(jsonPath("$.detail", containsString("tocsin.alerts.sources")));
  }

  private static MockHttpServletRequestBuilder send(String source, String payload) {
    return post("/api/v1/alerts/" + source)
        .contentType(MediaType.APPLICATION_JSON)
        .content(payload);
  }

  private static MockHttpServletRequestBuilder signed(MockHttpServletRequestBuilder request) {
    return request.header("Authorization", "Bearer local-alerts");
  }
}
