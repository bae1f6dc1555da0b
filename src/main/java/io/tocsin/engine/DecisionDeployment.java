package io.tocsin.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.impl.dmn.deployer.DecisionDefinitionDeployer;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;

/**
 * Refuses a deployment that holds decisions nobody could work with. Asked before anything of it is
 * deployed; whoever deploys, by the Modeler, over HTTP or at start, reads all the reasons.
 */
class DecisionDeployment implements Deployer {

  /** A policy takes a quarter of it. */
  private static final int MAX_BYTES = 1_000_000;

  private static final int MAX_FAULTS = 100;

  private final List<DecisionFile.Check> checks;

  DecisionDeployment(List<DecisionFile.Check> checks) {
    this.checks = checks;
  }

  @Override
  public void deploy(DeploymentEntity deployment) {
    // What was deployed once is only read again.
    if (deployment.isNew()) {
      deployment.getResources().values().stream().filter(this::isDecision).forEach(this::check);
    }
  }

  private boolean isDecision(ResourceEntity resource) {
    for (var suffix : DecisionDefinitionDeployer.DMN_RESOURCE_SUFFIXES) {
      if (resource.getName().endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }

  private void check(ResourceEntity resource) {
    var faults = faults(resource);
    if (!faults.isEmpty()) {
      throw new ParseException(
          message(resource.getName(), faults), resource.getName(), List.of(), List.of());
    }
  }

  private List<String> faults(ResourceEntity resource) {
    if (resource.getBytes().length > MAX_BYTES) {
      return List.of(
          "The file has %d bytes; at most %d are taken. Split it, or take long texts out"
              .formatted(resource.getBytes().length, MAX_BYTES));
    }
    var refused = XmlFile.fault(resource.getBytes());
    if (refused != null) {
      return List.of("The file " + refused);
    }
    try {
      var file = DecisionFile.read(resource.getName(), resource.getBytes());
      var faults = new ArrayList<String>();
      checks.forEach(check -> faults.addAll(check.faults(file)));
      return faults;
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static String message(String resource, List<String> faults) {
    var text = new StringBuilder();
    text.append(
        "%s is not deployed, it has %d fault%s:"
            .formatted(resource, faults.size(), faults.size() == 1 ? "" : "s"));
    for (int i = 0; i < Math.min(faults.size(), MAX_FAULTS); i++) {
      text.append("\n").append(i + 1).append(". ").append(faults.get(i));
    }
    if (faults.size() > MAX_FAULTS) {
      text.append("\nand %d more".formatted(faults.size() - MAX_FAULTS));
    }
    return text.toString();
  }
}
