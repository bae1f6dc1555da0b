package io.tocsin.slack;

import io.tocsin.incident.IncidentView;
import io.tocsin.notification.IncidentRoom;
import io.tocsin.people.Addressee;
import io.tocsin.people.Hours;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The channel of an incident in Slack, for messages. */
@Component
class SlackRoom implements IncidentRoom {

  private final ChannelKeeper keeper;

  SlackRoom(ChannelKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public Optional<Addressee> of(IncidentView incident) {
    return keeper
        .there(incident.number())
        // A restricted incident is not talked about in a channel that everybody reads.
        .filter(room -> room.restricted() || !incident.security())
        .map(
            room ->
                new Addressee(
                    "incident-channel",
                    "#" + room.name(),
                    null,
                    null,
                    room.channelId(),
                    Hours.ALWAYS,
                    null));
  }
}
