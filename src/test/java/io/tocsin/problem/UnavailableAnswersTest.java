package io.tocsin.problem;

import static io.tocsin.support.Refusing.DISK_FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import io.tocsin.security.ServiceTokens;
import io.tocsin.support.Refusing;
import io.tocsin.support.TocsinTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The database refuses for a while: programs get a problem document, people a page. */
@TocsinTest
class UnavailableAnswersTest {

  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  /** Written by the engine alone. */
  private static final String INSTANCES = "act_ru_execution";

  @Autowired MockMvcTester http;
  @Autowired JdbcClient jdbc;
  @Autowired ServiceTokens tokens;

  @ParameterizedTest
  @ValueSource(strings = {DISK_FULL, "57014", "57P01", "08006"})
  void aCommandThatFailsInsideTheEngineIsToBeSentAgain(String state) {
    try (var refusing = Refusing.writes(jdbc, INSTANCES, state)) {
      asksToComeBack(declare());
    }
    assertThat(declare()).hasStatus(201);
  }

  @Test
  void whoAsksByABrowserGetsAPage() {
    try (var refusing = Refusing.writes(jdbc, INSTANCES, DISK_FULL)) {
      assertThat(
              http.post()
                  .uri("/incidents")
                  .accept(BROWSER)
                  .with(httpBasic("commander", "tocsin"))
                  .with(csrf())
                  .param("title", "Pages are slow")
                  .param("severity", "3"))
          .hasStatus(503)
          .containsHeader("Retry-After")
          .body()
          .as("the page is drawn by the server's error dispatch")
          .isEmpty();
    }
  }

  @Test
  void whatDoesNotPassStaysOurFailure() {
    try (var refusing = Refusing.writes(jdbc, INSTANCES, "P0001")) {
      assertThat(declare()).hasFailed();
    }
  }

  @Test
  void aTokenThatCannotBeLookedAtIsNotWrong() {
    var secret = tokens.make("lost-in-space", List.of("incidents:read"), null, "admin").secret();
    try (var refusing = Refusing.writes(jdbc, "service_token", DISK_FULL)) {
      asksToComeBack(
          http.get()
              .uri("/api/v1/incidents")
              .header("Authorization", "Bearer " + secret)
              .exchange());
    }
  }

  @Test
  void aPasswordThatCannotBeLookedAtIsNotWrong() {
    try (var refusing = Refusing.writes(jdbc, "sign_in_limit", DISK_FULL)) {
      assertThat(
              http.post()
                  .uri("/login")
                  .accept(BROWSER)
                  .with(csrf())
                  .param("username", "nobody-yet")
                  .param("password", "guess"))
          .hasStatus(503);
    }
  }

  private MvcTestResult declare() {
    return http.post()
        .uri("/api/v1/incidents")
        .with(httpBasic("commander", "tocsin"))
        .contentType(MediaType.APPLICATION_JSON)
        .content("{\"title\": \"Pages are slow\", \"severity\": \"3\"}")
        .exchange();
  }

  private static void asksToComeBack(MvcTestResult answer) {
    assertThat(answer)
        .hasStatus(503)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .hasHeader("Retry-After", "1")
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("It cannot be done at this moment; try again");
  }
}
