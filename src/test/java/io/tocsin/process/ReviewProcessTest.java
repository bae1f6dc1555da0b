package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.FormQuestions;
import io.tocsin.engine.model.Review;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.notification.Deliveries;
import io.tocsin.review.MeetingWish;
import io.tocsin.review.Report;
import io.tocsin.review.ReviewMeeting;
import io.tocsin.review.ReviewMeetings;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is owed afterwards. */
@Tag("thorough")
@TocsinTest
class ReviewProcessTest {

  private static final Actor COMMANDER = Actor.api("commander");

  @Autowired FormQuestions questions;
  @Autowired Response response;
  @Autowired Report report;
  @Autowired IncidentCommands commands;
  @Autowired ReviewMeetings meetings;
  @Autowired JdbcClient jdbc;
  @Autowired Deliveries deliveries;
  @Autowired Atomic atomic;

  @Test
  void isDueAsThePolicySaysAndNagsWhenItIsLate() {
    var number = reviewing();
    var due = response.incident(number).resolvedAt().plus(Duration.ofHours(72));
    assertThat(response.task(number, "Task_writeReview").getDueDate().toInstant()).isEqualTo(due);
    response.fire(number, Review.KEY, Review.Elements.EVENT_REVIEW_OVERDUE);
    assertThat(response.passed(number, "Task_tellReviewOverdue")).isEqualTo(1);
    assertThat(response.open(number)).contains("Task_writeReview");
  }

  @Test
  void assemblesAReportThatTellsTheWholeStory() {
    var number = reviewing();
    response.review(number);
    response.close(number);
    assertThat(report.markdown(number))
        .contains(
            "# " + number + ": Checkout answers with errors",
            "A deployment broke checkout; a rollback mended it",
            "The last deployment drops a column",
            "1. The migration ran before the code",
            "| Check migrations in the pipeline | preventive | techlead | 2030-01-31 | open |",
            "Severity confirmed",
            "Half of the buyers cannot pay");
  }

  /** Not by hand either: the doors of the engine ask what the Tasklist asks. */
  @Test
  void isNotHandedInWithoutWhatItsFormAsksFor() {
    var number = reviewing();
    var task = response.task(number, "Task_writeReview").getId();
    var json = new ObjectMapper();
    // What the record knew stands in the form already.
    assertThat(questions.unanswered(task, json.createObjectNode())).isEmpty();
    for (var field : List.of("summary", "impact", "resolution", "rootCause")) {
      var answers = json.createObjectNode();
      answers.putObject(field).put("value", " ");
      assertThat(questions.unanswered(task, answers))
          .hasValueSatisfying(missing -> assertThat(missing.key()).isEqualTo(field));
    }
  }

  @Test
  void refusesAnActionItemWithoutAKnownOwnerAndNamesTheRow() {
    var number = reviewing();
    assertThatThrownBy(
            () ->
                response.submit(
                    number,
                    "Task_writeReview",
                    "commander",
                    Map.of(
                        "summary",
                        "x",
                        "actionItems",
                        List.of(
                            Map.of(
                                "title", "Do it",
                                "kind", "process",
                                "owner", "somebody",
                                "dueDate", "2030-01-31")))))
        .hasMessageContaining("actionItems[1].owner: 'somebody' is not in the directory");
  }

  @Test
  void aMeetingIsSettledBesideTheWriting() {
    var number = reviewing();
    var due = response.task(number, "Task_writeReview").getDueDate();
    assertThat(response.task(number, Review.Elements.TASK_SCHEDULE_REVIEW).getDueDate())
        .isEqualTo(due);
    assertThatThrownBy(
            () ->
                response.submit(
                    number,
                    Review.Elements.TASK_SCHEDULE_REVIEW,
                    "commander",
                    Map.of("meetingChoice", "yes", "meetingMinutes", 30, "meetingPlace", "Room 3")))
        .hasMessageContaining("meetingFrom: say when it begins");
    response.complete(
        number,
        Review.Elements.TASK_SCHEDULE_REVIEW,
        "commander",
        Map.of(
            "meetingChoice",
            "yes",
            "meetingFrom",
            due.toInstant().minusSeconds(3_600).toString(),
            "meetingMinutes",
            30.0,
            "meetingPlace",
            "Room 3",
            "meetingAttendees",
            List.of("commander"),
            "meetingOthers",
            "scribe, techlead"));
    assertThat(response.passed(number, Review.Elements.GATEWAY_MEETING_SETTLED)).isEqualTo(1);
    assertThat(meetings.find(number).orElseThrow().attendees())
        .containsExactly("commander", "scribe", "techlead");
    assertThat(response.open(number)).contains("Task_writeReview");
  }

  @Test
  void aMeetingThatIsSetWhileTheWatchIsOnIsWhatThePolicyOwesAndNobodyIsAskedAgain() {
    var number = response.resolved("high", 2);
    assertThat(owed(number)).contains("review-scheduled");
    meet(number);
    response.runJobs(number);
    assertThat(owed(number)).doesNotContain("review-scheduled");
    response.signOff(number);
    assertThat(response.open(number))
        .contains("Task_writeReview")
        .doesNotContain(Review.Elements.TASK_SCHEDULE_REVIEW);
  }

  private List<String> owed(String number) {
    return jdbc.sql("select obligation from obligation where incident = ? and done_at is null")
        .param(number)
        .query(String.class)
        .list();
  }

