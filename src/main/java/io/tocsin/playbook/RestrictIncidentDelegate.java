package io.tocsin.playbook;

import io.tocsin.engine.Variables;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Restricts the incident, unless it is; the ladder tells the security team and legal. */
@Component
class RestrictIncidentDelegate implements JavaDelegate {

  private final Incidents incidents;
  private final IncidentCommands commands;

  RestrictIncidentDelegate(Incidents incidents, IncidentCommands commands) {
    this.incidents = incidents;
    this.commands = commands;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var number = Variables.incident(execution);
    if (!incidents.get(number).security()) {
      commands.security(number, "Its playbook for security is followed", Actor.ENGINE);
    }
  }
}
