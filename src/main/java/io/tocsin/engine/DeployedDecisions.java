package io.tocsin.engine;

import io.tocsin.problem.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.jspecify.annotations.Nullable;

/**
 * One deployed version of a set of decisions. Evaluated beside the engine: a policy is read row by
 * row, which would fill the engine's history with look-ups, and a failure would doom the
 * transaction of whoever asked.
 */
class DeployedDecisions implements Decisions.Version {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private final String requirements;
  private final int number;
  private final DmnEngine engine;
  private final Map<String, DmnDecision> decisions;
  private final DecisionFile file;

  DeployedDecisions(String requirements, int number, DmnModelInstance model, Feel feel) {
    this.requirements = requirements;
    this.number = number;
    this.engine = feel.tables();
    this.decisions =
        engine.parseDecisions(model).stream()
            .collect(Collectors.toUnmodifiableMap(DmnDecision::getKey, decision -> decision));
    this.file = DecisionFileReader.read(requirements, model);
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public String requirements() {
    return requirements;
  }

  @Override
  public DecisionFile file() {
    return file;
  }

  @Override
  public boolean has(String decision) {
    return file.tables().containsKey(decision);
  }

  @Override
  @SuppressWarnings("unchecked") // the engine's API is not null-marked
  public List<Map<String, @Nullable Object>> evaluate(
      String decision, Map<String, ? extends @Nullable Object> inputs) {
    var found =
        Optional.ofNullable(decisions.get(decision))
            .filter(DmnDecision::isDecisionTable)
            .orElseThrow(() -> missing(decision));
    return engine.evaluateDecisionTable(found, (Map<String, Object>) inputs).getResultList();
  }

  @Override
  public List<String> literals(String decision, String input) {
    var table =
        Optional.ofNullable(file.tables().get(decision)).orElseThrow(() -> missing(decision));
    int column =
        table
            .input(input)
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "The decision '" + decision + "' has no input '" + input + "'"));
    return table.rules().stream()
        .map(rule -> rule.inputs().get(column))
        .flatMap(text -> QUOTED.matcher(text).results().map(quoted -> quoted.group(1)))
        .distinct()
        .toList();
  }

  private NotFoundException missing(String decision) {
    return new NotFoundException(
        "Version %d of '%s' has no decision table '%s'".formatted(number, requirements, decision));
  }
}
