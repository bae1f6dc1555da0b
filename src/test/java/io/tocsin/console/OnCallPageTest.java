package io.tocsin.console;

import static io.tocsin.console.IncidentListPageTest.body;
import static io.tocsin.console.Visitors.commander;
import static io.tocsin.console.Visitors.manager;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@TocsinTest
class OnCallPageTest {

  @Autowired MockMvcTester mvc;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void aTuesday() {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-01-13T12:00:00Z")));
  }

  @AfterEach
  void forgetOverrides() {
    jdbc.sql("delete from oncall_override").update();
  }

  @Test
  void saysWhoIsCalledAndWhoIsNext() {
    assertThat(page())
        .contains("Jonas Weber", "tel:+15550100006", "until", "2026-01-19 09:00 UTC")
        .contains("Next: <span>Ines Costa</span>")
        .contains("/api/v1/oncall/primary.ics", "Mon 19 Jan")
        .contains("Everybody is called when it is their turn")
        .doesNotContain("somebody is missing");
  }

  @Test
  void showsNoNumberToWhoeverDoesNotRespond() {
    assertThat(mvc.get().uri("/oncall").with(manager()))
        .hasStatusOk()
        .bodyText()
        .contains("Jonas Weber")
        .doesNotContain("tel:", "+15550100006");
  }

  @Test
  void showsOverridesWithReasonAndAuthor() {
    assertThat(
            mvc.post()
                .uri("/api/v1/oncall/primary/overrides")
                .with(manager())
                .with(SecurityMockMvcRequestPostProcessors.csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    """
                    {"person": "techlead", "until": "2026-01-14T12:00:00Z", "reason": "<b>Dentist</b>"}
                    """))
        .hasStatus(201);
    assertThat(page())
        .contains("Tomas Berg", "&lt;b&gt;Dentist&lt;/b&gt;", "Marek Novak")
        .doesNotContain("<b>Dentist");
  }

  @Test
  void warnsOfGaps() {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2025-12-20T12:00:00Z")));
    assertThat(page()).contains("somebody is missing", "The rotation has not started", "Nobody");
  }

  @Test
  void isForTheSignedIn() {
    assertThat(mvc.get().uri("/oncall").accept(MediaType.TEXT_HTML)).hasStatus3xxRedirection();
    assertThat(mvc.get().uri("/oncall").with(manager())).hasStatusOk();
  }

  @Test
  void needsNoInlineScriptOrStyle() {
    assertThat(page())
        .doesNotContain(" style=", "<style", " onclick", "javascript:")
        .doesNotContainPattern("<script(?![^>]* src=)");
  }

  private String page() {
    var page = mvc.get().uri("/oncall").with(commander()).exchange();
    assertThat(page).hasStatusOk();
    return body(page);
  }
}
