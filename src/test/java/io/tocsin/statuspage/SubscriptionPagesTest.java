package io.tocsin.statuspage;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.hash.Sha256;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.notification.Customers;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.people.Addressee;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Subscribing by e-mail, with confirmation, and unsubscribing by one click. */
@TocsinTest
class SubscriptionPagesTest {

  private static final Instant NOW = Instant.parse("2026-05-20T12:00:00Z");
  private static final String ADA = "ada@example.org";

  @Autowired MockMvcTester mvc;
  @Autowired Response response;
  @Autowired List<Customers> customers;
  @Autowired IncidentCommands commands;
  @Autowired Deliveries deliveries;
  @Autowired JdbcTemplate jdbc;

  @BeforeEach
  void begin() {
    Said.forget(jdbc);
    jdbc.update("delete from delivery where event = 'subscription-confirm'");
    at(NOW);
  }

  @Test
  void countsOnceTheAddressHasConfirmedIt() {
    assertThat(ask(ADA)).hasStatus(303).hasRedirectedUrl("/status/subscriptions");
    assertThat(mvc.get().uri("/status/subscriptions").exchange())
        .hasStatusOk()
        .bodyText()
        .contains("Look into your mailbox");
    assertThat(told("checkout")).isEmpty();

    var link = confirmation(ADA);
    assertThat(mvc.get().uri(link).exchange())
        .hasStatusOk()
        .bodyText()
        .contains("Confirm your subscription", "method=\"post\"");
    assertThat(told("checkout")).as("looking at the link confirms nothing").isEmpty();
    assertThat(mvc.post().uri(link).exchange()).hasStatusOk().bodyText().contains("subscribed");
    assertThat(told("checkout")).containsExactly(ADA);
    assertThat(told("ledger")).containsExactly(ADA);
    assertThat(mvc.post().uri(link).exchange()).hasStatus(404);
  }

  @Test
  void isForTheComponentsThatWereChosen() {
    ask("Ada+Status@Example.ORG", Opaque.id("component", "ledger"), "nonsense");
    confirm("ada+status@example.org");
    assertThat(told("checkout")).isEmpty();
    assertThat(told("checkout", "ledger")).containsExactly("ada+status@example.org");

    at(NOW.plusSeconds(3_600));
    ask("ada+status@example.org", Opaque.id("component", "checkout"));
    assertThat(told("ledger")).as("until it is confirmed").hasSize(1);
    confirm("ada+status@example.org");
    assertThat(told("ledger")).isEmpty();
    assertThat(told("checkout")).containsExactly("ada+status@example.org");
  }

