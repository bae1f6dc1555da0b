package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.icegreen.greenmail.util.GreenMail;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.PublicDetails;
import io.tocsin.incident.Role;
import io.tocsin.incident.StatusUpdates;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.notification.Delivery.State;
import io.tocsin.notification.Postman.Outcome.What;
import io.tocsin.support.TocsinTest;
import io.tocsin.wall.DrillWall;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@TocsinTest
class NotificationsTest {

  private static final List<String> EMAIL = List.of("email");

  @Autowired Notifications notifications;
  @Autowired WrittenUpdates writtenUpdates;
  @Autowired StatusUpdates updates;
  @Autowired EscalationCalls escalationCalls;
  @Autowired Deliveries deliveries;
  @Autowired Postman postman;
  @Autowired ChannelSlots slots;
  @Autowired Hearers hearers;
  @Autowired DrillWall wall;
  @Autowired Clock clock;
  @Autowired NotificationProperties properties;
  @Autowired IncidentProperties incidentProperties;
  @Autowired Callbacks callbacks;
  @Autowired Incidents incidents;
  @Autowired Timeline timeline;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired PlatformTransactionManager transactions;
  @Autowired JavaMailSenderImpl sender;
  @Autowired GreenMail mail;
  @Autowired MockMvc web;
  @Autowired JdbcClient jdbc;

  private String number = "";
  private int port;

  @BeforeEach
  void declare() throws Exception {
    port = sender.getPort();
    mail.purgeEmailFromAllMailboxes();
    number = declare(false);
  }

  @AfterEach
  void restoreMailServer() {
    sender.setPort(port);
  }

  @Test
  void an_event_is_mailed_to_the_audiences_of_the_policy_and_noted_once() throws Exception {
    notifications.tell(number, "declared", "1");
    runJobs();
    assertThat(deliveries.of(number))
        .allSatisfy(delivery -> assertThat(delivery.state()).isEqualTo(State.SENT))
        .extracting(Delivery::recipient)
        .containsExactlyInAnyOrder("engineering", "commander");
    assertThat(lines())
        .containsExactly("Told by e-mail: declared, to Engineering, Carla Mendes (2)");

    var received = received("engineering@example.org");
    assertThat(received.getSubject())
        .isEqualTo(number + " Severity 2 (provisional) declared: Checkout is down");
    assertThat(received.getFrom()[0]).hasToString("Tocsin <tocsin@example.org>");
    assertThat(text(received)).contains("If you are on call, take it now");
    assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(received.getMessageID())
        .isEqualTo(properties.messageId(number + ":declared:1:engineering:email"));
    assertThat(received.getHeader("References", null)).isEqualTo("<" + number + "@example.org>");
    assertThat(received.getHeader("In-Reply-To", null)).isEqualTo("<" + number + "@example.org>");
  }

  @Test
  void the_same_round_is_told_once() {
    notifications.tell(number, "declared", "1");
    notifications.tell(number, "declared", "1");
    runJobs();
    assertThat(mail.getReceivedMessages()).hasSize(2);
    assertThat(lines()).hasSize(1);
    notifications.tell(number, "declared", "2");
    runJobs();
    assertThat(mail.getReceivedMessages()).hasSize(4);
  }

  @Test
  void an_address_gets_one_message_however_many_recipients_name_it() {
    tell("round", "person:oncall1", "group:responder", "person:oncall1");
    assertThat(deliveries.of(number)).extracting(Delivery::address).doesNotHaveDuplicates();
    assertThat(deliveries.of(number)).extracting(Delivery::recipient).contains("oncall1", "comms");
  }

  @Test
  void the_holder_of_a_role_is_told() {
    incidents.assignRole(number, Role.COMMANDER, "manager", Actor.ENGINE);
    tell("round", "role:commander");
    assertThat(deliveries.of(number)).extracting(Delivery::recipient).containsExactly("manager");
  }

