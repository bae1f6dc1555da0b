package io.tocsin.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.PlaybookModels;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Status;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Playbooks beside the work: proposed, followed, left, changed, and walked through to each end. */
@TocsinTest
@Tag("thorough")
class PlaybooksProcessTest {

  private static final String CHOOSE = "Task_choosePlaybook";
  private static final String TAKE_UP = "Task_takeUpPlaybook";
  private static final String CHANGE = "Task_changePlaybook";
  private static final String FIRST = "Task_checkFirst";
  private static final String FINISH = "Task_finish";

  @Autowired Response response;
  @Autowired Playbooks playbooks;
  @Autowired Preserved preserved;
  @Autowired EvidenceVeto veto;
  @Autowired IncidentCommands commands;
  @Autowired PlaybookModels models;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;
  @Autowired Atomic atomic;
  @Autowired JdbcClient jdbc;

  static Stream<String> twelve() throws Exception {
    try (var files = Files.list(Path.of("processes/playbooks"))) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.substring("playbook-".length(), name.length() - ".bpmn".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("twelve")
  void eachIsWalkedThroughToEachEnd(String playbook) {
    var number = begun();
    follow(number, playbook);
    var process = "playbook-" + playbook;
    begin(number, playbook);
    for (var option : answers(playbook)) {
      tick(number, FIRST, Map.of("playbookAnswer", option));
      doByHand(number);
      tick(number, FINISH, Map.of("playbookAnswer", "no"));
    }
    tick(number, FIRST, Map.of("playbookAnswer", "by-hand"));
    tick(number, FINISH, Map.of("playbookAnswer", "other"));
    assertThat(response.ends(number, process)).containsExactly("Event_doesNotFit");
    assertThat(playbooks.following(number)).isEmpty();
    assertThat(response.task(number, TAKE_UP)).isNotNull();

    follow(number, playbook);
    begin(number, playbook);
    tick(number, FIRST, Map.of("playbookAnswer", answers(playbook).get(0)));
    decide(number, "notNow");
    tick(number, FINISH, Map.of("playbookAnswer", "yes"));
    assertThat(response.ends(number, process)).containsExactly("Event_helped");
    assertThat(response.timeline(number))
        .contains("playbook: Playbook ended: " + playbooks.title(playbook));
  }

  /** What some playbooks do before anybody checks anything. */
  private void begin(String number, String playbook) {
    if (playbook.equals("data-loss")) {
      doByHand(number);
    } else if (playbook.equals("security-incident")) {
      doByHand(number);
      tick(
          number,
          "Task_preserveByHand",
          Map.of("playbookAnswer", "preserved", "playbookNote", "Disk image in the safe"));
    }
  }

  @Test
  void proposesTheBestAndNeverHoldsUpTheWork() {
    var number = begun();
    var task = response.task(number, CHOOSE);
    assertThat(tasks.getVariable(task.getId(), "playbook")).isEqualTo("high-error-rate");
    assertThat(tasks.getVariable(task.getId(), "playbookProposals").toString())
        .contains("- **High error rate**: The words speak of many errors.");

    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.RESOLVED);
    assertThat(response.desks(number)).isEmpty();
    assertThat(
            runtime
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(number)
                .processDefinitionKey("playbooks")
                .count())
        .isZero();
    assertThatThrownBy(() -> follow(number, "ddos"))
        .hasMessageContaining("no playbook is followed");
  }

  @Test
  void theTechnicalLeadChoosesOrWantsNone() {
    var number = begun();
    response.complete(
        number, CHOOSE, "techlead", Map.of("playbook", "none", "playbookReason", "We know it"));
    assertThat(response.timeline(number)).contains("playbook: No playbook. We know it");
    response.complete(number, TAKE_UP, "techlead", Map.of("playbook", "memory-leak"));
    assertThat(playbooks.following(number).orElseThrow().title()).isEqualTo("Memory leak");
    assertThat(response.open(number)).contains(FIRST);
  }

  @Test
  void isLeftAndChangedAndFindsItsTicksAgain() {
    var number = begun();
    follow(number, "memory-leak");
    var watched = "Memory of each process over time was looked at";
    tick(
        number,
        FIRST,
        Map.of("playbookTicks", List.of(watched), "playbookLeave", true, "playbookNote", "Wrong"));
    assertThat(playbooks.following(number)).isEmpty();
    assertThat(response.timeline(number))
        .contains(
            "playbook: Memory leak, ticked: " + watched + ". Wrong",
            "playbook: Playbook left: Memory leak. Wrong");

    response.complete(number, CHOOSE, "techlead", Map.of("playbook", "ddos"));
    assertThat(response.open(number)).contains(FIRST);
    response.complete(
        number, CHANGE, "techlead", Map.of("playbook", "memory-leak", "playbookReason", "Back"));
    assertThat(playbooks.following(number).orElseThrow().playbook()).isEqualTo("memory-leak");
    assertThat(tasks.getVariable(response.task(number, FIRST).getId(), "playbookTicks").toString())
        .contains(watched);

    // What is no longer true is taken back, and that stands on the timeline, too.
    tick(number, FIRST, Map.of("playbookTicks", List.of(), "playbookAnswer", "by-hand"));
    assertThat(response.timeline(number).toString()).contains("no longer ticked: " + watched);

    follow(number, null);
    assertThat(response.task(number, TAKE_UP)).isNotNull();
    assertThat(response.open(number)).doesNotContain(FINISH);
    assertThat(response.ran(number, "playbook-ddos")).isTrue();
  }

  @Test
  void ticksByItselfWhatAMachineHasSeen() {
    var number = begun();
    follow(number, "service-outage");
    assertThat(tasks.getVariable(response.task(number, FIRST).getId(), "playbookTicks").toString())
        .contains("It is clear what is down and for whom");
    assertThat(tasks.getVariable(response.task(number, FIRST).getId(), "playbookFound").toString())
        .contains("**Playbook: Service outage**")
        .contains("checkout, health:")
        .contains("What shall be done?");
    assertThat(response.timeline(number).toString())
        .contains("Service outage, ticked by itself: It is clear what is down and for whom");
  }

  @Test
  void anotherKindProposesAnotherPlaybook() {
    var number = begun();
    response.complete(number, CHOOSE, "techlead", Map.of("playbook", "none"));
    commands.kind(number, "ddos", "Seen in the log", Actor.api("commander"));
    response.runJobs(number);
    assertThat(tasks.getVariable(response.task(number, CHOOSE).getId(), "playbook"))
        .isEqualTo("ddos");

    follow(number, "ddos");
    commands.kind(number, "payment-down", "It is the provider", Actor.api("commander"));
    response.runJobs(number);
    assertThat(playbooks.following(number).orElseThrow().playbook()).isEqualTo("ddos");
    assertThat(response.timeline(number).toString())
        .contains("The playbook Payment down fits best now; Denial of service is followed");
  }

  @Test
  void looksAgainInAJobAndAsksNobodyTwice() {
    var number = begun();
    response.complete(number, CHOOSE, "techlead", Map.of("playbook", "none"));
    var standing = response.task(number, TAKE_UP).getId();
    // The same again is nothing new, and what fits best has not changed: the task stays.
    commands.kind(number, "high-error-rate", "As proposed", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.task(number, TAKE_UP).getId()).isEqualTo(standing);
    assertThat(response.passed(number, "Task_reconsiderPlaybook")).isEqualTo(1);

    follow(number, "ddos");
    for (var reason : List.of("Once", "Twice")) {
      commands.kind(number, "memory-leak", reason, Actor.api("commander"));
      response.runJobs(number);
      commands.kind(number, "payment-down", reason, Actor.api("commander"));
      response.runJobs(number);
    }
    assertThat(response.open(number)).contains(FIRST);
    assertThat(response.timeline(number))
        .contains("status: Kind: Memory leak (was: High error rate). Once");
  }

  @Test
  void aDecisionThatFailsKeepsNobodyFromWorking() throws Exception {
    var number = begun();
    var table =
        Files.readString(Path.of("processes/policies/playbook-selection.dmn"))
            .replace("<text>words</text>", "<text>words + 1 + [</text>");
    var broken = repository.createDeployment().addString("playbook-selection.dmn", table).deploy();
    try {
      response.complete(number, CHOOSE, "techlead", Map.of("playbook", "ddos"));
      assertThat(playbooks.following(number).orElseThrow().proposal()).isNull();
      response.submit(number, CHANGE, "techlead", Map.of("playbook", "memory-leak"));
      response.runJobs(number);
      commands.kind(number, "payment-down", "Seen", Actor.api("commander"));
      assertThat(response.incident(number).kind()).isEqualTo("payment-down");
      assertThatThrownBy(() -> response.runJobs(number)).isNotNull();
      assertThat(response.open(number)).contains(FIRST);
    } finally {
      repository.deleteDeployment(broken.getId(), true);
    }
    response.runJobs(number);
    assertThat(response.timeline(number).toString())
        .contains("The playbook Payment down fits best now; Memory leak is followed");
  }

  @Test
  void whatTriageAnsweredCounts() {
    var number = response.declare("2");
    response.runJobs(number);
    response.complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of(
            "triageChoice", "respond",
            "severity", "2",
            "severityReason", "Seen",
            "businessContinuity", "no",
            "paymentsDown", true));
    assertThat(playbooks.proposals(number))
        .contains(
            new Proposal("payment-down", "Payment down", "Triage says that payments are down."));
    follow(number, "payment-down");
    var following = playbooks.following(number).orElseThrow();
    assertThat(following.by()).isEqualTo("techlead");
    assertThat(following.reason()).isEqualTo("It looks like it");
    assertThat(following.proposal()).isEqualTo("Triage says that payments are down.");
  }

