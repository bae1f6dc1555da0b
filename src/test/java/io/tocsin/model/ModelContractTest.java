package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.KnownEvents;
import io.tocsin.engine.KnownForTests;
import io.tocsin.engine.ModelContract;
import io.tocsin.engine.TaskForm;
import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What models and Java must agree on. A process owner's change that breaks it fails here. */
@TocsinTest
class ModelContractTest {

  private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

  private static final Map<Path, BpmnModelInstance> READ = new HashMap<>();

  @Autowired ModelContract contract;
  @Autowired List<TaskForm> forms;
  @Autowired KnownEvents events;

  static Stream<Path> models() {
    return files(Path.of("processes"), ".bpmn");
  }

  /** The same that a person's model is refused for. */
  @ParameterizedTest
  @MethodSource("models")
  void keepsToTheContract(Path file) {
    var known = models().map(f -> process(f).getId()).toList();
    assertThat(
            contract.faults(
                file.toString(),
                model(file),
                new KnownForTests(
                    known::contains,
                    form -> Files.exists(Path.of("forms", form + ".form")),
                    events.known(List.of()))))
        .isEmpty();
  }

  /** A playbook is a process owner's: a new one needs no Java. */
  static Stream<Path> modelsThatJavaKnows() {
    return models().filter(file -> !file.startsWith(Path.of("processes", "playbooks")));
  }

  @ParameterizedTest
  @MethodSource("modelsThatJavaKnows")
  void hasAConstantForEachNodeAndANodeForEachConstant(Path file) throws Exception {
    var ids =
        model(file).getModelElementsByType(FlowNode.class).stream()
            .map(BaseElement::getId)
            .collect(Collectors.toSet());
    var type = Class.forName("io.tocsin.engine.model." + className(process(file).getId()));
    assertThat(constant(type, "KEY")).isEqualTo(process(file).getId());
    assertThat(constants(Class.forName(type.getName() + "$Elements")))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @ParameterizedTest
  @MethodSource("models")
  void hasJavaForTheFormOfEachUserTask(Path file) {
    for (var task : model(file).getModelElementsByType(UserTask.class)) {
      var form = task.getAttributeValueNs(CAMUNDA, "formRef");
      var java =
          forms.stream()
              .filter(f -> f.task().equals(task.getId()))
              .findFirst()
              .or(() -> forms.stream().filter(f -> f.form().equals(Optional.of(form))).findFirst());
      assertThat(java).as("TaskForm of " + task.getId()).isPresent();
      assertThat(java.get().fields()).as(form).containsAll(keys(form));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void appliesElementTemplatesThatExist(Path file) {
    var templates = templates();
    var tasks = new ArrayList<FlowNode>(model(file).getModelElementsByType(ServiceTask.class));
    tasks.addAll(model(file).getModelElementsByType(UserTask.class));
    tasks.addAll(model(file).getModelElementsByType(BusinessRuleTask.class));
    for (var task : tasks) {
      assertThat(templates)
          .as(task.getId())
          .contains(task.getAttributeValueNs(CAMUNDA, "modelerTemplate"));
    }
  }

  @Test
  void decisionsSayHowLongTheirHistoryIsKeptAndAnnotateEachRule() {
    files(Path.of("processes"), ".dmn")
        .forEach(
            file -> {
              var model = Dmn.readModelFromFile(file.toFile());
              // XML ids are unique: a file of one decision is named after that, not after its
              // drawing.
              var ids = new ArrayList<String>(List.of(model.getDefinitions().getId()));
              model.getModelElementsByType(Decision.class).forEach(d -> ids.add(d.getId()));
              assertThat(ids).contains(file.getFileName().toString().replace(".dmn", ""));
              for (var decision : model.getModelElementsByType(Decision.class)) {
                assertThat(decision.getCamundaHistoryTimeToLiveString())
                    .as(decision.getId())
                    .startsWith("P");
              }
              for (var rule :
                  model.getModelElementsByType(org.camunda.bpm.model.dmn.instance.Rule.class)) {
                assertThat(rule.getDescription()).as(file + " " + rule.getId()).isNotNull();
              }
            });
  }

  private static Set<String> keys(String form) {
    var keys = new HashSet<String>();
    collect(json(Path.of("forms", form + ".form")).path("components"), keys, false);
    return keys;
  }

  /** Keys inside a dynamic list belong to its rows. */
  private static void collect(JsonNode components, Set<String> keys, boolean inList) {
    for (var component : components) {
      var list = component.path("type").asText().equals("dynamiclist");
      Optional.of(component.path(list ? "path" : "key").asText())
          .filter(Predicate.not(String::isEmpty).and(key -> !inList))
          .ifPresent(keys::add);
      Optional.of(component.path("valuesKey").asText())
          .filter(Predicate.not(String::isEmpty))
          .ifPresent(keys::add);
      collect(component.path("components"), keys, inList || list);
    }
  }

  private static Set<String> templates() {
    return files(Path.of(".camunda/element-templates"), ".json")
        .flatMap(
            file -> {
              var ids = new ArrayList<String>();
              var json = json(file);
              (json.isArray() ? json : new ObjectMapper().createArrayNode().add(json))
                  .forEach(template -> ids.add(template.path("id").asText()));
              return ids.stream();
            })
        .collect(Collectors.toSet());
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static Stream<Path> files(Path folder, String ending) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each is read once: nothing here changes one. */
  private static BpmnModelInstance model(Path file) {
    return READ.computeIfAbsent(file, path -> Bpmn.readModelFromFile(path.toFile()));
  }

  private static Process process(Path file) {
    Collection<Process> processes = model(file).getModelElementsByType(Process.class);
    assertThat(processes).hasSize(1);
    return processes.iterator().next();
  }

  private static String className(String key) {
    return Arrays.stream(key.split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static Set<String> constants(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
        .map(ModelContractTest::value)
        .collect(Collectors.toSet());
  }

  private static String constant(Class<?> type, String name) throws NoSuchFieldException {
    return value(type.getDeclaredField(name));
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
