package io.tocsin.console;

import static io.tocsin.console.Visitors.manager;
import static io.tocsin.console.Visitors.support;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Trainings over HTTP: the pages, and the calls of the same meaning. */
@TocsinTest
class TrainingPageTest {

  @Autowired MockMvcTester mvc;
  @Autowired Response response;

  @Test
  void startsShowsAndWithdrawsATraining() throws Exception {
    response.at(Instant.parse("2026-02-10T09:00:00Z"));
    var address =
        String.valueOf(
            mvc.post()
                .uri("/training")
                .param("person", "admin")
                .param("purpose", "rotation:commander")
                .with(manager())
                .with(csrf())
                .exchange()
                .getResponse()
                .getRedirectedUrl());
    assertThat(address).startsWith("/training/");
    assertThat(text(get("/training", support())))
        .contains("Ada Admin", "Shifts shadowed 0 of 2", "Quizzes passed 0 of 4")
        .doesNotContain("Start the training", " style=", " onclick");
    assertThat(text(get(address, manager()))).contains("0 of 3", "Withdraw");
    assertThat(get(address, support())).as("not theirs").hasStatus(403);

    var id = address.substring("/training/".length());
    var one = text(get("/api/v1/trainings/" + id, manager()));
    assertThat(JsonPath.<String>read(one, "$.shown.training.purpose"))
        .isEqualTo("rotation:commander");
    assertThat(get("/api/v1/trainings/" + id, support())).hasStatus(403);
    assertThat(text(get("/api/v1/trainings?person=admin&state=open", support())))
        .contains("rotation:commander");

    assertThat(post("/api/v1/trainings/" + id + "/withdraw", "{\"reason\": \" \"}", manager()))
        .hasStatus(400);
    assertThat(post("/api/v1/trainings/" + id + "/withdraw", "{\"reason\": \"x\"}", support()))
        .hasStatus(403);
    assertThat(post("/api/v1/trainings/" + id + "/withdraw", "{\"reason\": \"x\"}", manager()))
        .hasStatusOk();
    var withdrawn = "/api/v1/trainings?person=admin&state=withdrawn";
    assertThat(text(get(withdrawn, manager()))).contains("\"reason\":\"x\"");
    assertThat(text(get(withdrawn, support())))
        .as("why is not for everybody")
        .contains("rotation:commander")
        .doesNotContain("\"reason\":\"x\"");
    assertThat(text(get(address, manager())))
        .contains("Withdrawn: x")
        .doesNotContain("<button type=\"submit\">Withdraw");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(
            post(
                "/api/v1/trainings",
                "{\"person\": \"nobody\", \"trainingFor\": \"rotation:primary\"}",
                manager()))
        .hasStatus(400)
        .bodyText()
        .contains("trainingPerson", "is not in the directory");
    assertThat(
            post("/api/v1/trainings", "{\"person\": \"exec\", \"trainingFor\": \"x\"}", manager()))
        .hasStatus(400)
        .bodyText()
        .contains("trainingFor");
    assertThat(get("/api/v1/trainings?state=lazy", manager())).hasStatus(400);
    assertThat(get("/api/v1/trainings/0", manager())).hasStatus(404);
    assertThat(mvc.get().uri("/api/v1/trainings")).hasStatus(401);
  }

  @Test
  void shiftsSayWhetherWhoeverHasThemIsQualified() {
    response.at(Instant.parse("2026-02-10T09:00:00Z"));
    var shown = text(get("/api/v1/oncall/primary", manager()));
    assertThat(JsonPath.<Object>read(shown, "$")).isNotNull();
    assertThat(shown).contains("\"qualified\":");
  }

  private MvcTestResult get(String uri, RequestPostProcessor who) {
    return mvc.get().uri(uri).with(who).exchange();
  }

  private MvcTestResult post(String uri, String body, RequestPostProcessor who) {
    return mvc.post()
        .uri(uri)
        .with(who)
        .with(csrf())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static String text(MvcTestResult answer) {
    assertThat(answer).hasStatusOk();
    try {
      return answer.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }
}
