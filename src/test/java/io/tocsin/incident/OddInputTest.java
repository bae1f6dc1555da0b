package io.tocsin.incident;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** What no database stores is the sender's mistake, and said so. */
@TocsinTest
class OddInputTest {

  @Autowired MockMvc http;
  @Autowired Response response;

  @Test
  void refusesTheCharacterZeroInBodiesNamingTheField() throws Exception {
    send("/api/v1/incidents", "{\"title\": \"a\\u0000b\"}")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail").value(containsString("title: holds the character U+0000")));
    send("/api/v1/incidents", "{\"title\": \"a\", \"services\": [\"a\\u0000b\"]}")
        .andExpect(status().isBadRequest());
    var number = response.declare("low");
    send("/api/v1/incidents/" + number + "/notes", "{\"text\": \"a\\u0000b\"}")
        .andExpect(status().isBadRequest());
  }

  @Test
  void refusesTheCharacterZeroInParameters() throws Exception {
    http.perform(get("/api/v1/incidents").queryParam("service", "a\0b").with(user("anybody")))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail").value(containsString("U+0000")));
    http.perform(
            post("/incidents")
                .param("title", "a\0b")
                .with(csrf())
                .with(user("oncall1").authorities(new SimpleGrantedAuthority("responder"))))
        .andExpect(status().isBadRequest());
  }

  @Test
  void refusesTimesThatNoDatabaseKeeps() throws Exception {
    send("/api/v1/incidents", "{\"title\": \"a\", \"startedAt\": \"-999999999-01-01T00:00:00Z\"}")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.field").value("startedAt"));
    var number = response.declare("low");
    send(
            "/api/v1/incidents/" + number + "/updates",
            "{\"audience\": \"internal\", \"text\": \"a\","
                + " \"nextUpdateAt\": \"+999999999-01-01T00:00:00Z\"}")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.field").value("nextUpdateAt"));
  }

  @Test
  void saysWhatIsTakenInPlaceOfAValueOfTheWrongKind() throws Exception {
    var number = response.declare("low");
    send(
            "/api/v1/incidents/" + number + "/updates",
            "{\"audience\": \"internal\", \"text\": \"a\", \"nextUpdateAt\": \"tomorrow\"}")
        .andExpect(status().isBadRequest())
        .andExpect(
            jsonPath("$.detail")
                .value(
                    "nextUpdateAt: has a value of the wrong kind; send a time such as"
                        + " 2026-01-05T09:00:00Z"));
  }

  @Test
  void refusesAFieldThatStandsTwiceNamingIt() throws Exception {
    var number = response.declare("low");
    send("/api/v1/incidents/" + number + "/notes", "{\"text\": \"a\", \"text\": \"b\"}")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.field").value("text"));
  }

  @Test
  void saysThatAnIdOfNothingCannotBeRead() throws Exception {
    send("/api/v1/deliveries/%20/retry", "{}")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.field").value("id"));
  }

  @Test
  void saysWhatCannotBeConvertedWithoutNamesOfClasses() throws Exception {
    var administrator = user("admin").authorities(new SimpleGrantedAuthority("camunda-admin"));
    for (var file : List.of("audit", "audit.csv", "audit.jsonl")) {
      http.perform(get("/api/v1/" + file).queryParam("from", "x").with(administrator))
          .andExpect(status().isBadRequest())
          .andExpect(
              jsonPath("$.detail")
                  .value("from: cannot be read; send a time such as 2026-01-05T09:00:00Z"));
      http.perform(
              get("/api/v1/" + file)
                  .queryParam("from", "-4715-01-01T00:00:00Z")
                  .with(administrator))
          .andExpect(status().isBadRequest())
          .andExpect(jsonPath("$.field").value("from"));
    }
  }

  @Test
  void makesATitleOneLine() throws Exception {
    send("/api/v1/incidents", "{\"title\": \"Checkout fails\\r\\nBcc: all@example.org\"}")
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.title").value("Checkout fails Bcc: all@example.org"));
  }

  private ResultActions send(String path, String body) throws Exception {
    return http.perform(
        post(URI.create(path))
            .contentType(MediaType.APPLICATION_JSON)
            .content(body)
            .with(csrf())
            .with(user("oncall1").authorities(new SimpleGrantedAuthority("responder"))));
  }
}