  @Test
  void aListThatCameLateBelongsToItsOwnPlaybook() {
    var number = begun();
    follow(number, "memory-leak");
    var watched = "Memory of each process over time was looked at";
    // Somebody changes it in the same moment: the model has not heard of it yet.
    jdbc.sql("update incident_playbook set playbook = 'ddos' where incident = ?")
        .param(number)
        .update();
    response.submit(
        number,
        FIRST,
        "techlead",
        Map.of("playbookTicks", List.of(watched), "playbookLeave", true, "playbookNote", "Late"));
    assertThat(response.timeline(number))
        .contains("playbook: Memory leak (left meanwhile), ticked: " + watched + ". Late")
        .doesNotContain("playbook: Playbook left: Denial of service. Late");
    assertThat(playbooks.ticks(number))
        .extracting(Playbooks.Tick::playbook, Playbooks.Tick::item)
        .contains(tuple("memory-leak", watched));
    assertThat(playbooks.following(number).orElseThrow().playbook()).isEqualTo("ddos");
  }

  @Test
  void evidenceThatIsPreservedOpensWhatWasForbidden() {
    var number = begun();
    response.nameRoles(number);
    response.investigate(number);
    commands.security(number, "Somebody is there", Actor.api("commander"));
    response.runJobs(number);
    assertThat(offered(number)).doesNotContain("checkout:rollback");
    var round = response.passed(number, "Task_proposeMitigations");

    atomic.run(() -> preserved.byHand(number, "In the safe", Actor.api("security")));
    response.runJobs(number);
    assertThat(offered(number)).contains("checkout:rollback");
    assertThat(response.passed(number, "Task_proposeMitigations")).isEqualTo(round + 1);
    atomic.run(() -> preserved.byHand(number, "Once more", Actor.api("security")));
    assertThat(response.passed(number, "Task_proposeMitigations")).isEqualTo(round + 1);
  }

