package io.tocsin.engine;

import io.tocsin.spelling.Spelling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.camunda.bpm.impl.juel.AstBracket;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.FunctionNode;
import org.camunda.bpm.impl.juel.IdentifierNode;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Reads the expressions of a model as the engine does, wherever they stand. The engine would find
 * out what is wrong with them only when an incident comes there.
 */
final class ExpressionContract {

  private static final Builder JUEL = new Builder(Builder.Feature.METHOD_INVOCATIONS);

  private static final String CONDITION = "conditionExpression";

  /** What is shown to people, or read by Tocsin, and never evaluated. */
  private static final Set<String> WORDS = Set.of("documentation", "text", "property");

  /** Attributes that others look at, or that are only shown. */
  private static final Set<String> ELSEWHERE = Set.of("delegateExpression", "expression", "name");

  private static final Set<String> FUNCTIONS =
      Set.of("currentUser", "currentUserGroups", "now", "dateTime", "S", "XML", "JSON");

  private static final Set<String> ENGINE = Set.of("execution", "task");

  private static final String SIGNED_IN = "authenticatedUserId";

  private final BpmnModelInstance model;
  private final Predicate<String> delegate;
  private final Set<String> own;
  private final Supplier<Set<String>> passed;
  private final Set<String> faults = new LinkedHashSet<>();

  private ExpressionContract(
      BpmnModelInstance model,
      Predicate<String> delegate,
      Set<String> own,
      Supplier<Set<String>> passed) {
    this.model = model;
    this.delegate = delegate;
    this.own = own;
    this.passed = passed;
  }

  /**
   * Returns what is wrong with the expressions of a model, each with its element.
   *
   * @param delegate whether a bean of a name is a delegate
   * @param own variables that may be there by the model itself
   * @param passed those that other models pass to it; asked only where the others do not suffice
   */
  static List<String> faults(
      BpmnModelInstance model,
      Predicate<String> delegate,
      Set<String> own,
      Supplier<Set<String>> passed) {
    var contract = new ExpressionContract(model, delegate, own, passed);
    var document = (Document) model.getDocument().getDomSource().getNode();
    contract.check(document.getDocumentElement(), null);
    return List.copyOf(contract.faults);
  }

  private void check(Element element, @Nullable BaseElement around) {
    var owner = owner(element, around);
    var kind = element.getLocalName();
    if (WORDS.contains(kind) && !(kind.equals("documentation") && owner instanceof UserTask)) {
      return;
    }
    var attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      var attribute = attributes.item(i);
      if (!ELSEWHERE.contains(attribute.getLocalName())) {
        check(attribute.getNodeValue(), owner);
      }
    }
    var inside = false;
    for (var child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element part) {
        inside = true;
        check(part, owner);
      }
    }
    if (!inside) {
      check(element.getTextContent(), owner);
      if (kind.equals(CONDITION)) {
        checkCondition(element, owner);
      }
    }
    checkVariables(element, owner);
    if (element.getLocalName().equals("userTask") && isExpression(element.getAttribute("name"))) {
      fault(owner, "its label is shown as it is written; take the expression out");
    }
  }

  private @Nullable BaseElement owner(Element element, @Nullable BaseElement around) {
    ModelElementInstance found = model.getModelElementById(element.getAttribute("id"));
    return found instanceof FlowElement || found instanceof Process ? (BaseElement) found : around;
  }

  private void checkCondition(Element condition, @Nullable BaseElement owner) {
    if (condition.hasAttribute("language")) {
      fault(owner, "its condition is a script, and scripts are switched off; write it as ${…}");
    } else if (!isExpression(condition.getTextContent())) {
      fault(
          owner,
          "its condition '%s' is no expression; write it as ${…}"
              .formatted(condition.getTextContent().strip()));
    }
  }

  /** What goes into a call names a variable without an expression. */
  private void checkVariables(Element element, @Nullable BaseElement owner) {
    var parent = element.getParentNode() == null ? null : element.getParentNode().getParentNode();
    var source = element.getAttribute("source");
    if (element.getLocalName().equals("in")
        && parent != null
        && "callActivity".equals(parent.getLocalName())
        && !source.isBlank()
        && !isExpression(source)) {
      checkVariable(source, source, owner);
    }
  }

  static boolean isExpression(String text) {
    return text.contains("${") || text.contains("#{");
  }

  private void check(String text, @Nullable BaseElement owner) {
    if (!isExpression(text)) {
      return;
    }
    var shown = text.strip();
    try {
      check(JUEL.build(shown).getRoot(), shown, owner);
    } catch (TreeBuilderException e) {
      fault(
          owner,
          "'%s' cannot be read as an expression: at its character %d %s is expected%s"
              .formatted(
                  shown,
                  e.getPosition() + 1,
                  e.getExpected(),
                  e.getEncountered() == null ? "" : ", not " + e.getEncountered()));
    }
  }

  private void check(Node node, String shown, @Nullable BaseElement owner) {
    if (node instanceof IdentifierNode identifier) {
      checkVariable(identifier.getName(), shown, owner);
    } else if (node instanceof FunctionNode function && !FUNCTIONS.contains(function.getName())) {
      fault(
          owner,
          "'%s' calls '%s', which the engine does not know; take it out"
              .formatted(shown, function.getName()));
    } else if (node instanceof AstDot || node instanceof AstBracket) {
      var base = node.getChild(0);
      var refusal =
          ExpressionRules.refusal(
              base instanceof IdentifierNode of && ENGINE.contains(of.getName()), property(node));
      if (refusal != null) {
        fault(owner, "'%s' is not taken. %s".formatted(shown, refusal));
      }
    }
    for (int i = 0; i < node.getCardinality(); i++) {
      check(node.getChild(i), shown, owner);
    }
  }

  /** The name behind the dot or in the brackets; null when that is an expression itself. */
  private static @Nullable String property(Node node) {
    if (node instanceof AstDot) {
      // It tells its name by no other way: ". name".
      return node.toString().substring(1).strip();
    }
    return node.getChild(1) instanceof AstString word
        ? String.valueOf(word.eval(null, null))
        : null;
  }

  private void checkVariable(String name, String shown, @Nullable BaseElement owner) {
    if (ENGINE.contains(name)
        || name.equals(SIGNED_IN)
        || own.contains(name)
        || passed.get().contains(name)) {
      return;
    }
    if (delegate.test(name)) {
      fault(owner, "'%s' is not taken. %s".formatted(shown, ExpressionRules.DELEGATE));
      return;
    }
    var known = new TreeSet<>(own);
    known.addAll(passed.get());
    fault(
        owner,
        "'%s' names '%s', a variable that nothing sets%s"
                .formatted(shown, name, Spelling.meant(name, known))
            + " Set it in a form, an output or a call; if another model passes it on, deploy that"
            + " one with it");
  }

  private void fault(@Nullable BaseElement owner, String what) {
    faults.add(owner == null ? "The file: " + what : ModelContract.of(owner, what));
  }
}
