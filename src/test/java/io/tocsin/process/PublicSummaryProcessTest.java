package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.model.ReleaseWords;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.review.Correction;
import io.tocsin.review.PublicSummaryWritten;
import io.tocsin.review.Report;
import io.tocsin.review.Reviewing;
import io.tocsin.statuspage.PublicPost;
import io.tocsin.statuspage.PublicPost.PublicStatus;
import io.tocsin.statuspage.StatusPage;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the public reads of a review. */
@TocsinTest
@Tag("thorough")
class PublicSummaryProcessTest {

  private static final String REVIEW = "Task_writeReview";
  private static final String WRITE = ReleaseWords.Elements.TASK_WRITE_WORDS;
  private static final String RELEASE = ReleaseWords.Elements.TASK_RELEASE_WORDS;
  private static final String WORDS = "A change was faulty. Changes are tried out first now.";
  private static final Actor COMMANDER = Actor.api("commander");

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired StatusPage page;
  @Autowired Deliveries deliveries;
  @Autowired Report report;
  @Autowired Reviewing reviewing;
  @Autowired Atomic atomic;
  @Autowired ApplicationEventPublisher events;
  @Autowired JdbcClient jdbc;

  @Test
  void isPostedAfterTheLastPostAndMailedToThoseWhoHeard() {
    var number = reviewing("betabaddies", true);
    review(number, WORDS);

    assertThat(summaries(number))
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.body()).isEqualTo(WORDS);
              assertThat(post.title()).isEqualTo("Trouble with Paying");
              assertThat(post.nextUpdateAt()).isNull();
            });
    assertThat(last(number).status()).isEqualTo(PublicStatus.POSTMORTEM);
    assertThat(customerMails(number))
        .filteredOn(mail -> mail.subject().startsWith("What happened and what we changed: "))
        .isNotEmpty()
        .allSatisfy(
            mail ->
                assertThat(mail.body())
                    .contains(WORDS, page.summaryLink(number).orElseThrow())
                    .doesNotContain("dropped a column"));
    assertThat(report.markdown(number)).contains("## Summary for the public\n\n" + WORDS);
    response.close(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
  }

  @Test
  void isNothingWhereTheReviewSaysNothingOutside() {
    var number = reviewing("betabaddies", true);
    review(number, "");
    assertThat(summaries(number)).isEmpty();
  }

  @Test
  void waitsForWhomThePolicyAsksAndOutlivesTheIncident() {
    var number = reviewing("smartbeak", false);
    commands.role(number, Role.COMMANDER, "oncall1", COMMANDER);
    review(number, WORDS);
    assertThat(summaries(number)).isEmpty();
    response.close(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
    assertThat(response.open(number)).containsOnlyOnce(RELEASE);

    response.complete(number, RELEASE, "oncall1", Response.release("A change was faulty."));
    assertThat(summaries(number))
        .extracting(PublicPost::body)
        .containsExactly("A change was faulty.");
  }

  @Test
  void isReleasedByCommanderAndLegalWhereItIsAMatterOfSecurity() {
    var number = response.declareUnder("parsify", "2", true, false);
    atomic.run(
        () ->
            events.publishEvent(
                new PublicSummaryWritten(number, WORDS, true, Actor.api("security"))));
    response.runJobs(number);
    assertThat(summaries(number)).isEmpty();
    assertThat(response.open(number)).filteredOn(RELEASE::equals).hasSize(2);
  }

  @Test
  void goesOnWaitingWhenAnUpdateIsOutBeforeIt() {
    var number = reviewing("smartbeak", false);
    commands.role(number, Role.COMMANDER, "oncall1", COMMANDER);
    review(number, WORDS);
    var waiting = response.task(number, RELEASE).getId();

    response.at(ClockUtil.getCurrentTime().toInstant().plusSeconds(300));
    commands.update(number, "public", "It still works", null, Actor.api("oncall1"));
    response.runJobs(number);
    assertThat(page.of(number)).extracting(PublicPost::body).contains("It still works");
    assertThat(response.task(number, RELEASE).getId()).isEqualTo(waiting);
    response.complete(number, RELEASE, "oncall1", Response.release(WORDS));
    assertThat(summaries(number)).hasSize(1);
  }

  @Test
  void leavesTheWordsOfTheResolutionToWhoeverHasToWriteThem() {
    var number = response.declareUnder("storefront", "1");
    commands.update(number, "public", "Some of you cannot pay", null, COMMANDER);
    response.runJobs(number);
    response.resolve(number, 1);
    assertThat(response.open(number)).contains(WRITE);
    var draft = response.task(number, WRITE).getId();

    response.at(ClockUtil.getCurrentTime().toInstant().plusSeconds(300));
    response.signOff(number);
    review(number, WORDS);
    assertThat(last(number).status()).isEqualTo(PublicStatus.POSTMORTEM);
    assertThat(response.task(number, WRITE).getId()).isEqualTo(draft);
    response.complete(
        number,
        WRITE,
        "comms",
        Map.of("wordsChoice", "write", "publicTitle", "Paying works", "publicText", "It is over"));
    assertThat(last(number).body()).isEqualTo("It is over");
    assertThat(customerMails(number))
        .filteredOn(mail -> mail.event().equals("resolved") && mail.body().contains("It is over"))
        .isNotEmpty();
  }

  @Test
  void isTakenBackWhenItGoesOnBeforeItIsReleased() {
    var number = reviewing("smartbeak", false);
    commands.role(number, Role.COMMANDER, "oncall1", COMMANDER);
    review(number, WORDS);
    commands.reopen(number, "It is broken again", COMMANDER);
    response.runJobs(number);
    assertThat(response.open(number)).doesNotContain(RELEASE);
    assertThat(summaries(number)).isEmpty();
  }

  @Test
  void isTakenBackWhenTheReviewSaysNothingOutsideAnyMore() {
    var number = reviewing("smartbeak", false);
    commands.role(number, Role.COMMANDER, "oncall1", COMMANDER);
    review(number, WORDS);
    assertThat(response.open(number)).contains(RELEASE);
    var nothing =
        new Correction("Not for outside", null, null, null, null, null, null, null, null, "", null);
    reviewing.correct(number, nothing, COMMANDER);
    response.runJobs(number);
    assertThat(response.open(number)).doesNotContain(RELEASE);
    assertThat(summaries(number)).isEmpty();
  }

  @Test
  void isPostedAgainAfterAReopeningThoughItSaysTheSame() {
    var number = reviewing("betabaddies", true);
    review(number, WORDS);
    commands.reopen(number, "It is broken again", COMMANDER);
    response.runJobs(number);
    assertThat(
            jdbc.sql("select reopened_at from public_incident where incident = ?")
                .param(number)
                .query(Timestamp.class)
                .single()
                .toInstant())
        .as("from then on the first one is of something else")
        .isEqualTo(response.incident(number).reopenedAt());
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);
    response.signOff(number);
    review(number, WORDS);
    assertThat(summaries(number)).extracting(PublicPost::body).containsExactly(WORDS, WORDS);
    assertThat(last(number).status()).isEqualTo(PublicStatus.POSTMORTEM);
  }

  private String reviewing(String policy, boolean said) {
    var number = response.declareUnder(policy, "2");
    if (said) {
      commands.update(number, "public", "Some of you cannot pay", null, COMMANDER);
    }
    response.resolve(number, 2);
    response.signOff(number);
    return number;
  }

  private void review(String number, String words) {
    response.complete(
        number,
        REVIEW,
        "commander",
        Map.of(
            "summary",
            "A deployment dropped a column",
            "publicSummary",
            words,
            "actionItems",
            List.of()));
    response.runJobs(number);
  }

  private List<PublicPost> summaries(String number) {
    return page.of(number).stream()
        .filter(post -> post.status() == PublicStatus.POSTMORTEM)
        .toList();
  }

  private PublicPost last(String number) {
    var posts = page.of(number);
    return posts.get(posts.size() - 1);
  }

  private List<Delivery> customerMails(String number) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.audience().equals("customers"))
        .toList();
  }
}
