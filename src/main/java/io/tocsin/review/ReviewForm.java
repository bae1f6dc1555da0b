package io.tocsin.review;

import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItemRows;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Texts;
import io.tocsin.incident.Whys;
import io.tocsin.notification.Attendees;
import io.tocsin.people.People;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The review, with its action items. What the record knows is filled in. */
@Component
class ReviewForm implements TaskForm {

  private final Incidents incidents;
  private final Reviews reviews;
  private final ActionItems actionItems;
  private final People people;
  private final Attendees attendees;
  private final Reviewing reviewing;
  private final ReviewMeetings meetings;
  private final BlamelessWording wording;

  ReviewForm(
      Incidents incidents,
      Reviews reviews,
      ActionItems actionItems,
      People people,
      Attendees attendees,
      Reviewing reviewing,
      ReviewMeetings meetings,
      BlamelessWording wording) {
    this.meetings = meetings;
    this.wording = wording;
    this.attendees = attendees;
    this.reviewing = reviewing;
    this.incidents = incidents;
    this.reviews = reviews;
    this.actionItems = actionItems;
    this.people = people;
  }

  @Override
  public String task() {
    return io.tocsin.engine.model.Review.Elements.TASK_WRITE_REVIEW;
  }

  @Override
  public Set<String> fields() {
    var fields =
        new LinkedHashSet<>(
            List.of(
                "summary",
                "impact",
                "rootCause",
                "rootCauseConfirmed",
                "resolution",
                "wentWell",
                "couldImprove",
                "lessons",
                "publicSummary",
                ActionItemRows.FIELD,
                ActionItemRows.OWNERS,
                "attendees",
                "meeting",
                "wording"));
    fields.addAll(Whys.FIELDS);
    return fields;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var incident = incidents.get(task.incident());
    var known = reviews.newest(task.incident()).map(Review::text);
    var values = new HashMap<String, @Nullable Object>();
    values.put("summary", known.map(ReviewText::summary).orElse(incident.description()));
    values.put("impact", known.map(ReviewText::impact).orElse(incident.impactUsers()));
    values.put("rootCause", incident.rootCause());
    values.put("rootCauseConfirmed", incident.rootCauseConfirmed());
    values.put("resolution", incident.resolution());
    values.put("wentWell", known.map(ReviewText::wentWell).orElse(null));
    values.put("couldImprove", known.map(ReviewText::couldImprove).orElse(null));
    values.put("lessons", known.map(ReviewText::lessons).orElse(null));
    values.put("publicSummary", known.map(ReviewText::publicSummary).orElse(null));
    Whys.fill(values, incident.whys());
    values.put(
        ActionItemRows.FIELD,
        actionItems.of(task.incident()).stream()
            .filter(ActionItem::open)
            .map(
                item ->
                    Map.of(
                        "title", item.title(),
                        "kind", item.kind(),
                        "owner", item.owner(),
                        "dueDate", item.dueDate().toString()))
            .toList());
    var invited = attendees.of(task.incident());
    values.put("attendees", invited.isEmpty() ? null : String.join(", ", invited));
    values.put(
        "meeting",
        meetings
            .find(task.incident())
            .filter(meeting -> !meeting.calledOff())
            .map(meeting -> Texts.time(meeting.from()) + ", " + meeting.place())
            .orElse(null));
    values.put("wording", wording.rules());
    values.put(ActionItemRows.OWNERS, ActionItemRows.owners(people));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var items = ActionItemRows.read(answers, people);
    reviewing.handIn(
        task.incident(),
        new ReviewText(
            answers.required("summary", "say in two or three sentences what happened"),
            answers.text("impact").orElse(null),
            answers.text("rootCause").orElse(null),
            Whys.read(answers),
            answers.text("resolution").orElse(null),
            answers.text("wentWell").orElse(null),
            answers.text("couldImprove").orElse(null),
            answers.text("lessons").orElse(null),
            answers.text("publicSummary").orElse(null)),
        // A form without the box, such as one of a release before, says nothing of it.
        answers
            .text("rootCauseConfirmed")
            .map(Boolean::parseBoolean)
            .orElseGet(() -> incidents.get(task.incident()).rootCauseConfirmed()),
        items,
        Actor.tasklist(task.actor()));
    return Map.of();
  }
}
