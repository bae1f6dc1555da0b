package io.tocsin.engine;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.jspecify.annotations.Nullable;

/** The names of variables that a model may count on: those of Tocsin, and what it sets itself. */
final class ModelVariables {

  /** What delegates and forms of Tocsin set. */
  private static final Set<String> OURS =
      Stream.of(Variables.class, PlaybookVariables.class)
          .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
          .filter(
              field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Variable.class)
          .map(ModelVariables::name)
          .collect(Collectors.toUnmodifiableSet());

  /** What the engine sets where an activity is done several times. */
  private static final Set<String> LOOPS =
      Set.of("loopCounter", "nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances");

  private static final List<String> SETTING =
      List.of(
          // Set by a delegate just before, for one activity.
          "collection",
          "elementVariable",
          "resultVariable",
          "errorCodeVariable",
          "errorMessageVariable",
          "escalationCodeVariable",
          "initiator");

  private ModelVariables() {}

  static Set<String> of(BpmnModelInstance model, ModelContract.Known known) {
    var names = new HashSet<>(OURS);
    names.addAll(LOOPS);
    collect(model.getDocument().getRootElement(), known, names);
    return names;
  }

  private static void collect(DomElement element, ModelContract.Known known, Set<String> names) {
    for (var attribute : SETTING) {
      add(element.getAttribute(ModelContract.CAMUNDA, attribute), names);
    }
    if (ModelContract.CAMUNDA.equals(element.getNamespaceURI())) {
      switch (element.getLocalName()) {
        case "inputParameter", "outputParameter" -> add(element.getAttribute("name"), names);
        case "formField" -> add(element.getAttribute("id"), names);
        // What goes into a call is known there alone.
        case "out" -> add(element.getAttribute("target"), names);
        default -> {}
      }
    }
    var form = element.getAttribute(ModelContract.CAMUNDA, "formRef");
    if (form != null) {
      names.addAll(known.answers(form, Objects.requireNonNullElse(element.getAttribute("id"), "")));
    }
    element.getChildElements().forEach(child -> collect(child, known, names));
  }

  /** Returns what a model passes to another, by the names that it has there. */
  static Set<String> passed(BpmnModelInstance model, String process) {
    return model.getModelElementsByType(CallActivity.class).stream()
        .filter(call -> process.equals(call.getCalledElement()))
        .flatMap(call -> ModelContract.in(call).stream())
        .map(mapping -> mapping.getCamundaTarget())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static void add(@Nullable String name, Set<String> names) {
    if (name != null && !name.isBlank()) {
      names.add(name);
    }
  }

  private static String name(Field field) {
    try {
      return ((Variable<?>) field.get(null)).name();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
