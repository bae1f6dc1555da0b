package io.tocsin.slack;

import static io.tocsin.engine.model.IncidentChannel.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.catalog.Catalog;
import io.tocsin.engine.model.IncidentChannel.Elements;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import io.tocsin.incident.UpdateClock;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.NotTakenException;
import io.tocsin.people.People;
import io.tocsin.people.Rotas;
import io.tocsin.slack.IncidentChannel.State;
import io.tocsin.support.AllChannelsTest;
import io.tocsin.support.FakeSlack;
import io.tocsin.support.Response;
import io.tocsin.wall.DrillWall;
import java.time.Clock;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@AllChannelsTest
class IncidentChannelProcessTest {

  private static final Actor CARLA = Actor.api("commander");

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Incidents incidents;
  @Autowired Access access;
  @Autowired IncidentChannels rooms;
  @Autowired ChannelKeeper keeper;
  @Autowired SlackRoom room;
  @Autowired SlackApi slack;
  @Autowired SlackProperties properties;
  @Autowired People people;
  @Autowired Rotas rotas;
  @Autowired DrillWall wall;
  @Autowired Catalog catalog;
  @Autowired Clock clock;
  @Autowired UpdateClock updates;
  @Autowired ManagementService management;
  @Autowired RuntimeService runtime;
  @Autowired JdbcClient jdbc;
  @Autowired Deliveries deliveries;

  @AfterEach
  void forget() {
    FakeSlack.forget();
  }

