package io.tocsin.chatops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.engine.model.ChatCommand;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.statuspage.PublicPost;
import io.tocsin.statuspage.StatusPage;
import io.tocsin.support.AllChannelsTest;
import io.tocsin.support.FakeSlack;
import io.tocsin.support.Refusing;
import io.tocsin.support.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@AllChannelsTest
class ChatCommandsTest {

  private static final String CARLA = FakeSlack.userId("commander");
  private static final String DAVE = FakeSlack.userId("techlead");
  private static final String SOMEWHERE = "C0SOMEWHERE";

  @Autowired MockMvc http;
  @Autowired Response response;
  @Autowired StatusPage page;
  @Autowired IncidentCommands commands;
  @Autowired ManagementService management;
  @Autowired RuntimeService runtime;
  @Autowired HistoryService history;
  @Autowired JdbcClient jdbc;

  @Test
  void declaresAndAnswers() throws Exception {
    var answer = done("declare Checkout <is> slow --service checkout --severity 2");
    var text = answer.path("text").asText();
    assertThat(text).contains("declared: Checkout &lt;is&gt; slow");
    assertThat(answer.path("response_type").asText()).isEqualTo("ephemeral");
    var number = text.replaceAll("(?s).*(INC-\\d{4}-\\d{2}-\\d{2}-\\d{3,}).*", "$1");
    assertThat(response.incident(number).severity()).isEqualTo(2);
    assertThat(response.incident(number).services()).containsExactly("checkout");
    assertThat(response.entries(number).get(0).source()).isEqualTo("chat");
    assertThat(response.entries(number).get(0).actor()).isEqualTo("commander");
  }

  @Test
  void doesWhatItIsToldToAnIncident() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    assertThat(said("ack " + number + " on it")).contains("acknowledged by Carla Mendes");
    assertThat(said("severity " + number + " SEV-1 all is down")).contains("severity SEV-1");
    assertThat(said("commander " + number + " me")).contains("Carla Mendes is commander");
    assertThat(said("tech-lead " + number + " <@" + FakeSlack.userId("techlead") + "|tom>"))
        .contains("Tomas Berg is technical lead");
    assertThat(said("comms " + number + " comms")).contains("communications lead");
    assertThat(said("scribe " + number + " @scribe")).contains("scribe");
    assertThat(said("monitor " + number + " monitor")).contains("monitoring lead");
    assertThat(said("support " + number + " support")).contains("support lead");
    assertThat(said("note " + number + " saw a spike")).contains("noted");
    assertThat(said("status " + number + " identified a bad release")).contains("identified");
    assertThat(said("update " + number + " we roll back")).contains("update (internal) written");
    assertThat(said("escalate " + number + " stuck")).contains("escalation asked for");

