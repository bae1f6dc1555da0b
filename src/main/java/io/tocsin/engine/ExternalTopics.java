package io.tocsin.engine;

import java.util.Optional;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.springframework.stereotype.Component;

/** What external tasks are about. */
@Component
public class ExternalTopics {

  private final ExternalTaskService tasks;

  ExternalTopics(ExternalTaskService tasks) {
    this.tasks = tasks;
  }

  /** Returns the topic of an open task. Answers by what there is, not by what a caller may see. */
  public Optional<String> of(String task) {
    return Optional.ofNullable(tasks.createExternalTaskQuery().externalTaskId(task).singleResult())
        .map(ExternalTask::getTopicName);
  }
}