  @Test
  void theKindOfASecurityIncidentRestrictsIt() {
    var number = begun();
    response.nameRoles(number);
    response.investigate(number);
    assertThat(offered(number)).contains("checkout:rollback");
    commands.kind(number, "security-incident", "Somebody is there", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.incident(number).security()).isTrue();
    assertThat(offered(number)).doesNotContain("checkout:rollback");
    assertThat(tasks.getVariable(response.task(number, CHOOSE).getId(), "playbook"))
        .isEqualTo("security-incident");
  }

  private String offered(String number) {
    var task = response.task(number, "Task_chooseMitigation");
    return tasks.getVariable(task.getId(), "mitigationOptions").toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "incident-response",
        "../incident-response",
        "${execution.id}",
        "no-such",
        "selection",
        "",
        "playbook-ddos",
        "ddos:1:2"
      })
  void followsOnlyDeployedPlaybooks(String wanted) {
    var number = begun();
    assertThatThrownBy(() -> follow(number, wanted)).hasMessageContaining("is no playbook");
    assertThat(playbooks.following(number)).isEmpty();
  }

  @Test
  void aFormCannotNameTheModelThatIsCalled() {
    var number = begun();
    response.complete(
        number,
        CHOOSE,
        "techlead",
        Map.of(
            "playbook", "ddos",
            "playbookProcess", "incident-response",
            "playbookState", "over"));
    assertThat(response.ran(number, "playbook-ddos")).isTrue();
    var again = response.task(number, FIRST);
    assertThat(again.getProcessDefinitionId()).startsWith("playbook-ddos:");
    response.complete(
        number,
        CHANGE,
        "techlead",
        Map.of("playbook", "memory-leak", "playbookProcess", "incident-response"));
    assertThat(response.task(number, FIRST).getProcessDefinitionId())
        .startsWith("playbook-memory-leak:");
    assertThat(
            runtime
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(number)
                .processDefinitionKey("incident-response")
                .count())
        .isEqualTo(1);
  }

  @Test
  void refusesWhatIsNotOnTheList() {
    var number = begun();
    follow(number, "ddos");
    assertThatThrownBy(
            () ->
                response.submit(
                    number,
                    FIRST,
                    "techlead",
                    Map.of("playbookTicks", List.of("Forged"), "playbookAnswer", "by-hand")))
        .hasMessageContaining("'Forged' is not on the list");
    assertThatThrownBy(
            () -> response.submit(number, FIRST, "techlead", Map.of("playbookAnswer", "explode")))
        .hasMessageContaining("'explode' is not one of");
  }

  @Test
  void aThirteenthNeedsNoJava() throws Exception {
    var model =
        Files.readString(Path.of("src/test/resources/playbooks/playbook-wet-server-room.xml"));
    var table =
        Files.readString(Path.of("processes/policies/playbook-selection.dmn"))
            .replace(
                "    </decisionTable>",
                Files.readString(Path.of("src/test/resources/playbooks/row.xml"))
                    + "    </decisionTable>");
    var deployment =
        repository
            .createDeployment()
            .addString("playbook-wet-server-room.bpmn", model)
            .addString("playbook-selection.dmn", table)
            .deploy();
    try {
      var number = begun();
      commands.kind(number, "wet-server-room", "Water", Actor.api("commander"));
      response.runJobs(number);
      assertThat(tasks.getVariable(response.task(number, CHOOSE).getId(), "playbook"))
          .isEqualTo("wet-server-room");
      response.complete(number, CHOOSE, "techlead", Map.of("playbook", "wet-server-room"));
      tick(
          number,
          "Task_mopUp",
          Map.of("playbookTicks", List.of("The water is turned off"), "playbookAnswer", "dry"));
      assertThat(response.ends(number, "playbook-wet-server-room")).containsExactly("Event_dry");
      assertThat(response.timeline(number))
          .contains(
              "playbook: Wet server room, ticked: The water is turned off. answered: It is dry");
    } finally {
      repository.deleteDeployment(deployment.getId(), true);
    }
    assertThat(models.all()).hasSize(12);
  }

  @Test
  void securityPreservesTheEvidenceBeforeAnythingElse() {
    var number = begun();
    follow(number, "security-incident");
    assertThat(response.incident(number).security()).isTrue();
    var incident = response.incident(number);
    assertThat(veto.against(incident, "checkout", "isolate")).isEmpty();
    assertThat(veto.against(incident, "checkout", "stop")).isEmpty();
    assertThat(veto.against(incident, "checkout", "rollback").orElseThrow())
        .contains("its evidence is not preserved yet");
    doByHand(number);
    assertThat(response.timeline(number).toString())
        .contains("Evidence: 0 files copied and hashed, 0 left out. List: list-001.txt, SHA-256 ")
        .contains("The settings name no evidence of the services");
    assertThat(veto.against(incident, "checkout", "rollback")).isPresent();
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("Told by e-mail: evidence missing, to "));
    assertThat(
            tasks
                .createTaskQuery()
                .taskId(response.task(number, "Task_preserveByHand").getId())
                .taskCandidateUser("commander")
                .count())
        .as("the commander sees it, too")
        .isOne();

    tick(
        number,
        "Task_preserveByHand",
        Map.of("playbookAnswer", "preserved", "playbookNote", "Disk image in the safe"));
    assertThat(veto.against(incident, "checkout", "rollback")).isEmpty();
    assertThat(response.timeline(number))
        .contains("evidence: Evidence preserved by hand: Disk image in the safe");
    assertThat(preserved.of(number)).hasSize(2);
    assertThat(response.timeline(number).toString()).contains("security team");
  }

  /** An alert or a merge may bring a service after everything else is preserved. */
  @Test
  void preservesTheEvidenceOfWhatJoinsLater() {
    var number = begun();
    follow(number, "security-incident");
    doByHand(number);
    tick(
        number,
        "Task_preserveByHand",
        Map.of("playbookAnswer", "preserved", "playbookNote", "Disk image in the safe"));
    var before = response.incident(number);
    assertThat(veto.against(before, "checkout", "rollback")).isEmpty();
    assertThat(veto.against(before, "search", "rollback"))
        .as("nobody says that it is affected")
        .isEmpty();

    joins(number, "search");
    var incident = response.incident(number);
    assertThat(veto.against(incident, "checkout", "rollback")).isEmpty();
    assertThat(veto.against(incident, "search", "isolate")).isEmpty();
    assertThat(veto.against(incident, "search", "rollback").orElseThrow())
        .contains("its evidence is not preserved yet, of 'search'");
    assertThat(veto.against(incident, "payments", "rollback"))
        .as("until all that is affected is preserved")
        .isPresent();
    response.runJobs(number);
    assertThat(preserved.of(number))
        .last()
        .satisfies(
            list -> {
              assertThat(list.services()).containsExactly("search");
              assertThat(list.complete()).isFalse();
            });
    assertThat(told(number, "evidence missing")).isEqualTo(2);
    var rest = response.task(number, "Task_preserveRest");
    assertThat(tasks.getVariable(rest.getId(), "evidenceMissing"))
        .isEqualTo("search: the settings name no evidence of it");

    joins(number, "mailer");
    assertThatThrownBy(() -> tick(number, "Task_preserveRest", Map.of("evidenceWhere", " ")))
        .hasMessageContaining("say where the evidence is");
    tick(number, "Task_preserveRest", Map.of("evidenceWhere", "Copied to the safe"));
    var then = response.incident(number);
    assertThat(veto.against(then, "search", "rollback")).isEmpty();
    assertThat(veto.against(then, "mailer", "rollback"))
        .as("whoever answered has not looked at it")
        .isPresent();
    response.runJobs(number);
    assertThat(preserved.missing(number)).containsExactly("mailer");
    assertThat(response.task(number, "Task_preserveRest")).isNotNull();
  }

  @Test
  void endsTheQuestionForTheRestWhenItIsAnsweredElsewhere() {
    var number = begun();
    follow(number, "security-incident");
    doByHand(number);
    joins(number, "search");
    response.runJobs(number);
    joins(number, "mailer");
    response.runJobs(number);
    assertThat(response.open(number)).filteredOn("Task_preserveRest"::equals).hasSize(2);

    atomic.run(() -> preserved.byHand(number, "All of it", Actor.api("commander")));
    response.runJobs(number);
    assertThat(response.open(number)).doesNotContain("Task_preserveRest");
    assertThat(preserved.in(number)).isTrue();
    assertThat(veto.against(response.incident(number), "mailer", "rollback")).isEmpty();
  }

  /** The playbook's own copying takes all that is affected by then. */
  @Test
  void asksForNothingMoreWhatJoinsBeforeTheEvidenceIsListed() {
    var number = begun();
    follow(number, "security-incident");
    joins(number, "search");
    doByHand(number);
    assertThat(preserved.of(number))
        .singleElement()
        .satisfies(list -> assertThat(list.services()).containsExactly("checkout", "search"));
    assertThat(response.passed(number, "Task_preserveMore")).isZero();
    assertThat(preserved.unlisted(number)).isEmpty();
  }

  /** A security alert may bring one while the services are only watched. */
  @Test
  void preservesTheEvidenceOfWhatJoinedBeforeAReopening() {
    var number = begun();
    follow(number, "security-incident");
    doByHand(number);
    atomic.run(() -> preserved.byHand(number, "All of it", Actor.api("commander")));
    atomic.run(() -> playbooks.ended(number));
    commands.resolve(number, "Thrown out", Actor.api("commander"));
    response.runJobs(number);
    response.passGate(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.RESOLVED);
    joins(number, "search");
    response.runJobs(number);
    assertThat(preserved.unlisted(number)).containsExactly("search");

    commands.reopen(number, "They are back", Actor.api("commander"));
    response.runJobs(number);
    assertThat(preserved.unlisted(number)).isEmpty();
    assertThat(preserved.missing(number)).containsExactly("search");
    assertThat(response.task(number, "Task_preserveRest")).isNotNull();
    assertThat(told(number, "evidence missing")).isEqualTo(2);
  }

  @Test
  void asksAgainAfterAReopeningForWhatNobodyAnswered() {
    var number = begun();
    follow(number, "security-incident");
    doByHand(number);
    atomic.run(() -> preserved.byHand(number, "All of it", Actor.api("commander")));
    atomic.run(() -> playbooks.ended(number));
    joins(number, "search");
    response.runJobs(number);
    commands.resolve(number, "Thrown out", Actor.api("commander"));
    response.runJobs(number);
    response.passGate(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.RESOLVED);
    assertThat(response.open(number)).doesNotContain("Task_preserveRest");

    commands.reopen(number, "They are back", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.open(number)).containsOnlyOnce("Task_preserveRest");
    assertThat(preserved.missing(number)).containsExactly("search");
  }

  private void joins(String number, String service) {
    commands.affects(number, List.of(service), Actor.alert("alertmanager"));
  }

  private long told(String number, String event) {
    return response.timeline(number).stream()
        .filter(line -> line.contains("Told by e-mail: " + event))
        .count();
  }

  @Test
  void callsTheProviderByTheLadderOfThePolicy() {
    var number = response.declareUnder("storefront", "2");
    response.runJobs(number);
    response.triage(number, 2);
    response.runJobs(number);
    follow(number, "payment-down");
    tick(number, FIRST, Map.of("playbookAnswer", "provider"));
    assertThat(response.timeline(number).toString())
        .contains("Step: ")
        .contains("payment provider");
  }

  private String begun() {
    var number = response.declare("2");
    response.runJobs(number);
    response.triage(number, 2);
    return number;
  }

  private void follow(String number, String playbook) {
    atomic.run(() -> playbooks.follow(number, playbook, "It looks like it", Actor.api("techlead")));
    response.runJobs(number);
  }

  private void tick(String number, String task, Map<String, Object> answers) {
    response.complete(number, task, worker(number, task), answers);
  }

  /** Whoever has the task, else a person who may take it: of a restricted incident not many. */
  private String worker(String number, String task) {
    var open = response.task(number, task);
    return open.getAssignee() != null
        ? open.getAssignee()
        : tasks.getIdentityLinksForTask(open.getId()).stream()
            .map(link -> link.getUserId())
            .filter(user -> user != null)
            .findFirst()
            .orElse("techlead");
  }

  private void doByHand(String number) {
    decide(number, "byHand");
  }

  private void decide(String number, String choice) {
    if (response.open(number).contains("Task_decideAction")) {
      response.complete(
          number,
          "Task_decideAction",
          worker(number, "Task_decideAction"),
          Map.of("actionChoice", choice, "actionNote", "As the playbook says"));
    }
  }

  /** Returns the actions that the model offers. */
  private static List<String> answers(String playbook) {
    var file = Path.of("processes/playbooks/playbook-" + playbook + ".bpmn").toFile();
    UserTask task = Bpmn.readModelFromFile(file).getModelElementById(FIRST);
    return task.getModelInstance().getModelElementsByType(CamundaInputParameter.class).stream()
        .filter(p -> p.getCamundaName().equals("answers"))
        .map(p -> p.getTextContent())
        .filter(text -> text.contains("by-hand: "))
        .flatMap(text -> ChecklistText.answers(text).stream())
        .map(answer -> answer.get("value"))
        .filter(value -> !value.equals("by-hand"))
        .toList();
  }
}