  @Test
  void nobodyIsAskedForAMeetingOnceTheReviewIsWritten() {
    var number = reviewing();
    assertThat(response.open(number)).contains(Review.Elements.TASK_SCHEDULE_REVIEW);
    response.review(number);
    assertThat(response.open(number))
        .contains("Task_close")
        .doesNotContain(Review.Elements.TASK_SCHEDULE_REVIEW);
  }

  @Test
  void itIsWrittenWithoutAMeetingWhereNobodyWantsOne() {
    var number = reviewing();
    response.complete(
        number, Review.Elements.TASK_SCHEDULE_REVIEW, "commander", Map.of("meetingChoice", "no"));
    assertThat(response.open(number))
        .contains("Task_writeReview")
        .doesNotContain(Review.Elements.TASK_SCHEDULE_REVIEW);
    assertThat(meetings.find(number)).isEmpty();
  }

  @Test
  void aMeetingThatIsCalledOffIsAskedForAgain() {
    var number = response.resolved("high", 2);
    meet(number);
    response.signOff(number);
    callOff(number);
    assertThat(response.open(number)).containsOnlyOnce(Review.Elements.TASK_SCHEDULE_REVIEW);

    var at = response.incident(number).resolvedAt().plus(Duration.ofDays(1));
    response.complete(
        number,
        Review.Elements.TASK_SCHEDULE_REVIEW,
        "commander",
        Map.of(
            "meetingChoice",
            "yes",
            "meetingFrom",
            at.toString(),
            "meetingMinutes",
            30,
            "meetingPlace",
            "Room 3",
            "meetingAttendees",
            List.of("commander")));
    callOff(number);
    assertThat(response.open(number)).containsOnlyOnce(Review.Elements.TASK_SCHEDULE_REVIEW);
    response.review(number);
    assertThat(response.open(number)).contains("Task_close");
  }

  private void callOff(String number) {
    atomic.run(() -> meetings.callOff(number, "Half of us are ill", COMMANDER));
    response.runJobs(number);
  }

  @Test
  void aMeetingIsCalledOffWhenTheIncidentIsOpenAgain() {
    var number = reviewing();
    meet(number);
    commands.reopen(number, "It is back", Actor.api("commander"));
    assertThat(meetings.find(number).orElseThrow())
        .matches(ReviewMeeting::calledOff)
        .extracting(ReviewMeeting::reason)
        .isEqualTo("The incident is open again");
  }

  @Test
  void anInvitationOfADrillStaysInsideTheWall() {
    var number = response.declareUnder("parsify", "2", false, true);
    jdbc.sql("update incident set status = 'resolved', resolved_at = now() where number = ?")
        .param(number)
        .update();
    meet(number);
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.event().equals("review-invitation"))
        .isNotEmpty()
        .allSatisfy(
            delivery -> {
              assertThat(delivery.address()).isEqualTo("drills@example.org");
              assertThat(delivery.calendar())
                  .contains("SUMMARY:[DRILL] Review of ")
                  .doesNotContain("commander@example.org", "techlead@example.org");
            });
  }

  private void meet(String number) {
    var at = response.incident(number).resolvedAt().plus(Duration.ofDays(1));
    atomic.run(
        () ->
            meetings.schedule(
                number,
                new MeetingWish(at, 30, "Room 3", List.of("commander", "techlead")),
                Actor.api("commander")));
  }

  @Test
  void aGraverSeverityWantsTheReportSooner() {
    var number = response.resolvedUnder("betabaddies", 3);
    response.signOff(number);
    var resolved = response.incident(number).resolvedAt();
    assertThat(due(number)).isEqualTo(resolved.plus(Duration.ofDays(7)));

    commands.severity(number, "2", "More were hit than it seemed", COMMANDER);
    response.runJobs(number);

    assertThat(due(number)).isEqualTo(resolved.plus(Duration.ofHours(48)));
    response.at(resolved.plus(Duration.ofHours(49)));
    response.fire(number, Review.KEY, Review.Elements.EVENT_REVIEW_OVERDUE);
    assertThat(response.passed(number, Review.Elements.TASK_TELL_REVIEW_OVERDUE)).isOne();
    assertThat(response.open(number)).contains(Review.Elements.TASK_WRITE_REVIEW);
  }

  @Test
  void aReviewIsOwedAfterAllWhenItProvesGraverBeforeItIsClosed() {
    var number = response.resolved("low", 4);
    response.signOff(number);
    assertThat(response.open(number)).contains(Review.Elements.TASK_CLOSE);

    commands.severity(number, "2", "Orders were lost", COMMANDER);
    response.runJobs(number);
    assertThat(response.open(number))
        .contains(Review.Elements.TASK_WRITE_REVIEW)
        .doesNotContain(Review.Elements.TASK_CLOSE);
    assertThat(deliveries.of(number)).anyMatch(d -> d.event().equals("review-due"));
    commands.severity(number, "4", "It was little", COMMANDER);
    response.runJobs(number);
    response.review(number);

    // It is written: another severity asks for no second one.
    commands.severity(number, "1", "Payments, too", COMMANDER);
    response.runJobs(number);
    assertThat(response.open(number))
        .contains(Review.Elements.TASK_CLOSE)
        .doesNotContain(Review.Elements.TASK_WRITE_REVIEW);
  }

  private Instant due(String number) {
    return response.task(number, Review.Elements.TASK_WRITE_REVIEW).getDueDate().toInstant();
  }

  private String reviewing() {
    var number = response.resolved("high", 2);
    response.signOff(number);
    return number;
  }
}
