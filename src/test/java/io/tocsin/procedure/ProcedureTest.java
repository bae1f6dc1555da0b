package io.tocsin.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.Migrations.Step;
import io.tocsin.problem.ConflictException;
import io.tocsin.procedure.Procedure.Chosen;
import io.tocsin.support.Moves;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Two incidents run on an old version: one waits where the new one has a place, one does not. */
@TocsinTest
class ProcedureTest {

  private static final String KEY = "moving-test";
  private static final List<String> OWNER = List.of("process-owner");

  @Autowired Procedure procedure;
  @Autowired Response response;
  @Autowired Moves moves;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired TaskService tasks;
  @Autowired Atomic atomic;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester http;

  private final List<String> deployments = new ArrayList<>();
  private final BpmnModelInstance original = model("Task_first", "Task_second");
  private String first = "";
  private String second = "";

  @BeforeEach
  void begin() {
    deploy(original);
    first = response.declare("4");
    second = response.declare("4");
    runtime.startProcessInstanceByKey(KEY, first);
    runtime.startProcessInstanceByKey(KEY, second);
    pass("Task_first", second);
    deploy(model("Task_first", "Task_other"));
  }

  @AfterEach
  void takeBack() {
    moves.forget();
    deployments.forEach(id -> repository.deleteDeployment(id, true));
  }

  @Test
  void showsWhatRunsOnWhichVersion() {
    var model = procedure.model(KEY);

    assertThat(model.versions()).extracting(version -> version.running()).containsExactly(0L, 2L);
    assertThat(model.behind()).isEqualTo(2);
    assertThat(model.newest().number()).isEqualTo(2);
    assertThat(procedure.compare(KEY, 1, 2).changes())
        .extracting(Change::id)
        .contains("Task_second", "Task_other");
  }

  @Test
  void aVersionOfTheSameFileIsNotBehind() {
    deploy(original);

    var model = procedure.model(KEY);

    assertThat(model.newest().number()).isEqualTo(3);
    assertThat(model.newest().sameAs()).isEqualTo(1);
    assertThat(model.behind()).as("both run on version 1").isZero();
    assertThat(http.get().uri("/procedure/" + KEY).with(owner()))
        .hasStatusOk()
        .bodyText()
        .contains("the same as version 1")
        .doesNotContain("the same as version 2");
  }

