package io.tocsin.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.engine.model.DeliverNotification;
import io.tocsin.notification.Notifications;
import io.tocsin.support.AllChannelsTest;
import io.tocsin.support.FakeSlack;
import io.tocsin.support.Providers;
import io.tocsin.support.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AllChannelsTest
class SlackChannelTest {

  private static final String INCIDENTS = FakeSlack.channelId("incidents-channel");
  private static final String CARLA = FakeSlack.userId("commander");

  @Autowired Response response;
  @Autowired Notifications notifications;
  @Autowired SlackThreads threads;
  @Autowired ManagementService management;
  @Autowired RuntimeService runtime;

  private java.time.Instant later = java.time.Instant.now();

  @Test
  void makesOneThreadOfAnIncidentInASharedChannel() {
    var number = response.declareUnder("smartbeak", "1");
    tell(number, "escalation", "contact:incidents-channel", "slack");
    tell(number, "deadline-warning", "contact:incidents-channel", "slack");
    tell(number, "resolved", "contact:incidents-channel", "slack");

    var posted = posted(number, INCIDENTS);
    assertThat(posted).hasSize(3);
    assertThat(posted.get(0).has("thread_ts")).isFalse();
    var root = threads.find(number, INCIDENTS).orElseThrow();
    assertThat(posted.get(1).path("thread_ts").asText()).isEqualTo(root.ts());
    assertThat(posted.get(1).path("reply_broadcast").asBoolean()).isFalse();
    assertThat(posted.get(2).path("thread_ts").asText()).isEqualTo(root.ts());
    assertThat(posted.get(2).path("reply_broadcast").asBoolean()).isTrue();
  }

  @Test
  void writesToAPersonWithButtonsWhereSomebodyIsToAct() {
    var number = response.declareUnder("smartbeak", "1");
    tell(number, "declared", "person:commander", "slack");
    tell(number, "resolved", "person:commander", "slack");
    var posted = posted(number, CARLA);
    assertThat(posted).hasSize(2).noneMatch(message -> message.has("thread_ts"));
    assertThat(posted.get(0).toString())
        .contains("tocsin-acknowledge", "tocsin-role", "tocsin-escalate", "/incidents/" + number);
    assertThat(posted.get(1).toString())
        .contains("/incidents/" + number)
        .doesNotContain("tocsin-acknowledge");
    assertThat(posted.get(0).path("client_msg_id").asText())
        .isNotEqualTo(posted.get(1).path("client_msg_id").asText())
        .hasSize(36);
  }

  @Test
  void keepsADrillFromChannelsAndPeople() {
    var number = response.declareUnder("smartbeak", "1", false, true);
    tell(number, "resolved", "contact:incidents-channel", "slack");
    tell(number, "resolved", "person:commander", "slack");
    assertThat(posted(number, INCIDENTS)).isEmpty();
    assertThat(posted(number, CARLA)).isEmpty();
  }

  @Test
  void letsOneMessageOnlyBeginTheThread() {
    var number = response.declareUnder("smartbeak", "1");
    var first = UUID.randomUUID();
    var second = UUID.randomUUID();
    assertThat(threads.claim(number, "C1", first)).isTrue();
    assertThat(threads.claim(number, "C1", second)).isFalse();
    // Tried again after a failure of which nobody knows how it ended.
    assertThat(threads.claim(number, "C1", first)).isTrue();
    response.at(java.time.Instant.now().plusSeconds(61));
    assertThat(threads.claim(number, "C1", second)).isTrue();
    threads.posted(number, "C1", new SlackApi.Posted("C1", "1.1"));
    threads.posted(number, "C1", new SlackApi.Posted("C1", "2.2"));
    assertThat(threads.find(number, "C1")).hasValue(new SlackThreads.Root("C1", "1.1"));
    assertThat(threads.claim(number, "C1", first)).isFalse();
  }

  @Test
  void postsByWebhook() {
    var path = "/slack-webhook/team-channel";
    var stub =
        Providers.SERVER.stubFor(post(urlPathEqualTo(path)).willReturn(aResponse().withBody("ok")));
    try {
      var number = response.declareUnder("smartbeak", "1");
      tell(number, "resolved", "contact:team-channel", "slack-webhook");
      assertThat(
              Providers.SERVER.findAll(postRequestedFor(urlPathEqualTo(path))).stream()
                  .filter(call -> call.getBodyAsString().contains(number)))
          .hasSize(1);
    } finally {
      Providers.SERVER.removeStub(stub);
    }
  }

  private void tell(String number, String event, String recipient, String channel) {
    notifications.tell(
        number,
        event,
        UUID.randomUUID().toString(),
        List.of(recipient),
        List.of(channel),
        Map.of());
    // A channel has a rate: a message may wait for its turn.
    for (int i = 0; i < 6; i++) {
      later = later.plusSeconds(2);
      response.at(later);
      jobs(number).forEach(job -> management.executeJob(job.getId()));
    }
  }

  private List<Job> jobs(String number) {
    return management
        .createJobQuery()
        .processDefinitionKey(DeliverNotification.KEY)
        .withRetriesLeft()
        .unlimitedList()
        .stream()
        .filter(
            job ->
                number.equals(
                    runtime
                        .createProcessInstanceQuery()
                        .processInstanceId(job.getProcessInstanceId())
                        .singleResult()
                        .getBusinessKey()))
        .toList();
  }

  private static List<JsonNode> posted(String number, String channel) {
    return FakeSlack.calls("chat.postMessage", number).stream()
        .filter(message -> message.path("channel").asText().equals(channel))
        .toList();
  }
}
