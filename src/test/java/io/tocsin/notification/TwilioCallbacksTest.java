package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.notification.Delivery.State;
import io.tocsin.support.AllChannelsTest;
import io.tocsin.support.Refusing;
import io.tocsin.support.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** Keys that people press, texts that they write, and messages that reach nobody. */
@AllChannelsTest
class TwilioCallbacksTest {

  private static final String TOKEN = "test-twilio";
  private static final String HERE = "http://localhost:8080";
  private static final String INES = "+15550100005";

  @Autowired MockMvc web;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Access access;
  @Autowired Deliveries deliveries;
  @Autowired Clock clock;
  @Autowired JdbcClient jdbc;

  private String number = "";

  @BeforeEach
  void declare() {
    CallbackKit.providersTakeEverything();
    number = response.declare("1");
  }

  @Test
  void four_takes_the_incident_once() throws Exception {
    var call = called("oncall1", "Ines Costa");
    press(call, "4").andExpect(content().string(containsString("It is yours now")));
    press(call, "4").andExpect(content().string(containsString("You have taken it already")));

    assertThat(response.incident(number).firstResponder()).isEqualTo("oncall1");
    assertThat(response.entries(number))
        .filteredOn(entry -> entry.kind().equals("acknowledged"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.actor()).isEqualTo("oncall1");
              assertThat(entry.source()).isEqualTo("phone");
            });
  }

  @Test
  void who_comes_second_hears_who_was_first() throws Exception {
    commands.acknowledge(number, Actor.api("commander"));
    press(called("oncall1", "Ines Costa"), "4")
        .andExpect(content().string(containsString("Carla Mendes has taken it already")));
    press(called("oncall1", "Ines Costa"), "5")
        .andExpect(content().string(containsString("Carla Mendes has taken it already")));
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("cannot take it"));
  }

  @Test
  void five_has_the_next_one_called_once_a_call() throws Exception {
    var call = called("oncall1", "Ines Costa");
    press(call, "5").andExpect(content().string(containsString("The next one is being called")));
    press(call, "5").andExpect(content().string(containsString("The next one is being called")));

    assertThat(response.timeline(number))
        .filteredOn(line -> line.contains("Ines Costa was called and cannot take it"))
        .hasSize(1);
    assertThat(response.incident(number).acknowledgedAt()).isNull();
  }

  @Test
  void a_machine_takes_nothing_and_counts_as_not_reached() throws Exception {
    var call = called("oncall1", "Ines Costa");
    send(
            "/twilio/voice/" + call.id() + "/answer",
            Map.of("Digits", "4", "CallSid", "CA1", "AnsweredBy", "machine_start"))
        .andExpect(content().string(containsString("Goodbye")));
    assertThat(response.incident(number).acknowledgedAt()).isNull();
    send(
            "/twilio/status/" + call.id(),
            Map.of("CallStatus", "completed", "CallSid", "CA1", "AnsweredBy", "machine_start"))
        .andExpect(status().isNoContent());
    assertThat(deliveries.get(call.id()).lastError())
        .isEqualTo("an answering machine took the call");
  }

  @Test
  void while_the_database_takes_nothing_it_is_said_and_asked_again() throws Exception {
    var call = called("oncall1", "Ines Costa");
    texted("oncall1", "Ines Costa");
    try (var refusing = Refusing.writes(jdbc, "incident", Refusing.DISK_FULL)) {
      press(call, "4")
          .andExpect(status().isOk())
          .andExpect(content().string(containsString("could not be noted just now")))
          .andExpect(content().string(containsString("Press 4")));
      text(INES, "ACK " + number)
          .andExpect(status().isOk())
          .andExpect(content().string(containsString("could not be noted just now")));
    }
    press(call, "4").andExpect(content().string(containsString("It is yours now")));
  }

  @Test
  void another_key_asks_again() throws Exception {
    press(called("oncall1", "Ines Costa"), "9")
        .andExpect(content().string(containsString("<Gather")));
  }

  @Test
  void nothing_is_taken_that_is_over() throws Exception {
    var call = called("oncall1", "Ines Costa");
    response.runJobs(number);
    commands.dismiss(number, "A false alarm", Actor.api("commander"));
    press(call, "4").andExpect(content().string(containsString("It is dismissed already")));
  }

  @Test
  void a_contact_can_take_it_without_getting_tasks() throws Exception {
    response.runJobs(number);
    press(called("engineering-lead", "Engineering lead"), "4")
        .andExpect(content().string(containsString("It is yours now")));
    assertThat(response.incident(number).acknowledgedAt()).isNotNull();
    assertThat(response.task(number, "Task_triage").getAssignee()).isNull();
  }

  @Test
  void ack_by_text_takes_what_waits() throws Exception {
    texted("oncall1", "Ines Costa");
    text(INES, "ack " + number)
        .andExpect(content().string(containsString(number + ": it is yours now")));
    text(INES, "ACK " + number)
        .andExpect(content().string(containsString("you have taken it already")));
    assertThat(response.incident(number).acknowledgedAt()).isNotNull();
  }

  @Test
  void the_end_of_the_number_is_enough() throws Exception {
    texted("oncall2", "Jonas Weber");
    text("+15550100006", "4 " + number.substring(number.lastIndexOf('-') + 1))
        .andExpect(content().string(containsString(number + ": it is yours now")));
  }

  @Test
  void several_that_wait_are_told_apart() throws Exception {
    var other = response.declare("1");
    for (var each : new String[] {number, other}) {
      CallbackKit.paged(deliveries, clock, each, "security", "Sofia Lind", "sms", null);
    }
    text("+15550100007", "ACK")
        .andExpect(content().string(containsString("Several wait: ")))
        .andExpect(content().string(containsString(number)))
        .andExpect(content().string(containsString(other)));
    text("+15550100007", "ack, " + other + "!");
    text("+15550100007", "ACK")
        .andExpect(content().string(containsString(number + ": it is yours now")));
    text("+15550100007", "ACK")
        .andExpect(content().string(containsString("you have taken it already")));
  }

  @Test
  void a_drill_stands_in_nobodys_way() throws Exception {
    var phone = "+15550100008";
    texted("exec", "Eli Executive");
    var drill = response.declareUnder(response.incident(number).policy(), "1", false, true);
    var kept = CallbackKit.paged(deliveries, clock, drill, "exec", "Eli Executive", "sms", null);
    jdbc.sql("update delivery set state = 'kept' where id = ?").param(kept.id()).update();

    text(phone, "ACK").andExpect(content().string(containsString(number + ": it is yours now")));
    text(phone, "ACK")
        .andExpect(content().string(containsString(number + ": you have taken it already")));
    assertThat(response.incident(drill).acknowledgedAt()).isNull();
    text(phone, "ACK " + drill)
        .andExpect(content().string(containsString(drill + ": it is yours now")));
  }

  @Test
  void what_has_become_restricted_waits_only_for_who_may_read_it() throws Exception {
    var call = called("oncall2", "Jonas Weber");
    texted("oncall2", "Jonas Weber");
    commands.security(number, "Somebody of ours did it", Actor.api("security"));

    for (var key : new String[] {"4", "5"}) {
      press(call, key).andExpect(content().string(containsString("does not wait for you")));
    }
    for (var word : new String[] {"ACK " + number, "ESC " + number}) {
      text("+15550100006", word)
          .andExpect(content().string(containsString("No incident waits for you")));
    }
    assertThat(response.incident(number).takenAt()).isNull();
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("Jonas Weber"));

    access.name(response.incident(number), "oncall2", "Needed", Actor.api("security"));
    press(call, "4").andExpect(content().string(containsString("It is yours now")));
  }

  @Test
  void esc_by_text_has_the_next_one_called() throws Exception {
    texted("oncall1", "Ines Costa");
    text(INES, "ESC " + number)
        .andExpect(content().string(containsString("the next one is being called")));
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("Ines Costa was called and cannot take it"));
  }

  @Test
  void what_is_not_understood_is_explained() throws Exception {
    text(INES, "what?").andExpect(content().string(containsString("Reply ACK to take")));
    text(INES, "ACK or ESC").andExpect(content().string(containsString("Reply ACK to take")));
  }

  @Test
  void a_sentence_is_no_command() throws Exception {
    texted("oncall1", "Ines Costa");
    for (var sentence :
        new String[] {
          "Sorry, I cannot take it",
          "can't ack, driving",
          "busy until 4",
          "Back in 5 min",
          "5 min",
          "Take me off this list",
          "ACK " + number + " no wait",
          "not ack " + number,
          "ack" + " ".repeat(200) + "not",
          ""
        }) {
      text(INES, sentence).andExpect(content().string(containsString("Reply ACK to take")));
    }
    assertThat(response.incident(number).acknowledgedAt()).isNull();
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("cannot take it"));
  }

  @Test
  void whoever_was_not_told_learns_nothing() throws Exception {
    text("+15550100004", "ACK " + number)
        .andExpect(content().string(containsString("No incident waits for you")));
    text("+19995550000", "ACK " + number)
        .andExpect(content().string(not(containsString("Message"))));
    text("", "ACK " + number).andExpect(content().string(not(containsString("Message"))));
    assertThat(response.incident(number).acknowledgedAt()).isNull();
  }

  @Test
  void a_line_that_is_busy_is_noted_once() throws Exception {
    var call = called("oncall1", "Ines Costa");
    for (int i = 0; i < 2; i++) {
      send("/twilio/status/" + call.id(), Map.of("CallStatus", "busy", "CallSid", "CA1"))
          .andExpect(status().isNoContent());
    }
    var failed = deliveries.get(call.id());
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.lastError()).isEqualTo("the line was busy");
    assertThat(CallbackKit.failedAt(jdbc, call.id())).isAfterOrEqualTo(call.sentAt());
    assertThat(response.timeline(number))
        .filteredOn(line -> line.contains("Not reached"))
        .containsExactly("notification: Not reached by telephone: Ines Costa, the line was busy");
  }

  @Test
  void a_text_that_is_not_delivered_is_noted_with_twilios_code() throws Exception {
    var text = texted("oncall1", "Ines Costa");
    send("/twilio/status/" + text.id(), Map.of("MessageStatus", "delivered"))
        .andExpect(status().isNoContent());
    assertThat(deliveries.get(text.id()).state()).isEqualTo(State.SENT);
    send(
            "/twilio/status/" + text.id(),
            Map.of("MessageStatus", "undelivered", "ErrorCode", "30003"))
        .andExpect(status().isNoContent());
    assertThat(deliveries.get(text.id()).lastError())
        .isEqualTo("could not be delivered (Twilio's error 30003)");
  }

  @Test
  void without_the_right_signature_nothing_happens() throws Exception {
    var call = called("oncall1", "Ines Costa");
    var path = "/twilio/voice/" + call.id() + "/answer";
    for (var signature :
        new @Nullable String[] {null, "", "AAAA", sign(path, Map.of("Digits", "5"))}) {
      send(path, Map.of("Digits", "4"), signature).andExpect(status().isForbidden());
    }
    assertThat(response.incident(number).acknowledgedAt()).isNull();
  }

  @Test
  void what_is_huge_or_unknown_is_refused() throws Exception {
    text(INES, "x".repeat(70_000)).andExpect(status().isPayloadTooLarge());
    send("/twilio/status/11111111-2222-4333-8444-555555555555", Map.of("CallStatus", "busy"))
        .andExpect(status().isNotFound());
    web.perform(get("/twilio/sms")).andExpect(status().isForbidden());
  }

  private Delivery called(String person, String name) {
    return CallbackKit.paged(deliveries, clock, number, person, name, "phone", null);
  }

  private Delivery texted(String person, String name) {
    return CallbackKit.paged(deliveries, clock, number, person, name, "sms", null);
  }

  private ResultActions press(Delivery call, String key) throws Exception {
    return send(
            "/twilio/voice/" + call.id() + "/answer",
            Map.of("Digits", key, "CallSid", "CA" + call.id()))
        .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_XML));
  }

  private ResultActions text(String from, String body) throws Exception {
    return send(
        "/twilio/sms", Map.of("From", from, "Body", body, "MessageSid", "SM" + body.hashCode()));
  }

  private ResultActions send(String path, Map<String, String> fields) throws Exception {
    return send(path, fields, sign(path, fields));
  }

  private ResultActions send(String path, Map<String, String> fields, @Nullable String signature)
      throws Exception {
    var body =
        fields.entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var request = post(path).contentType(MediaType.APPLICATION_FORM_URLENCODED).content(body);
    return web.perform(
        signature == null ? request : request.header("X-Twilio-Signature", signature));
  }

  private static String sign(String path, Map<String, String> fields) {
    var text = new StringBuilder(HERE + path);
    new TreeMap<>(fields).forEach((name, value) -> text.append(name).append(value));
    return Hmac.sha1(TOKEN, text.toString());
  }
}
