package io.tocsin.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

@Component
class CamundaPlaybookModels implements PlaybookModels {

  private final ProcessEngine engine;

  // Lazy: delegates, which the engine needs, need this.
  CamundaPlaybookModels(@Lazy ProcessEngine engine) {
    this.engine = engine;
  }

  /** Whoever may choose a playbook need not be allowed to read definitions. */
  @Override
  public List<Model> all() {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(context -> context.runWithoutAuthorization(this::deployed));
  }

  private List<Model> deployed() {
    return engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .processDefinitionKeyLike(PREFIX + "%")
        .latestVersion()
        .active()
        .unlimitedList()
        .stream()
        .map(
            definition -> {
              var id = definition.getKey().substring(PREFIX.length());
              return new Model(id, Objects.requireNonNullElse(definition.getName(), id));
            })
        .sorted(Comparator.comparing(Model::title).thenComparing(Model::id))
        .toList();
  }
}
