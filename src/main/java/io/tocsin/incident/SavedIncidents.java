package io.tocsin.incident;

import org.springframework.data.relational.core.mapping.event.AfterSaveCallback;
import org.springframework.stereotype.Component;

/** Has a transaction read again what it has changed. */
@Component
class SavedIncidents implements AfterSaveCallback<Incident> {

  @Override
  public Incident onAfterSave(Incident incident) {
    SeenIncidents.forget(incident.number);
    return incident;
  }
}
