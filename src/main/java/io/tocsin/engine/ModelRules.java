package io.tocsin.engine;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Refuses models that name Java classes or the engine's shell and mail tasks: whoever may deploy
 * one must not run code on the server. The shell task of the engine is reached by either way.
 */
class ModelRules extends AbstractBpmnParseListener {

  private static final Set<String> REFUSED_TYPES = Set.of("shell", "mail");

  @Override
  public void parseRootElement(Element root, List<ProcessDefinitionEntity> definitions) {
    check(root);
  }

  private static void check(Element element) {
    for (var key : element.attributes()) {
      var name = key.substring(key.lastIndexOf(':') + 1);
      if (name.equals("class") || name.endsWith("Class")) {
        throw refused(element, name, "name a delegate by camunda:delegateExpression instead");
      }
      if (name.equals("type")
          && REFUSED_TYPES.contains(element.attribute(key).toLowerCase(Locale.ROOT))) {
        throw refused(element, name, "use an action of the catalog or a notification instead");
      }
    }
    element.elements().forEach(ModelRules::check);
  }

  private static ProcessEngineException refused(Element element, String attribute, String remedy) {
    return new ProcessEngineException(
        "Line %d: the attribute '%s' of '%s' is not taken; %s"
            .formatted(element.getLine(), attribute, element.getTagName(), remedy));
  }
}