    var incident = response.incident(number);
    assertThat(incident.severity()).isEqualTo(1);
    assertThat(incident.status()).isEqualTo(Status.IDENTIFIED);
    assertThat(incident.holder(Role.COMMANDER)).isEqualTo("commander");
    assertThat(incident.holder(Role.TECHNICAL_LEAD)).isEqualTo("techlead");
    assertThat(response.timeline(number))
        .contains("note: on it", "note: saw a spike", "update: Update (internal): we roll back");
  }

  @Test
  void saysThatItIsToBeSentAgainWhileTheDatabaseTakesNothing() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    try (var refusing = Refusing.writes(jdbc, "chat_command", Refusing.DISK_FULL)) {
      perform(FakeSlack.command(CARLA, SOMEWHERE, "ack " + number, FakeSlack.trigger()))
          .andExpect(status().isOk())
          .andExpect(jsonPath("$.text").value(containsString("Send it again")));
    }
    assertThat(said("ack " + number)).contains("acknowledged by Carla Mendes");
  }

  @Test
  void saysWhoHasTakenItToWhoeverComesTooLate() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    commands.acknowledge(number, Actor.api("techlead"));

    assertThat(said("ack " + number))
        .contains("Tomas Berg has taken it already")
        .doesNotContain("acknowledged by");
  }

  @Test
  void asksAgainBeforeEverybodyReadsWhatIsOfTheHouse() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    assertThat(said("update " + number + " public oncall1 restarts it"))
        .startsWith("Not done. ")
        .contains("Everybody would read 'oncall1'", "--anyway");
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("Update (public)"));

    // Phones turn two hyphens into a dash.
    for (var hyphens : List.of("--", "—", "–")) {
      assertThat(said("update " + number + " public oncall1 restarts it " + hyphens + "anyway"))
          .contains("update (public) written, out once incident-commander released it");
    }
    assertThat(response.timeline(number)).contains("update: Update (public): oncall1 restarts it");
  }

  @Test
  void letsLegalReleaseWordsThoughTheyAreNoResponders() throws Exception {
    var number = response.declareUnder("parsify", "2", true, false);
    commands.update(number, "public", "Some of you wait", null, Actor.api("security"));
    response.runJobs(number);
    var legal = FakeSlack.userId("exec");
    var shown =
        perform(FakeSlack.command(legal, SOMEWHERE, "release " + number, FakeSlack.trigger()))
            .andReturn()
            .getResponse()
            .getContentAsString(StandardCharsets.UTF_8);
    var mark = shown.replaceAll("(?s).*\\(`([0-9a-f]{6}-1)`.*", "$1");
    assertThat(answer(legal, "release " + number + " " + mark)).contains("words released");
    assertThat(answer(legal, "note " + number + " hm"))
        .contains("Only responders command incidents");
  }

  @Test
  void releasesWordsThatWereReadAndSendsOthersBack() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    commands.update(number, "public", "Some <b>wait", null, Actor.api("comms"));
    response.runJobs(number);
    var answer =
        read("release " + number)
            .andExpect(jsonPath("$.text", containsString("Some &lt;b&gt;wait")))
            .andReturn()
            .getResponse()
            .getContentAsString(StandardCharsets.UTF_8);
    var mark = answer.replaceAll("(?s).*\\(`([0-9a-f]{6}-1)`.*", "$1");
    assertThat(said("release " + number + " 000000-1")).startsWith("Not done. ").contains("mark");
    var other = FakeSlack.userId("oncall1");
    assertThat(answer(other, "release " + number + " " + mark))
        .contains("not yours to release", "incident-commander");
    assertThat(said("release " + number + " " + mark)).contains("words released");
    response.runJobs(number);
    assertThat(page.of(number)).extracting(PublicPost::body).containsExactly("Some <b>wait");
    assertThat(response.open(number)).doesNotContain("Task_releaseWords");

    commands.update(number, "public", "All wait", null, Actor.api("comms"));
    response.runJobs(number);
    var second =
        read("release " + number)
            .andReturn()
            .getResponse()
            .getContentAsString(StandardCharsets.UTF_8);
    var next = second.replaceAll("(?s).*\\(`([0-9a-f]{6}-1)`.*", "$1");
    assertThat(said("send-back " + number + " " + next + " who is all?")).contains("sent back");
    response.runJobs(number);
    assertThat(response.open(number)).contains("Task_writeWords");
  }

  @Test
  void changesTheKindByIdOrTitle() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    assertThat(said("kind " + number + " Memory leak it grows")).contains("kind Memory leak");
    assertThat(said("kind " + number + " ddos")).contains("kind Denial of service");
    assertThat(response.incident(number).kind()).isEqualTo("ddos");
    assertThat(response.timeline(number))
        .contains(
            "status: Kind: Memory leak. it grows",
            "status: Kind: Denial of service (was: Memory leak). Said in the chat");
    assertThat(said("kind " + number + " flood"))
        .startsWith("Not done. 'flood' is no kind of incident; there are ")
        .contains("memory-leak");
  }

  @Test
  void showsTakesAndLeavesThePlaybook() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    response.runJobs(number);
    response.triage(number, 2);
    read("playbook " + number)
        .andExpect(jsonPath("$.text", containsString("follows no playbook")))
        .andExpect(jsonPath("$.text", containsString("Fits: *High error rate*")));

    assertThat(said("playbook " + number + " Memory leak: it grows"))
        .contains("playbook Memory leak");
    response.runJobs(number);
    read("playbook " + number)
        .andExpect(
            jsonPath(
                "$.text",
                containsString("follows *Memory leak*, chosen by Carla Mendes: it grows")))
        .andExpect(jsonPath("$.text", containsString("Open: *Check first*")))
        .andExpect(
            jsonPath("$.text", containsString("• Memory of each process over time was looked at")));

    assertThat(said("playbook " + number + " memory-lea")).startsWith("Not done. ");
    var support = FakeSlack.userId("support");
    assertThat(
            outcome(sent(support, SOMEWHERE, "playbook " + number + " leave", FakeSlack.trigger()))
                .path("text")
                .asText())
        .contains("not yours to choose", "technical lead");
    assertThat(said("playbook " + number + " leave")).contains("no playbook is followed");
    response.runJobs(number);
    assertThat(response.timeline(number))
        .contains("playbook: Playbook left: Memory leak. Said in the chat");
    read("help playbook").andExpect(jsonPath("$.text", containsString("what is open")));
  }

  @Test
  void dismissesMergesAndRefusesWhatIsOver() throws Exception {
    var number = response.declareUnder("smartbeak", "3");
    var other = response.declareUnder("smartbeak", "3");
    assertThat(said("merge " + number + " into " + other)).contains("merged into " + other);
    assertThat(response.incident(number).mergedInto()).isEqualTo(other);
    assertThat(said("dismiss " + other + " nothing there"))
        .contains("dismissed", "cannot be reopened", "call nobody until they fire anew");
    assertThat(response.incident(other).status()).isEqualTo(Status.DISMISSED);
    assertThat(said("ack " + other)).startsWith("Not done. ").contains(other);
    assertThat(said("reopen " + other + " again")).startsWith("Not done. ").contains("dismissed");
    assertThat(said("resolve " + other + " by itself")).startsWith("Not done. ");
    assertThat(history(other)).allMatch("Event_answered"::equals);
  }

  @ParameterizedTest
  @CsvSource({
    "severity %s horrible because, neither 1 to 4 nor a label",
    "severity %s 9 because, neither 1 to 4 nor a label",
    "commander %s nobody, 'nobody'",
    "tech-lead %s <@U0NOBODY>, slack-id",
    "escalate %s stuck --ladder none, no ladder",
    "merge %s INC-2001-01-01-001, There is no incident INC-2001-01-01-001",
    "merge %s %s, itself",
    "reopen %s again, only monitoring and resolved",
    "ack INC-2001-01-01-001, There is no incident INC-2001-01-01-001",
  })
  void refusesInPlainWordsAndChangesNothing(String typed, String words) throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    var before = response.timeline(number);
    var said = said(typed.replace("%s", number));
    assertThat(said).startsWith("Not done. ").contains(words).doesNotContain("Exception");
    assertThat(response.timeline(number)).isEqualTo(before);
  }

  @Test
  void answersAtOnceWhatIsOnlyRead() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    read("status " + number).andExpect(jsonPath("$.text", containsString("SEV-2 (provisional)")));
    read("timeline " + number).andExpect(jsonPath("$.text", containsString("Declared: Checkout")));
    read("oncall").andExpect(jsonPath("$.text", containsString("*primary:*")));
    read("oncall nowhere").andExpect(jsonPath("$.text", containsString("no rotation")));
    read("help").andExpect(jsonPath("$.text", containsString("/incident merge")));
    read("").andExpect(jsonPath("$.text", containsString("/incident merge")));
    read("resolv it").andExpect(jsonPath("$.text", containsString("Did you mean")));
    read("status INC-2001-01-01-001")
        .andExpect(jsonPath("$.text", containsString("There is no incident")));
  }

  @Test
  void meansNoOtherIncidentInAChannelWhoseOwnMayNotBeRead() throws Exception {
    var secret = response.declare("high", List.of("checkout"), true);
    var channel = channelOf(secret, true);
    var other = response.declareUnder("smartbeak", "2");
    var answer = outcome(sent(DAVE, channel, "note the key is known", FakeSlack.trigger()));

    assertThat(answer.path("text").asText())
        .startsWith("Not done. You may not read the incident of this channel");
    assertThat(response.timeline(other)).noneMatch(line -> line.contains("the key is known"));
    assertThat(response.timeline(secret)).noneMatch(line -> line.contains("the key is known"));
  }

  @Test
  void answersOnePersonWhenTheCommandHasMadeItAMatterOfSecurity() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    var channel = channelOf(number, false);
    var answer = outcome(sent(CARLA, channel, "kind security-incident", FakeSlack.trigger()));

    assertThat(response.incident(number).security()).isTrue();
    assertThat(answer.path("response_type").asText()).isEqualTo("ephemeral");
  }

  private String channelOf(String number, boolean restricted) {
    var channel = "C0OWN" + number.replaceAll("[^0-9]", "");
    jdbc.sql(
            "insert into incident_channel (incident, state, restricted, channel_id)"
                + " values (?, 'open', ?, ?)")
        .params(number, restricted, channel)
        .update();
    return channel;
  }

  @Test
  void needsNoNumberInTheIncidentsOwnChannel() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    var channel = channelOf(number, false);
    var answer = outcome(sent(CARLA, channel, "note here it is", FakeSlack.trigger()));
    assertThat(answer.path("text").asText()).contains(number);
    assertThat(answer.path("response_type").asText()).isEqualTo("in_channel");
    assertThat(response.timeline(number)).contains("note: here it is");
  }

  @Test
  void asksForTheNumberWhenSeveralAreOpen() throws Exception {
    var one = response.declareUnder("smartbeak", "2");
    response.declareUnder("smartbeak", "2");
    read("status").andExpect(jsonPath("$.text", containsString("Several incidents are open")));
    assertThat(said("note which one")).startsWith("Not done. Several incidents are open");
    assertThat(response.timeline(one)).doesNotContain("note: which one");
  }

  @Test
  void tellsWhoeverItDoesNotKnowWhatToDo() throws Exception {
    perform(FakeSlack.command("U0STRANGER", SOMEWHERE, "status", FakeSlack.trigger()))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.text", containsString("U0STRANGER")))
        .andExpect(jsonPath("$.text", containsString("slack-id")));
  }

  @Test
  void letsOnlyRespondersCommand() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    var manager = FakeSlack.userId("manager");
    var trigger = sent(manager, SOMEWHERE, "ack " + number, FakeSlack.trigger());
    assertThat(outcome(trigger).path("text").asText())
        .startsWith("Not done. Only responders command");
    assertThat(response.incident(number).acknowledgedAt()).isNull();
    perform(FakeSlack.command(manager, SOMEWHERE, "status " + number, FakeSlack.trigger()))
        .andExpect(jsonPath("$.text", containsString(number)));
  }

  @Test
  void doesTheSameOnceHoweverOftenSlackSendsIt() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    var trigger = FakeSlack.trigger();
    sent(CARLA, SOMEWHERE, "note " + number + " once", trigger);
    sent(CARLA, SOMEWHERE, "note " + number + " once", trigger);
    outcome(trigger);
    assertThat(response.timeline(number)).containsOnlyOnce("note: once");
    assertThat(FakeSlack.answersTo(trigger)).hasSize(1);
  }

  @Test
  void takesPressedButtons() throws Exception {
    var number = response.declareUnder("smartbeak", "2");
    var acknowledged =
        pressed("{\"action_id\":\"tocsin-acknowledge\",\"value\":\"" + number + "\"}");
    assertThat(response.incident(number).acknowledgedAt()).isNotNull();
    assertThat(acknowledged.path("replace_original").asBoolean()).isTrue();
    assertThat(acknowledged.path("blocks").toString())
        .contains("acknowledged by Carla Mendes", "tocsin-escalate")
        .doesNotContain("tocsin-acknowledge");

    pressed(
        "{\"action_id\":\"tocsin-role\",\"selected_option\":{\"value\":\"%s:technicalLead\"}}"
            .formatted(number));
    assertThat(response.incident(number).holder(Role.TECHNICAL_LEAD)).isEqualTo("commander");

    var escalated = pressed("{\"action_id\":\"tocsin-escalate\",\"value\":\"" + number + "\"}");
    assertThat(escalated.path("text").asText()).contains("escalation asked for");
    assertThat(escalated.path("replace_original").asBoolean()).isFalse();
  }

  @Test
  void passesOverWhatIsNoCommand() throws Exception {
    for (var action :
        List.of(
            "{\"action_id\":\"tocsin-open\"}",
            "{\"action_id\":\"tocsin-acknowledge\",\"value\":\"INC-1; drop table\"}",
            "{\"action_id\":\"other\",\"value\":\"INC-2026-02-10-001\"}")) {
      var trigger = FakeSlack.trigger();
      interact(FakeSlack.pressed(CARLA, SOMEWHERE, action, trigger)).andExpect(status().isOk());
      assertThat(kept(trigger)).isEmpty();
    }
    interact("payload=%7B%7D").andExpect(status().isOk());
    interact("payload=%7Bnot+json").andExpect(status().isBadRequest());
  }

  @Test
  void believesSlackAlone() throws Exception {
    var body = FakeSlack.command(CARLA, SOMEWHERE, "help", FakeSlack.trigger());
    var now = "" + Instant.now().getEpochSecond();
    send("commands", now, FakeSlack.signature(now, body), body)
        .andExpect(status().isOk())
        .andExpect(request().sessionAttributeDoesNotExist("SPRING_SECURITY_CONTEXT"));
    send("commands", now, FakeSlack.signature(now, body), body + "&x=1")
        .andExpect(status().isUnauthorized())
        .andExpect(jsonPath("$.detail", containsString("signature")));
    send("commands", now, "v0=00", body).andExpect(status().isUnauthorized());
    http.perform(
            post("/slack/commands")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .content(body))
        .andExpect(status().isUnauthorized());
    for (var away : List.of(-310, 310)) {
      var time = "" + (Instant.now().getEpochSecond() + away);
      send("commands", time, FakeSlack.signature(time, body), body)
          .andExpect(status().isUnauthorized());
    }
    var large = body + "&filler=" + "x".repeat(65_536);
    send("commands", now, FakeSlack.signature(now, large), large)
        .andExpect(status().isPayloadTooLarge());
  }

  @Test
  void answersNowhereButInSlack() throws Exception {
    var trigger = FakeSlack.trigger();
    var body =
        FakeSlack.command(CARLA, SOMEWHERE, "declare x", trigger)
            .replaceAll("response_url=[^&]*", "response_url=http%3A%2F%2F169.254.169.254%2Flatest");
    perform(body).andExpect(status().isBadRequest());
    assertThat(kept(trigger)).isEmpty();
  }

  private String said(String typed) throws Exception {
    return done(typed).path("text").asText();
  }

  private JsonNode done(String typed) throws Exception {
    return outcome(sent(CARLA, SOMEWHERE, typed, FakeSlack.trigger()));
  }

  private ResultActions read(String typed) throws Exception {
    var trigger = FakeSlack.trigger();
    var answer =
        perform(FakeSlack.command(CARLA, SOMEWHERE, typed, trigger))
            .andExpect(status().isOk())
            .andExpect(jsonPath("$.response_type").value("ephemeral"));
    assertThat(kept(trigger)).isEmpty();
    return answer;
  }

  private String sent(String user, String channel, String typed, String trigger) throws Exception {
    perform(FakeSlack.command(user, channel, typed, trigger))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.text").value("On it."));
    return trigger;
  }

  private JsonNode pressed(String action) throws Exception {
    var trigger = FakeSlack.trigger();
    interact(FakeSlack.pressed(CARLA, SOMEWHERE, action, trigger)).andExpect(status().isOk());
    return outcome(trigger);
  }

  /** Runs the two jobs of the command and returns what was answered. */
  private String answer(String user, String typed) throws Exception {
    return outcome(sent(user, SOMEWHERE, typed, FakeSlack.trigger())).path("text").asText();
  }

  private JsonNode outcome(String trigger) {
    var instance =
        runtime
            .createProcessInstanceQuery()
            .processDefinitionKey(ChatCommand.KEY)
            .variableValueEquals("chatCommandId", kept(trigger).get(0))
            .singleResult();
    for (int i = 0; i < 2; i++) {
      var job = management.createJobQuery().processInstanceId(instance.getId()).singleResult();
      management.executeJob(job.getId());
    }
    var answers = FakeSlack.answersTo(trigger);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private List<String> kept(String trigger) {
    return jdbc.sql("select id::text from chat_command where trigger_id = ?")
        .param(trigger)
        .query(String.class)
        .list();
  }

  private List<String> history(String number) {
    return history
        .createHistoricActivityInstanceQuery()
        .activityType("noneEndEvent")
        .activityId(ChatCommand.Elements.EVENT_ANSWERED)
        .unlimitedList()
        .stream()
        .map(end -> end.getActivityId())
        .toList();
  }

  private ResultActions perform(String body) throws Exception {
    var now = "" + Instant.now().getEpochSecond();
    return send("commands", now, FakeSlack.signature(now, body), body);
  }

  private ResultActions interact(String body) throws Exception {
    var now = "" + Instant.now().getEpochSecond();
    return send("interactions", now, FakeSlack.signature(now, body), body);
  }

  private ResultActions send(String where, String time, String signature, String body)
      throws Exception {
    return http.perform(
        post("/slack/" + where)
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .header("X-Slack-Request-Timestamp", time)
            .header("X-Slack-Signature", signature)
            .content(body.getBytes(StandardCharsets.UTF_8)));
  }
}
