package io.tocsin.review;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.actionitem.Wanted;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.review.Review.Agreed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The versions of a review: one for each time that it is handed in, and one for each correction.
 * None is ever changed.
 */
@Service
@Transactional
public class Reviewing {

  private static final Map<String, String> TITLES =
      Arrays.stream(ReviewField.values())
          .collect(toUnmodifiableMap(ReviewField::key, ReviewField::title));

  private final Incidents incidents;
  private final Timeline timeline;
  private final Reviews reviews;
  private final Report report;
  private final ActionItems actionItems;
  private final ApplicationEventPublisher events;

  Reviewing(
      Incidents incidents,
      Timeline timeline,
      Reviews reviews,
      Report report,
      ActionItems actionItems,
      ApplicationEventPublisher events) {
    this.incidents = incidents;
    this.timeline = timeline;
    this.reviews = reviews;
    this.report = report;
    this.actionItems = actionItems;
    this.events = events;
  }

  /**
   * Hands a review in, with the action items that it wants.
   *
   * @param causeConfirmed whether its root cause is known for sure
   */
  void handIn(
      String number, ReviewText text, boolean causeConfirmed, List<Wanted> items, Actor actor) {
    incidents.correctCause(
        number, text.rootCause(), causeConfirmed, text.whys(), text.resolution());
    actionItems.reviewed(number, items, actor);
    save(number, text, null, actor);
    timeline.add(number, actor, "review", "Review written. Action items: " + items.size());
  }

  /**
   * Writes something otherwise, also after the incident was closed.
   *
   * @return the new version; the present one when nothing differs
   * @throws ConflictException when none was handed in yet, the incident is responded to again, or
   *     the correction was made of an older version
   * @throws io.tocsin.problem.InvalidInputException naming the first field that cannot be taken
   */
  public Review correct(String number, Correction correction, Actor actor) {
    var incident = incidents.lock(number);
    var before =
        reviews
            .newest(number)
            .orElseThrow(
                () ->
                    new ConflictException(
                        number + " has no review yet; hand it in with the task of its review"));
    correction.requireBuiltOn(before);
    var why = correction.why();
    // The record may have learnt another cause since.
    var known =
        before.text().withCause(incident.rootCause(), incident.whys(), incident.resolution());
    var text = correction.applyTo(known);
    if (text.equals(before.text())) {
      return before;
    }
    incidents.correctReport(number, text.rootCause(), text.whys(), text.resolution());
    var after = save(number, text, why, actor);
    var changed =
        ReviewField.between(before, after).stream()
            .map(difference -> difference.title().toLowerCase(Locale.ROOT))
            .collect(joining(", "));
    timeline.add(
        number,
        actor,
        "review",
        "Review corrected, version %d: %s. %s".formatted(after.version(), changed, why));
    if (reviews.reported(number)) {
      report.keep(number);
    }
    return after;
  }

  /** Returns all versions, the newest first. */
  @Transactional(readOnly = true)
  public List<ReviewVersion> versions(String number) {
    incidents.get(number);
    var lines = new ArrayList<ReviewVersion>();
    Review before = null;
    for (var review : reviews.of(number)) {
      var changed =
          before == null
              ? ReviewField.written(review)
              : ReviewField.between(before, review).stream().map(Difference::field).toList();
      lines.add(
          new ReviewVersion(
              review.version(), review.author(), review.at(), review.reason(), changed));
      before = review;
    }
    Collections.reverse(lines);
    return lines;
  }

  /**
   * Returns one version.
   *
   * @throws NotFoundException when there is no such version
   */
  @Transactional(readOnly = true)
  public Review version(String number, int version) {
    incidents.get(number);
    return reviews.get(number, version);
  }

  /**
   * Returns what differs from one version to another.
   *
   * @throws NotFoundException when there is no such version
   */
  @Transactional(readOnly = true)
  public List<Difference> difference(String number, int from, int to) {
    return ReviewField.between(version(number, from), version(number, to));
  }

  /** Returns the names of the fields for people, by their keys. */
  public static Map<String, String> titles() {
    return TITLES;
  }

  private Review save(String number, ReviewText text, @Nullable String reason, Actor actor) {
    var before =
        reviews.newest(number).map(Review::text).map(ReviewText::publicSummary).orElse(null);
    reviews.save(number, actor.id(), reason, text, agreed(number));
    var words = text.publicSummary();
    // A correction of something else has nothing to do with words that were sent back meanwhile.
    var again = reason == null || !Objects.equals(before, words);
    if (words != null && again) {
      events.publishEvent(
          new PublicSummaryWritten(number, words, !Objects.equals(before, words), actor));
    }
    if (words == null && before != null) {
      events.publishEvent(new PublicSummaryRemoved(number));
    }
    return reviews.newest(number).orElseThrow();
  }

  private List<Agreed> agreed(String number) {
    return actionItems.of(number).stream()
        .filter(item -> item.status() != ActionItem.Status.DROPPED)
        .map(item -> new Agreed(item.title(), item.kind(), item.owner(), item.dueDate()))
        .toList();
  }
}
