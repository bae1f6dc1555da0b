package io.tocsin.review;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** How the record proves that an obligation of a policy is done: the only place that knows. */
enum Proof {
  /** Only a person can say so. */
  PERSON(Source.PERSON),

  /** The timeline is kept by the engine, and the incident is resolved. */
  RECORD(
      Source.RECORD,
      "marked-resolved",
      "timeline-documented",
      "first-timeline",
      "actions-documented"),
  RESOLUTION(Source.RECORD, "resolution-documented"),
  IMPACT(Source.RECORD, "impact-documented", "impact-assessed"),
  CAUSE(Source.RECORD, "root-cause-analysed"),

  /** A meeting is set, or took place; one that was called off does not count. */
  SCHEDULED(Source.RECORD, Proof.SCHEDULED_ID),

  /** A message of the resolution went out, to anybody or to the customers. */
  TOLD(Source.RECORD, "resolution-notified", "internal-note-sent"),
  CUSTOMERS_TOLD(Source.RECORD, "customers-told", "users-notified"),

  STABLE(Source.SIGN_OFF, "stability-confirmed", "recovery-watched", "recovery-watched-short"),

  REVIEW(Source.REVIEW, "review-held", "review-held-week", "review-completed"),
  REPORT(
      Source.REVIEW,
      Proof.REPORT_ID,
      "report-drafted",
      "report-completed",
      "report-completed-week",
      "timeline-written"),
  LESSONS(Source.REVIEW, "lessons-recorded", "lessons-recorded-week"),
  ITEMS(Source.REVIEW, "action-items-created", "action-items-identified", "action-items-assigned"),
  PREVENTIVE(Source.REVIEW, "preventive-items"),
  PROCESS(Source.REVIEW, "process-items"),
  SYSTEM(Source.REVIEW, "system-items"),
  TRAINING(Source.REVIEW, "training-items"),

  CLOSED(Source.CLOSURE, "formal-closure");

  /** Ids of what the targets of a policy ask for when its obligations do not. */
  static final String REPORT_ID = "report";

  static final String SCHEDULED_ID = "review-scheduled";

  /** Which task proves it. */
  enum Source {
    PERSON,
    /** None: it is proven as soon as the record holds it. */
    RECORD,
    SIGN_OFF,
    REVIEW,
    CLOSURE
  }

  private final Source source;
  private final Set<String> obligations;

  Proof(Source source, String... obligations) {
    this.source = source;
    this.obligations = Set.copyOf(List.of(obligations));
  }

  Source source() {
    return source;
  }

  static Proof of(String obligation) {
    return Arrays.stream(values())
        .filter(proof -> proof.obligations.contains(obligation))
        .findFirst()
        .orElse(PERSON);
  }
}
