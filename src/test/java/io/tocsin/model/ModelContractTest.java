package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.Errors;
import io.tocsin.engine.model.Messages;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What models and Java must agree on. A process owner's change that breaks it fails here. */
@TocsinTest
class ModelContractTest {

  private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
  private static final Pattern BEAN = Pattern.compile("#\\{(\\w+)}");
  private static final Set<String> REACHES_OUT =
      Set.of(
          "collectEvidenceDelegate",
          "examineDelegate",
          "preserveEvidenceDelegate",
          "runActionDelegate",
          "openTicketDelegate",
          "openIncidentChannelDelegate",
          "keepIncidentChannelDelegate",
          "archiveIncidentChannelDelegate",
          "answerChatDelegate",
          "healthGateDelegate",
          "runMonitorDelegate",
          "stabilityCheckDelegate",
          "takeEscalationStepDelegate",
          "deliverNotificationDelegate",
          "postWordsDelegate",
          "mailCustomersDelegate",
          "pushStatusDelegate");

  private static final Map<Path, BpmnModelInstance> READ = new HashMap<>();

  @Autowired ApplicationContext context;
  @Autowired List<TaskForm> forms;

  static Stream<Path> models() {
    return files(Path.of("processes"), ".bpmn");
  }

  @ParameterizedTest
  @MethodSource("models")
  void isNamedAfterItsFileAndSaysHowLongItsHistoryIsKept(Path file) {
    var process = process(file);
    assertThat(file.getFileName()).hasToString(process.getId() + ".bpmn");
    assertThat(process.getCamundaHistoryTimeToLiveString()).startsWith("P");
    assertThat(process.isExecutable()).isTrue();
    assertThat(process.getDocumentations()).isNotEmpty();
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
  void saysTheSameInFlowsAndNodes(Path file) {
    for (var flow : model(file).getModelElementsByType(SequenceFlow.class)) {
      assertThat(flow.getSource().getOutgoing()).as(flow.getId()).contains(flow);
      assertThat(flow.getTarget().getIncoming()).as(flow.getId()).contains(flow);
    }
    for (var node : model(file).getModelElementsByType(FlowNode.class)) {
      assertThat(node.getOutgoing())
          .as(node.getId())
          .allMatch(flow -> flow.getSource().equals(node));
      assertThat(node.getIncoming())
          .as(node.getId())
          .allMatch(flow -> flow.getTarget().equals(node));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void isDrawnWholeAndInsideTheCanvas(Path file) {
    var model = model(file);
    var shapes = model.getModelElementsByType(BpmnShape.class);
    var drawn =
        shapes.stream().map(shape -> shape.getBpmnElement().getId()).collect(Collectors.toSet());
    model
        .getModelElementsByType(FlowNode.class)
        .forEach(node -> assertThat(drawn).contains(node.getId()));
    var edges =
        model.getModelElementsByType(BpmnEdge.class).stream()
            .map(edge -> edge.getBpmnElement().getId())
            .collect(Collectors.toSet());
    model
        .getModelElementsByType(SequenceFlow.class)
        .forEach(flow -> assertThat(edges).contains(flow.getId()));
    assertThat(shapes)
        .allMatch(shape -> shape.getBounds().getX() >= 0 && shape.getBounds().getY() >= 0);
  }

  @ParameterizedTest
  @MethodSource("models")
  void namesBeansThatExistAndGoesOutAsynchronouslyWithRetries(Path file) {
    var tasks = new ArrayList<FlowNode>(model(file).getModelElementsByType(ServiceTask.class));
    tasks.addAll(model(file).getModelElementsByType(BusinessRuleTask.class));
    for (var task : tasks) {
      if ("external".equals(task.getAttributeValueNs(CAMUNDA, "type"))) {
        assertThat(task.getAttributeValueNs(CAMUNDA, "topic")).as(task.getId()).isNotBlank();
        continue;
      }
      var expression = task.getAttributeValueNs(CAMUNDA, "delegateExpression");
      var bean = BEAN.matcher(String.valueOf(expression));
      assertThat(bean.matches()).as(task.getId() + " " + expression).isTrue();
      assertThat(context.getBean(bean.group(1))).isInstanceOf(JavaDelegate.class);
      if (REACHES_OUT.contains(bean.group(1))) {
        assertThat(task.isCamundaAsyncBefore()).as(task.getId()).isTrue();
        assertThat(task.getExtensionElements().getElements().toString()).isNotEmpty();
        assertThat(task.getRawTextContent()).contains("PT10S,PT1M,PT5M,PT15M");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void hasAFormAndARoleForEachUserTask(Path file) {
    for (var task : model(file).getModelElementsByType(UserTask.class)) {
      var form = task.getAttributeValueNs(CAMUNDA, "formRef");
      assertThat(Path.of("forms", form + ".form")).as(task.getId()).exists();
      assertThat(task.getAttributeValueNs(CAMUNDA, "formRefBinding")).isEqualTo("latest");
      assertThat(task.getCamundaCandidateGroupsList()).as(task.getId()).isNotEmpty();
      assertThat(task.isCamundaAsyncAfter()).as(task.getId()).isTrue();
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
  void callsProcessesThatExistWithTheIncidentNumberAndNamedVariables(Path file) {
    var known = models().map(f -> process(f).getId()).toList();
    for (var call : model(file).getModelElementsByType(CallActivity.class)) {
      // The only one that is named by a variable; a delegate sets it from the record just before.
      if (!"${playbookProcess}".equals(call.getCalledElement())) {
        assertThat(known).contains(call.getCalledElement());
      }
      var in = call.getExtensionElements().getElementsQuery().filterByType(CamundaIn.class).list();
      assertThat(in).as(call.getId()).anyMatch(i -> i.getCamundaBusinessKey() != null);
      assertThat(in).as(call.getId()).noneMatch(i -> "all".equals(i.getCamundaVariables()));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void usesKnownMessagesAndErrorsAndADefaultOnEachSplit(Path file) {
    var messages = constants(Messages.class);
    assertThat(model(file).getModelElementsByType(Message.class))
        .allMatch(message -> messages.contains(message.getName()));
    var errors = constants(Errors.class);
    assertThat(model(file).getModelElementsByType(Error.class))
        .allMatch(error -> errors.contains(error.getErrorCode()));
    for (var gateway : model(file).getModelElementsByType(ExclusiveGateway.class)) {
      if (gateway.getOutgoing().size() > 1) {
        assertThat(gateway.getDefault()).as(gateway.getId()).isNotNull();
        assertThat(gateway.getName()).as(gateway.getId()).endsWith("?");
      }
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
