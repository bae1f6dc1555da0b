package io.tocsin.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;

/**
 * Refuses a deployment with messages that could not be sent. Whoever deploys reads all the reasons.
 */
class TextDeployment implements Deployer {

  private static final int MAX_FAULTS = 100;

  private final List<DeployedTexts.Check> checks;

  TextDeployment(List<DeployedTexts.Check> checks) {
    this.checks = checks;
  }

  /** Folders in a name do not count: file names are unique. */
  static String bare(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @Override
  public void deploy(DeploymentEntity deployment) {
    // What was deployed once is only read again.
    if (!deployment.isNew()) {
      return;
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    deployment
        .getResources()
        .forEach(
            (name, resource) -> {
              if (name.endsWith(DeployedTexts.SUFFIX)) {
                files.put(bare(name), resource.getBytes());
              }
            });
    if (files.isEmpty()) {
      return;
    }
    var faults = checks.stream().flatMap(check -> check.faults(files).stream()).toList();
    if (!faults.isEmpty()) {
      throw new ParseException(
          message(faults), files.keySet().iterator().next(), List.of(), List.of());
    }
  }

  private static String message(List<String> faults) {
    return IntStream.range(0, Math.min(faults.size(), MAX_FAULTS))
        .mapToObj(n -> "\n" + (n + 1) + ". " + faults.get(n))
        .collect(
            Collectors.joining(
                "",
                "Nothing is deployed, the messages have %d fault%s:"
                    .formatted(faults.size(), faults.size() == 1 ? "" : "s"),
                faults.size() > MAX_FAULTS
                    ? "\nand %d more".formatted(faults.size() - MAX_FAULTS)
                    : ""));
  }
}
