package io.tocsin.engine;

import io.tocsin.engine.model.Errors;
import io.tocsin.engine.model.Messages;
import io.tocsin.spelling.Spelling;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Modifier;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.calendar.CronTimer;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ComplexGateway;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SendTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaScript;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.camunda.bpm.model.bpmn.instance.di.Waypoint;
import org.camunda.bpm.model.xml.ModelException;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * What a model must keep to, so that Tocsin can run it, draw it, and move incidents to it. Asked
 * before a person's model is deployed, and by the build for those that come with Tocsin: both read
 * the same faults.
 */
@Component
public class ModelContract {

  static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

  /** The only call that is named by a variable; a delegate sets it from the record just before. */
  private static final String CHOSEN_PLAYBOOK = "${playbookProcess}";

  private static final String NOTIFIES = "#{notifyDelegate}";

  /** Inputs of what notifies that name events. */
  private static final Set<String> EVENTS =
      Set.of(Variables.EVENT.name(), Variables.UNLESS_TOLD.name());

  private static final Pattern BEAN = Pattern.compile("#\\{(\\w+)}");

  /** How the parser names the place of what it cannot read. */
  private static final Pattern PLACE = Pattern.compile("(?s)Error: URI=\\S* Line=(\\d+): (.*)");

  /** How far from its element a line may be drawn, in the units of the drawing. */
  private static final double NEAR = 5;

  /** What the Modeler makes up, such as Activity_0xk3v9q. */
  private static final Pattern MADE_UP = Pattern.compile("[A-Za-z]+_(?=[0-9a-z]*\\d)[0-9a-z]{7}");