  @Test
  void aDryRunNamesEachActivityWithoutAPlaceAndMovesNothing() {
    var dryRun = procedure.dryRun(KEY, 1, 2, Map.of(), "owner");

    assertThat(dryRun.instances()).isEqualTo(2);
    assertThat(dryRun.plan().complete()).isFalse();
    assertThat(dryRun.plan().unmapped())
        .containsExactly(new Step("Task_second", "Wait in Task_second", "receiveTask", 1));
    assertThat(dryRun.plan().added()).extracting(Step::id).containsExactly("Task_other");
    assertThat(dryRun.tried())
        .filteredOn(one -> one.refused() != null)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.incident()).isEqualTo(second);
              assertThat(one.at()).containsExactly("Wait in Task_second");
              assertThat(one.refused()).contains("Task_second");
            });
    assertThat(response.timeline(first)).noneMatch(line -> line.startsWith("model: "));
    assertThat(procedure.model(KEY).newest().running()).isZero();
  }

  @Test
  void movesThoseThatCanSaysWhyOthersCannotAndTakesItBack() {
    var move = move(new Chosen(true, Set.of(), Set.of()), Map.of());
    assertThat(move.waiting()).isEqualTo(1);
    assertThat(move.left()).isEqualTo(1);

    moves.run(move.id().toString());

    var done = procedure.moved(move.id(), "owner");
    assertThat(done.moved()).isEqualTo(1);
    assertThat(done.waiting()).isZero();
    assertThat(done.instances())
        .filteredOn(one -> second.equals(one.incident()))
        .singleElement()
        .satisfies(one -> assertThat(one.refused()).contains("Task_second"));
    assertThat(procedure.model(KEY).newest().running()).isEqualTo(1);
    assertThat(response.entries(first))
        .filteredOn(entry -> entry.kind().equals("model"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.actor()).isEqualTo("owner");
              assertThat(entry.text()).isEqualTo("Moving: version 2 instead of 1 from here on");
            });

    var back = procedure.undo(move.id(), "owner", OWNER);
    moves.run(back.id().toString());
    assertThat(procedure.model(KEY).newest().running()).isZero();
    assertThat(response.timeline(first))
        .contains("model: Moving: version 1 instead of 2 from here on, as before");
    assertThatThrownBy(() -> procedure.undo(move.id(), "owner", OWNER))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("taken back already");
  }

  @Test
  void takingItBackStopsWhatIsNotMovedYet() {
    var also = Map.of("Task_second", "Task_other");
    var move = move(new Chosen(true, Set.of(), Set.of()), also);
    management.executeJob(moves.jobs(move.id().toString()).get(0));
    assertThat(procedure.model(KEY).newest().running()).isOne();

    var back = procedure.undo(move.id(), "owner", OWNER);

    assertThat(procedure.moved(move.id(), "owner"))
        .satisfies(
            stopped -> {
              assertThat(stopped.moved()).isOne();
              assertThat(stopped.waiting()).isZero();
              assertThat(stopped.undoneBy()).isEqualTo(back.id());
              assertThat(stopped.instances())
                  .filteredOn(one -> one.movedAt() == null)
                  .singleElement()
                  .satisfies(
                      one -> assertThat(one.refused()).isEqualTo("Taken back before it was moved"));
            });
    assertThat(batches()).as("only the way back").isOne();
    moves.run(back.id().toString());
    assertThat(procedure.model(KEY).newest().running()).isZero();
    assertThat(at(first)).containsExactly("Task_first");
    assertThat(at(second)).containsExactly("Task_second");
    assertThat(move(new Chosen(true, Set.of(), Set.of()), also).waiting()).isEqualTo(2);
  }

  @Test
  void whatIsNotMovedYetIsStoppedThoughTheOthersCannotGoBack() {
    var third = response.declare("4");
    runtime.startProcessInstanceById(procedure.version(KEY, 1).id(), third);
    var move = move(new Chosen(false, Set.of(first, third), Set.of()), Map.of());
    management.executeJob(moves.jobs(move.id().toString()).get(0));
    var moved =
        procedure.moved(move.id(), "owner").instances().stream()
            .filter(one -> one.movedAt() != null)
            .map(Move.Instance::incident)
            .findFirst()
            .orElseThrow();
    pass("Task_first", String.valueOf(moved));

    assertThatThrownBy(() -> procedure.undo(move.id(), "owner", OWNER))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("What was not moved yet stays where it is")
        .hasMessageContaining("Task_other");
    assertThat(procedure.moved(move.id(), "owner").waiting()).isZero();
    assertThat(batches()).isZero();
  }

  @Test
  void aJobThatIsAtItWhenItIsTakenBackMovesNothing() throws Exception {
    var move = move(new Chosen(false, Set.of(first), Set.of()), Map.of());
    var job = moves.jobs(move.id().toString()).get(0);
    var elsewhere = Executors.newSingleThreadExecutor();
    try {
      var running =
          atomic.call(
              () -> {
                var taken = procedure.undo(move.id(), "owner", OWNER);
                assertThat(taken.id()).as("nothing was moved").isEqualTo(move.id());
                var other = elsewhere.submit(() -> management.executeJob(job));
                await().atMost(30, TimeUnit.SECONDS).until(this::somebodyWaitsForALock);
                return other;
              });
      assertThatThrownBy(() -> running.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(OptimisticLockingException.class);
    } finally {
      elsewhere.shutdownNow();
    }
    assertThat(procedure.model(KEY).newest().running()).isZero();
    assertThat(procedure.moved(move.id(), "owner"))
        .satisfies(
            taken -> {
              assertThat(taken.moved()).isZero();
              assertThat(taken.left()).isOne();
            });
    assertThat(response.timeline(first)).noneMatch(line -> line.startsWith("model: "));
  }

  private boolean somebodyWaitsForALock() {
    return jdbc.sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  @Test
  void eachGoesBackToWhereItWasAlsoWhereTwoWereJoined() {
    deploy(model("Task_joined", "Task_last"));
    var also = Map.of("Task_first", "Task_joined", "Task_second", "Task_joined");
    var move = procedure.move(KEY, 1, 3, also, everything(), "owner", OWNER);
    moves.run(move.id().toString());
    assertThat(at(first)).isEqualTo(at(second)).containsExactly("Task_joined");

    var back = procedure.undo(move.id(), "owner", OWNER);
    moves.run(back.id().toString());

    assertThat(procedure.moved(back.id(), "owner").moved()).isEqualTo(2);
    assertThat(at(first)).containsExactly("Task_first");
    assertThat(at(second)).containsExactly("Task_second");
    assertThat(batches()).isZero();
  }

  @Test
  void eachGoesBackToWhereItWasAlsoWhereItWentOnInAPlaceOfBothVersions() {
    deploy(model("Task_first", "Task_last"));
    var also = Map.of("Task_second", "Task_first");
    var move = procedure.move(KEY, 1, 3, also, everything(), "owner", OWNER);
    moves.run(move.id().toString());
    assertThat(at(first)).isEqualTo(at(second)).containsExactly("Task_first");

    moves.run(procedure.undo(move.id(), "owner", OWNER).id().toString());

    assertThat(at(first)).containsExactly("Task_first");
    assertThat(at(second)).containsExactly("Task_second");
  }

  @Test
  void whereNobodyHasNotedWhereItWasOnlyThatOneIsLeft() {
    deploy(model("Task_first", "Task_last"));
    var also = Map.of("Task_second", "Task_first");
    var move = procedure.move(KEY, 1, 3, also, everything(), "owner", OWNER);
    moves.run(move.id().toString());
    jdbc.sql("update model_move_instance set came_from = null where move = ? and incident = ?")
        .params(move.id(), first)
        .update();

    var back = procedure.undo(move.id(), "owner", OWNER);
    moves.run(back.id().toString());

    assertThat(procedure.moved(back.id(), "owner").instances())
        .filteredOn(one -> first.equals(one.incident()))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.refused())
                    .isEqualTo("Task_first: nobody knows where it was before"));
    assertThat(at(second)).containsExactly("Task_second");
  }

  private static Chosen everything() {
    return new Chosen(true, Set.of(), Set.of());
  }

  private List<String> at(String number) {
    return runtime.getActiveActivityIds(
        runtime
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(number, KEY)
            .singleResult()
            .getId());
  }

  @Test
  void refusesToTakeBackWhatHasGoneOnMeanwhile() {
    var move = move(new Chosen(false, Set.of(first), Set.of()), Map.of());
    moves.run(move.id().toString());
    pass("Task_first", first);

    assertThatThrownBy(() -> procedure.undo(move.id(), "owner", OWNER))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("None can go on in version 1")
        .hasMessageContaining("Task_other");
  }

  @Test
  void whatWaitsToBeMovedIsNotMovedTwice() {
    var asked = move(new Chosen(false, Set.of(first), Set.of()), Map.of());
    assertThatThrownBy(() -> move(new Chosen(false, Set.of(first), Set.of()), Map.of()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("wait in another move already");
    assertThat(batches()).isOne();

    moves.run(asked.id().toString());
    var back = procedure.undo(asked.id(), "owner", OWNER);
    assertThatThrownBy(
            () ->
                jdbc.sql(
                        "insert into model_move (id, process, source, source_number, target,"
                            + " target_number, also, batch, asked_by, asked_at, undoes)"
                            + " select gen_random_uuid(), process, source, source_number, target,"
                            + " target_number, also, batch, asked_by, asked_at, undoes"
                            + " from model_move where id = ?")
                    .param(back.id())
                    .update())
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void whatHasGoneOnOrEndedMeanwhileIsLeftWithTheReason() {
    var also = Map.of("Task_second", "Task_other");
    var one = move(new Chosen(false, Set.of(first), Set.of()), Map.of());
    var other = move(new Chosen(false, Set.of(second), Set.of()), also);
    pass("Task_first", first);
    pass("Task_second", second);

    moves.run(one.id().toString());
    moves.run(other.id().toString());

    assertThat(procedure.moved(one.id(), "owner"))
        .satisfies(
            move -> {
              assertThat(move.waiting()).isZero();
              assertThat(move.left()).isOne();
              assertThat(move.failed()).isZero();
              assertThat(move.instances().get(0).refused()).contains("Task_second");
            });
    assertThat(procedure.moved(other.id(), "owner").instances().get(0).refused())
        .isEqualTo("It has ended meanwhile");
    assertThat(batches()).isZero();
    moves.run(move(new Chosen(false, Set.of(first), Set.of()), also).id().toString());
    assertThat(procedure.model(KEY).newest().running()).isOne();
  }

  @Test
  void aBatchThatSomebodyDeletesHoldsNothingUp() {
    var asked = move(new Chosen(false, Set.of(first), Set.of()), Map.of());
    moves.forget();

    assertThat(procedure.moved(asked.id(), "owner"))
        .satisfies(
            move -> {
              assertThat(move.waiting()).isZero();
              assertThat(move.instances().get(0).refused()).isEqualTo("Its batch was deleted");
            });
    assertThat(procedure.moves(KEY))
        .first()
        .satisfies(
            move -> {
              assertThat(move.left()).isOne();
              assertThat(move.instances()).isEmpty();
            });
    assertThat(move(new Chosen(false, Set.of(first), Set.of()), Map.of()).waiting()).isOne();
  }

  private long batches() {
    return jdbc.sql(
            "select count(*) from act_ru_batch join model_move on batch = id_ where process = ?")
        .param(KEY)
        .query(Long.class)
        .single();
  }

  @Test
  void whereTheOwnerSaysSoItGoesOnElsewhere() {
    var also = Map.of("Task_second", "Task_other");
    assertThat(procedure.dryRun(KEY, 1, 2, also, "owner").plan().complete()).isTrue();

    var move = move(new Chosen(false, Set.of(second), Set.of()), also);
    moves.run(move.id().toString());

    var instance =
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(second, KEY).singleResult();
    assertThat(runtime.getActiveActivityIds(instance.getId())).containsExactly("Task_other");
    moves.run(procedure.undo(move.id(), "owner", OWNER).id().toString());
    assertThat(runtime.getActiveActivityIds(instance.getId())).containsExactly("Task_second");
  }

  @Test
  void tasksGoToTheGroupsOfTheVersionTheyAreMovedTo() {
    deploy(forGroups("respnder, scribe"));
    var number = response.declare("4");
    runtime.startProcessInstanceByKey(KEY, number);
    deploy(forGroups("responder,scribe"));

    var move =
        procedure.move(
            KEY, 3, 4, Map.of(), new Chosen(false, Set.of(number), Set.of()), "owner", OWNER);
    moves.run(move.id().toString());

    assertThat(groups(number)).containsExactlyInAnyOrder("responder", "scribe");
    moves.run(procedure.undo(move.id(), "owner", OWNER).id().toString());
    assertThat(groups(number)).containsExactlyInAnyOrder("respnder", "scribe");
  }

  private List<String> groups(String number) {
    var task =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey("Task_given")
            .singleResult();
    return tasks.getIdentityLinksForTask(task.getId()).stream()
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .toList();
  }

  private static BpmnModelInstance forGroups(String groups) {
    return Bpmn.createExecutableProcess(KEY)
        .name("Moving")
        .camundaHistoryTimeToLive(1)
        .startEvent("Event_start")
        .userTask("Task_given")
        .name("Do it")
        .camundaCandidateGroups(groups)
        .endEvent("Event_end")
        .done();
  }

  @Test
  void whatIsMovedInAnotherWayIsNotedToo() {
    var versions = procedure.model(KEY).versions();
    var plan =
        runtime
            .createMigrationPlan(versions.get(1).id(), versions.get(0).id())
            .mapEqualActivities()
            .build();
    var instance =
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(first, KEY).singleResult();
    runtime.newMigration(plan).processInstanceIds(instance.getId()).execute();

    assertThat(response.timeline(first)).contains("model: Moving: version 2 from here on");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> procedure.version(KEY, 9)).hasMessageContaining("no version 9");
    assertThatThrownBy(() -> procedure.dryRun(KEY, 1, 1, Map.of(), "owner"))
        .hasMessageContaining("another version");
    assertThatThrownBy(() -> procedure.dryRun("parsify", 1, 1, Map.of(), "owner"))
        .hasMessageContaining("set of decisions");
    assertThatThrownBy(() -> move(new Chosen(false, Set.of("INC-1"), Set.of()), Map.of()))
        .hasMessageContaining("Nothing that was chosen");
    assertThat(
            procedure.dryRun(KEY, 1, 2, Map.of("Task_first", "Task_none"), "owner").plan().faults())
        .isNotEmpty();
  }

  @Test
  void whatIsRestrictedIsNotNamed() {
    jdbc.sql("update incident set security = true where number = ?").param(first).update();

    assertThat(procedure.dryRun(KEY, 1, 2, Map.of(), "owner").tried())
        .extracting(one -> one.incident())
        .containsExactlyInAnyOrder(null, second);
  }

  @Test
  void theApiIsForOwnersAndSaysWhatIsWrong() {
    var base = "/api/v1/procedure/models/" + KEY;
    assertThat(http.get().uri(base).with(as("commander", "incident-commander"))).hasStatus(403);
    assertThat(http.get().uri(base).with(owner()))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.versions[1].running", v -> v.assertThat().isEqualTo(2));
    assertThat(http.get().uri(base + "/versions/1/file").with(owner()))
        .hasStatusOk()
        .bodyText()
        .contains("Task_second");
    assertThat(http.get().uri(base + "/comparison?from=1&to=2").with(owner())).hasStatusOk();
    assertThat(post(base + "/dry-run", "{\"from\": 1, \"to\": 2}")).hasStatusOk();
    assertThat(post(base + "/dry-run", "{\"from\": 1}")).hasStatus(400);
    assertThat(
            post(base + "/moves", "{\"from\": 1, \"to\": 2, \"incidents\": [\"" + second + "\"]}"))
        .hasStatus(409)
        .bodyText()
        .contains("None can go on in version 2");
    assertThat(
            post(base + "/moves", "{\"from\": 1, \"to\": 2, \"incidents\": [\"" + first + "\"]}"))
        .hasStatus(202)
        .bodyJson()
        .hasPathSatisfying("$.askedBy", v -> v.assertThat().isEqualTo("owner"));
    assertThat(http.get().uri(base + "/moves").with(owner()))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$[0].waiting", v -> v.assertThat().isEqualTo(1));
    assertThat(http.get().uri("/api/v1/procedure/models/no-such-model").with(owner()))
        .hasStatus(404);
  }

  private org.springframework.test.web.servlet.assertj.MvcTestResult post(
      String path, String body) {
    return http.post()
        .uri(path)
        .with(owner())
        .with(csrf())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static RequestPostProcessor owner() {
    return as("owner", "process-owner");
  }

  private static RequestPostProcessor as(String id, String group) {
    return user(id).authorities(AuthorityUtils.createAuthorityList(group));
  }

  private Move move(Chosen chosen, Map<String, String> also) {
    return procedure.move(KEY, 1, 2, also, chosen, "owner", OWNER);
  }

  private void pass(String task, String number) {
    runtime.createMessageCorrelation(task).processInstanceBusinessKey(number).correlateWithResult();
  }

  private void deploy(BpmnModelInstance model) {
    deployments.add(
        0, repository.createDeployment().addModelInstance(KEY + ".bpmn", model).deploy().getId());
  }

  private static BpmnModelInstance model(String first, String second) {
    return Bpmn.createExecutableProcess(KEY)
        .name("Moving")
        .camundaHistoryTimeToLive(1)
        .startEvent("Event_start")
        .receiveTask(first)
        .name("Wait in " + first)
        .message(first)
        .receiveTask(second)
        .name("Wait in " + second)
        .message(second)
        .endEvent("Event_end")
        .done();
  }
}
