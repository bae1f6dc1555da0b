package io.tocsin.review;

import io.tocsin.engine.Variables;
import io.tocsin.incident.Incidents;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads from the policy whether a review is owed, and until when its report. */
@Component
class PlanReviewDelegate implements JavaDelegate {

  private final Incidents incidents;
  private final Obligations obligations;
  private final ReviewMeetings meetings;

  PlanReviewDelegate(Incidents incidents, Obligations obligations, ReviewMeetings meetings) {
    this.meetings = meetings;
    this.incidents = incidents;
    this.obligations = obligations;
  }

  @Override
  public void execute(DelegateExecution execution) {
    // The review comes when the watch is over.
    obligations.stable(Variables.incident(execution));
    var incident = incidents.get(Variables.incident(execution));
    var due = incidents.due(incident, "reportWithin");
    Variables.REVIEW_OWED.set(execution, due.isPresent());
    // Most set it while the watch is on; nobody is asked again.
    Variables.MEETING_SET.set(execution, meetings.isSet(incident.number()));
    due.ifPresent(at -> Variables.REVIEW_DUE_AT.set(execution, Date.from(at)));
  }
}
