package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.support.AllChannelsTest;
import io.tocsin.support.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** The link in a mail by which its receiver takes the incident. */
@AllChannelsTest
class AcknowledgeLinksTest {

  @Autowired MockMvc web;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Access access;
  @Autowired Deliveries deliveries;
  @Autowired Clock clock;

  private String number = "";
  private String link = "";

  @BeforeEach
  void mail() {
    CallbackKit.providersTakeEverything();
    mail(response.declare("1"));
  }

  private void mail(String incident) {
    number = incident;
    var token = UUID.randomUUID().toString();
    link = "/acknowledge/" + token;
    CallbackKit.paged(deliveries, clock, number, "commander", "Carla Mendes", "email", token);
  }

  @Test
  void looking_changes_nothing() throws Exception {
    for (int i = 0; i < 2; i++) {
      web.perform(get(link))
          .andExpect(status().isOk())
          .andExpect(content().string(containsString(number)))
          .andExpect(content().string(containsString("Checkout answers with errors")))
          .andExpect(content().string(containsString("Carla Mendes")))
          .andExpect(header().string("Referrer-Policy", "no-referrer"))
          .andExpect(header().string("Cache-Control", containsString("no-store")))
          .andExpect(
              header().string("Content-Security-Policy", containsString("default-src 'none'")))
          .andExpect(header().string("X-Robots-Tag", "noindex"))
          .andExpect(header().doesNotExist("Set-Cookie"));
    }
    assertThat(response.incident(number).acknowledgedAt()).isNull();
  }

  @Test
  void the_button_takes_it_as_the_receiver_once() throws Exception {
    web.perform(post(link)).andExpect(shows("It is yours now"));
    web.perform(post(link)).andExpect(shows("You have taken it already"));
    web.perform(get(link)).andExpect(shows("You have taken it already"));

    assertThat(response.entries(number))
        .filteredOn(entry -> entry.kind().equals("acknowledged"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.actor()).isEqualTo("commander");
              assertThat(entry.source()).isEqualTo("mail");
            });
  }

  @Test
  void who_comes_second_sees_who_was_first() throws Exception {
    commands.acknowledge(number, Actor.api("oncall1"));
    for (var request : List.of(get(link), post(link))) {
      web.perform(request).andExpect(shows("Ines Costa")).andExpect(shows("has taken it already"));
    }
  }

  @Test
  void it_expires_with_the_incident() throws Exception {
    response.runJobs(number);
    commands.dismiss(number, "A false alarm", Actor.api("commander"));
    web.perform(get(link)).andExpect(status().isOk()).andExpect(shows("It is over"));
    web.perform(post(link)).andExpect(status().isOk()).andExpect(shows("It is over"));
  }

  @Test
  void an_unknown_link_tells_nothing() throws Exception {
    for (var token : List.of("nope", "x".repeat(5_000), "%3Cscript%3E", "%27%20or%201=1")) {
      for (var request :
          List.of(
              get(java.net.URI.create("/acknowledge/" + token)),
              post(java.net.URI.create("/acknowledge/" + token)))) {
        web.perform(request)
            .andExpect(status().isNotFound())
            .andExpect(shows("This link leads nowhere"))
            .andExpect(content().string(not(containsString("INC-"))))
            .andExpect(content().string(not(containsString("<script>"))));
      }
    }
  }

  @Test
  void of_a_restricted_incident_it_shows_the_number_only() throws Exception {
    mail(response.declare("1", List.of("checkout"), true));
    access.name(response.incident(number), "commander", "Called", Actor.ENGINE);
    web.perform(get(link))
        .andExpect(shows(number))
        .andExpect(content().string(not(containsString("Checkout"))))
        .andExpect(content().string(not(containsString("Severity"))));
  }

  @Test
  void of_what_has_become_restricted_it_is_no_link_for_who_may_not_read_it() throws Exception {
    // Nobody calls the technical lead one by one here, as all hands are not.
    var token = UUID.randomUUID().toString();
    link = "/acknowledge/" + token;
    CallbackKit.paged(deliveries, clock, number, "techlead", "Tomas Berg", "email", token);
    commands.security(number, "Somebody of ours did it", Actor.api("security"));
    for (var request : List.of(get(link), post(link))) {
      web.perform(request)
          .andExpect(status().isNotFound())
          .andExpect(shows("This link leads nowhere"))
          .andExpect(content().string(not(containsString(number))));
    }
    assertThat(response.incident(number).takenAt()).isNull();
    assertThat(access.mayRead("techlead", response.incident(number))).isFalse();

    access.name(response.incident(number), "techlead", "Needed", Actor.api("security"));
    web.perform(post(link)).andExpect(shows("It is yours now"));
  }

  /** For those who want to see it. */
  @Test
  void keeps_a_copy() throws Exception {
    var folder = Files.createDirectories(Path.of("target/pages"));
    Files.writeString(folder.resolve("acknowledge-waiting.html"), html(web.perform(get(link))));
    Files.writeString(folder.resolve("acknowledge-taken.html"), html(web.perform(post(link))));
    Files.writeString(
        folder.resolve("acknowledge-unknown.html"), html(web.perform(get("/acknowledge/nope"))));
  }

  private static String html(ResultActions page) throws Exception {
    return page.andReturn().getResponse().getContentAsString();
  }

  private static org.springframework.test.web.servlet.ResultMatcher shows(String text) {
    return content().string(containsString(text));
  }
}
