package io.tocsin.engine;

import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.xml.ModelException;
import org.springframework.util.function.SingletonSupplier;

/** What is deployed, or comes with a deployment. Whoever deploys need not be allowed to read it. */
class KnownHere implements ModelContract.Known {

  private static final String MODEL = ".bpmn";
  private static final String FORM = ".form";
  private static final String DECISIONS = ".dmn";

  private final List<ResourceEntity> alongside;
  private final CommandContext engine;
  private final TaskLifecycle lifecycle;
  private final Iterable<KnownEvents> told;
  private final SingletonSupplier<Set<String>> groups = SingletonSupplier.of(this::findGroups);
  private final SingletonSupplier<Set<String>> events = SingletonSupplier.of(this::findEvents);

  KnownHere(
      List<ResourceEntity> alongside,
      CommandContext engine,
      TaskLifecycle lifecycle,
      Iterable<KnownEvents> told) {
    this.alongside = alongside;
    this.engine = engine;
    this.lifecycle = lifecycle;
    this.told = told;
  }

  @Override
  public boolean process(String id) {
    return file(id + MODEL).isPresent()
        || engine.getProcessDefinitionManager().findLatestDefinitionByKey(id) != null;
  }

  @Override
  public boolean form(String id) {
    return content(id).isPresent();
  }

  @Override
  public Set<String> answers(String form, String task) {
    var keys = new HashSet<>(content(form).map(FormContract::answers).orElse(Set.of()));
    keys.removeAll(lifecycle.reads(form, task));
    return keys;
  }

  @Override
  public Set<String> passed(String process) {
    var passed = new HashSet<String>();
    for (var resource : alongside) {
      if (resource.getName().endsWith(MODEL) && XmlFile.fault(resource.getBytes()) == null) {
        try {
          var model = Bpmn.readModelFromStream(new ByteArrayInputStream(resource.getBytes()));
          passed.addAll(ModelVariables.passed(model, process));
        } catch (ModelException e) {
          // It is refused by itself.
        }
      }
    }
    unasked(
        () -> {
          var repository = engine.getProcessEngineConfiguration().getRepositoryService();
          for (var definition :
              repository.createProcessDefinitionQuery().latestVersion().unlimitedList()) {
            var model = repository.getBpmnModelInstance(definition.getId());
            passed.addAll(ModelVariables.passed(model, process));
          }
          return true;
        });
    return passed;
  }

  @Override
  public Set<String> groups() {
    return groups.obtain();
  }

  @Override
  public Set<String> events() {
    return events.obtain();
  }

  private Set<String> findGroups() {
    var groups = new TreeSet<>(TeamGroups.NAMES.keySet());
    unasked(
        () ->
            engine
                .getProcessEngineConfiguration()
                .getIdentityService()
                .createGroupQuery()
                .unlimitedList()
                .stream()
                .map(group -> groups.add(group.getId()))
                .toList());
    groups.remove(TeamGroups.ACTION_WORKER);
    return groups;
  }

  private Set<String> findEvents() {
    var decisions =
        alongside.stream()
            .filter(resource -> resource.getName().endsWith(DECISIONS))
            .filter(resource -> XmlFile.fault(resource.getBytes()) == null)
            .map(resource -> DecisionFile.read(resource.getName(), resource.getBytes()))
            .toList();
    var events = new TreeSet<String>();
    unasked(
        () -> {
          told.forEach(those -> events.addAll(those.known(decisions)));
          return true;
        });
    return events;
  }

  private Optional<byte[]> content(String form) {
    var here = file(form + FORM);
    if (here.isPresent()) {
      return here;
    }
    var deployed = engine.getCamundaFormDefinitionManager().findLatestDefinitionByKey(form);
    return deployed == null
        ? Optional.empty()
        : Optional.of(
            engine
                .getResourceManager()
                .findResourceByDeploymentIdAndResourceName(
                    deployed.getDeploymentId(), deployed.getResourceName())
                .getBytes());
  }

  /** Files are named after what they hold; the contract of each sees to it. */
  private Optional<byte[]> file(String name) {
    return alongside.stream()
        .filter(resource -> TextDeployment.bare(resource.getName()).equals(name))
        .map(ResourceEntity::getBytes)
        .findFirst();
  }

  private <T> T unasked(Callable<T> question) {
    return engine.runWithoutAuthorization(question);
  }
}
