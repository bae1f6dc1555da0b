package io.tocsin.engine;

import io.tocsin.problem.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

@Component
class CamundaDecisions implements Decisions {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private final DecisionService decisions;
  private final RepositoryService repository;

  CamundaDecisions(@Lazy DecisionService decisions, @Lazy RepositoryService repository) {
    this.decisions = decisions;
    this.repository = repository;
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
  public List<String> literals(String decision, String input) {
    var definition =
        repository
            .createDecisionDefinitionQuery()
            .decisionDefinitionKey(decision)
            .latestVersion()
            .singleResult();
    if (definition == null) {
      throw new NotFoundException("No decision '" + decision + "' is deployed");
    }
    Decision element =
        repository.getDmnModelInstance(definition.getId()).getModelElementById(decision);
    var table = (DecisionTable) element.getExpression();
    var column =
        table.getInputs().stream()
            .map(i -> i.getInputExpression().getText().getTextContent().strip())
            .toList()
            .indexOf(input);
    if (column < 0) {
      throw new NotFoundException("The decision '" + decision + "' has no input '" + input + "'");
    }
    return table.getRules().stream()
        .map(rule -> List.copyOf(rule.getInputEntries()).get(column).getText().getTextContent())
        .flatMap(text -> QUOTED.matcher(text).results().map(quoted -> quoted.group(1)))
        .distinct()
        .toList();
  }

  @Override
  public String version(String requirements) {
    var newest =
        repository
            .createDecisionRequirementsDefinitionQuery()
            .decisionRequirementsDefinitionKey(requirements)
            .latestVersion()
            .singleResult();
    if (newest == null) {
      throw new NotFoundException("No policy '" + requirements + "' is deployed");
    }
    return newest.getId();
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
        .map(definition -> definition.getKey())
        .toList();
  }
}
