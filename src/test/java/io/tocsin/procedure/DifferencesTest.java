package io.tocsin.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.engine.DecisionFile;
import io.tocsin.engine.DecisionFile.Column;
import io.tocsin.engine.DecisionFile.Rule;
import io.tocsin.engine.DecisionFile.Table;
import io.tocsin.procedure.Change.Facet;
import io.tocsin.procedure.Change.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  @Test
  void anEqualModelDiffersInNothing() throws Exception {
    var gate = model("phases/health-gate");

    assertThat(Differences.ofProcess(gate, gate)).isEmpty();
    assertThat(Differences.ofProcess(gate, gate.replace("x=\"142\"", "x=\"150\"")))
        .as("where it is drawn does not count")
        .isEmpty();
  }

  @Test
  void namesWhatChangedByTheWordsOfTheModeler() throws Exception {
    var gate = model("phases/health-gate");
    var changed =
        gate.replace("name=\"Check the services\"", "name=\"Probe the services\"")
            .replace("#{healthGateDelegate}", "#{stabilityCheckDelegate}")
            .replace("PT10S,PT1M,PT5M,PT15M", "PT1M")
            .replace("${gateNextAt}", "${otherAt}")
            .replace("${gateVerdict == 'passed'}", "${healthy}");

    var changes = Differences.ofProcess(gate, changed);

    assertThat(changes)
        .extracting(Change::id, Change::kind)
        .containsExactlyInAnyOrder(
            tuple("Task_checkGate", Kind.CHANGED),
            tuple("Event_gateWait", Kind.CHANGED),
            tuple("Flow_verdictPassed", Kind.CHANGED));
    assertThat(facets(changes, "Task_checkGate"))
        .contains(
            new Facet("name", "Check the services", "Probe the services"),
            new Facet("delegate", "#{healthGateDelegate}", "#{stabilityCheckDelegate}"),
            new Facet("retries", "PT10S,PT1M,PT5M,PT15M", "PT1M"))
        .hasSize(3);
    assertThat(facets(changes, "Event_gateWait"))
        .containsExactly(new Facet("timer", "${gateNextAt}", "${otherAt}"));
    assertThat(facets(changes, "Flow_verdictPassed"))
        .containsExactly(new Facet("condition", "${gateVerdict == 'passed'}", "${healthy}"));
  }

  @Test
  void propertiesOfAnElementAreNotItsName() throws Exception {
    var triage = model("phases/triage");
    assertThat(triage).contains("name=\"Triage\"", "name=\"dueTarget\"");

    assertThat(
            facets(
                Differences.ofProcess(
                    triage,
                    triage.replace(
                        "id=\"Task_triage\" name=\"Triage\"", "id=\"Task_triage\" name=\"Look\"")),
                "Task_triage"))
        .containsExactly(new Facet("name", "Triage", "Look"));
    assertThat(BpmnElements.of(triage).get("Task_triage").facets())
        .containsKey("property dueTarget");
  }

  @Test
  void anotherIdIsAnotherElement() throws Exception {
    var gate = model("phases/health-gate");

    assertThat(Differences.ofProcess(gate, gate.replace("Event_unhealthy", "Event_broken")))
        .extracting(Change::id, Change::kind)
        .contains(tuple("Event_broken", Kind.ADDED), tuple("Event_unhealthy", Kind.REMOVED));
  }

  @Test
  void tellsMessagesByTheirNamesAndLooksIntoSubprocesses() throws Exception {
    var respond = model("phases/respond");
    var name = "clocks-changed";
    assertThat(model("communication/status-updates")).contains(name);

    var updates = model("communication/status-updates");
    assertThat(Differences.ofProcess(updates, updates.replace("name=\"" + name, "name=\"renamed")))
        .flatExtracting(Change::facets)
        .contains(new Facet("message", name, "renamed"));
    assertThat(BpmnElements.of(respond)).containsKey("respond").hasSizeGreaterThan(10);
  }

  @Test
  void comparesRowsOfDecisionsCellByCell() throws Exception {
    var xml = Files.readString(Path.of("processes/policies/parsify.dmn"));
    var before = decisions(xml);
    var table = before.tables().get("parsify-targets");
    var rule = table.rules().get(0);
    var cell = rule.outputs().stream().filter(text -> text.startsWith("\"PT")).findFirst();
    assertThat(cell).isPresent();
    var at = xml.indexOf(cell.get(), xml.indexOf("\"" + rule.id() + "\""));
    var changed = xml.substring(0, at) + "\"PT99M\"" + xml.substring(at + cell.get().length());

    var changes = Differences.ofDecisions(before, decisions(changed));

    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).id()).isEqualTo(rule.id());
    assertThat(changes.get(0).name()).startsWith("parsify-targets, row 1");
    assertThat(changes.get(0).facets())
        .extracting(Facet::before, Facet::after)
        .containsExactly(tuple(cell.get(), "\"PT99M\""));
    assertThat(
            Differences.ofDecisions(
                before, decisions(xml.replace("\"" + rule.id() + "\"", "\"Rule_other\""))))
        .extracting(Change::kind)
        .containsExactly(Kind.ADDED, Kind.REMOVED);
  }

  @Test
  void tellsWhichRowsStandInAnotherOrder() {
    var before = table("a", "b", "c", "d");

    assertThat(places(before, table("a", "b", "c", "d"))).isEmpty();
    assertThat(places(before, table("d", "a", "b", "c"))).containsExactly("d: row 4, row 1");
    assertThat(places(before, table("b", "c", "a", "d"))).containsExactly("a: row 1, row 3");
    assertThat(places(before, table("d", "c", "b", "a"))).hasSize(3);
    assertThat(places(before, table("c", "b", "a", "d")))
        .as("two have changed places, and what is between them has not moved")
        .containsExactlyInAnyOrder("a: row 1, row 3", "c: row 3, row 1");
    assertThat(places(before, table("new", "c", "d")))
        .as("what others were added before or removed stands where it stood")
        .isEmpty();
    assertThat(places(before, table("new", "d", "b", "c"))).containsExactly("d: row 4, row 2");
  }

  private static List<String> places(Table before, Table after) {
    return Differences.ofDecisions(file(before), file(after)).stream()
        .filter(change -> change.kind() == Kind.CHANGED)
        .flatMap(
            change ->
                change.facets().stream()
                    .filter(facet -> facet.what().equals("place"))
                    .map(facet -> change.id() + ": " + facet.before() + ", " + facet.after()))
        .toList();
  }

  private static DecisionFile file(Table table) {
    return new DecisionFile("x.dmn", "x", "X", Map.of("x-rows", table), List.of());
  }

  private static Table table(String... rows) {
    return new Table(
        "x-rows",
        "FIRST",
        null,
        List.of(new Column("level", "integer")),
        List.of(new Column("kind", "string")),
        IntStream.range(0, rows.length)
            .mapToObj(i -> new Rule(i + 1, rows[i], "", List.of("-"), List.of(rows[i])))
            .toList(),
        List.of());
  }

  private static Iterable<Facet> facets(Iterable<Change> changes, String id) {
    for (var change : changes) {
      if (change.id().equals(id)) {
        return change.facets();
      }
    }
    throw new AssertionError("no change of " + id);
  }

  private static DecisionFile decisions(String xml) {
    return DecisionFile.read("parsify.dmn", xml.getBytes(StandardCharsets.UTF_8));
  }

  private static String model(String name) throws IOException {
    return Files.readString(Path.of("processes", name + ".bpmn"));
  }
}
