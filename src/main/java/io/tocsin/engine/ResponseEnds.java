package io.tocsin.engine;

import io.tocsin.engine.model.IncidentResponse;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Says when the process of an incident ends, however it does. Built in: whoever ends an instance
 * may leave out the listeners of its model, and the Cockpit proposes to.
 */
class ResponseEnds extends AbstractBpmnParseListener {

  private final ApplicationEventPublisher events;

  ResponseEnds(ApplicationEventPublisher events) {
    this.events = events;
  }

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity definition) {
    if (definition.getKey().equals(IncidentResponse.KEY)) {
      definition.addBuiltInListener(
          ExecutionListener.EVENTNAME_END, (ExecutionListener) this::ended);
    }
  }

  private void ended(DelegateExecution execution) {
    var number = BusinessKey.incident(execution.getProcessBusinessKey());
    if (number != null) {
      var user = Context.getCommandContext().getAuthenticatedUserId();
      events.publishEvent(new ResponseEnded(number, execution.isCanceled(), user));
    }
  }
}
