package io.tocsin.incident;

import org.springframework.stereotype.Service;

/** The call of an incident, from the configured template. */
@Service
class WarRoom {

  private final Incidents incidents;
  private final IncidentProperties properties;

  WarRoom(Incidents incidents, IncidentProperties properties) {
    this.incidents = incidents;
    this.properties = properties;
  }

  /** Adds the call's link to the incident; a second time changes nothing. */
  void open(String number) {
    var call = properties.callOf(number);
    if (call == null) {
      if (incidents.get(number).links().isEmpty()) {
        incidents.note(
            number,
            "A war room is owed, but tocsin.war-room-url is not set: open a call by hand",
            Actor.ENGINE);
      }
      return;
    }
    incidents.addLink(number, call, "War room opened");
  }
}
