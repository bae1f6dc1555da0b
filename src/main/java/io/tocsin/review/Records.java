package io.tocsin.review;

import io.tocsin.actionitem.ActionItems;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Status;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Reads from the record what it proves of the obligations. */
@Component
class Records {

  private static final String CUSTOMERS = "customers";

  private static final Set<Delivery.State> UNDER_WAY =
      Set.of(Delivery.State.PENDING, Delivery.State.SENT);

  private final Reviews reviews;
  private final ActionItems items;
  private final Deliveries deliveries;
  private final MeetingStore meetings;

  Records(Reviews reviews, ActionItems items, Deliveries deliveries, MeetingStore meetings) {
    this.meetings = meetings;
    this.reviews = reviews;
    this.items = items;
    this.deliveries = deliveries;
  }

  boolean reported(String number) {
    return reviews.reported(number);
  }

  /** Returns what is proven now; the sign-off and the closure prove at their time. */
  Set<Proof> proven(IncidentView incident) {
    var proven = EnumSet.noneOf(Proof.class);
    if (incident.status() != Status.RESOLVED) {
      return proven;
    }
    var review = reviews.newest(incident.number());
    proven.add(Proof.RECORD);
    add(proven, Proof.RESOLUTION, incident.resolution() != null);
    add(proven, Proof.IMPACT, incident.impactUsers() != null);
    add(proven, Proof.CAUSE, incident.causeKnown());
    add(proven, Proof.TOLD, told(incident, delivery -> true));
    add(
        proven,
        Proof.CUSTOMERS_TOLD,
        told(incident, delivery -> delivery.audience().equals(CUSTOMERS)));
    add(proven, Proof.SCHEDULED, scheduled(incident));
    add(proven, Proof.REVIEW, review.isPresent());
    add(proven, Proof.REPORT, reviews.reported(incident.number()));
    add(proven, Proof.LESSONS, review.map(Review::text).map(ReviewText::lessons).isPresent());
    var agreed = items.of(incident.number());
    add(proven, Proof.ITEMS, !agreed.isEmpty());
    for (var item : agreed) {
      switch (item.kind()) {
        case "preventive" -> proven.add(Proof.PREVENTIVE);
        case "process" -> proven.add(Proof.PROCESS);
        case "system" -> proven.add(Proof.SYSTEM);
        case "training" -> proven.add(Proof.TRAINING);
        default -> {}
      }
    }
    return proven;
  }

  /** A meeting of before a reopening is none. */
  private boolean scheduled(IncidentView incident) {
    var since = incident.resolvedAt();
    return since != null
        && meetings
            .find(incident.number())
            .filter(meeting -> !meeting.calledOff() && !meeting.changedAt().isBefore(since))
            .isPresent();
  }

  /** A message that is on its way counts; one that was given up or only kept does not. */
  private boolean told(IncidentView incident, Predicate<Delivery> wanted) {
    var since = incident.resolvedAt();
    return since != null
        && deliveries.of(incident.number()).stream()
            .filter(delivery -> delivery.event().equals("resolved"))
            .filter(delivery -> UNDER_WAY.contains(delivery.state()))
            .filter(delivery -> !delivery.createdAt().isBefore(since))
            .anyMatch(wanted);
  }

  private static void add(Set<Proof> proven, Proof proof, boolean holds) {
    if (holds) {
      proven.add(proof);
    }
  }
}
