package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.drill.Scenario.Does;
import io.tocsin.people.Players;
import io.tocsin.policy.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioReaderTest {

  static final String SMALL =
      """
      id: small
      title: Small
      policy: parsify
      kind: service-outage
      severity: high
      services: [shop-web]
      story: Something is wrong
      pace: 10
      faults:
        - {at: PT0S, service: shop-web, does: break, error: it fails}
      injects:
        - {id: call, at: PT4M, kind: complaint, text: It is white}
      responses:
        - {as: sim-oncall, task: Task_triage, after: PT2M, answers: {triageChoice: respond}}
      expected:
        - {criterion: acknowledged, weight: 10}
      """;

  static Stream<Path> shipped() throws IOException {
    try (var files = Files.list(Path.of("processes/scenarios"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @Test
  void readsAScenario() {
    var scenario = ScenarioReader.read("small.yaml", SMALL);

    assertThat(scenario.faults())
        .containsExactly(new Scenario.Fault(Duration.ZERO, "shop-web", Does.BREAK, "it fails", 0));
    assertThat(scenario.injects().get(0).at()).isEqualTo(Duration.ofMinutes(4));
    assertThat(scenario.responses().get(0).answers()).containsEntry("triageChoice", "respond");
    assertThat(scenario.aftermathPace()).as("as in earnest unless it is said").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: small | id: other | id: is 'other', but the file is small.yaml",
        "title: Small | | title: is missing",
        "severity: high | | severity: is missing",
        "services: [shop-web] | services: [] | services: name at least one simulated service",
        "services: [shop-web] | services: [payments] | faults: shop-web: is none of the services",
        "does: break | does: explode | line 10: faults[0].does",
        "at: PT0S | at: soon | line 10: faults[0].at",
        "at: PT4M | at: PT4M, whose: mine | line 12: injects[0].whose: is no known key",
        "at: PT4M | at: PT-4M | injects: call: at: is from PT0S to P30D",
        "id: call | id: Call me | injects: Call me: id: takes small letters",
        "kind: complaint | kind: unreachable | injects: call: player: is one of sim-oncall",
        "as: sim-oncall | as: oncall1 | responses[0]: as: is one of sim-oncall",
        "task: Task_triage | task: triage | responses[0]: task: is the id of a user task",
        "after: PT2M | claim: true | responses[0]: a claim has no answers",
        "criterion: acknowledged | criterion: bravery | expected: bravery: is none of acknowledged",
        "criterion: acknowledged | criterion: steps | expected: steps: tasks: names the tasks",
        "weight: 10 | weight: 0 | expected: acknowledged: weight: is 1 to 100",
        "after: PT2M | repairs: payments | responses: repairs: payments: is none of the services",
        "pace: 10 | cast: {sim-oncall: sim-comms} | cast: is for a script",
        "pace: 10 | cast: {oncall1: sim-comms} | cast: is one of sim-oncall",
        "pace: 10 | unattended: {response: 0, aftermath: 1} | line 8: unattended"
      })
  void namesTheFaultAndTheRemedy(String right, String wrong, String fault) {
    var text = SMALL.replaceFirst(Pattern.quote(right), wrong == null ? "" : wrong);

    assertThatThrownBy(() -> ScenarioReader.read("small.yaml", text))
        .hasMessageStartingWith("small.yaml:")
        .hasMessageContaining(fault);
  }

  @Test
  void takesFromAScriptWhatItDoesNotSayItself() {
    var script =
        ScenarioReader.script(
            "usual.yaml",
            """
            responses:
              - {as: sim-commander, task: Task_triage, answers: {triageChoice: dismiss}}
              - {as: sim-commander, task: Task_assignRoles, answers: {commander: sim-commander}}
            """);
    var scenario =
        ScenarioReader.read(
                "small.yaml",
                SMALL.replace("pace: 10", "script: usual\ncast: {sim-commander: sim-manager}"))
            .with(script);

    assertThat(scenario.responses())
        .extracting(Scenario.Response::as, Scenario.Response::task)
        .containsExactly(
            tuple("sim-oncall", "Task_triage"), tuple("sim-manager", "Task_assignRoles"));
    assertThat(scenario.responses().get(1).answers()).containsEntry("commander", "sim-manager");
    assertThat(scenario.pace(true)).as("without a pace of its own").isEqualTo(new Pace(1, 1));
  }

  @Test
  void namesWhatIsWrongWithAScript() {
    assertThatThrownBy(() -> ScenarioReader.script("usual.yaml", "responses: []"))
        .hasMessage("usual.yaml: responses: are missing");
    assertThatThrownBy(
            () -> ScenarioReader.script("usual.yaml", "responses: [{as: me, task: Task_triage}]"))
        .hasMessageContainingAll("usual.yaml", "responses[0]: as: is one of sim-oncall");
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void eachThatComesWithTocsinPlaysByItself(Path file) throws IOException {
    var scenario = ScenarioReader.read(file.getFileName().toString(), Files.readString(file));
    var script = Path.of("processes/scenarios/scripts/" + scenario.script() + ".yaml");
    var all =
        scenario.script() == null
            ? scenario
            : scenario.with(
                ScenarioReader.script(script.getFileName().toString(), Files.readString(script)));

    assertThat(all.responses()).extracting(Scenario.Response::task).isSubsetOf(userTasks());
    assertThat(all.responses())
        .extracting(Scenario.Response::task)
        .containsAll(
            all.expected().stream().flatMap(expected -> expected.tasks().stream()).toList())
        .contains("Task_signOff", "Task_writeReview", "Task_doWhatIsOwed", "Task_close");
    assertThat(all.owners()).as("no directory has to know them").isSubsetOf(Players.ids());
    assertThat(all.owners()).isNotEmpty();
  }

  @Test
  void namesAllFaultsAtOnce() {
    assertThatThrownBy(() -> ScenarioReader.read("empty.yaml", "id: empty"))
        .hasMessageContainingAll("title", "policy", "kind", "story", "services", "expected");
    assertThatThrownBy(() -> ScenarioReader.read("empty.yaml", ""))
        .hasMessageStartingWith("empty.yaml: ");
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whatComesWithTocsinIsRightAndKnowsTheModels(Path file) throws IOException {
    var scenario = ScenarioReader.read(file.getFileName().toString(), Files.readString(file));

    var tasks = userTasks();
    assertThat(scenario.responses()).extracting(Scenario.Response::task).isSubsetOf(tasks);
    scenario.expected().forEach(expected -> assertThat(expected.tasks()).isSubsetOf(tasks));
    assertThat(Path.of("processes/playbooks/playbook-" + scenario.kind() + ".bpmn")).exists();
    assertThat(Path.of("processes/policies/" + scenario.policy() + ".dmn")).exists();
  }

  @Test
  void theStartFormOffersEachOfThem() throws IOException {
    var form = new ObjectMapper().readTree(Path.of("forms/start-drill.form").toFile());
    var offered = new HashSet<String>();
    for (var component : form.get("components")) {
      if (component.path("key").asText().equals("scenario")) {
        component.get("values").forEach(value -> offered.add(value.get("value").asText()));
      }
    }

    assertThat(shipped().map(file -> file.getFileName().toString().replace(".yaml", "")))
        .containsExactlyInAnyOrderElementsOf(offered);
  }

  private static Set<String> userTasks() throws IOException {
    var ids = new HashSet<String>();
    var task = Pattern.compile("<bpmn:userTask id=\"(\\w+)\"");
    try (var files = Files.walk(Path.of("processes"))) {
      for (var file : List.copyOf(files.filter(f -> f.toString().endsWith(".bpmn")).toList())) {
        task.matcher(Files.readString(file)).results().forEach(found -> ids.add(found.group(1)));
      }
    }
    return ids;
  }
}
