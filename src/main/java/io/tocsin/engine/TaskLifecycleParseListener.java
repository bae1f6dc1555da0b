package io.tocsin.engine;

import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Attaches the task lifecycle to each user task when a model is parsed. Built in: whoever moves an
 * instance may leave out the listeners of its model, and its tasks have their names and forms.
 */
class TaskLifecycleParseListener extends AbstractBpmnParseListener {

  private final TaskLifecycle lifecycle;

  TaskLifecycleParseListener(TaskLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
    task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, lifecycle::created);
    task.addBuiltInTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, lifecycle::assigned);
    task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, lifecycle::completed);
  }
}
