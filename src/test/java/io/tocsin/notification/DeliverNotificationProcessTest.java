package io.tocsin.notification;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.model.DeliverNotification;
import io.tocsin.engine.model.DeliverNotification.Elements;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.Escalation;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.notification.Delivery.State;
import io.tocsin.notification.Promises.Urgency;
import io.tocsin.people.People;
import io.tocsin.support.FailingModel;
import io.tocsin.support.Locks;
import io.tocsin.support.TocsinTest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a message, with providers that do as the test says. */
@TocsinTest
class DeliverNotificationProcessTest {

  private static final Instant NOON = Instant.parse("2027-02-10T12:00:00Z");
  private static final Instant NIGHT = Instant.parse("2027-02-10T23:30:00Z");
  private static final Instant MORNING = Instant.parse("2027-02-11T07:00:00Z");
  private static final String PERSON = "person:oncall1";

  @Autowired Notifications notifications;
  @Autowired EscalationCalls escalationCalls;
  @Autowired Escalation escalation;
  @Autowired Operators operators;
  @Autowired Deliveries deliveries;
  @Autowired Postman postman;
  @Autowired People people;
  @Autowired Fallbacks fallbacks;
  @Autowired ChannelSlots slots;
  @Autowired Channels channels;
  @Autowired ResponseProcess process;
  @Autowired Incidents incidents;
  @Autowired IncidentCommands commands;
  @Autowired Timeline timeline;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired PlatformTransactionManager transactions;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;
  @Autowired MockMvc web;

  private Object real = List.of();
  private String number = "";
  private FakeChannel email = new FakeChannel("email", Clock.systemUTC());
  private FakeChannel sms = email;
  private FakeChannel phone = email;

  @BeforeEach
  void replaceChannels() {
    at(NOON);
    email = new FakeChannel("email", clock);
    sms = new FakeChannel("sms", clock);
    phone = new FakeChannel("phone", clock);
    real = requireNonNull(ReflectionTestUtils.getField(channels, "all"));
    ReflectionTestUtils.setField(channels, "all", List.of(email, sms, phone));
    number = declare("2", false, false);
  }

  @AfterEach
  void restoreChannels() {
    ReflectionTestUtils.setField(channels, "all", real);
  }

  // Try, and try again

  @Test
  void what_is_taken_at_once_is_delivered() {
    tell(PERSON, "email");
    runJobs();
    assertThat(only().state()).isEqualTo(State.SENT);
    assertThat(only().providerId()).isEqualTo("provider-1");
    assertEnded(0);
  }

