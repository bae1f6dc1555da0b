package io.tocsin.statuspage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.tocsin.statuspage.PublicPost.PublicStatus.IDENTIFIED;
import static io.tocsin.statuspage.PublicPost.PublicStatus.INVESTIGATING;
import static io.tocsin.statuspage.PublicPost.PublicStatus.POSTMORTEM;
import static io.tocsin.statuspage.PublicPost.PublicStatus.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.OlderNodesGone;
import io.tocsin.engine.model.PushStatus;
import io.tocsin.support.AllChannelsTest;
import io.tocsin.support.Providers;
import io.tocsin.support.Response;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;

/** What Statuspage.io is told, also when it does not answer as it should. */
@AllChannelsTest
class StatuspagePushTest {

  private static final String INCIDENTS = "/statuspage/v1/pages/testpage0001/incidents";
  private static final String OURS = INCIDENTS + "/provider0001";
  private static final Instant NOW = Instant.parse("2026-05-20T12:00:00Z");

  @Autowired StatusPage page;
  @Autowired Atomic atomic;
  @Autowired Response response;
  @Autowired JdbcTemplate jdbc;
  @Autowired DataSource dataSource;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired ApplicationEventPublisher events;

  private final List<StubMapping> stubs = new ArrayList<>();
  private Said said;
  private String number;

  @BeforeEach
  void begin() {
    Said.forget(jdbc);
    Providers.SERVER.resetRequests();
    said = new Said(page, atomic, response);
    response.at(NOW);
    number = said.incident();
  }

  @AfterEach
  void forgetAnswers() {
    stubs.forEach(Providers.SERVER::removeStub);
  }

  @Test
  void createsThenUpdatesThenResolves() {
    created();
    updated();
    var first = say(INVESTIGATING, "We look.", 0);
    say(IDENTIFIED, "We know.", 60);
    say(RESOLVED, "Over.", 120);
    runAll();

    Providers.SERVER.verify(
        1,
        postRequestedFor(urlEqualTo(INCIDENTS))
            .withHeader("Authorization", equalTo("OAuth test-statuspage"))
            .withRequestBody(
                equalToJson(
                    """
                    {"incident": {"name": "Paying fails", "status": "investigating",
                      "body": "We look.", "impact_override": "major",
                      "component_ids": ["component001"],
                      "components": {"component001": "operational"},
                      "metadata": {"tocsin": {"incident": "%s"}},
                      "deliver_notifications": true}}
                    """
                        .formatted(Opaque.id("incident", first.toString())))));
    Providers.SERVER.verify(
        1,
        patchRequestedFor(urlEqualTo(OURS))
            .withRequestBody(matchingJsonPath("$.incident[?(@.body == 'We know.')]")));
    Providers.SERVER.verify(
        1,
        patchRequestedFor(urlEqualTo(OURS))
            .withRequestBody(matchingJsonPath("$.incident[?(@.status == 'resolved')]")));
    assertThat(response.ends(number, PushStatus.KEY)).containsExactly("Event_pushed");
    assertThat(Providers.SERVER.getAllServeEvents()).hasSize(3);
  }

  @Test
  void publishesWhatTheReviewSaysAsThePostmortem() {
    created();
    updated();
    stub(put(urlEqualTo(OURS + "/postmortem")).willReturn(okJson("{}")));
    stub(put(urlEqualTo(OURS + "/postmortem/publish")).willReturn(okJson("{}")));
    say(INVESTIGATING, "We look.", 0);
    say(RESOLVED, "Over.", 60);
    say(POSTMORTEM, "A cable. Now there are two.", 120);
    runAll();

    Providers.SERVER.verify(
        1,
        putRequestedFor(urlEqualTo(OURS + "/postmortem"))
            .withHeader("Authorization", equalTo("OAuth test-statuspage"))
            .withRequestBody(
                equalToJson(
                    "{\"postmortem\": {\"body_draft\": \"A cable. Now there are two.\"}}")));
    Providers.SERVER.verify(1, putRequestedFor(urlEqualTo(OURS + "/postmortem/publish")));
    Providers.SERVER.verify(1, patchRequestedFor(urlEqualTo(OURS)));
  }

