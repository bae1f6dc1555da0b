package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.StaticApplicationContext;

/** Each way to break a model is named with its element and its remedy. */
class ModelContractFaultsTest {

  private static final ModelContract.Known ALL =
      new KnownForTests(
          id -> true,
          id -> true,
          Set.of("declared", "path-all-hands", "path-team", "path-owners", "business-continuity"));

  private final ModelContract contract = new ModelContract(new EveryDelegate());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "#{healthGateDelegate} | #{noSuchThing} | Task_checkGate (Check the services) names 'noSuchThing', which is no delegate",
        "camunda:delegateExpression=\"#{healthGateDelegate}\" | camunda:expression=\"${1}\" | Task_checkGate (Check the services) does nothing that Tocsin knows",
        "<bpmn:extensionElements> | <bpmn:extensionElements><camunda:executionListener event=\"start\" delegateExpression=\"#{healthGateDelegate}\" /> | has a listener, which nobody would see",
        "id=\"Event_healthy\" | id=\"Event_healthy\" camunda:expression=\"${1}\" | Event_healthy names code by camunda:expression",
        "id=\"Event_healthy\" | id=\"Event_healthy\" camunda:delegateExpression=\"#{healthGateDelegate}\" | Event_healthy names a delegate, and cannot run one",
        " camunda:asyncBefore=\"true\" | `` | tick 'Asynchronous before'",
        "PT10S,PT1M,PT5M,PT15M | R3/PT1M | set its retry time cycle to PT10S,PT1M,PT5M,PT15M",
        " default=\"Flow_verdictAgain\" | `` | Gateway_verdict (Enough checks passed?) has no default flow",
        "Enough checks passed? | Enough checks passed | asks no question",
        "camunda:historyTimeToLive=\"P180D\" | `` | says not how long its history is kept",
        "isExecutable=\"true\" | isExecutable=\"false\" | tick 'Executable'",
        "${gateNextAt} | tomorrow | Event_gateWait (Next check is due) its date cannot be read",
        "<bpmn:timeDate xsi:type=\"bpmn:tFormalExpression\">${gateNextAt}</bpmn:timeDate> | <bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">30 minutes</bpmn:timeDuration> | write it as PT30M",
        "<bpmn:timeDate xsi:type=\"bpmn:tFormalExpression\">${gateNextAt}</bpmn:timeDate> | <bpmn:timeCycle xsi:type=\"bpmn:tFormalExpression\">R5/PT30M</bpmn:timeCycle> | without a number of times",
        "name=\"Healthy\" | `` | Event_healthy has no label",
        "Task_checkGate | Activity_0xk3v9q | has an id that the Modeler made up",
        "<dc:Bounds x=\"142\" | <dc:Bounds x=\"-142\" | lies outside of the canvas",
        "bpmnElement=\"Flow_check\" | bpmnElement=\"Flow_checked\" | Flow_check is not drawn",
        "<bpmn:outgoing>Flow_checked</bpmn:outgoing> | `` | Flow_checked its ends do not list it",
        "targetRef=\"Task_checkGate\" | targetRef=\"health-gate\" | refers to 'health-gate', which is nothing it can refer to; draw it anew",
        " default=\"Flow_verdictAgain\" |  default=\"Task_checkGate\" | Gateway_verdict (Enough checks passed?) refers to 'Task_checkGate'",
        "<bpmn:outgoing>Flow_checked< | <bpmn:outgoing>Event_healthy< | Task_checkGate (Check the services) refers to 'Event_healthy'",
        "<bpmn:outgoing>Flow_checked< | <bpmn:outgoing>nothing< | Task_checkGate (Check the services) refers to 'nothing'",
        "id=\"health-gate\" name | id=\"other\" name | is named other.bpmn, not health-gate.bpmn",
      })
  void namesElementAndRemedy(String text, String instead, String fault) throws Exception {
    var xml = model("phases/health-gate");
    assertThat(xml).contains(text);

    assertThat(faults("health-gate", xml.replace(text, instead), ALL))
        .anySatisfy(found -> assertThat(found).contains(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "camunda:formRefBinding=\"latest\" | camunda:formRefBinding=\"deployment\" | set the binding to 'latest'",
        "camunda:asyncAfter=\"true\" | `` | is not asynchronous after",
        "camunda:candidateGroups= | camunda:candidateUsers= | is for nobody; name its candidate groups",
        "<camunda:in businessKey=\"#{execution.processBusinessKey}\" /> | `` | tick 'Business key'",
      })
  void namesWhatTasksAndCallsLack(String text, String instead, String fault) throws Exception {
    var xml = model("phases/mitigation");
    assertThat(xml).contains(text);

    assertThat(faults("mitigation", xml.replace(text, instead), ALL))
        .anySatisfy(found -> assertThat(found).contains(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "${notifyDelegate.toString() == 'x'} | may not use a delegate",
        "${execution.processEngineServices.managementService != null} | may not use 'processEngineServices' of the engine",
        "${execution['processEngineServices'] != null} | may not use 'processEngineServices' of the engine",
        "${execution[triageOutcome] != null} | by its name only",
        "${triageOutcome.getClass().forName('java.lang.Runtime') != null} | may not use reflection",
        "${true ? triageOutcome['class'] : 1} | may not use reflection",
        "${noSuchFunction()} | calls 'noSuchFunction', which the engine does not know",
        "${triageOutcome == 'dismiss' | at its character 29 '}' is expected",
        "triageOutcome == 'dismiss' | is no expression; write it as ${…}",
      })
  void expressionsKeepToWhatTheyMayUse(String condition, String fault) throws Exception {
    var xml = model("phases/triage").replace("${triageOutcome == 'dismiss'}", condition);
    assertThat(xml).contains(condition);

    assertThat(faults("triage", xml, ALL))
        .singleElement()
        .asString()
        .startsWith("Flow_")
        .contains(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${triageOutcome.equals('dismiss')}",
        "${execution.hasVariable('own') and execution.getVariable('own') == 1}",
        "${empty now() or task.assignee == authenticatedUserId}"
      })
  void expressionsMayUseVariablesAndWhatIsHarmless(String condition) throws Exception {
    var xml = model("phases/triage").replace("${triageOutcome == 'dismiss'}", condition);

    assertThat(faults("triage", xml, ALL)).isEmpty();
  }

  @Test
  void expressionsAreReadWhereverTheyStand() throws Exception {
    var xml = model("phases/triage");
    var seed = "${execution.processEngineServices.identityService == null ? 1 : 2}";

    for (var broken :
        List.of(
            xml.replaceFirst(
                "<bpmn:extensionElements>",
                "$0<camunda:inputOutput><camunda:inputParameter name=\"x\"><camunda:list>"
                    + "<camunda:value>"
                    + Matcher.quoteReplacement(seed)
                    + "</camunda:value></camunda:list></camunda:inputParameter>"
                    + "</camunda:inputOutput>"),
            xml.replaceFirst(
                "<bpmn:userTask ",
                Matcher.quoteReplacement("<bpmn:userTask camunda:dueDate=\"" + seed + "\" ")),
            xml.replaceFirst(
                "<bpmn:userTask ",
                Matcher.quoteReplacement(
                    "<bpmn:userTask camunda:candidateUsers=\"a," + seed + "\" ")))) {
      assertThat(faults("triage", broken, ALL))
          .singleElement()
          .asString()
          .contains("'processEngineServices' of the engine");
    }
    assertThat(
            faults(
                "triage",
                xml.replaceFirst("(<bpmn:userTask [^>]*name=\")", "$1Decide \\${execution.id} "),
                ALL))
        .singleElement()
        .asString()
        .contains("its label is shown as it is written");
  }

  @Test
  void aVariableThatNothingSetsIsNamedWithTheNearest() throws Exception {
    var xml = model("phases/triage");

    assertThat(faults("triage", xml.replace("${businessContinuity}", "${businessContinuty}"), ALL))
        .singleElement()
        .asString()
        .contains("names 'businessContinuty'", "Did you mean 'businessContinuity'?");
    // What the model sets by itself is known.
    var own =
        xml.replaceFirst(
                "<bpmn:extensionElements>",
                "$0<camunda:inputOutput><camunda:outputParameter name=\"ours\">1"
                    + "</camunda:outputParameter></camunda:inputOutput>")
            .replace("${businessContinuity}", "${ours == 1}");
    assertThat(faults("triage", own, ALL)).isEmpty();
  }

  @Test
  void aGroupOrAnEventThatNobodyKnowsIsNamedWithTheNearest() throws Exception {
    var groups = model("phases/triage").replaceFirst("=\"responder,", "=\"respnder,");
    assertThat(faults("triage", groups, ALL))
        .singleElement()
        .asString()
        .contains("is for the group 'respnder'", "Did you mean 'responder'?");

    var event = model("paths/path-low").replace(">path-owners<", ">path-onwers<");
    assertThat(faults("path-low", model("paths/path-low"), ALL)).isEmpty();
    assertThat(faults("path-low", event, ALL))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .contains(
                        "tells of 'path-onwers'",
                        "Did you mean 'path-owners'?",
                        "Deploy the policy"));
  }

  @Test
  void aLineLeadsFromWhereItsFlowBeginsToWhereItEnds() throws Exception {
    var xml = model("phases/health-gate");
    var edge =
        Pattern.compile("(bpmnElement=\"Flow_check\">\\s*<di:waypoint x=\"\\d+\" y=\")(\\d+)(\")");
    assertThat(edge.matcher(xml).find()).isTrue();

    assertThat(faults("health-gate", edge.matcher(xml).replaceFirst("$19$2$3"), ALL))
        .singleElement()
        .asString()
        .contains("Flow_check", "begins at ", "its line is drawn elsewhere");
  }

  @Test
  void looksAtWhatSendsAsAtAService() throws Exception {
    var sends = model("phases/health-gate").replace("bpmn:serviceTask", "bpmn:sendTask");
    assertThat(faults("health-gate", sends, ALL)).isEmpty();
    assertThat(faults("health-gate", sends.replace("#{healthGateDelegate}", "#{noSuchThing}"), ALL))
        .anySatisfy(
            fault -> assertThat(fault).contains("names 'noSuchThing', which is no delegate"));

    var event =
        model("phases/health-gate")
            .replaceFirst(
                "(<bpmn:endEvent id=\"Event_healthy\"[^>]*>.*?)</bpmn:endEvent>"
                    .replace(".*?", "[\\s\\S]*?"),
                "$1<bpmn:messageEventDefinition id=\"Told\" camunda:expression=\"\\${1}\" />"
                    + "</bpmn:endEvent>");
    assertThat(faults("health-gate", event, ALL))
        .anySatisfy(fault -> assertThat(fault).contains("Event_healthy", "does nothing that"))
        .anySatisfy(fault -> assertThat(fault).contains("Told names code by camunda:expression"));
  }

  @Test
  void wantsWhatAModelRefersTo() throws Exception {
    var nothing = new KnownForTests(id -> false, id -> false, Set.of());

    assertThat(faults("mitigation", model("phases/mitigation"), nothing))
        .anySatisfy(fault -> assertThat(fault).contains("names the form", "is not deployed"))
        .anySatisfy(fault -> assertThat(fault).contains("calls 'run-action'", "deploy it before"));
  }

  @Test
  void saysWhereAFileIsNoBpmn() throws Exception {
    assertThat(faults("health-gate", "<nonsense", ALL))
        .singleElement()
        .asString()
        .contains("cannot be read as BPMN: line 1: ")
        .doesNotContain("URI");
    assertThat(faults("health-gate", model("phases/health-gate"), ALL)).isEmpty();
  }

  @Test
  void formsAreReadBeforeTheyCount() throws Exception {
    var form = Files.readString(Path.of("forms/triage.form"));

    assertThat(form("triage.form", form)).isEmpty();
    assertThat(form("other.form", form))
        .singleElement()
        .asString()
        .contains("name the file triage.form");
    assertThat(form("triage.form", "{"))
        .singleElement()
        .asString()
        .contains("cannot be read as JSON");
    assertThat(form("triage.form", form.replace("{{briefing}}", "Hello")))
        .singleElement()
        .asString()
        .contains("nobody would see the incident");
    assertThat(
            form(
                "x.form",
                "{\"id\":\"x\",\"components\":[{\"text\":\"{{briefing}}\"},{\"key\":\"a\"},"
                    + "{\"key\":\"a\"},{\"key\":\"myExpression\"}]}"))
        .hasSize(2);
  }

  @Test
  void aFormAsksForWhatItsTaskReads() throws Exception {
    var ours = Files.readString(Path.of("forms/triage.form"));

    assertThat(changed(ours, ours)).isEmpty();
    assertThat(changed(ours, ours.replace("\"key\": \"severity\"", "\"key\": \"severty\"")))
        .containsExactly(
            "Nothing asks for 'severity', and nothing reads 'severty'; give that the key"
                + " 'severity'");
    assertThat(changed(ours, ours.replace("\"key\": \"data\"", "\"key\": \"dat\"")))
        .singleElement()
        .asString()
        .contains("Nothing asks for 'data', and nothing reads 'dat'");
    assertThat(changed(ours, ours.replace("\"key\": \"triageChoice\"", "\"key\": \"own\"")))
        .containsExactly(
            "Nothing asks for 'triageChoice', which cannot be left out; add a field of this key");
    // What need not be answered may be left out.
    assertThat(changed(ours, ours.replace("\"key\": \"crashing\"", "\"key\": \"own\""))).isEmpty();
  }

  private static List<String> changed(String ours, String theirs) {
    return FormContract.faults(
        "triage.form",
        theirs.getBytes(StandardCharsets.UTF_8),
        Optional.of(ours.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> faults(String process, String xml, ModelContract.Known known) {
    return contract.faults(process + ".bpmn", xml.getBytes(StandardCharsets.UTF_8), known);
  }

  private static List<String> form(String name, String json) {
    return FormContract.faults(name, json.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  private static String model(String name) throws IOException {
    return Files.readString(Path.of("processes", name + ".bpmn"));
  }

  /** Knows every name that ends as those of delegates do. */
  private static final class EveryDelegate extends StaticApplicationContext {

    @Override
    public boolean containsBean(String name) {
      return name.endsWith("Delegate");
    }

    @Override
    public Class<?> getType(String name) {
      return JavaDelegate.class;
    }
  }
}