  /** Delegates with effects outside: each run of them is a job that is tried again. */
  private static final Set<String> REACHES_OUT =
      Set.of(
          "collectEvidenceDelegate",
          "examineDelegate",
          "preserveEvidenceDelegate",
          "preserveMoreEvidenceDelegate",
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

  private static final Set<String> LISTENERS = Set.of("executionListener", "taskListener");

  private static final Set<String> RUNNING =
      Set.of("serviceTask", "businessRuleTask", "sendTask", "messageEventDefinition");

  private static final Set<String> MESSAGES = constants(Messages.class);
  private static final Set<String> ERRORS = constants(Errors.class);

  private final ApplicationContext context;

  ModelContract(ApplicationContext context) {
    this.context = context;
  }

  /** What a model may refer to: whatever is deployed, or comes with the same deployment. */
  public interface Known {

    /** Returns whether there is a process of an id. */
    boolean process(String id);

    /** Returns whether there is a form of an id. */
    boolean form(String id);

    /** Returns the keys of a form whose answers stay variables when an element is done. */
    Set<String> answers(String form, String element);

    /** Returns the variables that other models pass to a process. */
    Set<String> passed(String process);

    /** Returns the groups that tasks can be given to. */
    Set<String> groups();

    /** Returns the events that a policy has somebody told of. */
    Set<String> events();
  }

  /**
   * Returns why a model must not be deployed, each naming the element and the remedy; empty when it
   * may be.
   *
   * @param resource name of the file; folders in it do not count
   */
  public List<String> faults(String resource, byte[] content, Known known) {
    var refused = XmlFile.fault(content);
    if (refused != null) {
      return List.of("The file " + refused);
    }
    try {
      return faults(resource, Bpmn.readModelFromStream(new ByteArrayInputStream(content)), known);
    } catch (ModelException e) {
      return List.of("The file cannot be read as BPMN: " + placed(innermost(e)));
    }
  }

  /** The same for a model that is read already. */
  public List<String> faults(String resource, BpmnModelInstance model, Known known) {
    var faults = new ArrayList<String>();
    checkKinds(model, faults);
    if (!faults.isEmpty()) {
      return faults;
    }
    checkProcess(TextDeployment.bare(resource), model, faults);
    checkFlows(model, faults);
    checkDrawing(model, faults);
    checkLines(model, faults);
    checkLabels(model, faults);
    checkSplits(model, faults);
    checkServices(model, faults);
    checkTasks(model, known, faults);
    checkEvents(model, known, faults);
    checkCalls(model, known, faults);
    checkReferences(model, faults);
    checkTimers(model, faults);
    checkExpressions(model, known, faults);
    return faults;
  }

  /** Comes first: all others take what is referred to for what it should be. */
  private static void checkKinds(BpmnModelInstance model, List<String> faults) {
    for (var flow : all(model, SequenceFlow.class)) {
      requireKind(flow, flow.getAttributeValue("sourceRef"), FlowNode.class, faults);
      requireKind(flow, flow.getAttributeValue("targetRef"), FlowNode.class, faults);
    }
    for (var node : all(model, FlowNode.class)) {
      requireKind(node, node.getAttributeValue("default"), SequenceFlow.class, faults);
      for (var child : node.getDomElement().getChildElements()) {
        if (child.getLocalName().equals("incoming") || child.getLocalName().equals("outgoing")) {
          requireKind(node, child.getTextContent().strip(), SequenceFlow.class, faults);
        }
      }
    }
    for (var event : all(model, BoundaryEvent.class)) {
      requireKind(event, event.getAttributeValue("attachedToRef"), Activity.class, faults);
    }
    for (var event : all(model, MessageEventDefinition.class)) {
      requireKind(event, event.getAttributeValue("messageRef"), Message.class, faults);
    }
  }

  private static void requireKind(
      BaseElement element, @Nullable String id, Class<?> kind, List<String> faults) {
    if (!blank(id)) {
      ModelElementInstance found = element.getModelInstance().getModelElementById(id);
      if (!kind.isInstance(found)) {
        faults.add(
            of(
                element,
                "refers to '%s', which is nothing it can refer to; draw it anew".formatted(id)));
      }
    }
  }

  private static void checkProcess(String file, BpmnModelInstance model, List<String> faults) {
    var processes = model.getModelElementsByType(Process.class);
    if (processes.size() != 1) {
      faults.add(
          "The file has %d processes; give each a file of its own".formatted(processes.size()));
      return;
    }
    var process = processes.iterator().next();
    if (!file.equals(process.getId() + ".bpmn")) {
      faults.add(
          "%s: the file of this process is named %s.bpmn, not %s; rename the file, or the process"
              .formatted(process.getId(), process.getId(), file));
    }
    if (!process.isExecutable()) {
      faults.add(of(process, "cannot be run; tick 'Executable'"));
    }
    if (!String.valueOf(process.getCamundaHistoryTimeToLiveString()).startsWith("P")) {
      faults.add(of(process, "says not how long its history is kept; set 'Time to live', P180D"));
    }
    if (process.getDocumentations().isEmpty()) {
      faults.add(of(process, "says not what it is for; write it into its documentation"));
    }
  }

  private static void checkFlows(BpmnModelInstance model, List<String> faults) {
    var pairs = new HashSet<String>();
    for (var flow : all(model, SequenceFlow.class)) {
      if (!flow.getSource().getOutgoing().contains(flow)
          || !flow.getTarget().getIncoming().contains(flow)) {
        faults.add(of(flow, "its ends do not list it; draw it anew"));
      }
      if (!pairs.add(flow.getSource().getId() + " " + flow.getTarget().getId())
          && flow.getConditionExpression() == null) {
        faults.add(of(flow, "stands twice between the same two elements; delete one"));
      }
    }
    for (var node : all(model, FlowNode.class)) {
      for (var flow : node.getOutgoing()) {
        if (!node.equals(flow.getSource())) {
          faults.add(
              of(
                  node,
                  "lists the flow " + flow.getId() + ", which begins elsewhere; draw it anew"));
        }
      }
      for (var flow : node.getIncoming()) {
        if (!node.equals(flow.getTarget())) {
          faults.add(
              of(node, "lists the flow " + flow.getId() + ", which ends elsewhere; draw it anew"));
        }
      }
      if (!begins(node) && node.getIncoming().isEmpty()) {
        faults.add(of(node, "is never reached; draw a flow to it, or delete it"));
      }
      if (!ends(node) && node.getOutgoing().isEmpty()) {
        faults.add(of(node, "leads nowhere; draw a flow to what comes next, or to an end event"));
      }
    }
    for (var process : all(model, Process.class)) {
      requireEnds(process, process.getFlowElements(), faults);
    }
    for (var scope : all(model, SubProcess.class)) {
      requireEnds(scope, scope.getFlowElements(), faults);
    }
  }

  private static void requireEnds(
      BaseElement scope, Iterable<FlowElement> elements, List<String> faults) {
    var starts = false;
    var ends = false;
    for (var element : elements) {
      starts |= element instanceof StartEvent;
      ends |= element instanceof EndEvent;
    }
    if (!starts) {
      faults.add(of(scope, "has no start event; add one"));
    }
    if (!ends) {
      faults.add(of(scope, "has no end event; add one"));
    }
  }

  private static boolean begins(FlowNode node) {
    return node instanceof StartEvent || node instanceof BoundaryEvent || handlesEvent(node);
  }

  private static boolean ends(FlowNode node) {
    return node instanceof EndEvent || handlesEvent(node);
  }

  private static boolean handlesEvent(FlowNode node) {
    return node instanceof SubProcess sub && sub.triggeredByEvent();
  }

  private static void checkDrawing(BpmnModelInstance model, List<String> faults) {
    var shapes = all(model, BpmnShape.class);
    var drawn =
        shapes.stream()
            .map(BpmnShape::getBpmnElement)
            .filter(Objects::nonNull)
            .map(BaseElement::getId)
            .collect(Collectors.toSet());
    all(model, BpmnEdge.class).stream()
        .map(BpmnEdge::getBpmnElement)
        .filter(Objects::nonNull)
        .map(BaseElement::getId)
        .forEach(drawn::add);
    for (var element : all(model, FlowElement.class)) {
      if ((element instanceof FlowNode || element instanceof SequenceFlow)
          && !drawn.contains(element.getId())) {
        faults.add(
            of(element, "is not drawn, so that nobody would see it; draw it in the Modeler"));
      }
    }
    for (var shape : shapes) {
      if (shape.getBounds().getX() < 0 || shape.getBounds().getY() < 0) {
        faults.add(
            of(
                shape.getBpmnElement(),
                "lies outside of the canvas; move it to the right and down"));
      }
    }
  }

  /** A line that was left behind shows another way than the one that is taken. */
  private static void checkLines(BpmnModelInstance model, List<String> faults) {
    var shapes = new HashMap<String, Bounds>();
    for (var shape : all(model, BpmnShape.class)) {
      if (shape.getBpmnElement() != null) {
        shapes.put(shape.getBpmnElement().getId(), shape.getBounds());
      }
    }
    for (var edge : all(model, BpmnEdge.class)) {
      if (!(edge.getBpmnElement() instanceof SequenceFlow flow)) {
        continue;
      }
      var points = List.copyOf(edge.getWaypoints());
      if (points.size() < 2) {
        faults.add(of(flow, "is drawn without a line; draw it anew"));
        continue;
      }
      requireAt(flow, "begins", points.get(0), shapes, flow.getSource(), faults);
      requireAt(flow, "ends", points.get(points.size() - 1), shapes, flow.getTarget(), faults);
    }
  }

  private static void requireAt(
      SequenceFlow flow,
      String what,
      Waypoint point,
      Map<String, Bounds> shapes,
      FlowNode node,
      List<String> faults) {
    var at = shapes.get(node.getId());
    if (at != null
        && (point.getX() < at.getX() - NEAR
            || point.getX() > at.getX() + at.getWidth() + NEAR
            || point.getY() < at.getY() - NEAR
            || point.getY() > at.getY() + at.getHeight() + NEAR)) {
      faults.add(
          of(
              flow,
              "%s at %s, and its line is drawn elsewhere; draw it anew"
                  .formatted(what, node.getId())));
    }
  }

  private static void checkLabels(BpmnModelInstance model, List<String> faults) {
    for (var node : all(model, FlowNode.class)) {
      if (MADE_UP.matcher(node.getId()).matches()) {
        faults.add(
            of(
                node,
                "has an id that the Modeler made up; give it one that tells, such as"
                    + " Task_rollBack: incidents are moved by it"));
      }
      if (blank(node.getName())
          && (node instanceof Activity || node instanceof Event)
          && !handlesEvent(node)) {
        faults.add(of(node, "has no label; say in a few words what it is"));
      }
    }
  }

  private static void checkSplits(BpmnModelInstance model, List<String> faults) {
    for (var node : all(model, FlowNode.class)) {
      if (node instanceof ComplexGateway) {
        faults.add(of(node, "is a complex gateway, which the engine does not know; use another"));
      } else if (!(node instanceof Gateway) && node.getOutgoing().size() > 1) {
        faults.add(of(node, "has several flows out of it; put a gateway between"));
      }
    }
    for (var gateway : all(model, ExclusiveGateway.class)) {
      if (gateway.getOutgoing().size() > 1) {
        checkSplit(gateway, faults);
      }
    }
  }

  private static void checkSplit(ExclusiveGateway gateway, List<String> faults) {
    if (gateway.getDefault() == null) {
      faults.add(of(gateway, "has no default flow; mark the one that is taken when no other is"));
    }
    if (!String.valueOf(gateway.getName()).endsWith("?")) {
      faults.add(of(gateway, "asks no question; end its label with a question mark"));
    }
    for (var flow : gateway.getOutgoing()) {
      if (!flow.equals(gateway.getDefault()) && flow.getConditionExpression() == null) {
        faults.add(of(flow, "has no condition; write one, or make it the default flow"));
      }
    }
  }

  private void checkServices(BpmnModelInstance model, List<String> faults) {
    var tasks = new ArrayList<FlowNode>(all(model, ServiceTask.class));
    tasks.addAll(all(model, BusinessRuleTask.class));
    tasks.addAll(all(model, SendTask.class));
    tasks.forEach(task -> checkService(task, task, faults));
    for (var message : all(model, MessageEventDefinition.class)) {
      if (message.getParentElement() instanceof FlowNode event
          && (runs(message) || !blank(message.getAttributeValueNs(CAMUNDA, "type")))) {
        checkService(event, message, faults);
      }
    }
    checkCode(model.getDocument().getRootElement(), null, faults);
    for (var script : all(model, ScriptTask.class)) {
      faults.add(
          of(script, "is a script, and scripts are switched off; use a delegate or a decision"));
    }
    if (!all(model, CamundaScript.class).isEmpty()) {
      faults.add("The file holds a script, and scripts are switched off; use an expression");
    }
  }

  /** What is run is named by the task itself, or by the message of an event. */
  private void checkService(FlowNode task, BaseElement named, List<String> faults) {
    if ("external".equals(named.getAttributeValueNs(CAMUNDA, "type"))) {
      if (blank(named.getAttributeValueNs(CAMUNDA, "topic"))) {
        faults.add(of(task, "has no topic by which a worker finds it; write one"));
      }
      return;
    }
    var expression = named.getAttributeValueNs(CAMUNDA, "delegateExpression");
    var bean = BEAN.matcher(String.valueOf(expression));
    if (!bean.matches()) {
      faults.add(of(task, "does nothing that Tocsin knows; apply one of its element templates"));
    } else if (!isDelegate(bean.group(1))) {
      faults.add(
          of(
              task,
              "names '%s', which is no delegate; apply an element template of Tocsin"
                  .formatted(bean.group(1))));
    } else if (REACHES_OUT.contains(bean.group(1))) {
      requireRetried(task, faults);
    }
  }

  private static boolean runs(BaseElement element) {
    return Stream.of("class", "expression", "delegateExpression")
        .anyMatch(name -> !blank(element.getAttributeValueNs(CAMUNDA, name)));
  }

  /** Everywhere, known to us or not: the engine would run it. */
  private static void checkCode(DomElement element, @Nullable String around, List<String> faults) {
    var id = element.getAttribute("id");
    var owner = id == null ? around : id;
    var camunda = CAMUNDA.equals(element.getNamespaceURI());
    if (camunda && LISTENERS.contains(element.getLocalName())) {
      faults.add(
          "%s has a listener, which nobody would see in the drawing; draw a task instead"
              .formatted(owner));
    } else if (camunda
        && element.getLocalName().equals("constraint")
        && "validator".equals(element.getAttribute("name"))) {
      faults.add("%s has a validator, which is code; let the form check it".formatted(owner));
    } else {
      if (element.hasAttribute(CAMUNDA, "formKey")) {
        // Embedded forms are pages with scripts, which run as whoever opens them.
        faults.add(
            "%s names a form by camunda:formKey; set 'Form reference' to the id of a Camunda Form"
                .formatted(owner));
      }
      for (var name : List.of("class", "expression")) {
        if (element.hasAttribute(CAMUNDA, name)) {
          faults.add(
              "%s names code by camunda:%s; use a delegate of Tocsin instead"
                  .formatted(owner, name));
        }
      }
      if (element.hasAttribute(CAMUNDA, "delegateExpression")
          && !RUNNING.contains(element.getLocalName())) {
        faults.add("%s names a delegate, and cannot run one; use a service task".formatted(owner));
      }
    }
    element.getChildElements().forEach(child -> checkCode(child, owner, faults));
  }

  private boolean isDelegate(String bean) {
    var type = context.containsBean(bean) ? context.getType(bean) : null;
    return type != null && JavaDelegate.class.isAssignableFrom(type);
  }

  private static void requireRetried(FlowNode task, List<String> faults) {
    if (!task.isCamundaAsyncBefore()) {
      faults.add(
          of(
              task,
              "reaches outside; tick 'Asynchronous before', or a failure takes back"
                  + " what came before it"));
    }
    if (!task.getRawTextContent().contains("PT10S,PT1M,PT5M,PT15M")) {
      faults.add(of(task, "reaches outside; set its retry time cycle to PT10S,PT1M,PT5M,PT15M"));
    }
  }

  private static void checkTasks(BpmnModelInstance model, Known known, List<String> faults) {
    for (var task : all(model, UserTask.class)) {
      var form = task.getAttributeValueNs(CAMUNDA, "formRef");
      if (blank(form)) {
        faults.add(of(task, "has no form; set 'Form reference' to the id of a Camunda Form"));
      } else if (!known.form(form)) {
        faults.add(
            of(
                task,
                "names the form '%s', which is not deployed; deploy it before or with the model"
                    .formatted(form)));
      }
      if (!"latest".equals(task.getAttributeValueNs(CAMUNDA, "formRefBinding"))) {
        faults.add(of(task, "binds its form to a version; set the binding to 'latest'"));
      }
      if (task.getCamundaCandidateGroupsList().isEmpty()) {
        faults.add(of(task, "is for nobody; name its candidate groups"));
      }
      for (var group : task.getCamundaCandidateGroupsList()) {
        if (!ExpressionContract.isExpression(group) && !known.groups().contains(group.strip())) {
          faults.add(
              of(
                  task,
                  "is for the group '%s', which does not exist%s"
                      .formatted(group.strip(), Spelling.meant(group.strip(), known.groups()))));
        }
      }
      if (!task.isCamundaAsyncAfter()) {
        faults.add(
            of(
                task,
                "is not asynchronous after; tick it, or the answer is lost when the next step fails"));
      }
    }
  }

  /** Nobody would be told, and nothing would say so. */
  private static void checkEvents(BpmnModelInstance model, Known known, List<String> faults) {
    for (var parameter : all(model, CamundaInputParameter.class)) {
      if (!EVENTS.contains(String.valueOf(parameter.getCamundaName()))) {
        continue;
      }
      var owner = parameter.getParentElement();
      while (owner != null && !(owner instanceof FlowNode)) {
        owner = owner.getParentElement();
      }
      var text = parameter.getTextContent().strip();
      if (!(owner instanceof ServiceTask task)
          || !NOTIFIES.equals(task.getCamundaDelegateExpression())
          || ExpressionContract.isExpression(text)) {
        continue;
      }
      for (var event : text.split(",")) {
        if (!event.isBlank() && !known.events().contains(event.strip())) {
          faults.add(
              of(
                  task,
                  "tells of '%s', and no policy has a row for that among its audiences%s"
                          .formatted(event.strip(), Spelling.meant(event.strip(), known.events()))
                      + " Deploy the policy before or with the model"));
        }
      }
    }
  }

  private static void checkCalls(BpmnModelInstance model, Known known, List<String> faults) {
    for (var call : all(model, CallActivity.class)) {
      var called = call.getCalledElement();
      if (!CHOSEN_PLAYBOOK.equals(called) && (blank(called) || !known.process(called))) {
        faults.add(
            of(
                call,
                "calls '%s', which is not deployed; deploy it before or with the model"
                    .formatted(called)));
      }
      var in = in(call);
      if (in.stream().noneMatch(mapping -> mapping.getCamundaBusinessKey() != null)) {
        faults.add(of(call, "does not pass the number of the incident on; tick 'Business key'"));
      }
      if (in.stream().anyMatch(mapping -> "all".equals(mapping.getCamundaVariables()))) {
        faults.add(of(call, "passes all variables; name those that are needed"));
      }
    }
  }

  static List<CamundaIn> in(CallActivity call) {
    var extensions = call.getExtensionElements();
    return extensions == null
        ? List.of()
        : extensions.getElementsQuery().filterByType(CamundaIn.class).list();
  }

  private static void checkReferences(BpmnModelInstance model, List<String> faults) {
    for (var message : all(model, Message.class)) {
      if (!MESSAGES.contains(String.valueOf(message.getName()))) {
        faults.add(
            "%s: nobody sends the message '%s'; name one of those of docs/models.md"
                .formatted(message.getId(), message.getName()));
      }
    }
    for (var error : all(model, Error.class)) {
      if (!ERRORS.contains(String.valueOf(error.getErrorCode()))) {
        faults.add(
            "%s: no delegate raises the error '%s'; name one of %s"
                .formatted(error.getId(), error.getErrorCode(), ERRORS.stream().sorted().toList()));
      }
    }
  }

  /** The engine would find out only when an incident comes there. */
  private static void checkTimers(BpmnModelInstance model, List<String> faults) {
    for (var timer : all(model, TimerEventDefinition.class)) {
      var owner = timer.getParentElement() instanceof BaseElement event ? event : timer;
      if (timer.getTimeDate() == null
          && timer.getTimeDuration() == null
          && timer.getTimeCycle() == null) {
        faults.add(of(owner, "is a timer without a time; write one"));
      }
      if (timer.getTimeDate() != null && !isTime(timer.getTimeDate().getTextContent(), "")) {
        faults.add(of(owner, "its date cannot be read; write it as 2026-02-10T14:30:00Z"));
      }
      if (timer.getTimeDuration() != null
          && !isTime(timer.getTimeDuration().getTextContent(), "P")) {
        faults.add(of(owner, "its duration cannot be read; write it as PT30M or P2D"));
      }
      if (timer.getTimeCycle() != null
          && !isTime(timer.getTimeCycle().getTextContent(), "R/")
          && !isCron(timer.getTimeCycle().getTextContent())) {
        faults.add(
            of(
                owner,
                "its cycle cannot be read; write it as R/PT30M, without a number of times, or as a"
                    + " cron expression such as 0 0/15 * * * ?"));
      }
    }
  }

  private void checkExpressions(BpmnModelInstance model, Known known, List<String> faults) {
    var passed =
        SingletonSupplier.of(
            () ->
                all(model, Process.class).stream()
                    .flatMap(process -> known.passed(process.getId()).stream())
                    .collect(Collectors.toSet()));
    faults.addAll(
        ExpressionContract.faults(
            model, this::isDelegate, ModelVariables.of(model, known), passed::obtain));
  }

  private static boolean isCron(String text) {
    try {
      CronTimer.parse(text.strip());
      return true;
    } catch (ParseException e) {
      return false;
    }
  }

  private static boolean isTime(String text, String kind) {
    var time = text.strip();
    if (time.contains("${") || time.contains("#{")) {
      return true;
    }
    try {
      if (kind.isEmpty()) {
        OffsetDateTime.parse(time);
        return true;
      }
      var duration = kind.equals("R/") && time.startsWith(kind) ? time.substring(2) : time;
      DatatypeFactory.newInstance().newDuration(duration);
      return !kind.equals("R/") || time.startsWith(kind);
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    } catch (DatatypeConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T extends ModelElementInstance> List<T> all(
      BpmnModelInstance model, Class<T> type) {
    return List.copyOf(model.getModelElementsByType(type));
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  static String of(@Nullable BaseElement element, String what) {
    if (element == null) {
      return "A shape that stands for nothing " + what;
    }
    var name = element.getAttributeValue("name");
    return element.getId()
        + (blank(name) ? " " : " (" + name.replaceAll("\\s+", " ") + ") ")
        + what;
  }

  private static String innermost(Throwable failure) {
    var innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    return String.valueOf(innermost.getMessage());
  }

  /** The parser says the place in its own way. */
  private static String placed(String said) {
    var place = PLACE.matcher(said);
    return place.find() ? "line %s: %s".formatted(place.group(1), place.group(2).strip()) : said;
  }

  private static Set<String> constants(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
        .map(
            field -> {
              try {
                return (String) field.get(null);
              } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
              }
            })
        .collect(Collectors.toUnmodifiableSet());
  }
}
