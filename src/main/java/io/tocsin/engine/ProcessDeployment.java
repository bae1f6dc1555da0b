package io.tocsin.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;

/**
 * Refuses a person's models and forms that Tocsin could not run, before anything of the deployment
 * is deployed. What comes with Tocsin is checked when it is built.
 */
class ProcessDeployment implements Deployer {

  /** The largest of ours takes a tenth of it. */
  private static final int MAX_BYTES = 1_000_000;

  private static final int MAX_FAULTS = 100;

  private static final String MODEL = ".bpmn";
  private static final String FORM = ".form";
  private static final String DECISIONS = ".dmn";

  private final ModelContract contract;
  private final OtherNodes others;
  private final TaskLifecycle lifecycle;
  private final Iterable<KnownEvents> told;
  private final Supplier<BundledModels> bundled;

  ProcessDeployment(
      ModelContract contract,
      OtherNodes others,
      TaskLifecycle lifecycle,
      Iterable<KnownEvents> told,
      Supplier<BundledModels> bundled) {
    this.contract = contract;
    this.others = others;
    this.lifecycle = lifecycle;
    this.told = told;
    this.bundled = bundled;
  }

  @Override
  public void deploy(DeploymentEntity deployment) {
    var engine = Context.getCommandContext();
    // What was deployed once is only read again.
    if (!deployment.isNew() || engine.getAuthenticatedUserId() == null) {
      return;
    }
    var resources = List.copyOf(deployment.getResources().values());
    refuseDuringAnUpgrade(resources);
    var known = new KnownHere(resources, engine, lifecycle, told);
    for (var resource : resources) {
      var faults = faults(resource, known);
      if (!faults.isEmpty()) {
        throw new ParseException(
            message(resource.getName(), faults), resource.getName(), List.of(), List.of());
      }
    }
  }

  /** What this node can run need not be what the others can. */
  private void refuseDuringAnUpgrade(List<ResourceEntity> resources) {
    for (var resource : resources) {
      var name = resource.getName();
      if ((name.endsWith(MODEL) || name.endsWith(FORM)) && others.any()) {
        throw new ParseException(
            name
                + " is not deployed: nodes that came with other models share the database, as while"
                + " an upgrade is under way. Deploy it when all nodes are of one release",
            name,
            List.of(),
            List.of());
      }
    }
  }

  private List<String> faults(ResourceEntity resource, ModelContract.Known known) {
    var name = resource.getName();
    if (name.endsWith("cmmn") || name.endsWith("cmmn10.xml") || name.endsWith("cmmn11.xml")) {
      return List.of(
          "Case models are not run here; draw it as a process, a file that ends in .bpmn");
    }
    // The engine takes names without the dot as well.
    for (var suffix : List.of(MODEL, FORM, DECISIONS)) {
      if (!name.endsWith(suffix) && name.endsWith(suffix.substring(1))) {
        return List.of("Its name must end in %s; rename it".formatted(suffix));
      }
    }
    if (name.endsWith("bpmn20.xml")) {
      return List.of("Models are files that end in .bpmn; rename it");
    }
    if (name.endsWith("dmn11.xml")) {
      return List.of("Decisions are files that end in .dmn; rename it");
    }
    if (name.endsWith(DECISIONS) || name.endsWith(DeployedTexts.SUFFIX)) {
      return List.of();
    }
    if (!name.endsWith(MODEL) && !name.endsWith(FORM)) {
      return List.of(
          "Files that end in %s, %s, %s and %s are taken, and nothing uses others; leave it out"
              .formatted(MODEL, DECISIONS, FORM, DeployedTexts.SUFFIX));
    }
    if (resource.getBytes().length > MAX_BYTES) {
      return List.of(
          "The file has %d bytes; at most %d are taken. Split it"
              .formatted(resource.getBytes().length, MAX_BYTES));
    }
    return name.endsWith(FORM)
        ? FormContract.faults(
            name, resource.getBytes(), bundled.get().file(TextDeployment.bare(name)))
        : contract.faults(name, resource.getBytes(), known);
  }

  private static String message(String resource, List<String> faults) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s is not deployed, it has %d fault%s:"
            .formatted(resource, faults.size(), faults.size() == 1 ? "" : "s"));
    for (int i = 0; i < Math.min(faults.size(), MAX_FAULTS); i++) {
      lines.add((i + 1) + ". " + faults.get(i));
    }
    if (faults.size() > MAX_FAULTS) {
      lines.add("and %d more".formatted(faults.size() - MAX_FAULTS));
    }
    return String.join("\n", lines);
  }
}
