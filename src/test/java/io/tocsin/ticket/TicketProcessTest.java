package io.tocsin.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.engine.model.Ticket;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** The ticket workflow where no webhook is set up. */
@Tag("thorough")
@TocsinTest
class TicketProcessTest {

  private static final String TASK = Ticket.Elements.TASK_LINK_TICKET;
  private static final String LINK = "https://tickets.example.org/OPS-123";

  @Autowired Response response;
  @Autowired MockMvc http;

  @Test
  void asksTheTechnicalLeadForTheLinkUntilTheResponseIsDue() {
    var number = byTicket("smartbeak", 3);
    var due = response.incident(number).declaredAt().plusSeconds(3600);

    var task = response.task(number, TASK);
    assertThat(task.getName()).isEqualTo(number + " · SEV-3 · Link the ticket");
    assertThat(task.getDueDate().toInstant()).isEqualTo(due);
    assertThat(response.incident(number).ticketDueAt()).isEqualTo(due);

    response.complete(number, TASK, "techlead", Map.of("ticketChoice", "link", "ticketUrl", LINK));
    assertThat(response.incident(number).ticketUrl()).isEqualTo(LINK);
    assertThat(response.timeline(number)).contains("ticket: Ticket: " + LINK);
    assertThat(response.ends(number, Ticket.KEY)).containsExactly("Event_ticketKnown");
    assertThat(response.ends(number, "path-medium")).containsExactly("Event_everyoneTold");
  }

  @Test
  void countsBusinessDaysByTheCalendarOfThePolicy() {
    var number = response.declareUnder("storefront", "unknown");
    response.runJobs(number);
    response.triage(number, 4);

    var due = response.incident(number).ticketDueAt();
    assertThat(due).isAfter(response.incident(number).declaredAt());
    assertThat(due.toString()).endsWith("T17:00:00Z");
  }

  @Test
  void mayBeWorkedOffWithoutATicketForAReason() {
    var number = byTicket("smartbeak", 4);
    assertThatThrownBy(
            () -> response.submit(number, TASK, "techlead", Map.of("ticketChoice", "here")))
        .hasMessageContaining("ticketReason: say why it needs no ticket");
    response.complete(
        number,
        TASK,
        "techlead",
        Map.of("ticketChoice", "here", "ticketReason", "A typo, mended already"));

    assertThat(response.incident(number).ticketUrl()).isNull();
    assertThat(response.timeline(number))
        .contains("ticket: No ticket: worked off here. A typo, mended already");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPS-123",
        "javascript:alert(1)",
        "ftp://tickets.example.org/1",
        "https://",
        "https://user:secret@tickets.example.org/1",
        "https://tickets.example.org/a b"
      })
  void takesOnlyWebAddresses(String link) {
    var number = byTicket("smartbeak", 4);
    assertThatThrownBy(
            () ->
                response.submit(
                    number, TASK, "techlead", Map.of("ticketChoice", "link", "ticketUrl", link)))
        .hasMessageContaining("ticketUrl: give an http or https address");
    assertThat(response.incident(number).ticketUrl()).isNull();
  }

  @Test
  void isLinkedOverTheApiAsWell() throws Exception {
    var number = byTicket("smartbeak", 4);
    link(number, LINK, "techlead")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.ticketUrl").value(LINK))
        .andExpect(jsonPath("$.ticketDueAt").isNotEmpty());
    response.runJobs(number);

    assertThat(response.open(number)).doesNotContain(TASK);
    assertThat(response.ends(number, Ticket.KEY)).containsExactly("Event_linkGiven");
    link(number, LINK, "techlead").andExpect(status().isOk());
    assertThat(response.timeline(number)).containsOnlyOnce("ticket: Ticket: " + LINK);
  }

  @Test
  void refusesOddLinksAndStrangersOverTheApi() throws Exception {
    var number = byTicket("smartbeak", 4);
    link(number, "javascript:alert(1)", "techlead").andExpect(status().isBadRequest());
    link(number, "https://x.example.org/" + "a".repeat(2_000), "techlead")
        .andExpect(status().isBadRequest());
    link(number, LINK, "manager").andExpect(status().isForbidden());
    assertThat(response.open(number)).contains(TASK);
  }

  @Test
  void onlyNotesTheTicketOfADrill() {
    var number = response.declareUnder("smartbeak", "unknown", false, true);
    response.runJobs(number);
    response.triage(number, 3);

    assertThat(response.open(number)).doesNotContain(TASK);
    assertThat(response.timeline(number))
        .contains("ticket: No ticket: this is a drill, one would be opened here");
  }

  private String byTicket(String policy, int level) {
    var number = response.declareUnder(policy, "unknown");
    response.runJobs(number);
    response.triage(number, level);
    return number;
  }

  private ResultActions link(String number, String link, String person) throws Exception {
    return http.perform(
        post("/api/v1/incidents/" + number + "/ticket")
            .with(httpBasic(person, "tocsin"))
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"url\":\"" + link + "\"}"));
  }
}
