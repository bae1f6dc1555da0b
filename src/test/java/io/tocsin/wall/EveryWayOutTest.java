package io.tocsin.wall;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.tocsin.engine.model.DeliverNotification;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.notification.Notifications;
import io.tocsin.people.People;
import io.tocsin.support.AllChannelsTest;
import io.tocsin.support.Providers;
import io.tocsin.support.Response;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A drill with every provider set up: none of them hears of it. */
@AllChannelsTest
class EveryWayOutTest {

  private static final List<String> CHANNELS =
      List.of(
          "email",
          "sms",
          "phone",
          "slack",
          "slack-webhook",
          "teams",
          "mattermost",
          "pagerduty",
          "webhook",
          "in-app",
          "social");

  @Autowired Response response;
  @Autowired Notifications notifications;
  @Autowired IncidentCommands commands;
  @Autowired People people;
  @Autowired GreenMail mail;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired JdbcClient jdbc;

  @Test
  void nothingCrossesTheWall() throws Exception {
    var begun = new Date();
    var number = response.declareUnder("smartbeak", "1", false, true);
    response.runJobs(number);
    var everybody =
        Stream.of(
                people.all().stream().map(person -> "person:" + person.id()),
                people.contacts().stream().map(contact -> "contact:" + contact.id()),
                Stream.of("customers", "service-owners", "group:executives", "oncall:primary"))
            .flatMap(recipients -> recipients)
            .toList();
    for (var event : List.of("declared", "escalation", "resolved", "status-update-public")) {
      notifications.tell(number, event, "wall", everybody, CHANNELS, Map.of("step", "wall"));
    }
    notifications.tellCustomers(number, "resolved", "wall", List.of("checkout"), Map.of());
    commands.update(number, "public", "Nobody must read this", null, Actor.api("commander"));
    deliverAll(number);

    assertThat(
            jdbc.sql("select count(*) from delivery where incident = ?")
                .param(number)
                .query(Integer.class)
                .single())
        .as("what would have been sent is shown")
        .isGreaterThan(100);
    assertThat(
            jdbc.sql("select distinct channel from delivery where incident = ? and state <> 'kept'")
                .param(number)
                .query(String.class)
                .list())
        .isSubsetOf("email", "slack");
    var digits = number.substring("DRILL-".length());
    assertThat(
            Providers.SERVER
                .findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()))
                .stream()
                // An earlier test may have had an incident of the same day and count.
                .filter(call -> !call.getLoggedDate().before(begun))
                .filter(call -> call.getBodyAsString().contains(digits))
                .map(call -> call.getUrl()))
        .as("only the drill's own channel in the chat")
        .isNotEmpty()
        .allMatch(url -> url.startsWith("/slack/api/"));
    assertThat(
            Arrays.stream(mail.getReceivedMessages())
                .filter(message -> contains(message, number))
                .flatMap(EveryWayOutTest::to))
        .isNotEmpty()
        .containsOnly("drills@example.org");
    assertThat(
            jdbc.sql("select count(*) from public_post where incident = ?")
                .param(number)
                .query(Integer.class)
                .single())
        .isZero();
  }

  private void deliverAll(String number) {
    var later = Instant.now();
    for (int i = 0; i < 40; i++) {
      var jobs =
          runtime
              .createProcessInstanceQuery()
              .processInstanceBusinessKey(number, DeliverNotification.KEY)
              .list()
              .stream()
              .flatMap(
                  instance ->
                      management
                          .createJobQuery()
                          .processInstanceId(instance.getId())
                          .withRetriesLeft()
                          .list()
                          .stream())
              .toList();
      if (jobs.isEmpty()) {
        return;
      }
      later = later.plusSeconds(120);
      response.at(later);
      jobs.forEach(job -> management.executeJob(job.getId()));
    }
  }

  private static boolean contains(jakarta.mail.Message message, String number) {
    try {
      return message.getSubject().contains(number);
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> to(jakarta.mail.Message message) {
    try {
      return Arrays.stream(message.getRecipients(RecipientType.TO))
          .map(address -> ((InternetAddress) address).getAddress());
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
