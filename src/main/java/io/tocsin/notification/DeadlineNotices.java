package io.tocsin.notification;

import io.tocsin.incident.DeadlineClock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tells people of a deadline, in the transaction that records it. */
@Service
@Transactional
class DeadlineNotices {

  private final DeadlineClock deadlines;
  private final Notifications notifications;

  DeadlineNotices(DeadlineClock deadlines, Notifications notifications) {
    this.deadlines = deadlines;
    this.notifications = notifications;
  }

  void tell(String incident) {
    deadlines
        .take(incident)
        .ifPresent(
            notice ->
                notifications.tell(incident, notice.event(), notice.round(), notice.fields()));
  }
}