  @Test
  void isOverThereBeforeThePostmortemThoughTheWordsForItStillWait() {
    created();
    stub(put(urlEqualTo(OURS + "/postmortem")).willReturn(okJson("{}")));
    stub(put(urlEqualTo(OURS + "/postmortem/publish")).willReturn(aResponse().withStatus(503)));
    updated();
    stub(get(urlEqualTo(OURS)).willReturn(okJson("{\"status\": \"investigating\"}")));
    say(INVESTIGATING, "We look.", 0);
    runAll();
    var summary = say(POSTMORTEM, "A cable. Now there are two.", 120);
    assertThatThrownBy(() -> run(job(summary))).hasMessageContaining("unknown whether");
    stub(get(urlEqualTo(OURS)).willReturn(okJson("{\"status\": \"resolved\"}")));
    stub(put(urlEqualTo(OURS + "/postmortem/publish")).willReturn(okJson("{}")));
    run(job(summary));

    Providers.SERVER.verify(
        1,
        patchRequestedFor(urlEqualTo(OURS))
            .withRequestBody(
                equalToJson(
                    """
                    {"incident": {"name": "Paying fails", "status": "resolved",
                      "impact_override": "major", "component_ids": ["component001"],
                      "components": {"component001": "operational"},
                      "deliver_notifications": false}}
                    """)));
    Providers.SERVER.verify(1, patchRequestedFor(urlEqualTo(OURS)));
    assertThat(Providers.SERVER.getAllServeEvents())
        .extracting(event -> event.getRequest().getMethod().value())
        .as("newest first")
        .endsWith("PUT", "PATCH", "GET", "POST");
    settled(summary);
  }

  @Test
  void holdsNoRecordThatOthersWaitForWhileTheProviderAnswers() throws SQLException {
    created();
    var post = say(INVESTIGATING, "We look.", 0);
    var free = new ArrayList<String>();
    Providers.SERVER.addMockServiceRequestListener(
        (request, answer) -> {
          if (request.getUrl().equals(INCIDENTS) && free.isEmpty()) {
            // On a connection of its own, which would wait for whatever the push has locked.
            for (var table :
                List.of(
                    "incident where number = '" + number + "'",
                    "public_incident where incident = '" + number + "'",
                    "public_post where id = '" + post + "'",
                    "status_push where post = '" + post + "'")) {
              free.addAll(
                  jdbc.queryForList(
                      "select '" + table.split(" ")[0] + "' from " + table + " for update nowait",
                      String.class));
            }
          }
        });
    runAll();
    assertThat(free).containsExactly("incident", "public_incident", "public_post", "status_push");
  }

  @Test
  void tellsHowTheComponentDoes() {
    created();
    say(INVESTIGATING, "We look.", 0);
    runAll();
    Providers.SERVER.verify(
        postRequestedFor(urlEqualTo(INCIDENTS))
            .withRequestBody(
                matchingJsonPath("$.incident.components[?(@.component001 == 'partial_outage')]")));
  }

  @Test
  void anOlderPostGoesFirst() {
    created();
    updated();
    say(INVESTIGATING, "We look.", 0);
    var late = say(IDENTIFIED, "We know.", 60);
    run(job(late));
    Providers.SERVER.verify(1, postRequestedFor(urlEqualTo(INCIDENTS)));
    Providers.SERVER.verify(0, patchRequestedFor(urlEqualTo(OURS)));
    assertThat(response.waits(number, PushStatus.KEY, PushStatus.Elements.EVENT_MAY_PUSH_AGAIN))
        .isTrue();
    runAll();
    Providers.SERVER.verify(1, postRequestedFor(urlEqualTo(INCIDENTS)));
    response.fire(number, PushStatus.KEY, PushStatus.Elements.EVENT_MAY_PUSH_AGAIN);
    Providers.SERVER.verify(1, patchRequestedFor(urlEqualTo(OURS)));
  }

