package io.tocsin.notification;

import io.tocsin.incident.Command;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tells people that nobody had taken command in time, once a call. */
@Service
@Transactional
class CommanderCalls {

  private static final String EVENT = "commander-missing";

  private final Command command;
  private final Notifications notifications;

  CommanderCalls(Command command, Notifications notifications) {
    this.command = command;
    this.notifications = notifications;
  }

  Command.Call call(String incident) {
    var call = command.call(incident);
    var told = call.told();
    if (told != null) {
      notifications.tell(
          incident,
          EVENT,
          "due-" + told.due().toEpochMilli(),
          told.named() == null
              ? Map.of("due", told.due())
              : Map.of("due", told.due(), "named", told.named()));
    }
    return call;
  }
}
