package io.tocsin.console;

import static io.tocsin.console.Visitors.commander;
import static io.tocsin.console.Visitors.manager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tocsin.incident.Incidents;
import io.tocsin.support.TocsinTest;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@TocsinTest
class DeclarePageTest {

  @Autowired MockMvcTester mvc;
  @Autowired Incidents incidents;
  @Autowired JdbcClient jdbc;

  @Test
  void offersTheServicesOfTheCatalogAndTheLabelsOfThePolicy() {
    assertThat(mvc.get().uri("/incidents/new").with(commander()))
        .hasStatusOk()
        .bodyText()
        .contains("value=\"checkout\"", "value=\"ledger\"")
        .contains("Unknown", "Severity 1", "Severity 4")
        .contains("value=\"payment-down\"", "value=\"customerReport\"");
  }

  @Test
  void declaresWhatWasTyped() {
    var answer =
        mvc.post()
            .uri("/incidents")
            .with(commander())
            .with(csrf())
            .param("title", "Nobody can pay")
            .param("description", "Since noon")
            .param("services", "checkout", "ledger")
            .param("severity", "2")
            .param("kind", "payment-down")
            .param("detectedBy", "customerReport")
            .exchange();

    assertThat(answer).hasStatus3xxRedirection();
    var address = String.valueOf(answer.getResponse().getRedirectedUrl());
    var incident = incidents.get(address.substring("/incidents/".length()));
    assertThat(incident.title()).isEqualTo("Nobody can pay");
    assertThat(incident.description()).isEqualTo("Since noon");
    assertThat(incident.services()).containsExactly("checkout", "ledger");
    assertThat(incident.severity()).isEqualTo(2);
    assertThat(incident.kind()).isEqualTo("payment-down");
    assertThat(incident.detectedBy()).isEqualTo("customerReport");
    assertThat(incident.reporter()).isEqualTo("commander");
    assertThat(incident.drill()).isFalse();
  }

  @Test
  void keepsWhatWasTypedWhenTheTitleIsMissing() {
    assertThat(
            mvc.post()
                .uri("/incidents")
                .with(commander())
                .with(csrf())
                .param("title", "  ")
                .param("description", "Since <noon>")
                .param("services", "ledger")
                .param("severity", "3"))
        .hasStatus(400)
        .bodyText()
        .contains("id=\"declare-title-wrong\"", "aria-invalid=\"true\"", "Since &lt;noon&gt;")
        .containsPattern("value=\"ledger\" checked")
        .containsPattern("value=\"3\" selected");
  }

  @Test
  void declaresOnceWhatIsSentTwice() throws Exception {
    var form = form();
    var threads = Executors.newFixedThreadPool(2);
    try {
      Callable<MvcTestResult> click = () -> declare(form, "Nobody can sign in");
      var clicks = threads.invokeAll(Collections.nCopies(2, click));
      var first = clicks.get(0).get();
      assertThat(first)
          .hasStatus3xxRedirection()
          .flash()
          .containsEntry("done", "Declared. Whoever is on call is told now.");
      assertThat(address(clicks.get(1).get())).isEqualTo(address(first));
      var later = declare(form, "Nobody can sign in");
      assertThat(address(later)).isEqualTo(address(first));
      assertThat(later).flash().containsEntry("done", "Declared. Whoever is on call is told now.");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void declaresAnotherFromAnotherFormAndWithOtherWords() {
    var form = form();
    var first = address(declare(form, "Nobody can sign in"));

    assertThat(address(declare(form(), "Nobody can sign in"))).isNotEqualTo(first);
    assertThat(address(declare(form, "Nobody can sign out"))).isNotEqualTo(first);
  }

  @Test
  void forgetsWhatWasSentAfterADay() {
    var form = form();
    declare(form, "Nobody can sign in");
    var sent = jdbc.sql("select count(*) from sent_form").query(Integer.class).single();
    jdbc.sql("update sent_form set sent_at = now() - interval '25 hours'").update();
    declare(form(), "Nobody can sign in");

    assertThat(sent).isPositive();
    assertThat(jdbc.sql("select count(*) from sent_form").query(Integer.class).single()).isOne();
  }

  @Test
  void isForRespondersOnly() {
    assertThat(mvc.get().uri("/incidents/new").with(manager())).hasStatus(403);
    assertThat(mvc.post().uri("/incidents").with(manager()).with(csrf()).param("title", "x"))
        .hasStatus(403);
    assertThat(mvc.post().uri("/incidents").with(commander()).param("title", "x"))
        .as("without the token of the form")
        .hasStatus(403);
  }

  private MvcTestResult declare(String form, String title) {
    return mvc.post()
        .uri("/incidents")
        .with(commander())
        .with(csrf())
        .param("once", form)
        .param("title", title)
        .param("services", "checkout", "ledger")
        .exchange();
  }

  private static String address(MvcTestResult answer) {
    return String.valueOf(answer.getResponse().getRedirectedUrl());
  }

  /** Draws the form anew and returns its key. */
  private String form() {
    var page = mvc.get().uri("/incidents/new").with(commander()).exchange();
    var key = Pattern.compile("name=\"once\"[^>]* value=\"([^\"]+)\"");
    return key.matcher(IncidentListPageTest.body(page))
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }
}
