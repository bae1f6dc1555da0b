package io.tocsin.notification;

import io.tocsin.engine.Variables;
import io.tocsin.incident.Duties;
import io.tocsin.incident.Role;
import java.util.HashMap;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells the policy's audiences of an event of the model. */
@Component
class NotifyDelegate implements JavaDelegate {

  /** The round of what is told each time the step is reached. */
  private static final String EACH = "each";

  private final Notifications notifications;
  private final Duties duties;
  private final Attendees reviewers;

  NotifyDelegate(Notifications notifications, Duties duties, Attendees reviewers) {
    this.notifications = notifications;
    this.duties = duties;
    this.reviewers = reviewers;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var fields = new HashMap<String, Object>();
    var audience = Variables.AUDIENCE.find(execution);
    audience.ifPresent(name -> fields.put("audience", name));
    Variables.UPDATE_DUE_AT.find(execution).ifPresent(at -> fields.put("due", at.toInstant()));
    Variables.REVIEW_DUE_AT
        .find(execution)
        .ifPresent(
            at -> {
              fields.put("due", at.toInstant());
              fields.put(
                  "attendees", String.join(", ", reviewers.of(Variables.incident(execution))));
            });
    Variables.OBLIGATION_DUE_AT.find(execution).ifPresent(at -> fields.put("due", at.toInstant()));
    Variables.REOPEN_AT.find(execution).ifPresent(at -> fields.put("due", at.toInstant()));
    Variables.COMMAND_DUE_AT.find(execution).ifPresent(at -> fields.put("due", at.toInstant()));
    Variables.OTHER_INCIDENT.find(execution).ifPresent(o -> fields.put("otherIncident", o));
    Variables.OBLIGATION_ROLE
        .find(execution)
        .ifPresent(
            role -> {
              fields.put(Notifications.DUTY, role);
              fields.put("dutyRole", Role.of(role).title());
              var number = Variables.incident(execution);
              fields.put("owed", duties.open(number, Variables.OBLIGATION_GROUP.get(execution)));
            });
    // The clocks of two audiences may be due at one time.
    var round = audience.map(name -> name + "-").orElse("") + round(execution);
    var unless =
        Variables.UNLESS_TOLD
            .find(execution)
            .map(events -> List.of(events.split(",")))
            .orElse(List.of());
    notifications.tell(
        Variables.incident(execution), Variables.EVENT.get(execution), round, unless, fields);
  }

  /** Only here is it known which time the step is reached; its inputs do not know yet. */
  private static String round(DelegateExecution execution) {
    var round = Variables.ROUND.get(execution);
    return EACH.equals(round) ? execution.getActivityInstanceId() : round;
  }
}