  @Test
  void waitsWhenItAsksTooOften() {
    stub(
        post(urlEqualTo(INCIDENTS))
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "90")));
    say(INVESTIGATING, "We look.", 0);
    runAll();
    assertThat(response.due(number, PushStatus.KEY, PushStatus.Elements.EVENT_MAY_PUSH_AGAIN))
        .isEqualTo(NOW.plusSeconds(90));
    created();
    response.fire(number, PushStatus.KEY, PushStatus.Elements.EVENT_MAY_PUSH_AGAIN);
    Providers.SERVER.verify(2, postRequestedFor(urlEqualTo(INCIDENTS)));
    assertThat(response.ends(number, PushStatus.KEY)).containsExactly("Event_pushed");
  }

  @Test
  void looksBeforeItCreatesAgainWhenItDoesNotKnow() {
    stub(post(urlEqualTo(INCIDENTS)).willReturn(aResponse().withStatus(503)));
    var first = say(INVESTIGATING, "We look.", 0);
    assertThatThrownBy(() -> run(job(first))).hasMessageContaining("unknown whether");
    listed(Opaque.id("incident", first.toString()));
    run(job(first));
    Providers.SERVER.verify(1, postRequestedFor(urlEqualTo(INCIDENTS)));
    updated();
    say(IDENTIFIED, "We know.", 60);
    runAll();
    Providers.SERVER.verify(1, patchRequestedFor(urlEqualTo(OURS)));
  }

  @Test
  void createsAgainWhenNothingOfOursIsThere() {
    stub(post(urlEqualTo(INCIDENTS)).willReturn(aResponse().withStatus(500)));
    var first = say(INVESTIGATING, "We look.", 0);
    assertThatThrownBy(() -> run(job(first))).hasMessageContaining("unknown whether");
    listed("someoneElses");
    created();
    run(job(first));
    Providers.SERVER.verify(2, postRequestedFor(urlEqualTo(INCIDENTS)));
  }

  @Test
  void looksBeforeItUpdatesAgainWhenItDoesNotKnow() {
    created();
    say(INVESTIGATING, "We look.", 0);
    runAll();
    stub(patch(urlEqualTo(OURS)).willReturn(aResponse().withStatus(502)));
    var second = say(IDENTIFIED, "We know.", 60);
    assertThatThrownBy(() -> run(job(second))).hasMessageContaining("unknown whether");
    stub(
        get(urlEqualTo(OURS))
            .willReturn(
                okJson(
                    """
                    {"id": "provider0001", "incident_updates": [
                      {"status": "identified", "body": "We know. "}]}
                    """)));
    run(job(second));
    Providers.SERVER.verify(1, patchRequestedFor(urlEqualTo(OURS)));
    assertThat(response.jobs(number).stream().filter(this::isPush)).isEmpty();
  }

  @Test
  void aRefusalIsSaidWithoutTheKey() {
    stub(post(urlEqualTo(INCIDENTS)).willReturn(aResponse().withStatus(401)));
    var first = say(INVESTIGATING, "We look.", 0);
    assertThatThrownBy(() -> run(job(first)))
        .hasMessageContaining("Statuspage refused it: it answered 401")
        .hasMessageNotContaining("test-statuspage");
    created();
    run(job(first));
    Providers.SERVER.verify(0, getRequestedFor(urlPathMatching("/statuspage/.*")));
  }

  @Test
  void goesOnAfterAPostThatIsRefused() {
    created();
    say(INVESTIGATING, "We look.", 0);
    runAll();
    stub(
        patch(urlEqualTo(OURS))
            .withRequestBody(matchingJsonPath("$.incident[?(@.body == 'We know.')]"))
            .willReturn(aResponse().withStatus(422)));
    var second = say(IDENTIFIED, "We know.", 60);
    run(job(second));
    updated("Over.");
    say(RESOLVED, "Over.", 120);
    runAll();

    Providers.SERVER.verify(2, patchRequestedFor(urlEqualTo(OURS)));
    assertThat(
            jdbc.queryForObject(
                "select refused from status_push where post = ?", String.class, second))
        .contains("422");
    assertThat(response.timeline(number))
        .filteredOn(line -> line.contains("(identified)") && line.contains("it answered 422"))
        .hasSize(1);
    assertThat(response.jobs(number).stream().filter(this::isPush)).isEmpty();
  }

  @Test
  void createsAnewWhatSomebodyDeletedThere() {
    created();
    say(INVESTIGATING, "We look.", 0);
    runAll();
    stub(patch(urlEqualTo(OURS)).willReturn(aResponse().withStatus(404)));
    stub(post(urlEqualTo(INCIDENTS)).willReturn(aResponse().withStatus(503)));
    var second = say(IDENTIFIED, "We know.", 60);
    assertThatThrownBy(() -> run(job(second))).hasMessageContaining("unknown whether");
    // Now it is looked for by its mark, not under the id that is gone.
    listed("someoneElses");
    stub(post(urlEqualTo(INCIDENTS)).willReturn(okJson("{\"id\": \"provider0002\"}")));
    run(job(second));
    stub(patch(urlEqualTo(INCIDENTS + "/provider0002")).willReturn(okJson("{}")));
    say(RESOLVED, "Over.", 120);
    runAll();

    Providers.SERVER.verify(1, patchRequestedFor(urlEqualTo(OURS)));
    Providers.SERVER.verify(1, patchRequestedFor(urlEqualTo(INCIDENTS + "/provider0002")));
    assertThat(response.jobs(number).stream().filter(this::isPush)).isEmpty();
  }

  @Test
  void doesNotWaitInTheDatabaseForAnotherPushOfTheIncident() throws SQLException {
    created();
    var first = say(INVESTIGATING, "We look.", 0);
    try (var other = dataSource.getConnection();
        var lock = other.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      other.setAutoCommit(false);
      lock.setString(1, "push " + number);
      lock.execute();
      run(job(first));
      other.rollback();
    }
    Providers.SERVER.verify(0, postRequestedFor(urlEqualTo(INCIDENTS)));
    response.fire(number, PushStatus.KEY, PushStatus.Elements.EVENT_MAY_PUSH_AGAIN);
    Providers.SERVER.verify(1, postRequestedFor(urlEqualTo(INCIDENTS)));
  }

  @Test
  void takesWordsDownThereToo() {
    created();
    var first = say(INVESTIGATING, "Ada cannot pay.", 0);
    runAll();
    stub(get(urlEqualTo(OURS)).willReturn(updates("investigating", "Ada cannot pay.")));
    stub(patch(urlEqualTo(OURS + "/incident_updates/update0001")).willReturn(okJson("{}")));
    updated();
    takeDown(first);
    runAll();

    Providers.SERVER.verify(
        1,
        patchRequestedFor(urlEqualTo(OURS + "/incident_updates/update0001"))
            .withRequestBody(
                equalToJson(
                    """
                    {"incident_update": {"body": "Taken back", "deliver_notifications": false}}
                    """)));
    Providers.SERVER.verify(
        1,
        patchRequestedFor(urlEqualTo(OURS))
            .withRequestBody(
                equalToJson(
                    """
                    {"incident": {"name": "Trouble", "deliver_notifications": false}}
                    """)));
    settled(first);
    assertThat(response.ends(number, PushStatus.KEY)).containsExactly("Event_pushed");
  }

  @Test
  void pushesOnlyWhatStandsInThePlaceOfWordsThatWereTakenDownBefore() {
    created();
    var first = say(INVESTIGATING, "Ada cannot pay.", 0);
    takeDown(first);
    runAll();

    Providers.SERVER.verify(
        1,
        postRequestedFor(urlEqualTo(INCIDENTS))
            .withRequestBody(matchingJsonPath("$.incident[?(@.body == 'Taken back')]")));
    assertThat(Providers.SERVER.getAllServeEvents()).hasSize(1);
    settled(first);
  }

  @Test
  void takesDownWhatMayHaveArrivedWithoutAnAnswer() {
    created();
    say(INVESTIGATING, "We look.", 0);
    runAll();
    stub(patch(urlEqualTo(OURS)).willReturn(aResponse().withStatus(502)));
    var second = say(IDENTIFIED, "Ada cannot pay.", 60);
    assertThatThrownBy(() -> run(job(second))).hasMessageContaining("unknown whether");
    takeDown(second);
    updated();
    stub(get(urlEqualTo(OURS)).willReturn(updates("identified", "Ada cannot pay.")));
    stub(patch(urlEqualTo(OURS + "/incident_updates/update0001")).willReturn(okJson("{}")));
    runAll();

    Providers.SERVER.verify(
        1, patchRequestedFor(urlEqualTo(OURS + "/incident_updates/update0001")));
    settled(second);
  }

  @Test
  void takesTheFirstWordsDownThereThoughTheyWereReplacedTwiceMeanwhile() {
    created();
    var first = say(INVESTIGATING, "Ada cannot pay.", 0);
    runAll();
    updated();
    stub(get(urlEqualTo(OURS)).willReturn(aResponse().withStatus(503)));
    takeDown(first, "See Ada's incident");
    assertThatThrownBy(() -> run(job(first))).hasMessageContaining("unknown whether");
    takeDown(first);
    stub(get(urlEqualTo(OURS)).willReturn(updates("investigating", "Ada cannot pay.")));
    stub(patch(urlEqualTo(OURS + "/incident_updates/update0001")).willReturn(okJson("{}")));
    runAll();

    tookDown();
    settled(first);
  }

  @Test
  void takesTheSecondWordsDownThereWhereTheyMayHaveArrivedWithoutAnAnswer() {
    created();
    var first = say(INVESTIGATING, "Ada cannot pay.", 0);
    runAll();
    updated();
    stub(get(urlEqualTo(OURS)).willReturn(updates("investigating", "Ada cannot pay.")));
    stub(
        patch(urlEqualTo(OURS + "/incident_updates/update0001"))
            .willReturn(aResponse().withStatus(503)));
    takeDown(first, "See Ada's incident");
    assertThatThrownBy(() -> run(job(first))).hasMessageContaining("unknown whether");
    takeDown(first);
    stub(get(urlEqualTo(OURS)).willReturn(updates("investigating", "See Ada's incident")));
    stub(patch(urlEqualTo(OURS + "/incident_updates/update0001")).willReturn(okJson("{}")));
    runAll();

    tookDown();
    settled(first);
  }

  @Test
  void takesDownWhatWasOnItsWayWhenItWasReplacedAgain() {
    created();
    var first = say(INVESTIGATING, "Ada cannot pay.", 0);
    runAll();
    updated();
    stub(get(urlEqualTo(OURS)).willReturn(updates("investigating", "Ada cannot pay.")));
    stub(patch(urlEqualTo(OURS + "/incident_updates/update0001")).willReturn(okJson("{}")));
    takeDown(first, "See Ada's incident");
    var replaced = new AtomicBoolean();
    Providers.SERVER.addMockServiceRequestListener(
        (request, answer) -> {
          if (request.getUrl().endsWith("/update0001") && !replaced.getAndSet(true)) {
            takeDown(first);
          }
        });
    run(pushes().get(0));
    stub(get(urlEqualTo(OURS)).willReturn(updates("investigating", "See Ada's incident")));
    runAll();

    tookDown();
    settled(first);
  }

  @Test
  void leavesAloneWhatSomebodyChangedOrDeletedThere() {
    created();
    var first = say(INVESTIGATING, "Ada cannot pay.", 0);
    runAll();
    updated();
    stub(get(urlEqualTo(OURS)).willReturn(updates("investigating", "Somebody cannot pay.")));
    takeDown(first);
    runAll();
    settled(first);
    Providers.SERVER.verify(
        1,
        patchRequestedFor(urlEqualTo(OURS))
            .withRequestBody(matchingJsonPath("$.incident[?(@.name == 'Trouble')]")));

    var second = say(RESOLVED, "Ada pays again.", 60);
    runAll();
    stub(get(urlEqualTo(OURS)).willReturn(aResponse().withStatus(404)));
    takeDown(second);
    runAll();
    settled(second);
    Providers.SERVER.verify(1, postRequestedFor(urlEqualTo(INCIDENTS)));
    Providers.SERVER.verify(
        0, patchRequestedFor(urlPathMatching("/statuspage/.*/incident_updates/.*")));
  }

  @Test
  void goesOnWhenWordsCannotBeTakenDownThere() {
    created();
    var first = say(INVESTIGATING, "Ada cannot pay.", 0);
    runAll();
    stub(get(urlEqualTo(OURS)).willReturn(updates("investigating", "Ada cannot pay.")));
    updated();
    stub(
        patch(urlEqualTo(OURS + "/incident_updates/update0001"))
            .willReturn(aResponse().withStatus(422)));
    takeDown(first);
    runAll();

    settled(first);
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("(investigating)") && line.contains("it answered 422"));
  }

  @Test
  void takesTheSummaryDownThereToo() {
    created();
    updated();
    stub(put(urlEqualTo(OURS + "/postmortem")).willReturn(okJson("{}")));
    stub(put(urlEqualTo(OURS + "/postmortem/publish")).willReturn(okJson("{}")));
    say(RESOLVED, "Over.", 0);
    var summary = say(POSTMORTEM, "Ada pulled a cable.", 60);
    runAll();
    takeDown(summary);
    runAll();

    Providers.SERVER.verify(
        1,
        putRequestedFor(urlEqualTo(OURS + "/postmortem"))
            .withRequestBody(equalToJson("{\"postmortem\": {\"body_draft\": \"Taken back\"}}")));
    Providers.SERVER.verify(
        1,
        putRequestedFor(urlEqualTo(OURS + "/postmortem/publish"))
            .withRequestBody(equalToJson("{\"postmortem\": {\"notify_subscribers\": false}}")));
    Providers.SERVER.verify(
        1,
        patchRequestedFor(urlEqualTo(OURS))
            .withRequestBody(
                equalToJson(
                    """
                    {"incident": {"name": "Trouble", "deliver_notifications": false}}
                    """)));
    settled(summary);
  }

  @Test
  void takesDownWhatAnOlderNodeHasLeftThereWhenItHasGone() {
    created();
    updated();
    stub(get(urlEqualTo(OURS)).willReturn(updates("investigating", "Ada cannot pay.")));
    stub(patch(urlEqualTo(OURS + "/incident_updates/update0001")).willReturn(okJson("{}")));
    var post = say(INVESTIGATING, "Ada cannot pay.", 0);
    runAll();
    takeDown(post);
    events.publishEvent(new OlderNodesGone());
    assertThat(pushes()).as("it is under way").hasSize(1);
    // The older node takes it for pushed, and ends.
    runtime.deleteProcessInstance(pushes().get(0).getProcessInstanceId(), "older node");

    events.publishEvent(new OlderNodesGone());
    events.publishEvent(new OlderNodesGone());
    assertThat(pushes()).hasSize(1);
    runAll();
    settled(post);
    events.publishEvent(new OlderNodesGone());
    assertThat(pushes()).isEmpty();
  }

  private List<Job> pushes() {
    return response.jobs(number).stream().filter(this::isPush).toList();
  }

  private void takeDown(UUID post) {
    takeDown(post, "Taken back");
  }

  private void takeDown(UUID post, String instead) {
    atomic.run(() -> page.replace(post, "Trouble", instead, NOW.plusSeconds(600)));
  }

  private static void tookDown() {
    Providers.SERVER.verify(
        1,
        patchRequestedFor(urlEqualTo(OURS + "/incident_updates/update0001"))
            .withRequestBody(
                equalToJson(
                    """
                    {"incident_update": {"body": "Taken back", "deliver_notifications": false}}
                    """)));
  }

  /** Nothing is left to do of a post, and nothing asks for it. */
  private void settled(UUID post) {
    assertThat(
            jdbc.queryForObject(
                "select count(*) from status_push where post = ?"
                    + " and (done_at is null or instead_of is not null)",
                Integer.class,
                post))
        .isZero();
    assertThat(response.jobs(number).stream().filter(this::isPush)).isEmpty();
  }

  private static ResponseDefinitionBuilder updates(String status, String body) {
    return okJson(
        """
        {"id": "provider0001", "incident_updates": [
          {"id": "update0001", "status": "%s", "body": "%s"}]}
        """
            .formatted(status, body));
  }

  private UUID say(PublicPost.PublicStatus status, String body, int after) {
    return said.say(
        number,
        status,
        2,
        "Paying fails",
        body,
        NOW.plusSeconds(after),
        List.of("checkout", "ledger"));
  }

  private void runAll() {
    response.jobs(number).stream()
        .filter(this::isPush)
        .filter(job -> runtime.getVariable(job.getProcessInstanceId(), "pushAgainAt") == null)
        .sorted(Comparator.comparing(Job::getCreateTime).thenComparing(Job::getId))
        .forEach(this::run);
  }

  private void run(Job job) {
    management.executeJob(job.getId());
  }

  private Job job(UUID post) {
    return response.jobs(number).stream()
        .filter(this::isPush)
        .filter(
            job ->
                post.toString().equals(runtime.getVariable(job.getProcessInstanceId(), "postId")))
        .findFirst()
        .orElseThrow();
  }

  private boolean isPush(Job job) {
    return PushStatus.KEY.equals(job.getProcessDefinitionKey());
  }

  private void created() {
    stub(
        post(urlEqualTo(INCIDENTS))
            .willReturn(okJson("{\"id\": \"provider0001\"}").withStatus(201)));
  }

  private void updated(String body) {
    stub(
        patch(urlEqualTo(OURS))
            .withRequestBody(matchingJsonPath("$.incident[?(@.body == '" + body + "')]"))
            .willReturn(okJson("{}")));
  }

  private void updated() {
    stub(patch(urlEqualTo(OURS)).willReturn(okJson("{\"id\": \"provider0001\"}")));
  }

  private void listed(String mark) {
    stub(
        get(urlPathEqualTo(INCIDENTS))
            .willReturn(
                okJson(
                    """
                    [{"id": "other", "metadata": {}},
                     {"id": "provider0001", "metadata": {"tocsin": {"incident": "%s"}}}]
                    """
                        .formatted(mark))));
  }

  private void stub(MappingBuilder answer) {
    stubs.add(Providers.SERVER.stubFor(answer));
  }
}