  @Test
  void opensAChannelWithTopicFactsAndPeople() {
    var number = response.declareUnder("smartbeak", "1");
    run(number, Elements.TASK_OPEN_CHANNEL);

    var made = only(FakeSlack.calls("conversations.create", shortNumber(number)));
    assertThat(made.path("name").asText()).isEqualTo("incident-" + shortNumber(number));
    assertThat(made.path("is_private").asBoolean()).isFalse();
    var channel = channel(number);
    assertThat(topics(channel))
        .containsExactly("SEV-1 (provisional) · investigating · commander: nobody yet");
    var facts = only(FakeSlack.calls("chat.postMessage", channel));
    assertThat(facts.toString())
        .contains("Checkout answers with errors", "SEV-1", "/incidents/" + number)
        .contains("tocsin-acknowledge");
    assertThat(FakeSlack.calls("pins.add", channel)).hasSize(1);
    assertThat(invited(channel))
        .contains(FakeSlack.userId("commander"))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.startsWith("U0"));
    assertThat(incidents.get(number).links())
        .contains("https://sample.slack.com/archives/" + channel);
    assertThat(room.of(incidents.get(number)))
        .hasValueSatisfying(to -> assertThat(to.slackId()).isEqualTo(channel));
    assertWaits(number);
  }

  @Test
  void keepsTheTopicCurrentAndInvitesNobodyTwice() {
    var number = opened();
    var channel = channel(number);
    commands.role(number, Role.SCRIBE, "scribe", CARLA);
    commands.role(number, Role.COMMANDER, "monitor", CARLA);
    run(number, Elements.TASK_KEEP_CHANNEL);
    commands.role(number, Role.COMMANDER, "scribe", CARLA);
    run(number, Elements.TASK_KEEP_CHANNEL);

    assertThat(topics(channel)).last().asString().contains("commander: Sanna Virtanen");
    assertThat(topics(channel)).anyMatch(topic -> topic.contains("commander: Mei Tanaka"));
    assertThat(invited(channel))
        .contains(FakeSlack.userId("scribe"), FakeSlack.userId("monitor"))
        .doesNotHaveDuplicates();
    assertWaits(number);
  }

  @Test
  void keepsThePinnedFactsCurrentAndChangesThemOnlyWhenTheySaySomethingElse() {
    var number = opened();
    var channel = channel(number);
    assertThat(FakeSlack.calls("chat.update", channel)).isEmpty();
    commands.role(number, Role.SCRIBE, "scribe", CARLA);
    run(number, Elements.TASK_KEEP_CHANNEL);
    commands.severity(number, "2", "Half of it works", CARLA);
    run(number, Elements.TASK_KEEP_CHANNEL);

    var changes = FakeSlack.calls("chat.update", channel);
    assertThat(changes).hasSize(2);
    assertThat(changes.get(0).path("ts").asText())
        .isEqualTo(rooms.find(number).orElseThrow().rootTs());
    assertThat(changes.get(0).toString()).contains("*Scribe:* Sanna Virtanen", "SEV-1");
    assertThat(changes.get(1).toString()).contains("SEV-2", "*Next update:* ");
    keeper.keep(number);
    assertThat(FakeSlack.calls("chat.update", channel)).hasSize(2);
    assertThat(FakeSlack.calls("chat.postMessage", channel)).hasSize(1);

    var due = changes.get(1).toString();
    response.at(response.incident(number).declaredAt().plusSeconds(600));
    commands.update(number, "internal", "We look", null, CARLA);
    run(number, Elements.TASK_KEEP_CHANNEL);
    assertThat(FakeSlack.calls("chat.update", channel).get(2).toString()).isNotEqualTo(due);
    assertWaits(number);
  }

  @Test
  void goesOnWithoutFactsThatSomebodyDeleted() {
    var number = opened();
    FakeSlack.refuses("chat.update", channel(number), "message_not_found");
    commands.role(number, Role.COMMANDER, "monitor", CARLA);
    run(number, Elements.TASK_KEEP_CHANNEL);
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("(message_not_found)"));
    assertThat(topics(channel(number))).last().asString().contains("Mei Tanaka");
    assertWaits(number);
  }

  @Test
  void isArchivedSomeTimeAfterTheIncidentIsOver() {
    var number = opened();
    var channel = channel(number);
    commands.dismiss(number, "A false alarm", CARLA);
    assertThat(FakeSlack.calls("conversations.archive", channel)).isEmpty();
    response.fire(number, KEY, Elements.EVENT_LAST_WORDS_SAID);

    assertThat(FakeSlack.calls("conversations.archive", channel)).hasSize(1);
    assertThat(response.ends(number, KEY)).containsExactly(Elements.EVENT_ARCHIVED);
    assertThat(room.of(incidents.get(number))).isEmpty();
  }

  @Test
  void endsWithoutAChannelWhereThePolicyWantsNone() {
    var number = response.declareUnder("storefront", "1");
    assertWaits(number);
    commands.dismiss(number, "A false alarm", CARLA);
    assertThat(response.ends(number, KEY)).containsExactly(Elements.EVENT_NO_CHANNEL);
    assertThat(FakeSlack.calls("conversations.create", shortNumber(number))).isEmpty();
  }

  @Test
  void takesTheNextNameWhenOneIsTaken() {
    var number = response.declareUnder("smartbeak", "1");
    var name = "incident-" + shortNumber(number);
    FakeSlack.refuses("conversations.create", "\"" + name + "\"", "name_taken");
    run(number, Elements.TASK_OPEN_CHANNEL);
    assertThat(FakeSlack.calls("conversations.create", shortNumber(number)))
        .extracting(call -> call.path("name").asText())
        .containsExactly(name, name + "-2");
    // It was somebody else's from the first try: nobody looks for it.
    assertThat(rooms.find(number).orElseThrow().name()).isEqualTo(name + "-2");
  }

  @Test
  void findsTheChannelThatItMadeBeforeACrash() {
    var number = response.declareUnder("smartbeak", "1");
    var name = "incident-" + shortNumber(number);
    rooms.begin(number, false);
    rooms.trying(number, name, 1, false);
    var ours = "C0LOST" + shortNumber(number).replace("-", "");
    FakeSlack.answers(
        "conversations.list",
        "{\"ok\":true,\"channels\":[{\"id\":\"C0OTHER\",\"name\":\"general\"},"
            + "{\"id\":\"%s\",\"name\":\"%s\",\"creator\":\"U0TOCSIN\",\"created\":%d}]}"
                .formatted(ours, name, incidents.get(number).declaredAt().getEpochSecond()));
    run(number, Elements.TASK_OPEN_CHANNEL);

    assertThat(FakeSlack.calls("conversations.create", shortNumber(number))).isEmpty();
    assertThat(channel(number)).isEqualTo(ours);
    assertThat(topics(ours)).hasSize(1);
  }

  @Test
  void goesOnWhereItStopped() {
    var number = response.declareUnder("smartbeak", "1");
    FakeSlack.answers("chat.postMessage", "{\"ok\":false,\"error\":\"ratelimited\"}");
    assertThatThrownBy(() -> keeper.open(number))
        .isInstanceOfSatisfying(
            NotTakenException.class, e -> assertThat(e.retryAfter()).isNotNull());
    FakeSlack.forget();
    run(number, Elements.TASK_OPEN_CHANNEL);

    assertThat(FakeSlack.calls("conversations.create", shortNumber(number))).hasSize(1);
    assertThat(topics(channel(number))).hasSize(1);
    assertThat(rooms.find(number).orElseThrow().state()).isEqualTo(State.OPEN);
  }

  @Test
  void saysOnTheTimelineWhatTheAppLacks() {
    var number = response.declareUnder("smartbeak", "1");
    FakeSlack.answers(
        "conversations.create",
        "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"channels:manage\"}");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> keeper.open(number)).isInstanceOf(NotTakenException.class);
    }
    assertThat(response.timeline(number))
        .filteredOn(line -> line.contains("missing_scope channels:manage"))
        .hasSize(1);
  }

  @Test
  void leavesAChannelAloneThatSomebodyArchivedByHand() {
    var number = opened();
    var channel = channel(number);
    FakeSlack.refuses("conversations.setTopic", channel, "is_archived");
    commands.role(number, Role.COMMANDER, "monitor", CARLA);
    run(number, Elements.TASK_KEEP_CHANNEL);

    assertThat(response.timeline(number)).anyMatch(line -> line.contains("(is_archived)"));
    assertThat(response.ends(number, KEY)).containsExactly(Elements.EVENT_NO_CHANNEL);
    assertThat(room.of(incidents.get(number))).isEmpty();
  }

  @Test
  void goesOnWithoutSomebodyWhoCannotBeInvited() {
    var number = opened();
    FakeSlack.refuses("conversations.invite", FakeSlack.userId("support"), "user_not_found");
    commands.role(number, Role.SUPPORT_LEAD, "support", CARLA);
    run(number, Elements.TASK_KEEP_CHANNEL);
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("Samira Haddad could not be invited"));
    assertWaits(number);
  }

  @Test
  void isPrivateForASecurityIncident() {
    var number = response.declareUnder("smartbeak", "1", true, false);
    run(number, Elements.TASK_OPEN_CHANNEL);
    assertThat(
            only(FakeSlack.calls("conversations.create", shortNumber(number)))
                .path("is_private")
                .asBoolean())
        .isTrue();
    assertThat(invited(channel(number)))
        .contains(FakeSlack.userId("security"))
        .doesNotContain(FakeSlack.userId("oncall1"), FakeSlack.userId("oncall2"));
  }

  @Test
  void movesToAPrivateChannelWhenItTurnsOutToBeOneOfSecurity() {
    var number = opened();
    var open = channel(number);
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    commands.role(number, Role.SCRIBE, "scribe", CARLA);
    assertThat(room.of(incidents.get(number))).isEmpty();
    run(number, Elements.TASK_OPEN_CHANNEL);

    assertThat(channel(number)).isNotEqualTo(open);
    assertThat(FakeSlack.calls("conversations.archive", open)).hasSize(1);
    assertThat(topics(open)).last().asString().contains("handled elsewhere");
    assertThat(FakeSlack.calls("conversations.create", shortNumber(number)))
        .last()
        .satisfies(call -> assertThat(call.path("is_private").asBoolean()).isTrue());
    assertWaits(number);
  }

  @Test
  void takesBackWhatItSaidInThePublicChannel() {
    var number = opened();
    var open = channel(number);
    commands.update(number, "internal", "A key was used from abroad", null, CARLA);
    response.runJobs(number);
    // Its turn in the channel comes a second later.
    jdbc.sql(
            "update delivery set state = 'sent', provider_id = ? where incident = ? and address = ?")
        .params("1700000000.000200", number, open)
        .update();
    rooms.callPosted(number, "1700000000.000100");
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    FakeSlack.refuses("chat.delete", open, "message_not_found");
    keeper.open(number);

    assertThat(FakeSlack.calls("chat.delete", open))
        .extracting(call -> call.path("ts").asText())
        .containsExactly("1700000000.000200", "1700000000.000100");
    assertThat(channel(number)).isNotEqualTo(open);
  }

  @Test
  void takesNoPublicChannelForARestrictedIncident() {
    var number = response.declareUnder("smartbeak", "1");
    var name = "incident-" + shortNumber(number);
    rooms.begin(number, false);
    rooms.trying(number, name, 1, false);
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    var unsure = "C0OPEN" + shortNumber(number).replace("-", "");
    FakeSlack.answers(
        "conversations.list",
        "{\"ok\":true,\"channels\":[{\"id\":\"%s\",\"name\":\"%s\",\"is_private\":false,\"creator\":\"U0TOCSIN\",\"created\":%d}]}"
            .formatted(unsure, name, incidents.get(number).declaredAt().getEpochSecond()));
    keeper.open(number);

    assertThat(channel(number)).isNotEqualTo(unsure);
    assertThat(topics(unsure)).isEmpty();
    assertThat(FakeSlack.calls("conversations.archive", unsure)).hasSize(1);
  }

  @Test
  void saysNothingInThePublicChannelOnceItIsRestricted() {
    var number = opened();
    var open = channel(number);
    commands.role(number, Role.SCRIBE, "scribe", CARLA);
    // The job to keep the channel is there already.
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    var topics = topics(open);
    var invited = invited(open);
    run(number, Elements.TASK_KEEP_CHANNEL);

    assertThat(topics(open)).isEqualTo(topics);
    assertThat(invited(open)).isEqualTo(invited);
    assertThat(FakeSlack.calls("chat.postMessage", open)).hasSize(1);
    run(number, Elements.TASK_OPEN_CHANNEL);
    assertThat(channel(number)).isNotEqualTo(open);
  }

  @Test
  void movesOnFromAPublicChannelThatAnAttemptBeforeArchived() {
    var number = opened();
    var open = channel(number);
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    FakeSlack.refuses("chat.update", open, "is_archived");
    FakeSlack.refuses("conversations.setTopic", open, "is_archived");
    FakeSlack.refuses("conversations.archive", open, "already_archived");
    keeper.open(number);

    assertThat(channel(number)).isNotEqualTo(open);
    assertThat(rooms.find(number).orElseThrow())
        .satisfies(
            now -> {
              assertThat(now.state()).isEqualTo(State.OPEN);
              assertThat(now.restricted()).isTrue();
            });
  }

  @Test
  void marksADrill() {
    var number = response.declareUnder("smartbeak", "1", false, true);
    run(number, Elements.TASK_OPEN_CHANNEL);
    assertThat(
            only(FakeSlack.calls("conversations.create", shortNumber(number)))
                .path("name")
                .asText())
        .startsWith("drill-incident-");
  }

  @Test
  void postsTheCallOnceAndSetsItInTheTopic() {
    var number = opened();
    var channel = channel(number);
    var call = "https://call.example.org/" + number;
    incidents.addLink(number, call, "War room opened");
    // Without a template no link is known to be the call.
    assertThat(FakeSlack.calls("chat.postMessage", channel)).hasSize(1);

    var template =
        new IncidentProperties("parsify", "http://x", "https://call.example.org/{number}");
    var words = new ChannelWords(people, catalog, template, updates);
    var calling =
        new ChannelKeeper(
            slack,
            rooms,
            words,
            properties,
            incidents,
            access,
            people,
            rotas,
            wall,
            deliveries,
            clock);
    calling.keep(number);
    calling.keep(number);
    assertThat(FakeSlack.calls("chat.postMessage", channel))
        .hasSize(2)
        .last()
        .satisfies(message -> assertThat(message.path("text").asText()).isEqualTo("Call: " + call));
    assertThat(topics(channel)).hasSize(2).last().asString().endsWith("call: " + call);
    assertThat(words.facts(incidents.get(number), null).toString()).contains("*Call:* <" + call);
  }

  private String opened() {
    var number = response.declareUnder("smartbeak", "1");
    run(number, Elements.TASK_OPEN_CHANNEL);
    return number;
  }

  private void run(String number, String task) {
    var jobs =
        management.createJobQuery().activityId(task).unlimitedList().stream()
            .filter(job -> number.equals(businessKey(job.getProcessInstanceId())))
            .toList();
    assertThat(jobs).as(task + " of " + number).hasSize(1);
    management.executeJob(jobs.get(0).getId());
  }

  private String businessKey(String instance) {
    return runtime
        .createProcessInstanceQuery()
        .processInstanceId(instance)
        .singleResult()
        .getBusinessKey();
  }

  private void assertWaits(String number) {
    var instance =
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(number, KEY).singleResult();
    assertThat(runtime.getActiveActivityIds(instance.getId()))
        .containsExactly(Elements.EVENT_CHANGED);
  }

  private String channel(String number) {
    return rooms.find(number).orElseThrow().channelId();
  }

  private static List<String> topics(String channel) {
    return FakeSlack.calls("conversations.setTopic", channel).stream()
        .map(call -> call.path("topic").asText())
        .toList();
  }

  private static List<String> invited(String channel) {
    return FakeSlack.calls("conversations.invite", channel).stream()
        .map(call -> call.path("users").asText())
        .toList();
  }

  private static String shortNumber(String number) {
    return number.replaceFirst("^[A-Z]+-", "");
  }

  private static JsonNode only(List<JsonNode> calls) {
    assertThat(calls).hasSize(1);
    return calls.get(0);
  }
}
