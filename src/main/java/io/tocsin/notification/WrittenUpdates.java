package io.tocsin.notification;

import io.tocsin.incident.StatusUpdate;
import io.tocsin.incident.StatusUpdates;
import io.tocsin.incident.UpdateWritten;
import io.tocsin.people.People;
import java.util.HashMap;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Hands what was written for an audience to delivery. */
@Service
@Transactional
class WrittenUpdates {

  private final StatusUpdates updates;
  private final Notifications notifications;
  private final People people;

  WrittenUpdates(StatusUpdates updates, Notifications notifications, People people) {
    this.updates = updates;
    this.notifications = notifications;
    this.people = people;
  }

  @EventListener
  void on(UpdateWritten written) {
    send(written.number(), written.audience());
  }

  void send(String incident, String audience) {
    for (var update : updates.unsent(incident, audience)) {
      notifications.tell(
          incident, "status-update-" + audience, update.id().toString(), fields(update));
      updates.sent(update.id());
    }
  }

  private HashMap<String, Object> fields(StatusUpdate update) {
    var fields = new HashMap<String, Object>();
    fields.put("audience", update.audience());
    fields.put("text", update.text());
    fields.put("author", people.name(update.author()));
    if (update.nextUpdateAt() != null) {
      fields.put("nextUpdate", update.nextUpdateAt());
    }
    return fields;
  }
}
