package io.tocsin.console;

import static io.tocsin.console.Visitors.commander;
import static io.tocsin.console.Visitors.manager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tocsin.incident.Incidents;
import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@TocsinTest
class DeclarePageTest {

  @Autowired MockMvcTester mvc;
  @Autowired Incidents incidents;

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
  void isForRespondersOnly() {
    assertThat(mvc.get().uri("/incidents/new").with(manager())).hasStatus(403);
    assertThat(mvc.post().uri("/incidents").with(manager()).with(csrf()).param("title", "x"))
        .hasStatus(403);
    assertThat(mvc.post().uri("/incidents").with(commander()).param("title", "x"))
        .as("without the token of the form")
        .hasStatus(403);
  }
}