  @Test
  void nothing_is_promised_when_the_transaction_fails() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            tx -> {
              notifications.tell(number, "declared", "1");
              tx.setRollbackOnly();
            });
    assertThat(deliveries.of(number)).isEmpty();
    assertThat(jobs()).isEmpty();
  }

  @Test
  void a_message_that_was_sent_is_not_sent_again_after_a_crash_of_the_job() {
    tell("round", "person:oncall1");
    var job = jobs().get(0).getId();
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            tx -> {
              management.executeJob(job);
              tx.setRollbackOnly();
            });
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(deliveries.of(number)).extracting(Delivery::state).containsExactly(State.SENT);

    management.executeJob(job);
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(jobs()).isEmpty();
  }

  @Test
  void a_message_that_the_server_refuses_is_tried_again() {
    tell("round", "person:oncall1");
    sender.setPort(1);
    runJobs();
    var tried = deliveries.of(number).get(0);
    assertThat(tried.state()).isEqualTo(State.PENDING);
    assertThat(tried.attempts()).isEqualTo(1);
    assertThat(tried.lastError()).contains("connect");
    assertThat(jobs()).hasSize(1);

    sender.setPort(port);
    ClockUtil.setCurrentTime(jobs().get(0).getDuedate());
    runJobs();
    runJobs();
    var sent = deliveries.of(number).get(0);
    assertThat(sent.state()).isEqualTo(State.SENT);
    assertThat(sent.attempts()).isEqualTo(2);
    assertThat(sent.lastError()).isNull();
    assertThat(sent.sentAt()).isNotNull();
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(jobs()).isEmpty();
  }

  @Test
  void without_a_mail_server_messages_are_kept() {
    tell("round", "person:oncall1");
    var none = new StaticListableBeanFactory().getBeanProvider(JavaMailSenderImpl.class);
    var offline =
        new Postman(
            deliveries,
            new Channels(List.of(new MailChannel(none, properties, incidentProperties, callbacks))),
            slots,
            incidents,
            hearers,
            wall,
            DeliveryProperties.usual(),
            clock);
    var id = deliveries.of(number).get(0).id();
    assertThat(offline.deliver(id).what()).isEqualTo(What.DELIVERED);
    assertThat(deliveries.get(id).state()).isEqualTo(State.KEPT);
    assertThat(postman.deliver(id).what()).isEqualTo(What.DELIVERED);
    assertThat(deliveries.get(id).state()).isEqualTo(State.KEPT);
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void a_host_that_is_set_to_nothing_is_no_mail_server() {
    var nameless = new JavaMailSenderImpl();
    nameless.setHost(" ");
    var beans = new StaticListableBeanFactory(Map.of("sender", nameless));
    var channel =
        new MailChannel(
            beans.getBeanProvider(JavaMailSenderImpl.class),
            properties,
            incidentProperties,
            callbacks);
    tell("round", "person:oncall1");
    var delivery = deliveries.of(number).get(0);
    assertThat(channel.send(delivery, Objects.requireNonNull(delivery.address())))
        .isEqualTo(Channel.Sent.kept());
  }

  @Test
  void an_smtp_server_that_hangs_does_not_hold_the_job() {
    assertThat(sender.getJavaMailProperties())
        .containsEntry("mail.smtp.connectiontimeout", "10000")
        .containsEntry("mail.smtp.timeout", "10000")
        .containsEntry("mail.smtp.writetimeout", "10000");
  }

  @Test
  void whoever_has_no_address_is_named_and_recorded_as_failed() {
    tell("round", "person:oncall1", "contact:social-media");
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.recipient().equals("social-media"))
        .singleElement()
        .satisfies(
            delivery -> {
              assertThat(delivery.state()).isEqualTo(State.FAILED);
              assertThat(delivery.lastError()).isEqualTo("No address for e-mail is known");
            });
    // Other tests tell the same people.
    jdbc.sql("update delivery set recipient = recipient || ? where incident = ?")
        .params(number, number)
        .update();
    assertThat(
            notifications.failing(
                List.of("social-media" + number, "oncall1" + number, "nobody" + number)))
        .containsExactly("social-media" + number);
    assertThat(jobs()).hasSize(1);
    assertThat(lines())
        .containsExactly(
            "Told by e-mail: escalation, to Ines Costa (1)",
            "Not told by e-mail: escalation. No address is known of Social media");
  }

  @Test
  void it_is_said_when_nobody_can_be_told() {
    notifications.tell(
        number, "escalation", "1", List.of("oncall:nobody"), List.of("email", "fax"), Map.of());
    assertThat(lines()).singleElement().asString().contains("Nobody was told", "oncall:nobody");
    assertThat(deliveries.of(number)).isEmpty();
  }

  @Test
  void channels_that_are_not_set_up_are_left_out() {
    notifications.tell(
        number,
        "escalation",
        "1",
        List.of("person:oncall1"),
        List.of("sms", "email", "phone"),
        Map.of("step", "Page the on-call"));
    assertThat(deliveries.of(number)).extracting(Delivery::channel).containsExactly("email");
  }

  @Test
  void a_written_update_is_sent_once_to_its_audience() throws Exception {
    var update =
        incidents.writeUpdate(
            number,
            "internal",
            "We roll back.\nMore soon.",
            null,
            PublicDetails.NONE,
            Actor.api("comms"));
    writtenUpdates.send(number, "executive");
    assertThat(deliveries.of(number)).isEmpty();
    writtenUpdates.send(number, "internal");
    writtenUpdates.send(number, "internal");
    runJobs();
    assertThat(updates.unsent(number, "internal")).isEmpty();
    assertThat(deliveries.of(number))
        .allSatisfy(d -> assertThat(d.round()).isEqualTo(update.id().toString()))
        .extracting(Delivery::recipient)
        .containsExactlyInAnyOrder("engineering", "support");
    assertThat(text(received("support@example.org")))
        .contains("We roll back.\r\nMore soon.", "Written by: Chidi Okafor");
  }

  @Test
  void a_step_of_the_ladder_calls_its_people_once() throws Exception {
    escalationCalls.take(number, "page-on-call");
    escalationCalls.take(number, "page-on-call");
    runJobs();
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(mail.getReceivedMessages()[0].getSubject()).contains("Page the on-call");
    escalationCalls.take(number, "no-such-step");
    assertThat(deliveries.of(number)).hasSize(1);
  }

  @Test
  void a_model_tells_an_event_and_the_clocks_of_two_audiences_do_not_hide_each_other() {
    var deployment =
        repository
            .createDeployment()
            .addModelInstance(
                "tells-an-event.bpmn",
                Bpmn.createExecutableProcess("tells-an-event")
                    .camundaHistoryTimeToLive(1)
                    .startEvent()
                    .serviceTask()
                    .camundaDelegateExpression("#{notifyDelegate}")
                    .camundaInputParameter("event", "update-due")
                    .camundaInputParameter("round", "1770736000000")
                    .endEvent()
                    .done())
            .deploy();
    try {
      for (var audience : List.of("internal", "executive", "internal")) {
        runtime.startProcessInstanceByKey(
            "tells-an-event",
            number,
            Map.of(
                "audience", audience, "updateDueAt", Date.from(Instant.ofEpochSecond(1770736000))));
      }
      assertThat(deliveries.of(number))
          .hasSize(2)
          .allSatisfy(delivery -> assertThat(delivery.recipient()).isEqualTo("comms"))
          .allSatisfy(d -> assertThat(d.subject()).contains("update due at 2026-02-10 15:06 UTC"))
          .extracting(Delivery::round)
          .containsExactlyInAnyOrder("internal-1770736000000", "executive-1770736000000");
    } finally {
      repository.deleteDeployment(deployment.getId(), true);
    }
  }

  @Test
  void a_drill_is_marked_in_the_mail() throws Exception {
    number = declare(true);
    tell("round", "person:oncall1");
    runJobs();
    var received = received("drills@example.org");
    assertThat(received.getSubject()).startsWith("[DRILL] " + number).contains("Checkout is down");
    assertThat(text(received)).startsWith("[DRILL] ");
  }

  @Test
  @WithMockUser(authorities = "responder")
  void deliveries_are_shown() throws Exception {
    tell("round", "person:oncall1");
    web.perform(get("/api/v1/incidents/{number}/deliveries", number))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[0].recipient").value("oncall1"))
        .andExpect(jsonPath("$[0].state").value("pending"))
        .andExpect(jsonPath("$[0].attempts").value(0))
        .andExpect(jsonPath("$[0].ackToken").doesNotExist())
        .andExpect(jsonPath("$[*].address", hasItem("oncall1@example.org")));
    web.perform(get("/api/v1/incidents/INC-1999-01-01-001/deliveries"))
        .andExpect(status().isNotFound());
  }

  @Test
  @WithMockUser(username = "service:watch", authorities = "process-owner")
  void programs_learn_who_was_told_and_not_of_what() throws Exception {
    tell("round", "person:oncall1");
    web.perform(get("/api/v1/incidents/{number}/deliveries", number))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[0].recipient").value("oncall1"))
        .andExpect(jsonPath("$[0].state").value("pending"))
        .andExpect(content().string(not(containsString("Checkout is down"))));
  }

  @Test
  @WithMockUser(authorities = "responder")
  void nobody_sees_the_link_by_which_a_customer_answers() throws Exception {
    tell("round", "person:oncall1");
    jdbc.sql(
            "update delivery set body = body || ?, html = '<a href=\"https://t.example.org' || ? || '\">'"
                + " where incident = ?")
        .params(FeedbackLinks.PATH + "s3cret_-", FeedbackLinks.PATH + "s3cret_-", number)
        .update();
    for (var path :
        List.of("/api/v1/incidents/{number}/deliveries", "/incidents/{number}/messages")) {
      web.perform(get(path, number))
          .andExpect(status().isOk())
          .andExpect(content().string(containsString(FeedbackLinks.PATH + "…")))
          .andExpect(content().string(not(containsString("s3cret"))));
    }
  }

  @Test
  @WithMockUser(authorities = "management")
  void how_people_are_reached_is_for_responders() throws Exception {
    tell("round", "person:oncall1");
    web.perform(get("/api/v1/incidents/{number}/deliveries", number))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[0].recipient").value("oncall1"))
        .andExpect(jsonPath("$[0].address").value("o…@example.org"));
  }

  @Test
  void deliveries_need_a_sign_in() throws Exception {
    web.perform(get("/api/v1/incidents/{number}/deliveries", number))
        .andExpect(status().isUnauthorized());
  }

  private void tell(String round, String... recipients) {
    notifications.tell(
        number, "escalation", round, List.of(recipients), EMAIL, Map.of("step", "Help"));
  }

  private String declare(boolean drill) {
    var title = "Checkout is down";
    return incidents
        .declare(
            new Declaration(
                title,
                null,
                List.of(),
                "parsify",
                "2",
                null,
                "monitoring",
                null,
                null,
                null,
                null,
                false,
                drill,
                List.of()),
            Actor.api("tester"))
        .number();
  }

  private List<String> lines() {
    return timeline.of(number, 0).stream()
        .filter(entry -> entry.kind().equals("notification"))
        .map(TimelineEntry::text)
        .toList();
  }

  private List<Job> jobs() {
    return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).list().stream()
        .flatMap(
            instance ->
                management.createJobQuery().processInstanceId(instance.getId()).list().stream())
        .toList();
  }

  private void runJobs() {
    jobs().forEach(job -> management.executeJob(job.getId()));
  }

  private MimeMessage received(String address) {
    return Arrays.stream(mail.getReceivedMessages())
        .filter(message -> to(message).contains(address))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No mail to " + address));
  }

  private static String text(MimeMessage message) throws Exception {
    return ((MimeMultipart) message.getContent()).getBodyPart(0).getContent().toString();
  }

  private static String to(MimeMessage message) {
    try {
      return Arrays.toString(message.getAllRecipients());
    } catch (jakarta.mail.MessagingException e) {
      throw new AssertionError(e);
    }
  }
}