  @Test
  void oneClickEndsIt() {
    ask(ADA);
    confirm(ADA);
    var link = path(String.valueOf(addressees("checkout").get(0).unsubscribe()));
    assertThat(mvc.get().uri(link).exchange()).hasStatusOk().bodyText().contains("Unsubscribe");
    assertThat(told("checkout")).as("looking ends nothing").hasSize(1);

    for (int i = 0; i < 2; i++) {
      var click =
          mvc.post()
              .uri(link)
              .contentType(MediaType.APPLICATION_FORM_URLENCODED)
              .content("List-Unsubscribe=One-Click")
              .exchange();
      assertThat(click).hasStatusOk().bodyText().contains("You are unsubscribed");
      assertThat(click.getResponse().getHeader("Cache-Control")).isEqualTo("no-store");
      assertThat(click.getResponse().getHeader("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(told("checkout")).isEmpty();
    }
  }

  @Test
  void nobodyIsMailedWhatWasPromisedBeforeTheyUnsubscribed() {
    ask(ADA);
    confirm(ADA);
    var number = response.declareUnder("betabaddies", "2", false, false);
    commands.update(number, "public", "Some of you cannot pay", null, Actor.api("comms"));
    response.runJobs(number);
    jdbc.update(
        "update delivery set state = 'pending' where incident = ? and audience = 'customers'",
        number);

    var link = path(String.valueOf(addressees("checkout").get(0).unsubscribe()));
    assertThat(mvc.post().uri(link).exchange()).hasStatusOk();
    var states =
        deliveries.of(number).stream()
            .filter(mail -> mail.audience().equals("customers"))
            .collect(
                groupingBy(mail -> ADA.equals(mail.address()), mapping(Delivery::state, toSet())));
    assertThat(states)
        .containsEntry(true, Set.of(Delivery.State.STOPPED))
        .containsEntry(false, Set.of(Delivery.State.PENDING));
  }

  @Test
  void nobodyLearnsWhoIsSubscribed() throws Exception {
    ask(ADA);
    confirm(ADA);
    var known = ask(ADA);
    var unknown = ask("nobody@example.org");
    assertThat(known.getResponse().getStatus()).isEqualTo(unknown.getResponse().getStatus());
    assertThat(known.getResponse().getHeader("Location"))
        .isEqualTo(unknown.getResponse().getHeader("Location"));
    var link = "/status/unsubscribe/" + "x".repeat(43);
    assertThat(mvc.get().uri(link).exchange()).hasStatusOk();
    assertThat(mvc.post().uri(link).exchange()).hasStatusOk();
  }

  @Test
  void anAddressGetsOneMailInTenMinutes() {
    ask(ADA);
    assertThat(ask(ADA)).hasStatus(303);
    ask("ADA@example.org");
    assertThat(mails(ADA)).isEqualTo(1);
    at(NOW.plus(Duration.ofMinutes(11)));
    ask(ADA);
    assertThat(mails(ADA)).isEqualTo(2);
  }

  @Test
  void oneNetworkMayAskOnlySoOften() {
    for (int i = 0; i < 20; i++) {
      assertThat(ask("reader" + i + "@example.org")).hasStatus(303);
    }
    var refused = ask("reader20@example.org");
    assertThat(refused).hasStatus(429);
    assertThat(refused.getResponse().getHeader("Retry-After")).isEqualTo("3600");
    assertThat(mails("reader20@example.org")).isZero();
    assertThat(askFrom("203.0.113.7", "reader20@example.org")).hasStatus(303);
    at(NOW.plus(Duration.ofMinutes(61)));
    assertThat(ask("reader21@example.org")).hasStatus(303);
  }

  @Test
  void whatIsNotConfirmedIsForgotten() {
    ask(ADA);
    var link = confirmation(ADA);
    at(NOW.plus(Duration.ofHours(49)));
    assertThat(mvc.get().uri(link).exchange()).hasStatus(404).bodyText().contains("does not work");
    assertThat(mvc.post().uri(link).exchange()).hasStatus(404);
    ask("bob@example.org");
    assertThat(jdbc.queryForList("select email from subscription_request order by 1", String.class))
        .containsExactly("bob@example.org");
  }

  @Test
  void onlyAHashOfTheTokenIsKept() {
    ask(ADA);
    var link = confirmation(ADA);
    var token = link.substring(link.lastIndexOf('/') + 1);
    assertThat(token).hasSize(43);
    assertThat(jdbc.queryForObject("select token_hash from subscription_request", byte[].class))
        .isEqualTo(Sha256.of(token));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ada", "ada@", "@example.org", "a b@example.org", "ada@localhost"})
  void refusesWhatIsNoAddress(String typed) {
    assertThat(ask(typed)).hasStatus(400).bodyText().contains("That is no e-mail address");
  }

  @Test
  void nobodyHearsOfADrill() {
    ask(ADA);
    confirm(ADA);
    var drill = response.incident(response.declareUnder("parsify", "1", false, true));
    assertThat(subscribers().of(drill, drill.services())).isEmpty();
  }

  private MvcTestResult ask(String email, String... components) {
    var request = mvc.post().uri("/status/subscriptions").param("email", email);
    return (components.length == 0 ? request : request.param("component", components)).exchange();
  }

  private MvcTestResult askFrom(String address, String email) {
    return mvc.post()
        .uri("/status/subscriptions")
        .param("email", email)
        .with(
            request -> {
              request.setRemoteAddr(address);
              return request;
            })
        .exchange();
  }

  private void confirm(String email) {
    assertThat(mvc.post().uri(confirmation(email)).exchange()).hasStatusOk();
  }

  /** Returns the link in the newest mail. */
  private String confirmation(String email) {
    var body =
        jdbc.queryForList(
                "select body from delivery where event = 'subscription-confirm' and address = ?"
                    + " order by created_at desc",
                String.class,
                email)
            .get(0);
    var link = Pattern.compile("http\\S+/status/subscriptions/confirm/\\S+").matcher(body);
    assertThat(link.find()).as(body).isTrue();
    return path(link.group());
  }

  private int mails(String email) {
    return jdbc.queryForList(
            "select id from delivery where event = 'subscription-confirm' and address = ?", email)
        .size();
  }

  private List<String> told(String... services) {
    return addressees(services).stream().map(Addressee::email).toList();
  }

  private List<Addressee> addressees(String... services) {
    var number = response.declare("2", List.of(), false);
    return subscribers().of(response.incident(number), List.of(services));
  }

  private Customers subscribers() {
    return customers.stream().filter(Subscribers.class::isInstance).findFirst().orElseThrow();
  }

  private static String path(String link) {
    return link.substring(link.indexOf("/status/"));
  }

  private static void at(Instant time) {
    ClockUtil.setCurrentTime(Date.from(time));
  }
}