  @Test
  void the_pauses_grow_and_then_it_is_given_up() {
    email.refuseAll(NotTakenException.forNow("Mailbox is locked"));
    tell("contact:engineering", "email");
    runJobs();
    var pauses = new ArrayList<Duration>();
    while (!jobs().isEmpty()) {
      assertThat(only().state()).isEqualTo(State.PENDING);
      assertThat(only().nextAttemptAt()).isEqualTo(due());
      pauses.add(Duration.between(clock.instant(), due()));
      fireNext();
    }
    assertThat(pauses)
        .containsExactly(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15));
    assertThat(only().state()).isEqualTo(State.FAILED);
    assertThat(only().attempts()).isEqualTo(5);
    assertThat(only().lastError()).isEqualTo("Mailbox is locked");
    assertThat(CallbackKit.failedAt(jdbc, only().id())).isEqualTo(clock.instant());
    assertEnded(1);
  }

  @Test
  void a_failure_that_nobody_understands_is_tried_again() {
    email.refuse(new IllegalStateException("Connection reset"));
    tell(PERSON, "email");
    runJobs();
    fireNext();
    assertThat(only().state()).isEqualTo(State.SENT);
    assertThat(only().attempts()).isEqualTo(2);
  }

  @Test
  void the_provider_may_ask_for_a_longer_pause_but_not_for_ever() {
    email
        .refuse(NotTakenException.until("Too many", Duration.ofSeconds(2)))
        .refuse(NotTakenException.until("Too many", Duration.ofMinutes(3)))
        .refuse(NotTakenException.until("Too many", Duration.ofDays(3)));
    tell(PERSON, "email");
    runJobs();
    assertThat(due()).isEqualTo(NOON.plusSeconds(10));
    fireNext();
    assertThat(due()).isEqualTo(clock.instant().plus(Duration.ofMinutes(3)));
    fireNext();
    assertThat(due()).isEqualTo(clock.instant().plus(Duration.ofMinutes(30)));
    fireNext();
    assertThat(only().state()).isEqualTo(State.SENT);
  }

  @Test
  void a_message_whose_answer_is_recorded_is_not_sent_again_when_the_engine_rolls_back() {
    tell(PERSON, "email");
    var job = jobs().get(0).getId();
    crash(job);
    assertThat(only().state()).isEqualTo(State.SENT);
    assertThat(running()).isEqualTo(1);
    management.executeJob(job);
    assertThat(email.taken).hasSize(1);
    assertEnded(0);
  }

  @Test
  void a_refusal_that_is_recorded_counts_once_and_its_pause_is_kept_when_the_engine_rolls_back() {
    email.refuse(NotTakenException.forNow("Busy"));
    tell(PERSON, "email");
    var job = jobs().get(0).getId();
    crash(job);
    management.executeJob(job);
    assertThat(only().attempts()).isEqualTo(1);
    assertThat(due()).isEqualTo(NOON.plusSeconds(10));
    assertThat(email.taken).isEmpty();
    fireNext();
    assertThat(email.taken).hasSize(1);
  }

  @Test
  void what_was_given_up_falls_back_once_when_the_engine_rolls_back() {
    sms.refuse(NotTakenException.forGood("No such number"));
    tell(PERSON, "sms");
    var job = jobs().get(0).getId();
    crash(job);
    assertThat(all()).hasSize(1);
    management.executeJob(job);
    runJobs();
    assertThat(sms.taken).isEmpty();
    assertThat(all()).extracting(Delivery::channel).containsExactlyInAnyOrder("sms", "email");
  }

  @Test
  void an_instance_of_the_model_from_before_is_tried_again_by_the_engine() {
    var deployment =
        repository
            .createDeployment()
            .addModelInstance(
                "before.bpmn",
                Bpmn.createExecutableProcess("deliver-before")
                    .camundaHistoryTimeToLive(1)
                    .startEvent()
                    .serviceTask(Elements.TASK_DELIVER)
                    .camundaAsyncBefore()
                    .camundaDelegateExpression("#{deliverNotificationDelegate}")
                    .endEvent(Elements.EVENT_DELIVERED)
                    .done())
            .deploy();
    try {
      sms.refuse(NotTakenException.forNow("Busy")).refuse(NotTakenException.forGood("Unknown"));
      tell(PERSON, "sms");
      var id = only().id().toString();
      runtime.deleteProcessInstance(jobs().get(0).getProcessInstanceId(), "test");
      runtime.startProcessInstanceByKey("deliver-before", number, Map.of("deliveryId", id));
      var job = jobs().get(0).getId();
      assertThatThrownBy(() -> management.executeJob(job)).hasMessageContaining("tried again");
      at(NOON.plusSeconds(10));
      management.executeJob(job);
      runJobs();
      assertThat(all()).extracting(Delivery::channel).containsExactlyInAnyOrder("sms", "email");
      assertThat(email.taken).hasSize(1);
    } finally {
      repository.deleteDeployment(deployment.getId(), true);
    }
  }

  // Another way, or none

  @Test
  void what_has_failed_for_good_takes_the_persons_next_channel() {
    sms.refuseAll(NotTakenException.forGood("+15550100005 is no mobile"));
    notifications.call(
        number,
        "escalation",
        "page",
        List.of(PERSON),
        List.of("sms"),
        Urgency.PAGE,
        Map.of("step", "Page the on-call", "why", "It was declared"));
    runJobs();
    assertEnded(0);
    var failed = by("sms");
    var instead = by("email");
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.attempts()).isEqualTo(1);
    assertThat(instead.state()).isEqualTo(State.SENT);
    assertThat(instead.fallbackOf()).isEqualTo(failed.id());
    assertThat(instead.urgent()).isTrue();
    assertThat(instead.ackToken()).isNotEqualTo(failed.ackToken()).hasSize(43);
    assertThat(instead.subject()).contains("Page the on-call");
    assertThat(lines())
        .contains(
            "Not told by sms: escalation, to Ines Costa (…05 is no mobile). Told by email instead");
  }

  @Test
  void nobody_is_woken_by_a_fallback_of_what_does_not_press() {
    email.refuseAll(NotTakenException.forGood("No such user"));
    tell(PERSON, "email");
    runJobs();
    assertThat(all()).extracting(Delivery::channel).containsExactly("email");
    assertEnded(1);
  }

  @Test
  void who_has_the_message_by_another_channel_already_needs_no_further_one() {
    sms.refuseAll(NotTakenException.forGood("Unknown"));
    phone.refuseAll(NotTakenException.forGood("Unknown"));
    tell(PERSON, "sms", "phone", "email");
    runJobs();
    assertThat(email.taken).hasSize(1);
    assertThat(all()).hasSize(3);
    assertEnded(0);
  }

  @Test
  void customers_hear_released_words_only() {
    sms.refuseAll(NotTakenException.forGood("Unknown"));
    tell("contact:devops", "sms");
    runJobs();
    assertThat(by("email").state()).isEqualTo(State.SENT);
    number = declare("2", false, false);
    tell("contact:customers", "email");
    assertThat(all()).isEmpty();
  }

  @Test
  void a_person_whom_no_named_channel_reaches_is_tried_by_the_others() {
    tell("person:scribe", "sms");
    runJobs();
    assertThat(by("sms").lastError()).isEqualTo("No address for sms is known");
    assertThat(by("email").state()).isEqualTo(State.SENT);
  }

  @Test
  void who_is_reached_by_another_channel_in_the_end_is_none_of_the_unreached() {
    tell("person:scribe", "sms", "phone");
    runJobs();
    assertThat(by("email").state()).isEqualTo(State.SENT);
    assertThat(all())
        .filteredOn(delivery -> delivery.state() == State.FAILED)
        .extracting(Delivery::channel)
        .containsExactlyInAnyOrder("sms", "phone");
    assertThat(unreached()).isEmpty();
  }

  /** What was given up and handed on to no other channel: by what channels. */
  private List<String> unreached() {
    return jdbc.sql(
            "select channel from delivery where incident = ? and state = 'failed'"
                + " and handed_on_at is null")
        .param(number)
        .query(String.class)
        .list();
  }

  @Test
  void who_is_reached_by_no_channel_is_listed_once() {
    email.refuseAll(NotTakenException.forGood("No such user"));
    tell("person:scribe", "sms", "phone");
    runJobs();
    assertThat(unreached()).containsExactly("email");
  }

  /** Twilio says at one moment that the call and the text are lost. */
  @Test
  void of_two_ways_that_are_lost_at_one_moment_neither_counts_for_the_other() throws Exception {
    page("page", PERSON, "sms", "phone");
    runJobs();
    ReflectionTestUtils.setField(channels, "all", List.of(sms, phone));
    var ways = all().stream().map(Delivery::id).toList();
    assertThat(ways).hasSize(2);
    var first = new CountDownLatch(1);
    var pool = Executors.newFixedThreadPool(2);
    try {
      var one =
          pool.submit(
              () ->
                  inTransaction(
                      () -> {
                        incidents.lock(number);
                        fail(ways.get(0));
                        fallbacks.fallBack(ways.get(0));
                        first.countDown();
                        Locks.awaitWaiter(jdbc);
                      }));
      first.await();
      fail(ways.get(1));
      var other = pool.submit(() -> fallbacks.fallBack(ways.get(1)));
      one.get();
      assertThat(other.get()).as("nothing is left to do").isFalse();
    } finally {
      pool.shutdown();
    }
    assertThat(unreached()).containsExactlyInAnyOrder("sms", "phone");
  }

  @Test
  void a_channel_that_has_no_address_fails_nothing_where_another_one_that_is_named_has() {
    tell("person:scribe", "sms", "email");
    runJobs();
    assertThat(all())
        .singleElement()
        .satisfies(
            delivery -> {
              assertThat(delivery.channel()).isEqualTo("email");
              assertThat(delivery.state()).isEqualTo(State.SENT);
            });
  }

  @Test
  void a_channel_that_is_not_set_up_any_more_is_given_up_at_once() {
    tell(PERSON, "sms");
    ReflectionTestUtils.setField(channels, "all", List.of(email));
    runJobs();
    assertThat(by("sms").state()).isEqualTo(State.FAILED);
    assertThat(by("email").state()).isEqualTo(State.SENT);
  }

  @Test
  void the_operator_hears_once_of_what_reached_nobody() {
    var before = toOperators("delivery-failed").size();
    email.refuseAll(NotTakenException.forGood("No such user"));
    tell(PERSON, "email");
    tell("person:comms", "email");
    runJobs();
    assertThat(lines())
        .contains(
            "Given up: escalation, to Ines Costa by email (No such user)."
                + " There is no other way; the administrators hear of it");
    var raised = toOperators("delivery-failed");
    assertThat(raised).hasSize(before + 1);
    var ours = raised.stream().filter(one -> one.body().contains(number)).findFirst().orElseThrow();
    assertThat(ours.body()).contains("Ines Costa", "No such user");

    // Which cannot be delivered either: nobody is told of that.
    runJobs(ours);
    assertThat(deliveries.get(ours.id()).state()).isEqualTo(State.FAILED);
    assertThat(toOperators("delivery-failed")).hasSize(before + 1);
  }

  @Test
  void the_operator_hears_of_each_step_that_reached_nobody() {
    var before = toOperators("delivery-failed").size();
    email.refuseAll(NotTakenException.forGood("No such user"));
    sms.refuseAll(NotTakenException.forGood("No such user"));
    phone.refuseAll(NotTakenException.forGood("No such user"));
    page("call-on-call", PERSON, "email");
    runJobs();
    at(NOON.plusSeconds(3600));
    page("call-management", "person:comms", "email");
    runJobs();
    var said =
        lines().stream().filter(line -> line.endsWith("the administrators hear of it")).count();
    assertThat(said).isEqualTo(2);
    assertThat(toOperators("delivery-failed")).hasSize(before + 2);
  }

  // Nobody at all

  @Test
  void the_next_of_the_ladder_is_called_at_once_when_a_step_has_reached_nobody() {
    nobodyIsReached();
    take("page-on-call");
    runAllInTime();
    assertThat(escalation.next(number).state()).isEqualTo("due");
    assertThat(escalation.next(number).step()).isEqualTo("page-next-on-call");
    take("page-next-on-call");
    assertThat(escalations())
        .anyMatch(
            line ->
                line.contains("Page the next on-call (page). At once: ")
                    && line.contains("could not be reached"));
  }

  @Test
  void two_messages_that_are_given_up_at_one_moment_do_not_wait_for_each_other_for_ever()
      throws Exception {
    take("page-on-call");
    var last = all().stream().limit(2).map(Delivery::id).toList();
    assertThat(last).hasSize(2);
    all().stream().skip(2).forEach(delivery -> fail(delivery.id()));
    var first = new CountDownLatch(1);
    var pool = Executors.newFixedThreadPool(2);
    try {
      var one =
          pool.submit(
              () ->
                  inTransaction(
                      () -> {
                        giveUp(last.get(0));
                        first.countDown();
                        Locks.awaitWaiter(jdbc);
                      }));
      first.await();
      var other = pool.submit(() -> inTransaction(() -> giveUp(last.get(1))));
      one.get();
      other.get();
    } finally {
      pool.shutdown();
    }
    assertThat(escalation.next(number).step()).isEqualTo("page-next-on-call");
    assertThat(escalation.next(number).state()).isEqualTo("due");
  }

  private void inTransaction(Runnable work) {
    new TransactionTemplate(transactions).executeWithoutResult(status -> work.run());
  }

  private void giveUp(UUID delivery) {
    fail(delivery);
    operators.raise(delivery);
  }

  private void fail(UUID delivery) {
    jdbc.sql("update delivery set state = 'failed' where id = ?").param(delivery).update();
  }

  @Test
  void nobody_else_is_called_while_one_way_is_left_or_somebody_has_heard() {
    sms.refuseAll(NotTakenException.forGood("No such number"));
    email.refuse(NotTakenException.forNow("Mailbox is locked"));
    take("page-on-call");
    runJobs();
    assertThat(escalation.next(number).state()).isEqualTo("later");
    runAllInTime();
    assertThat(email.taken).isNotEmpty();
    jdbc.sql("update delivery set state = 'failed' where incident = ? and channel <> 'email'")
        .param(number)
        .update();
    all().stream()
        .filter(delivery -> delivery.state() == State.FAILED)
        .forEach(delivery -> operators.raise(delivery.id()));
    assertThat(escalations()).noneMatch(line -> line.contains("At once"));
  }

  @Test
  void who_was_asked_for_in_vain_is_stood_in_for_until_nobody_is_left_and_the_commander_hears_it() {
    nobodyIsReached();
    commands.escalate(number, "Stuck", "technical", null, Actor.api("tester"));
    for (var step :
        List.of("request-engineering-lead", "request-devops", "page-engineering-lead")) {
      assertThat(escalation.next(number).step()).isEqualTo(step);
      assertThat(told("nobody-reached")).isEmpty();
      take(step);
      runAllInTime();
    }
    assertThat(told("nobody-reached"))
        .isNotEmpty()
        .allMatch(one -> one.subject().contains("nobody was reached: Page the engineering lead"))
        .anyMatch(one -> one.body().contains("Why: Engineering lead could not be reached"))
        .extracting(Delivery::recipient)
        .contains(people.resolve("oncall:commander").get(0).id());
    assertThat(escalations())
        .contains(
            "Nobody is left to call instead of 'Page the engineering lead' (technical):"
                + " Engineering lead could not be reached");
  }

  @Test
  void outside_the_house_nobody_stands_in_and_the_commander_hears_it() {
    nobodyIsReached();
    commands.escalate(number, "Stuck", null, "request-hosting-provider", Actor.api("tester"));
    take("request-hosting-provider");
    runAllInTime();
    assertThat(told("nobody-reached")).isNotEmpty();
    assertThat(escalation.next(number).step()).isEqualTo("page-on-call");
  }

  @Test
  void who_was_paged_in_vain_is_paged_again_at_another_level() {
    nobodyIsReached();
    take("page-on-call");
    runAllInTime();
    commands.severity(number, "3", "Less than it seemed", Actor.api("tester"));
    assertThat(escalation.next(number).step()).isEqualTo("write-to-on-call");
  }

  @Test
  void a_contact_that_is_called_is_tried_by_the_other_channels_too() {
    page("page", "contact:customer-support", "sms");
    runJobs();
    assertThat(by("email").state()).isEqualTo(State.SENT);
  }

  @Test
  void a_step_whose_channels_reach_nobody_is_passed_on_at_once() {
    ReflectionTestUtils.setField(channels, "all", List.of());
    take("page-on-call");
    assertThat(escalations()).anyMatch(line -> line.contains("Escalated: Page the on-call"));
    assertThat(escalation.next(number).state()).isEqualTo("due");
    assertThat(escalation.next(number).step()).isEqualTo("page-next-on-call");
  }

  @Test
  @WithMockUser(username = "admin", authorities = "camunda-admin")
  void what_was_given_up_is_listed_and_can_be_tried_again() throws Exception {
    email.refuseAll(NotTakenException.forGood("No such user"));
    tell(PERSON, "email");
    runJobs();
    var id = only().id();
    web.perform(get("/api/v1/deliveries").param("state", "failed"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[?(@.id == '" + id + "')].lastError").value("No such user"))
        .andExpect(jsonPath("$[0].body").doesNotExist());
    web.perform(get("/api/v1/deliveries").param("state", "lost"))
        .andExpect(status().isBadRequest());
    email.works();
    web.perform(post("/api/v1/deliveries/{id}/retry", id).with(csrf()))
        .andExpect(status().isAccepted())
        .andExpect(jsonPath("$.state").value("pending"));
    web.perform(post("/api/v1/deliveries/{id}/retry", id).with(csrf()))
        .andExpect(status().isConflict());
    runJobs();
    assertThat(only().state()).isEqualTo(State.SENT);
    assertThat(only().attempts()).isEqualTo(2);
    assertThat(lines()).contains("Tried again by email: escalation, to Ines Costa");
  }

  @Test
  @WithMockUser(username = "admin", authorities = "camunda-admin")
  void what_the_next_channel_has_is_neither_listed_nor_tried_again_until_that_fails_as_well()
      throws Exception {
    phone.refuseAll(NotTakenException.forGood("Nobody answered"));
    sms.refuseAll(new IllegalStateException("It hangs"));
    page("page", PERSON, "phone");
    runJobs();
    var call = by("phone").id();
    assertThat(by("sms").state()).isEqualTo(State.PENDING);
    assertListed(call, false);
    web.perform(post("/api/v1/deliveries/{id}/retry", call).with(csrf()))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.detail").value(startsWith("It is not sent twice")));
    assertThat(deliveries.get(call).state()).isEqualTo(State.FAILED);

    email.refuseAll(NotTakenException.forGood("No such user"));
    sms.refuseAll(NotTakenException.forGood("No mobile"));
    runAllInTime();
    assertThat(all())
        .filteredOn(delivery -> delivery.event().equals("escalation"))
        .hasSize(3)
        .extracting(Delivery::state)
        .containsOnly(State.FAILED);
    assertListed(call, true);
    assertListed(by("sms").id(), true);

    phone.works();
    web.perform(post("/api/v1/deliveries/{id}/retry", call).with(csrf()))
        .andExpect(status().isAccepted());
    assertListed(by("sms").id(), false);
  }

  private void assertListed(UUID delivery, boolean listed) throws Exception {
    var id = delivery.toString();
    var given = hasItem(id);
    var form = containsString("/failures/messages/" + id + "/retry");
    web.perform(get("/api/v1/deliveries"))
        .andExpect(jsonPath("$[*].id").value(listed ? given : not(given)));
    web.perform(get("/api/v1/failures"))
        .andExpect(jsonPath("$.deliveries[*].id").value(listed ? given : not(given)));
    web.perform(get("/failures")).andExpect(content().string(listed ? form : not(form)));
  }

  @Test
  @WithMockUser(authorities = "incident-commander")
  void what_was_given_up_is_for_the_administrator_and_the_process_owner() throws Exception {
    web.perform(get("/api/v1/deliveries")).andExpect(status().isForbidden());
    web.perform(post("/api/v1/deliveries/{id}/retry", UUID.randomUUID()).with(csrf()))
        .andExpect(status().isForbidden());
  }

  @Test
  void the_operator_hears_of_a_job_that_the_engine_gives_up() {
    var before = toOperators("job-failed").size();
    var deployment = FailingModel.deploy(repository, "fails");
    try {
      runtime.startProcessInstanceByKey("fails", number);
      var job = jobs().get(0).getId();
      for (int attempt = 1; attempt <= 5; attempt++) {
        assertThat(toOperators("job-failed")).hasSize(before);
        assertThatThrownBy(() -> management.executeJob(job)).isNotNull();
      }
      assertThat(runtime.createIncidentQuery().configuration(job).count()).isEqualTo(1);
      var told = toOperators("job-failed");
      assertThat(told).hasSize(before + 1);
      assertThat(told.get(0).body()).contains("Task_fails", number, "deliveryId", "/failures");
      management.setJobRetries(job, 1);
      assertThatThrownBy(() -> management.executeJob(job)).isNotNull();
      assertThat(toOperators("job-failed")).hasSize(before + 1);
      // Another incident comes to a halt at the same step.
      var second = givenUp();
      assertThat(management.createJobQuery().jobId(second).noRetriesLeft().count()).isEqualTo(1);
      assertThat(toOperators("job-failed")).hasSize(before + 1);
      // Both were mended; what fails then has another cause.
      management.deleteJob(job);
      management.deleteJob(second);
      givenUp();
      assertThat(toOperators("job-failed")).hasSize(before + 2);
    } finally {
      repository.deleteDeployment(deployment, true);
    }
  }

  /** Another incident comes to a halt at the step that fails; returns the id of its job. */
  private String givenUp() {
    runtime.startProcessInstanceByKey("fails", declare("2", false, false));
    var job =
        management
            .createJobQuery()
            .processDefinitionKey("fails")
            .withRetriesLeft()
            .singleResult()
            .getId();
    // The first failure counts anew, by the model.
    assertThatThrownBy(() -> management.executeJob(job)).isNotNull();
    management.setJobRetries(job, 1);
    assertThatThrownBy(() -> management.executeJob(job)).isNotNull();
    return job;
  }

  @Test
  void what_the_database_has_said_is_told_without_the_statement() {
    assertThat(
            Operators.reason(
                "ENGINE-03083 Unexpected exception:\n"
                    + "### Error updating database.  Cause: ERROR: value too long\n"
                    + "### The error may exist in Job.xml\n"
                    + "### SQL: insert into x"))
        .isEqualTo("ERROR: value too long");
    assertThat(Operators.reason("Unknown property 'deliveryId'"))
        .isEqualTo("Unknown property 'deliveryId'");
  }

  // Rates

  @Test
  void a_channel_takes_one_at_a_time_and_waiting_is_no_attempt() {
    tell(PERSON, "sms");
    tell("person:commander", "sms");
    tell("person:techlead", "sms");
    runJobs();
    assertThat(sms.times).containsExactly(NOON);
    runAllInTime();
    assertThat(sms.times).containsExactly(NOON, NOON.plusSeconds(1), NOON.plusSeconds(2));
    assertThat(all()).allSatisfy(sent -> assertThat(sent.attempts()).isEqualTo(1));
  }

  @Test
  void a_turn_is_kept_when_the_engine_rolls_back() {
    tell(PERSON, "sms");
    tell("person:commander", "sms");
    jobs().forEach(job -> crash(job.getId()));
    runJobs();
    runAllInTime();
    assertThat(sms.times).containsExactly(NOON, NOON.plusSeconds(1));
  }

  @Test
  void turns_that_passed_while_nothing_ran_are_given_anew() {
    tell(PERSON, "sms");
    tell("person:commander", "sms");
    tell("person:techlead", "sms");
    runJobs();
    at(NOON.plusSeconds(3600));
    jobs().stream().map(Job::getId).forEach(management::executeJob);
    runJobs();
    runAllInTime();
    assertThat(sms.times).containsExactly(NOON, NOON.plusSeconds(3600), NOON.plusSeconds(3601));
  }

  @Test
  void two_nodes_that_ask_at_once_get_different_turns() {
    var waiting = IntStream.range(0, 40).mapToObj(this::promised).toList();
    var turns =
        waiting.parallelStream()
            .map(id -> slots.of(id, "sms", "", Duration.ofSeconds(1)))
            .sorted()
            .toList();
    assertThat(turns).isEqualTo(IntStream.range(0, 40).mapToObj(i -> NOON.plusSeconds(i)).toList());
  }

  @Tag("thorough")
  @Test
  void a_storm_is_delivered_whole_each_message_once_and_at_a_time_of_its_own() {
    var waiting = IntStream.range(0, 500).mapToObj(this::promised).toList();
    new TransactionTemplate(transactions)
        .executeWithoutResult(now -> waiting.forEach(id -> process.deliver(number, id.toString())));
    // All at once: one is sent, each other one is told its turn.
    storm(false).map(Job::getId).forEach(management::executeJob);
    assertThat(sms.taken).hasSize(1);
    // The turns, one after the other.
    storm(true)
        .sorted(Comparator.comparing(Job::getDuedate))
        .forEach(
            turn -> {
              at(turn.getDuedate().toInstant());
              management.executeJob(turn.getId());
              management
                  .createJobQuery()
                  .processInstanceId(turn.getProcessInstanceId())
                  .list()
                  .forEach(job -> management.executeJob(job.getId()));
            });
    assertThat(sms.taken).extracting(Delivery::id).containsExactlyInAnyOrderElementsOf(waiting);
    assertThat(new HashSet<>(sms.times)).hasSize(500);
    assertThat(sms.times.get(499)).isEqualTo(NOON.plusSeconds(499));
  }

  // Quiet hours

  @Test
  void nobody_is_woken_for_a_low_level() {
    at(NIGHT);
    number = declare("3", false, false);
    tell(PERSON, "sms", "email");
    runJobs();
    assertThat(by("email").state()).isEqualTo(State.SENT);
    assertThat(by("sms").state()).isEqualTo(State.PENDING);
    assertThat(due()).isEqualTo(MORNING);
    fireNext();
    assertThat(sms.times).containsExactly(MORNING);
    assertThat(by("sms").attempts()).isEqualTo(1);
  }

  @Test
  void what_waited_for_the_morning_is_not_sent_when_somebody_has_taken_the_incident() {
    at(NIGHT);
    number = declare("3", false, false);
    tell(PERSON, "sms");
    runJobs();
    at(NIGHT.plusSeconds(60));
    acknowledge();
    fireNext();
    assertThat(sms.taken).isEmpty();
    assertThat(by("sms").state()).isEqualTo(State.STOPPED);
    assertEnded(0);
  }

  @Test
  void a_call_that_waited_for_the_morning_is_sent_though_somebody_has_taken_the_incident() {
    at(NIGHT);
    number = declare("betabaddies", "3", false, false);
    commands.escalate(number, "Stuck", null, "request-technical-lead", Actor.api("tester"));
    escalationCalls.take(number, "request-technical-lead");
    runJobs();
    at(NIGHT.plusSeconds(60));
    acknowledge();
    runAllInTime();
    assertThat(all())
        .filteredOn(d -> d.channel().equals("phone"))
        .isNotEmpty()
        .allMatch(d -> d.state() == State.SENT);
  }

  @Test
  void a_call_that_waited_is_sent_when_it_has_become_grave_though_it_is_taken() {
    at(NIGHT);
    number = declare("betabaddies", "3", false, false);
    commands.escalate(number, "Stuck", null, "request-technical-lead", Actor.api("tester"));
    escalationCalls.take(number, "request-technical-lead");
    runJobs();
    at(NIGHT.plusSeconds(60));
    acknowledge();
    at(NIGHT.plusSeconds(120));
    commands.severity(number, "1", "Nobody can pay", Actor.api("oncall1"));
    runAllInTime();
    assertThat(all())
        .filteredOn(d -> d.channel().equals("phone"))
        .isNotEmpty()
        .allMatch(d -> d.state() == State.SENT);
  }

  @Test
  void the_night_is_not_quiet_for_what_is_grave_or_a_matter_of_security() {
    at(NIGHT);
    number = declare("2", false, false);
    tell(PERSON, "sms");
    runJobs();
    assertThat(sms.taken).hasSize(1);
    number = declare("4", true, false);
    tell(PERSON, "phone");
    runJobs();
    assertThat(phone.taken).hasSize(1);
  }

  @Test
  void what_waits_for_the_morning_is_sent_when_the_incident_becomes_graver() {
    at(NIGHT);
    number = declare("4", false, false);
    tell(PERSON, "sms");
    runJobs();
    commands.severity(number, "3", "Worse", Actor.api("tester"));
    fireNext();
    assertThat(due()).isEqualTo(MORNING);
    commands.severity(number, "2", "Grave", Actor.api("tester"));
    fireNext();
    assertThat(sms.times).containsExactly(NIGHT);
  }

  @Test
  void so_is_what_is_about_to_wait_at_that_moment() throws Exception {
    at(NIGHT);
    number = declare("4", false, false);
    tell(PERSON, "sms");
    var job = jobs().get(0).getId();
    var pool = Executors.newSingleThreadExecutor();
    try {
      var delivering = new AtomicReference<Future<?>>();
      inTransaction(
          () -> {
            commands.severity(number, "2", "Grave", Actor.api("tester"));
            delivering.set(pool.submit(() -> management.executeJob(job)));
            Locks.awaitWaiter(jdbc);
          });
      requireNonNull(delivering.get()).get(10, TimeUnit.SECONDS);
    } finally {
      pool.shutdown();
    }
    assertThat(due()).isEqualTo(NIGHT);
    fireNext();
    assertThat(sms.times).containsExactly(NIGHT);
  }

  @Test
  void so_is_what_was_tried_in_vain_before_the_quiet_hours() {
    at(NIGHT.minusSeconds(4 * 3600));
    number = declare("4", false, false);
    sms.refuseAll(NotTakenException.forNow("Busy"));
    tell(PERSON, "sms");
    runJobs();
    assertThat(by("sms").attempts()).isEqualTo(1);
    at(NIGHT);
    sms.works();
    fireNext();
    assertThat(due()).isEqualTo(MORNING);
    commands.severity(number, "2", "Grave", Actor.api("tester"));
    fireNext();
    assertThat(by("sms").state()).isEqualTo(State.SENT);
    assertThat(sms.times).last().isEqualTo(NIGHT);
  }

  @Test
  void the_quiet_hours_hold_back_nothing_that_ends_a_page_at_the_provider() {
    at(NIGHT);
    phone.following();
    page("page", PERSON, "phone");
    runJobs();
    commands.severity(number, "3", "Not that bad", Actor.api("tester"));
    acknowledge();
    runAllInTime();
    incidents.moveTo(number, Status.RESOLVED, null, Actor.ENGINE);
    runAllInTime();
    assertThat(phone.taken)
        .extracting(Delivery::event)
        .containsExactly("escalation", "acknowledged", "resolved");
    assertThat(phone.times).allMatch(time -> time.isBefore(NIGHT.plusSeconds(60)));
  }

  // It becomes restricted

  @Test
  void what_waits_goes_only_to_those_who_may_hear_it_once_it_is_restricted() {
    at(NIGHT);
    number = declare("4", false, false);
    incidents.assignRole(number, Role.TECHNICAL_LEAD, "oncall1", Actor.ENGINE);
    for (var to : List.of(PERSON, "person:oncall2", "contact:cto", "contact:engineering-lead")) {
      tell(to, "sms");
    }
    runJobs();
    assertThat(sms.taken).isEmpty();
    commands.security(number, "Keys in the log", Actor.api("security"));
    assertThat(to("oncall2").state()).isEqualTo(State.STOPPED);
    assertThat(to("oncall1").nextAttemptAt()).isNull();
    runAllInTime();
    assertThat(sms.taken)
        .extracting(Delivery::recipient)
        .contains("oncall1", "cto")
        .doesNotContain("oncall2");
    assertThat(sms.times).allMatch(time -> time.isBefore(MORNING));
  }

  @Test
  @WithMockUser(username = "oncall2", authorities = "responder")
  void what_was_stopped_by_it_is_not_read_among_ones_own_messages() throws Exception {
    at(NIGHT);
    number = declare("4", false, false);
    tell("person:oncall2", "email");
    runJobs();
    tell("person:oncall2", "sms");
    assertThat(mine()).contains("email", "sms");
    commands.security(number, "Keys in the log", Actor.api("security"));
    assertThat(mine()).contains("email").doesNotContain("sms");
  }

  /** The channels of the messages about the incident that the person signed in can read. */
  private List<String> mine() throws Exception {
    String answer =
        web.perform(get("/api/v1/me/deliveries"))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();
    return JsonPath.read(answer, "$[?(@.incident == '%s')].channel".formatted(number));
  }

  @Test
  void a_step_whose_people_may_not_hear_of_it_is_followed_by_the_next_one_at_once() {
    number = declare("subjunctive", "2", true, false);
    commands.escalate(number, "Stuck", null, "request-devops", Actor.api("security"));
    escalationCalls.take(number, "request-devops");
    assertThat(all()).extracting(Delivery::recipient).doesNotContain("devops");
    assertThat(
            jdbc.sql("select reason from escalation_request where incident = ? and done_at is null")
                .param(number)
                .query(String.class)
                .list())
        .containsExactly(
            "nobody of 'Call the DevOps engineer on call: the platform is in trouble' may hear of"
                + " it");
  }

  @Test
  void whoever_was_told_before_hears_the_end_only_if_they_may_read_it() {
    for (var to :
        List.of("person:scribe", "person:security", "contact:cto", "contact:vendor-support")) {
      tell(to, "email");
    }
    commands.security(number, "Keys in the log", Actor.api("security"));
    notifications.tell(number, "dismissed", "1");
    assertThat(all())
        .filteredOn(delivery -> delivery.event().equals("dismissed"))
        .extracting(Delivery::recipient)
        .contains("security", "cto")
        .doesNotContain("scribe", "vendor-support");
  }

  @Test
  void what_is_tried_again_is_stopped_once_it_is_restricted_and_nobody_is_asked_to_help() {
    email.refuseAll(NotTakenException.forNow("Busy"));
    sms.refuseAll(NotTakenException.forNow("Busy"));
    tell("contact:engineering", "email");
    tell("person:scribe", "email");
    runJobs();
    // Not by a command: as if the message had been read just before.
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    email.works();
    runAllInTime();
    assertThat(email.taken).isEmpty();
    assertThat(all())
        .hasSize(2)
        .allSatisfy(stopped -> assertThat(stopped.state()).isEqualTo(State.STOPPED));
  }

  @Test
  void no_other_way_is_looked_for_to_somebody_who_may_not_hear_it_any_more() {
    email.refuseAll(NotTakenException.forGood("No such mailbox"));
    tell("person:scribe", "email");
    var id = only().id();
    postman.deliver(id);
    assertThat(only().state()).isEqualTo(State.FAILED);
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    runAllInTime();
    assertThat(only().state()).isEqualTo(State.FAILED);
    assertEnded(0);
    assertThat(fallbacks.fallBack(id)).isTrue();
    assertThat(all()).hasSize(1);
  }

  @Test
  void a_page_that_is_open_at_the_provider_is_ended_there_though_it_is_restricted() {
    phone.following();
    page("page", "person:oncall2", "phone");
    runAllInTime();
    commands.security(number, "Keys in the log", Actor.api("security"));
    acknowledge();
    runAllInTime();
    assertThat(phone.taken)
        .extracting(Delivery::event)
        .containsExactly("escalation", "acknowledged");
  }

  // Taking it ends the paging

  @Test
  void taking_the_incident_stops_what_still_pages_everywhere() {
    email.refuseAll(NotTakenException.forNow("Busy"));
    sms.refuseAll(NotTakenException.forNow("Busy"));
    page("page", PERSON, "email", "sms");
    tell("person:comms", "email");
    runJobs();
    acknowledge();
    assertThat(all())
        .filteredOn(Delivery::urgent)
        .hasSize(2)
        .allSatisfy(page -> assertThat(page.state()).isEqualTo(State.STOPPED));
    // They do not wait any longer, only to see that they are not needed.
    jobs().stream()
        .filter(job -> !job.getDuedate().toInstant().isAfter(clock.instant()))
        .map(Job::getId)
        .forEach(management::executeJob);
    runJobs();
    assertThat(jobs()).hasSize(1);
    email.works();
    sms.works();
    runAllInTime();
    assertThat(sms.taken).isEmpty();
    assertThat(email.taken).extracting(Delivery::recipient).containsExactly("comms");
  }

  @Test
  void what_was_promised_before_but_is_sent_after_the_taking_is_stopped() {
    page("page", PERSON, "sms");
    jdbc.sql("update incident set acknowledged_at = ? where number = ?")
        .params(Timestamp.from(clock.instant()), number)
        .update();
    runJobs();
    assertThat(sms.taken).isEmpty();
    assertThat(only().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void what_somebody_asked_for_is_sent_though_the_incident_is_taken() {
    acknowledge();
    notifications.call(
        number,
        "escalation",
        "cto",
        List.of(PERSON),
        List.of("sms"),
        Urgency.CALL,
        Map.of("step", "Call the CTO"));
    runJobs();
    assertThat(sms.taken).hasSize(1);
    assertThat(only().urgent()).isTrue();
  }

  @Test
  void taking_it_stops_nothing_that_does_not_look_for_somebody_to_take_it() {
    number = declare("betabaddies", "1", false, false);
    escalationCalls.take(number, "call-on-call");
    escalationCalls.take(number, "all-hands");
    escalationCalls.take(number, "call-management");
    acknowledge();
    runAllInTime();
    assertThat(all())
        .filteredOn(Delivery::urgent)
        .filteredOn(delivery -> !delivery.round().equals("call-on-call"))
        .isNotEmpty()
        .allMatch(delivery -> delivery.state() == State.SENT);
    assertThat(all())
        .filteredOn(delivery -> delivery.round().equals("call-on-call"))
        .isNotEmpty()
        .allMatch(delivery -> delivery.state() == State.STOPPED);
  }

  @Test
  void what_is_graver_than_when_it_was_taken_calls_everybody_but_who_has_taken_it() {
    number = declare("betabaddies", "3", false, false);
    acknowledge();
    at(NOON.plusSeconds(60));
    commands.severity(number, "1", "Nobody can pay", Actor.api("oncall1"));
    for (var step : List.of("call-on-call", "all-layers", "all-hands", "call-management")) {
      escalationCalls.take(number, step);
    }
    runAllInTime();
    assertThat(all())
        .filteredOn(Delivery::urgent)
        .extracting(Delivery::round)
        .contains("call-on-call", "all-layers", "all-hands", "call-management");
    assertThat(all())
        .filteredOn(Delivery::urgent)
        .allSatisfy(
            call ->
                assertThat(call.state())
                    .as(call.round() + " to " + call.recipient())
                    .isEqualTo(
                        deliveries.paging(call.id()) && call.recipient().equals("oncall1")
                            ? State.STOPPED
                            : State.SENT));
  }

  @Test
  void who_took_it_before_the_reopening_is_paged_when_another_has_taken_it_now() {
    var primary = people.resolve("oncall:primary").get(0).id();
    number = declare("betabaddies", "3", false, false);
    incidents.acknowledge(number, primary, Actor.api(primary));
    jdbc.sql("update incident set status = 'resolved', resolved_at = ? where number = ?")
        .params(Timestamp.from(clock.instant()), number)
        .update();
    at(NOON.plusSeconds(60));
    incidents.moveTo(number, Status.INVESTIGATING, "Reopened", Actor.api("commander"));
    at(NOON.plusSeconds(120));
    incidents.acknowledge(number, "techlead", Actor.api("techlead"));
    at(NOON.plusSeconds(180));
    commands.severity(number, "1", "Nobody can pay", Actor.api("techlead"));
    escalationCalls.take(number, "call-on-call");
    runAllInTime();
    assertThat(all())
        .filteredOn(d -> d.recipient().equals(primary) && d.urgent())
        .isNotEmpty()
        .allMatch(d -> d.state() == State.SENT);
  }

  @Test
  void a_first_responder_named_at_declaration_is_paged_when_another_has_taken_it() {
    var primary = people.resolve("oncall:primary").get(0).id();
    number = declare("betabaddies", "3", primary, false, false);
    incidents.acknowledge(number, "techlead", Actor.api("techlead"));
    at(NOON.plusSeconds(60));
    commands.severity(number, "1", "Nobody can pay", Actor.api("techlead"));
    escalationCalls.take(number, "call-on-call");
    runAllInTime();
    assertThat(all())
        .filteredOn(d -> d.recipient().equals(primary) && d.urgent())
        .isNotEmpty()
        .allMatch(d -> d.state() == State.SENT);
  }

  @Test
  void what_failed_before_the_taking_is_not_tried_by_another_channel_after_it() {
    page("page", "person:oncall2", "phone");
    jdbc.sql("update delivery set state = 'failed' where id = ?").param(only().id()).update();
    at(NOON.plusSeconds(60));
    acknowledge();
    assertThat(fallbacks.fallBack(only().id())).isTrue();
    assertThat(all()).extracting(Delivery::channel).containsExactly("phone");
    assertThat(deliveries.in(State.FAILED, 200)).doesNotContain(only());
  }

  @Test
  void the_security_team_and_legal_are_told_whoever_has_taken_it_before() {
    acknowledge();
    commands.security(number, "Keys in the log", Actor.api("security"));
    escalationCalls.take(number, "security-team");
    escalationCalls.take(number, "legal");
    runJobs();
    assertThat(email.taken).extracting(Delivery::recipient).contains("security", "exec");
  }

  @Test
  void taking_it_does_not_stop_what_tells_the_security_team() {
    commands.security(number, "Keys in the log", Actor.api("security"));
    escalationCalls.take(number, "security-team");
    acknowledge();
    runJobs();
    assertThat(email.taken).extracting(Delivery::recipient).contains("security");
  }

  @Test
  void a_step_of_the_ladder_pages_and_only_people_get_the_way_to_take_it() {
    escalationCalls.take(number, "page-on-call");
    assertThat(all())
        .isNotEmpty()
        .allSatisfy(page -> assertThat(page.urgent()).isTrue())
        .allSatisfy(page -> assertThat(page.ackToken()).hasSize(43))
        .allSatisfy(page -> assertThat(page.toString()).doesNotContain(page.ackToken()))
        .allSatisfy(page -> assertThat(deliveries.paging(page.id())).isTrue());
    page("other", "contact:engineering", "email");
    assertThat(all())
        .filteredOn(page -> page.recipient().equals("engineering"))
        .allSatisfy(page -> assertThat(page.ackToken()).isNull());
  }

  @Test
  void a_page_that_stays_open_at_the_provider_is_followed_up_once_an_address() {
    phone.following();
    page("page", PERSON, "phone", "email");
    page("again", PERSON, "phone");
    runAllInTime();
    assertThat(phone.taken).hasSize(2);
    acknowledge();
    runAllInTime();
    incidents.moveTo(number, Status.RESOLVED, null, Actor.ENGINE);
    incidents.moveTo(number, Status.CLOSED, null, Actor.ENGINE);
    runAllInTime();
    assertThat(phone.taken)
        .extracting(Delivery::event)
        .containsExactly("escalation", "escalation", "acknowledged", "resolved");
    assertThat(email.taken).hasSize(1);
  }

  // Whom

  @Test
  void a_drill_reaches_its_mailbox_only() {
    number = declare("2", false, true);
    tell(PERSON, "sms");
    tell("contact:cto", "sms", "email");
    runJobs();
    assertThat(sms.taken).isEmpty();
    assertThat(email.taken).extracting(Delivery::address).containsExactly("drills@example.org");
    assertThat(all())
        .filteredOn(delivery -> delivery.channel().equals("sms"))
        .hasSize(2)
        .allSatisfy(kept -> assertThat(kept.state()).isEqualTo(State.KEPT))
        .allSatisfy(kept -> assertThat(kept.lastError()).startsWith("Kept: nothing of a drill"));
    assertThat(lines()).contains("Kept in the drill, it would go by sms: escalation, to CTO (1)");
    assertThat(incidents.get(number).teamNotifiedAt()).isNotNull();
  }

  @Test
  void what_was_promised_before_stops_at_the_door_too() {
    number = declare("2", false, false);
    tell(PERSON, "sms");
    jdbc.sql("update incident set drill = true where number = ?").param(number).update();
    runJobs();
    assertThat(sms.taken).isEmpty();
    assertThat(only().state()).isEqualTo(State.KEPT);
  }

  @Test
  void the_usual_channels_stand_in_for_those_that_are_not_set_up() {
    tell(PERSON, "pagerduty");
    tell("contact:incidents-channel", "slack");
    assertThat(all()).extracting(Delivery::channel).containsExactly("email");
    assertThat(lines()).noneMatch(line -> line.contains("No address"));
  }

  @Test
  void customers_hear_only_by_channels_that_are_named() {
    tell("contact:customers", "in-app");
    assertThat(all()).isEmpty();
  }

  // To oneself

  @Test
  @WithMockUser(username = "exec", authorities = "executives")
  void a_person_can_try_a_channel_once_a_minute() throws Exception {
    at(Instant.now().plusSeconds(86_400 * 400));
    test("sms").andExpect(status().isAccepted()).andExpect(jsonPath("$.delivery").isNotEmpty());
    test("sms").andExpect(status().isConflict());
    test("email").andExpect(status().isAccepted());
    test("fax").andExpect(status().isBadRequest());
    test("").andExpect(status().isBadRequest());
    at(clock.instant().plusSeconds(59));
    test("sms").andExpect(status().isConflict());
    at(clock.instant().plusSeconds(2));
    test("sms").andExpect(status().isAccepted());
    web.perform(get("/api/v1/me/deliveries"))
        .andExpect(status().isOk())
        .andExpect(
            jsonPath("$[?(@.event == 'test-message' && @.channel == 'sms')].address")
                .value(hasItem("+15550100008")))
        .andExpect(
            jsonPath("$[?(@.event == 'test-message')].subject")
                .value(hasItem("Test message from Tocsin")));
  }

  @Test
  @WithMockUser(username = "root", authorities = "camunda-admin")
  void who_is_not_in_the_directory_has_no_address_to_try() throws Exception {
    test("email").andExpect(status().isConflict());
  }

  private org.springframework.test.web.servlet.ResultActions test(String channel) throws Exception {
    return web.perform(
        post("/api/v1/me/test-message")
            .with(csrf())
            .contentType(APPLICATION_JSON)
            .content("{\"channel\": \"" + channel + "\"}"));
  }

  /** Only the record: what the engine does with it is looked at elsewhere. */
  /** The jobs of this incident's deliveries: those of timers, or those to be done at once. */
  private Stream<Job> storm(boolean timers) {
    var mine =
        runtime
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(number, DeliverNotification.KEY)
            .unlimitedList()
            .stream()
            .map(ProcessInstance::getId)
            .collect(Collectors.toSet());
    return management
        .createJobQuery()
        .processDefinitionKey(DeliverNotification.KEY)
        .unlimitedList()
        .stream()
        .filter(job -> mine.contains(job.getProcessInstanceId()))
        .filter(job -> job instanceof TimerEntity == timers);
  }

  private UUID promised(int i) {
    var id = UUID.randomUUID();
    var key = number + ":storm:" + i;
    var added =
        deliveries.add(
            new Delivery(
                id,
                key,
                number,
                "storm",
                "",
                "called",
                "storm" + i,
                "Storm",
                "sms",
                "+1555020" + (1000 + i),
                "Storm",
                "Storm",
                "<" + key + "@example.org>",
                State.PENDING,
                0,
                null,
                NOON,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null));
    assertThat(added).isTrue();
    return id;
  }

  private void tell(String recipient, String... by) {
    notifications.tell(
        number, "escalation", "round", List.of(recipient), List.of(by), Map.of("step", "Help"));
  }

  private void page(String round, String recipient, String... by) {
    notifications.call(
        number,
        "escalation",
        round,
        List.of(recipient),
        List.of(by),
        Urgency.PAGE,
        Map.of("step", "Page"));
  }

  private void take(String step) {
    escalationCalls.take(number, step);
  }

  private void nobodyIsReached() {
    for (var channel : List.of(email, sms, phone)) {
      channel.refuseAll(NotTakenException.forGood("Unknown"));
    }
  }

  private List<String> escalations() {
    return timeline.of(number, 0).stream()
        .filter(entry -> entry.kind().equals("escalation"))
        .map(TimelineEntry::text)
        .toList();
  }

  private List<Delivery> told(String event) {
    return all().stream().filter(delivery -> delivery.event().equals(event)).toList();
  }

  private void acknowledge() {
    incidents.acknowledge(number, "oncall1", Actor.api("oncall1"));
  }

  private String declare(String severity, boolean security, boolean drill) {
    return declare("parsify", severity, security, drill);
  }

  private String declare(String policy, String severity, boolean security, boolean drill) {
    return declare(policy, severity, null, security, drill);
  }

  private String declare(
      String policy,
      String severity,
      @Nullable String firstResponder,
      boolean security,
      boolean drill) {
    return incidents
        .declare(
            new Declaration(
                "Checkout is down",
                null,
                List.of(),
                policy,
                severity,
                null,
                "monitoring",
                null,
                firstResponder,
                null,
                null,
                security,
                drill,
                List.of()),
            Actor.api("tester"))
        .number();
  }

  private List<Delivery> all() {
    return deliveries.of(number);
  }

  private Delivery only() {
    assertThat(all()).hasSize(1);
    return all().get(0);
  }

  private Delivery to(String recipient) {
    return all().stream().filter(d -> d.recipient().equals(recipient)).findFirst().orElseThrow();
  }

  private Delivery by(String channel) {
    return all().stream().filter(d -> d.channel().equals(channel)).findFirst().orElseThrow();
  }

  private List<Delivery> toOperators(String event) {
    return deliveries.to("admin", 1000).stream().filter(d -> d.event().equals(event)).toList();
  }

  private List<String> lines() {
    return timeline.of(number, 0).stream()
        .filter(entry -> entry.kind().equals("notification"))
        .map(TimelineEntry::text)
        .toList();
  }

  private static void at(Instant time) {
    ClockUtil.setCurrentTime(Date.from(time));
  }

  private List<Job> jobs() {
    return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).list().stream()
        .flatMap(
            instance ->
                management.createJobQuery().processInstanceId(instance.getId()).list().stream())
        .sorted(Comparator.comparing(Job::getCreateTime))
        .toList();
  }

  /** Runs what is to be done at once, and what follows from it. */
  private void runJobs() {
    var next = jobs().stream().filter(job -> !(job instanceof TimerEntity)).findFirst();
    while (next.isPresent()) {
      management.executeJob(next.get().getId());
      next = jobs().stream().filter(job -> !(job instanceof TimerEntity)).findFirst();
    }
  }

  /** Runs what delivers one message that belongs to no incident. */
  private void runJobs(Delivery delivery) {
    runtime
        .createProcessInstanceQuery()
        .processDefinitionKey(DeliverNotification.KEY)
        .variableValueEquals("deliveryId", delivery.id().toString())
        .list()
        .forEach(
            instance ->
                management.createJobQuery().processInstanceId(instance.getId()).list().stream()
                    .map(Job::getId)
                    .forEach(management::executeJob));
  }

  private Instant due() {
    var timers = jobs().stream().filter(job -> job instanceof TimerEntity).toList();
    assertThat(timers).isNotEmpty();
    return timers.stream().map(job -> job.getDuedate().toInstant()).min(Instant::compareTo).get();
  }

  private void fireNext() {
    var next = jobs().stream().min(Comparator.comparing(Job::getDuedate)).orElseThrow();
    if (next.getDuedate().toInstant().isAfter(clock.instant())) {
      at(next.getDuedate().toInstant());
    }
    management.executeJob(next.getId());
    runJobs();
  }

  private void runAllInTime() {
    runJobs();
    while (!jobs().isEmpty()) {
      fireNext();
    }
  }

  /** The process dies before the engine has committed. */
  private void crash(String job) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            tx -> {
              management.executeJob(job);
              tx.setRollbackOnly();
            });
  }

  /**
   * All have ended, and for so many nobody could be reached; the others were taken or handed on.
   */
  private void assertEnded(int givenUp) {
    assertThat(running()).isZero();
    assertThat(lines()).filteredOn(line -> line.startsWith("Given up: ")).hasSize(givenUp);
  }

  /** Ended deliveries leave no history. */
  private long running() {
    return runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(number, DeliverNotification.KEY)
        .count();
  }
}
