package io.tocsin.review;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Texts;
import io.tocsin.incident.Timeline;
import io.tocsin.people.Addressee;
import io.tocsin.problem.InvalidInputException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When and where the review is held, and with whom. */
@Component
class ScheduleReviewForm implements TaskForm {

  private final ReviewMeetings meetings;
  private final Timeline timeline;
  private final Clock clock;

  ScheduleReviewForm(ReviewMeetings meetings, Timeline timeline, Clock clock) {
    this.meetings = meetings;
    this.timeline = timeline;
    this.clock = clock;
  }

  @Override
  public String task() {
    return io.tocsin.engine.model.Review.Elements.TASK_SCHEDULE_REVIEW;
  }

  @Override
  public Set<String> fields() {
    return Set.of(
        "meetingKnown",
        "meetingChoice",
        "meetingFrom",
        "meetingMinutes",
        "meetingPlace",
        "attendeeChoices",
        "meetingAttendees",
        "meetingOthers");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var proposed = new LinkedHashMap<String, Addressee>();
    meetings.proposed(task.incident()).forEach(who -> proposed.put(who.id(), who));
    var known = ahead(task.incident()).orElse(null);
    if (known != null) {
      known.attendees().forEach(id -> proposed.putIfAbsent(id, meetings.who(id)));
    }
    var values = new HashMap<String, @Nullable Object>();
    values.put(
        "attendeeChoices",
        proposed.values().stream()
            .map(who -> Map.of("value", who.id(), "label", who.name()))
            .toList());
    values.put(
        "meetingAttendees", known == null ? List.copyOf(proposed.keySet()) : known.attendees());
    values.put("meetingMinutes", MeetingWish.USUAL_MINUTES);
    if (known != null) {
      // Somebody set it on the page of the review, or by the API.
      values.put(
          "meetingKnown",
          "A meeting is set for %s, %s. What you enter here moves it; no calls it off."
              .formatted(Texts.time(known.from()), known.place()));
      values.put("meetingFrom", known.from().toString());
      values.put("meetingPlace", known.place());
    }
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    if (!answers.yes("meetingChoice")) {
      if (ahead(task.incident()).isPresent()) {
        meetings.callOff(task.incident(), "The review is written without a meeting", actor);
        return Map.of();
      }
      timeline.add(
          task.incident(), actor, "review", "The review is written without a meeting of its own");
      return Map.of();
    }
    var wish = wish(answers);
    try {
      meetings.schedule(task.incident(), wish, actor);
    } catch (InvalidInputException e) {
      throw named(e);
    }
    return Map.of();
  }

  private Optional<ReviewMeeting> ahead(String number) {
    return meetings.find(number).filter(meeting -> meeting.ahead(clock.instant()));
  }

  private static MeetingWish wish(Answers answers) {
    var invited = new ArrayList<@Nullable String>(answers.list("meetingAttendees"));
    answers.text("meetingOthers").stream()
        .flatMap(others -> Stream.of(others.split(",")))
        .forEach(invited::add);
    return new MeetingWish(
        answers.instant("meetingFrom").orElse(null),
        answers.text("meetingMinutes").map(ScheduleReviewForm::minutes).orElse(null),
        answers.text("meetingPlace").orElse(null),
        invited);
  }

  /** The field gives 60, and some browsers 60.0. */
  private static @Nullable Integer minutes(String text) {
    try {
      return new BigDecimal(text).intValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** In the words of the form. */
  private static InvalidInputException named(InvalidInputException e) {
    var field = "meeting" + Character.toUpperCase(e.field().charAt(0)) + e.field().substring(1);
    return new InvalidInputException(field, e.remedy());
  }
}
