package io.tocsin.engine;

import io.tocsin.problem.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionRequirementsDefinition;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.camunda.bpm.model.dmn.Dmn;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class CamundaDecisions implements Decisions {

  private final DecisionService decisions;
  private final RepositoryService repository;
  private final ProcessEngine engine;
  private final JdbcClient jdbc;
  private final Feel feel;

  /** A deployed version never changes, so that what was read of it stays right. */
  private final Map<String, DeployedDecisions> read = new ConcurrentHashMap<>();

  CamundaDecisions(
      @Lazy DecisionService decisions,
      @Lazy RepositoryService repository,
      @Lazy ProcessEngine engine,
      JdbcClient jdbc,
      Feel feel) {
    this.decisions = decisions;
    this.repository = repository;
    this.engine = engine;
    this.jdbc = jdbc;
    this.feel = feel;
  }

  @Override
  @SuppressWarnings("unchecked") // the engine's API is not null-marked
  public List<Map<String, @Nullable Object>> evaluate(
      String decision, Map<String, ? extends @Nullable Object> inputs) {
    try {
      return decisions
          .evaluateDecisionTableByKey(decision, (Map<String, Object>) inputs)
          .getResultList();
    } catch (org.camunda.bpm.engine.exception.NotFoundException e) {
      throw new NotFoundException("No decision '" + decision + "' is deployed");
    }
  }

  @Override
  public List<Map<String, @Nullable Object>> look(
      String decision, Map<String, ? extends @Nullable Object> inputs) {
    var newest = Unasked.call(engine, () -> newest(decision));
    if (newest.isEmpty()) {
      throw new NotFoundException("No decision '" + decision + "' is deployed");
    }
    return newest.get().evaluate(decision, inputs);
  }

  private Optional<DeployedDecisions> newest(String decision) {
    return Optional.ofNullable(
            repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(decision)
                .latestVersion()
                .singleResult())
        .map(definition -> read.computeIfAbsent(definition.getId(), version -> read(definition)));
  }

  private DeployedDecisions read(ResourceDefinition definition) {
    var file =
        repository.getResourceAsStream(definition.getDeploymentId(), definition.getResourceName());
    return new DeployedDecisions(
        definition.getKey(), definition.getVersion(), Dmn.readModelFromStream(file), feel);
  }

  @Override
  public String version(String requirements) {
    return jdbc.sql(
            "select id_ from act_re_decision_req_def where key_ = ? order by version_ desc limit 1")
        .param(requirements)
        .query(String.class)
        .optional()
        .orElseThrow(() -> new NotFoundException("No policy '" + requirements + "' is deployed"));
  }

  @Override
  public Version deployed(String version) {
    // Asked each time: another node may have deleted it. By a plain statement, since every step of
    // an incident asks.
    var there =
        jdbc.sql("select exists (select from act_re_decision_req_def where id_ = ?)")
            .param(version)
            .query(Boolean.class)
            .single();
    if (!there) {
      read.remove(version);
      throw new NotFoundException("The version '" + version + "' is not deployed any more");
    }
    return read.computeIfAbsent(version, this::requirements);
  }

  private DeployedDecisions requirements(String version) {
    var definition =
        Unasked.call(
            engine,
            () ->
                repository
                    .createDecisionRequirementsDefinitionQuery()
                    .decisionRequirementsDefinitionId(version)
                    .singleResult());
    if (definition == null) {
      throw new NotFoundException("The version '" + version + "' is not deployed any more");
    }
    return Unasked.call(engine, () -> read(definition));
  }

  @Override
  public List<String> requirements() {
    return repository
        .createDecisionRequirementsDefinitionQuery()
        .latestVersion()
        .orderByDecisionRequirementsDefinitionKey()
        .asc()
        .unlimitedList()
        .stream()
        .map(DecisionRequirementsDefinition::getKey)
        .toList();
  }
}
