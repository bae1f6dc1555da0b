package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.tocsin.drill.Surprises;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@TocsinTest
class DrillsPageTest {

  @Autowired MockMvcTester mvc;
  @Autowired Response response;
  @Autowired Surprises surprises;

  private String drill = "";

  @AfterEach
  void over() {
    if (!drill.isEmpty()) {
      act("abort");
      response.runJobs(drill);
    }
  }

  @Test
  void startsShowsAndLeadsADrill() throws Exception {
    assertThat(body("/drills", lead())).contains("A deployment breaks the shop", "Start");

    var address = start(lead()).getResponse().getRedirectedUrl();
    assertThat(address).startsWith("/drills/DRILL-");
    drill = String.valueOf(address).substring("/drills/".length());
    response.runJobs(drill);
    assertThat(body(address, lead()))
        .contains(
            "Scorecard, as it stands", "Break off", "20 times as fast", "Acknowledged in time");
    assertThat(body("/incidents/" + drill, lead())).contains("This is a drill.", address);
    assertThat(body("/drills", lead())).contains(drill, "runs");

    assertThat(body(address, lead())).contains("What is to come", "Bring in now");
    bringIn("first-complaint");
    assertThat(body("/incidents/" + drill, lead()))
        .contains("A customer says", " in the exercise")
        .containsPattern("data-pace=.20.");

    act("pause");
    assertThat(body(address, lead())).contains("no deadline fires before the end", "Go on");
    act("resume");
    assertThat(body(address, lead())).doesNotContain("no deadline fires before the end");

    assertThat(body(String.valueOf(start(lead()).getResponse().getRedirectedUrl()), lead()))
        .as("its service is taken")
        .contains("Drills");

    act("abort");
    assertThat(body(address, lead()))
        .as("before its end is written")
        .contains("Broken off", "Scorecard, as it stands")
        .doesNotContain("Bring something in", "Bring in now", ">Pause<");
  }

  @Test
  void isReadOnlyForWhoeverLeadsNone() {
    var manager = user("manager").authorities(new SimpleGrantedAuthority("management"));

    assertThat(body("/drills", manager))
        .contains("What can be practised")
        .doesNotContain("Start A deployment");
    assertThat(start(manager)).hasStatus(403);
  }

  @Test
  void plansASurpriseThatOnlyItsLeadSees() {
    assertThat(
            mvc.post()
                .uri("/drills/surprises")
                .param("scenario", "slow-database")
                .param("within", "PT72H")
                .with(lead())
                .with(csrf()))
        .hasStatus3xxRedirection();

    assertThat(body("/drills", lead())).contains("Your surprises", "Call off");
    var other = user("admin").authorities(new SimpleGrantedAuthority("camunda-admin"));
    assertThat(body("/drills", other)).doesNotContain("Your surprises");
    for (var planned : surprises.of("drill")) {
      assertThat(
              mvc.post()
                  .uri("/drills/surprises/" + planned.id() + "/call-off")
                  .with(lead())
                  .with(csrf()))
          .hasStatus3xxRedirection();
    }
    assertThat(body("/drills", lead())).doesNotContain("Your surprises");
  }

  @Test
  void showsTheMapOfPractice() {
    assertThat(body("/drills/practice", lead()))
        .contains("Tabletop exercise", "every month", "Full response drill", "Denial of service")
        .doesNotContain("Review of the procedure");
  }

  private void bringIn(String inject) {
    assertThat(
            mvc.post()
                .uri("/drills/" + drill + "/injects")
                .param("step", "inject-" + inject)
                .with(lead())
                .with(csrf()))
        .hasStatus3xxRedirection();
  }

  private MvcTestResult start(RequestPostProcessor who) {
    return mvc.post()
        .uri("/drills")
        .param("scenario", "bad-deployment")
        .with(who)
        .with(csrf())
        .exchange();
  }

  private void act(String what) {
    assertThat(mvc.post().uri("/drills/" + drill + "/" + what).with(lead()).with(csrf()))
        .hasStatus3xxRedirection();
  }

  private String body(String path, RequestPostProcessor who) {
    var result = mvc.get().uri(path).with(who).exchange();
    assertThat(result).hasStatusOk();
    try {
      return result.getResponse().getContentAsString();
    } catch (java.io.UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RequestPostProcessor lead() {
    return user("drill").authorities(new SimpleGrantedAuthority("drill-lead"));
  }
}
