package io.tocsin.console;

import static io.tocsin.console.IncidentListPageTest.body;
import static io.tocsin.console.Visitors.commander;
import static io.tocsin.console.Visitors.manager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tocsin.alert.Maintenance;
import io.tocsin.alert.MaintenanceWindow;
import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@TocsinTest
class MaintenancePageTest {

  @Autowired MockMvcTester mvc;
  @Autowired Maintenance maintenance;

  /** Other tests send alerts of the same services. */
  @AfterEach
  void endAll() {
    maintenance.list().stream()
        .filter(MaintenanceWindow::open)
        .forEach(window -> maintenance.end(window.id(), "test"));
  }

  @Test
  void plansAWindowShowsAndEndsIt() {
    assertThat(plan("2099-01-01T10:00", "2099-01-01T12:00", "<b>New disks</b>"))
        .hasStatus3xxRedirection()
        .hasRedirectedUrl("/maintenance");
    var page = body(mvc.get().uri("/maintenance").with(commander()).exchange());
    assertThat(page)
        .contains("payments", "planned", "2099-01-01 10:00 UTC", "&lt;b&gt;New disks&lt;/b&gt;")
        .contains("End now", "Plan a window");

    var id = maintenance.list().get(0).id();
    assertThat(mvc.post().uri("/maintenance/" + id + "/end").with(commander()).with(csrf()))
        .hasRedirectedUrl("/maintenance");
    assertThat(maintenance.get(id).state()).isEqualTo("over");
    assertThat(mvc.post().uri("/maintenance/" + id + "/end").with(commander()).with(csrf()))
        .hasStatus(409)
        .bodyText()
        .contains("The maintenance window is over");
  }

  @Test
  void saysWhatIsWrongAndKeepsWhatWasTyped() {
    assertThat(plan("2099-01-01T10:00", "2099-01-01T09:00", "New disks"))
        .hasStatus(400)
        .bodyText()
        .contains("Must lie after the beginning", "New disks", "2099-01-01T09:00");
    assertThat(plan("", "soon", "New disks")).hasStatus(400).bodyText().contains("is not a date");
    assertThat(plan("", "", "New disks")).hasStatus(400).bodyText().contains("fill this in");
  }

  @Test
  void isReadOnlyForWhoeverDoesNotRespond() {
    assertThat(body(mvc.get().uri("/maintenance").with(manager()).exchange()))
        .contains("Maintenance")
        .doesNotContain("Plan a window", "End now");
    assertThat(
            mvc.post()
                .uri("/maintenance")
                .param("services", "payments")
                .param("until", "2099-01-01T10:00")
                .param("reason", "x")
                .with(manager())
                .with(csrf()))
        .hasStatus(403);
  }

  private MvcTestResult plan(String from, String until, String reason) {
    return mvc.post()
        .uri("/maintenance")
        .param("services", "payments")
        .param("from", from)
        .param("until", until)
        .param("reason", reason)
        .with(commander())
        .with(csrf())
        .exchange();
  }
}
