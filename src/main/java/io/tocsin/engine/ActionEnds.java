package io.tocsin.engine;

import io.tocsin.engine.model.ExecuteAction;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Says when the model that waits for an action is ended before its end: its incident is over, or
 * its playbook was left. Built in, for the same reason as {@link ResponseEnds}.
 */
class ActionEnds extends AbstractBpmnParseListener {

  private final ApplicationEventPublisher events;

  ActionEnds(ApplicationEventPublisher events) {
    this.events = events;
  }

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity definition) {
    if (definition.getKey().equals(ExecuteAction.KEY)) {
      definition.addBuiltInListener(
          ExecutionListener.EVENTNAME_END, (ExecutionListener) this::ended);
    }
  }

  private void ended(DelegateExecution execution) {
    var number = BusinessKey.incident(execution.getProcessBusinessKey());
    if (number != null && execution.isCanceled()) {
      Variables.ACTION_REQUEST
          .find(execution)
          .map(
              request ->
                  new ActionCutOff(
                      number,
                      request,
                      Variables.ACTION_RUN.find(execution).orElse(null),
                      Variables.BY_WORKER.find(execution).orElse(false)))
          .ifPresent(this::publish);
    }
  }

  /** Whoever ends an instance need not have the right to begin another. */
  private void publish(ActionCutOff cut) {
    Context.getCommandContext()
        .runWithoutAuthorization(
            () -> {
              events.publishEvent(cut);
              return cut;
            });
  }
}
