package io.tocsin.console;

import static io.tocsin.console.Visitors.commander;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@TocsinTest
class SignInPageTest {

  @Autowired MockMvcTester mvc;

  @Test
  void letsAnybodySeeTheWayIn() {
    assertThat(mvc.get().uri("/login"))
        .hasStatusOk()
        .bodyText()
        .contains("name=\"username\"", "name=\"password\"", "name=\"_csrf\"", "autofocus")
        .doesNotContain("/logout", "do not match", "signed out");
  }

  @Test
  void saysWhyOneIsHere() {
    assertThat(mvc.get().uri("/login?error")).bodyText().contains("do not match");
    assertThat(mvc.get().uri("/login?logout")).bodyText().contains("You are signed out");
  }

  @Test
  void sendsThoseWhoAreInToTheIncidents() {
    assertThat(mvc.get().uri("/login").with(commander())).hasRedirectedUrl("/incidents");
    assertThat(mvc.get().uri("/").with(commander())).hasRedirectedUrl("/incidents");
  }

  @Test
  void tellsAnOpenPageThatItsSessionHasEnded() {
    var asked =
        mvc.get()
            .uri("/incidents/INC-1/live")
            .accept("*/*")
            .header("HX-Request", "true")
            .exchange();
    assertThat(asked).hasStatus(401);
    // Sign-in would lead to it, which is no page.
    assertThat(asked.getRequest().getSession(false)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/incidents", "/incidents/new", "/incidents/table", "/incidents/INC-1/live"})
  void keepsEverythingElseForThoseWhoAreIn(String path) {
    assertThat(mvc.get().uri(path).accept("text/html")).hasStatus3xxRedirection();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/tocsin.css",
        "/assets/tocsin.js",
        "/assets/typed.js",
        "/assets/tocsin.svg"
      })
  void hasItsLooksBeforeSignIn(String path) {
    assertThat(mvc.get().uri(path)).hasStatusOk();
  }

  @Test
  void answersBrowsersWithAPageAndProgramsWithAProblem() {
    assertThat(mvc.get().uri("/nowhere").accept("text/html,*/*;q=0.8").with(commander()))
        .hasStatus(404)
        .bodyText()
        .isEmpty();
    assertThat(mvc.get().uri("/api/v1/nowhere").accept("*/*").with(commander()))
        .hasStatus(404)
        .hasContentType("application/problem+json");
  }
}
