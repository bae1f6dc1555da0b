package io.tocsin.procedure;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The elements of a BPMN file with all that is set on them, by their ids, in the order of the file.
 * Where they are drawn does not count.
 */
final class BpmnElements {

  private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";

  /** What of an element says only that it stands there, or is drawn. */
  private static final Set<String> SKIPPED =
      Set.of("incoming", "outgoing", "laneSet", "textAnnotation", "association", "group");

  private static final Set<String> SCOPES = Set.of("process", "subProcess", "transaction");

  /** The words of the Modeler, where they tell more than those of the file. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("delegateExpression", "delegate"),
          Map.entry("formRef", "form"),
          Map.entry("formRefBinding", "form binding"),
          Map.entry("candidateGroups", "candidate groups"),
          Map.entry("candidateUsers", "candidate users"),
          Map.entry("calledElement", "calls"),
          Map.entry("asyncBefore", "asynchronous before"),
          Map.entry("asyncAfter", "asynchronous after"),
          Map.entry("timeDuration", "timer"),
          Map.entry("timeDate", "timer"),
          Map.entry("timeCycle", "timer"),
          Map.entry("conditionExpression", "condition"),
          Map.entry("failedJobRetryTimeCycle", "retries"),
          Map.entry("sourceRef", "from"),
          Map.entry("targetRef", "to"),
          Map.entry("attachedToRef", "attached to"),
          Map.entry("cancelActivity", "interrupts"),
          Map.entry("messageRef", "message"),
          Map.entry("errorRef", "error"),
          Map.entry("historyTimeToLive", "history kept"),
          Map.entry("modelerTemplate", "element template"),
          Map.entry("default", "default flow"));

  /**
   * An element.
   *
   * @param facets what is set on it, by its name for people
   */
  record Entry(String id, String name, String type, Map<String, String> facets) {}

  private final Map<String, String> references = new HashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private BpmnElements(Element definitions) {
    for (var child : children(definitions)) {
      // What refers to a message or an error means its name.
      var name = child.getAttribute(child.getLocalName().equals("error") ? "errorCode" : "name");
      if (!name.isEmpty()) {
        references.put(child.getAttribute("id"), name);
      }
    }
    children(definitions).stream()
        .filter(child -> child.getLocalName().equals("process"))
        .forEach(this::add);
  }

  /** Reads a file that was deployed. */
  static Map<String, Entry> of(String xml) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
      return new BpmnElements(document.getDocumentElement()).entries;
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("A deployed model cannot be read", e);
    }
  }

  private void add(Element element) {
    var facets = new LinkedHashMap<String, String>();
    collect(element, SCOPES.contains(element.getLocalName()), facets);
    var id = element.getAttribute("id");
    entries.put(id, new Entry(id, name(element, id), element.getLocalName(), facets));
    if (SCOPES.contains(element.getLocalName())) {
      children(element).stream().filter(BpmnElements::stands).forEach(this::add);
    }
  }

  /** A step, event, gateway or flow. */
  private static boolean stands(Element child) {
    return BPMN.equals(child.getNamespaceURI())
        && !child.getAttribute("id").isEmpty()
        && !SKIPPED.contains(child.getLocalName())
        && !child.getLocalName().endsWith("EventDefinition")
        && !child.getLocalName().endsWith("LoopCharacteristics")
        && !child.getLocalName().equals("documentation");
  }

  private void collect(Element element, boolean scope, Map<String, String> facets) {
    var attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      var attribute = attributes.item(i);
      var space = String.valueOf(attribute.getNamespaceURI());
      if (!space.equals(XMLConstants.XMLNS_ATTRIBUTE_NS_URI)
          && !space.equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)
          && !attribute.getLocalName().equals("id")) {
        put(facets, word(attribute.getLocalName()), resolved(attribute.getNodeValue()));
      }
    }
    for (var child : children(element)) {
      if (!SKIPPED.contains(child.getLocalName()) && !(scope && stands(child))) {
        nested(child, facets);
      }
    }
  }

  private void nested(Element child, Map<String, String> facets) {
    switch (child.getLocalName()) {
      case "extensionElements", "inputOutput", "properties" -> collect(child, false, facets);
      case "inputParameter" -> put(facets, "input " + child.getAttribute("name"), text(child));
      case "outputParameter" -> put(facets, "output " + child.getAttribute("name"), text(child));
      case "property" ->
          put(facets, "property " + child.getAttribute("name"), child.getAttribute("value"));
      case "in" -> put(facets, "passes in", pair(child));
      case "out" -> put(facets, "passes out", pair(child));
      default -> {
        if (child.getLocalName().endsWith("EventDefinition")) {
          put(facets, "event", child.getLocalName().replace("EventDefinition", ""));
          collect(child, false, facets);
        } else if (children(child).isEmpty() && !text(child).isEmpty()) {
          put(facets, word(child.getLocalName()), text(child));
        } else {
          put(facets, word(child.getLocalName()), attributes(child));
          children(child).forEach(grandchild -> nested(grandchild, facets));
        }
      }
    }
  }

  /** What is set on something without a place of its own, such as a listener. */
  private static String attributes(Element element) {
    var set = new ArrayList<String>();
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      var attribute = element.getAttributes().item(i);
      if (!attribute.getNodeName().startsWith("xmlns")
          && !attribute.getNodeName().equals("id")
          && !attribute.getNodeName().startsWith("xsi:")) {
        set.add(attribute.getLocalName() + " " + attribute.getNodeValue());
      }
    }
    return set.isEmpty() ? "set" : String.join(", ", set);
  }

  /** Of several values of one name each is kept. */
  private static void put(Map<String, String> facets, String what, String value) {
    facets.merge(what, value, (before, more) -> before + "\n" + more);
  }

  private static String pair(Element mapping) {
    if (!mapping.getAttribute("businessKey").isEmpty()) {
      return "business key " + mapping.getAttribute("businessKey");
    }
    var from = mapping.getAttribute("source") + mapping.getAttribute("sourceExpression");
    var all = mapping.getAttribute("variables");
    return all.isEmpty() ? from + " as " + mapping.getAttribute("target") : all;
  }

  private String resolved(String value) {
    return references.getOrDefault(value, value);
  }

  private static String word(String name) {
    return WORDS.getOrDefault(name, name);
  }

  private static String name(Element element, String otherwise) {
    var name = element.getAttribute("name").replaceAll("\\s+", " ").strip();
    if (!name.isEmpty()) {
      return name;
    }
    return element.getLocalName().equals("sequenceFlow")
        ? element.getAttribute("sourceRef") + " to " + element.getAttribute("targetRef")
        : otherwise;
  }

  private static String text(Element element) {
    return element.getTextContent().strip();
  }

  private static List<Element> children(Element element) {
    var children = new ArrayList<Element>();
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeType() == Node.ELEMENT_NODE) {
        children.add((Element) node);
      }
    }
    return children;
  }
}
