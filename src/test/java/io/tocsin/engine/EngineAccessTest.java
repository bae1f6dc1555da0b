package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.tocsin.engine.EngineAccess.Member;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.Incidents;
import io.tocsin.support.LogLines;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@TocsinTest
class EngineAccessTest {

  private static final String WORKERS = TeamGroups.ACTION_WORKER;

  /** More tasks than other tests leave behind. */
  private static final int MANY = 10_000;

  @Autowired EngineAccess access;
  @Autowired IdentityService identity;
  @Autowired AuthorizationService authorizations;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;
  @Autowired FormService forms;
  @Autowired FilterService filters;
  @Autowired PlatformTransactionManager transactions;
  @Autowired Incidents incidents;
  @Autowired JdbcClient jdbc;

  /** The seeding replaces the directory: what the application had seeded is put back. */
  private List<Member> directory;

  @BeforeEach
  void rememberDirectory() {
    directory =
        identity.createUserQuery().list().stream()
            .filter(user -> identity.getUserInfo(user.getId(), "tocsin.directory") != null)
            .filter(user -> !groups(user.getId()).isEmpty())
            .map(
                user ->
                    new Member(
                        user.getId(),
                        user.getFirstName() + " " + user.getLastName(),
                        Set.copyOf(groups(user.getId()))))
            .toList();
  }

  @AfterEach
  void restoreDirectory() {
    identity.clearAuthentication();
    access.seed(directory, "tocsin");
    for (var test : List.of("ada", "ben", "cy")) {
      identity.deleteUserInfo(test, "tocsin.directory");
      identity.deleteUser(test);
    }
  }

  @Test
  void guessing_shuts_nobody_out_for_good() {
    var now = Instant.parse("2030-01-01T00:00:00Z");
    for (int guess = 1; guess <= 20; guess++) {
      ClockUtil.setCurrentTime(Date.from(now.plus(Duration.ofMinutes(2L * guess))));
      assertThat(identity.checkPassword("monitor", "guess")).isFalse();
    }
    ClockUtil.setCurrentTime(Date.from(now.plus(Duration.ofMinutes(42))));
    assertThat(identity.checkPassword("monitor", "tocsin")).isTrue();
  }

  @Test
  void the_sample_users_can_sign_in() {
    for (var user :
        List.of(
            "commander",
            "techlead",
            "comms",
            "scribe",
            "monitor",
            "support",
            "manager",
            "owner",
            "drill",
            "admin",
            "oncall1",
            "oncall2",
            "security",
            "exec")) {
      assertThat(identity.checkPassword(user, "tocsin")).as(user).isTrue();
    }
    assertThat(groups("admin")).containsExactly("camunda-admin");
    assertThat(groups("commander")).containsExactlyInAnyOrder("responder", "incident-commander");
  }

  @Test
  void seeding_again_changes_nothing() {
    access.seed(directory, "tocsin");
    var before = count();
    access.seed(directory, "tocsin");
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void nodes_that_start_together_seed_once() throws Exception {
    var members = List.of(new Member("ada", "Ada", Set.of("scribe", "legal")));
    var nodes = Executors.newFixedThreadPool(4);
    try {
      var starts =
          nodes.invokeAll(
              IntStream.range(0, 4)
                  .<Callable<Void>>mapToObj(
                      n ->
                          () -> {
                            access.seed(members, null);
                            return null;
                          })
                  .toList());
      for (var start : starts) {
        start.get();
      }
    } finally {
      nodes.shutdown();
    }
    assertThat(groups("ada")).containsExactlyInAnyOrder("scribe", "legal");
  }

  @Test
  void memberships_follow_the_directory() {
    access.seed(List.of(new Member("ada", "Ada Byron", Set.of("scribe", "legal"))), null);
    var handMade = identity.newGroup("hand-made");
    identity.saveGroup(handMade);
    identity.createMembership("ada", "hand-made");
    access.seed(List.of(new Member("ada", "Ada Lovelace", Set.of("legal", "scribe"))), null);
    access.seed(List.of(new Member("ada", "Ada Lovelace", Set.of("legal", "management"))), null);
    assertThat(groups("ada")).containsExactlyInAnyOrder("legal", "management", "hand-made");
    var user = identity.createUserQuery().userId("ada").singleResult();
    assertThat(user.getLastName()).isEqualTo("Lovelace");
    identity.deleteGroup("hand-made");
  }

  @Test
  void no_addresses_are_kept_where_everybody_can_look_users_up() {
    access.seed(List.of(new Member("ada", "Ada", Set.of("responder"))), null);
    identity.saveUser(identity.newUser("ben"));
    jdbc.sql("update act_id_user set email_ = id_ || '@example.org' where id_ in ('ada', 'ben')")
        .update();
    access.seed(List.of(), null);
    assertThat(identity.createUserQuery().userIdIn("ada", "ben").list())
        .extracting(User::getEmail)
        .containsExactly(null, null);
  }

  @Test
  void nobody_deletes_their_account() {
    access.seed(List.of(new Member("ada", "Ada", Set.of("responder"))), null);
    assertThat(mayDelete("ada")).isFalse();
    // As an older version left it.
    jdbc.sql(
            "update act_ru_authorization set perms_ = ? where user_id_ = 'ada' and resource_id_ = 'ada'")
        .param(Permissions.ALL.getValue())
        .update();
    assertThat(mayDelete("ada")).isTrue();
    access.seed(List.of(), null);
    assertThat(mayDelete("ada")).isFalse();
  }

  private boolean mayDelete(String user) {
    return authorizations
        .createAuthorizationQuery()
        .userIdIn(user)
        .resourceType(Resources.USER)
        .resourceId(user)
        .singleResult()
        .isPermissionGranted(Permissions.DELETE);
  }

  @Test
  void whoever_leaves_the_directory_loses_groups_and_password() {
    var ada = new Member("ada", "Ada", Set.of("responder"));
    access.seed(List.of(ada), "sample");
    assertThat(identity.checkPassword("ada", "sample")).isTrue();
    access.seed(List.of(), "sample");
    assertThat(groups("ada")).isEmpty();
    assertThat(identity.checkPassword("ada", "sample")).isFalse();
    access.seed(List.of(ada), "sample");
    assertThat(groups("ada")).containsExactly("responder");
  }

  @Test
  void whoever_comes_back_to_the_directory_has_the_password_of_before() {
    var ada = new Member("ada", "Ada", Set.of("responder"));
    var ben = new Member("ben", "Ben", Set.of("responder"));
    access.seed(List.of(ada, ben), null);
    for (var id : List.of("ada", "ben")) {
      var user = identity.createUserQuery().userId(id).singleResult();
      user.setPassword("chosen by " + id);
      identity.saveUser(user);
    }
    assertThat(access.hasMembers()).isTrue();
    try (var log = LogLines.of(EngineAccess.class.getName(), Level.WARN)) {
      access.seed(List.of(), null);
      assertThat(log.with("2 of 2: ada, ben")).hasSize(1);
    }
    assertThat(access.hasMembers()).isFalse();
    assertThat(groups("ada")).isEmpty();
    assertThat(identity.checkPassword("ada", "chosen by ada")).isFalse();
    access.seed(List.of(), null);
    var given = identity.createUserQuery().userId("ben").singleResult();
    given.setPassword("given since");
    identity.saveUser(given);

    access.seed(List.of(ada, ben), null);

    assertThat(groups("ada")).containsExactly("responder");
    assertThat(identity.checkPassword("ada", "chosen by ada")).isTrue();
    assertThat(identity.checkPassword("ben", "given since")).isTrue();
  }

  @Test
  void whoever_loses_a_group_has_to_sign_in_again() {
    var ada = new Member("ada", "Ada", Set.of("responder", "scribe"));
    access.seed(List.of(ada), null);
    signedIn("ada");
    access.seed(List.of(ada), null);
    assertThat(sessions("ada")).isEqualTo(1);
    access.seed(List.of(new Member("ada", "Ada", Set.of("scribe"))), null);
    assertThat(sessions("ada")).isZero();
    signedIn("ada");
    access.seed(List.of(), null);
    assertThat(sessions("ada")).isZero();
  }

  @Test
  void users_made_by_hand_are_left_alone() {
    var ben = identity.newUser("ben");
    ben.setPassword("chosen");
    identity.saveUser(ben);
    identity.createMembership("ben", "responder");
    signedIn("ben");
    try {
      access.seed(directory, "tocsin");
      assertThat(groups("ben")).containsExactly("responder");
      assertThat(identity.checkPassword("ben", "chosen")).isTrue();
      assertThat(sessions("ben")).isEqualTo(1);
    } finally {
      jdbc.sql("delete from spring_session where principal_name = 'ben'").update();
    }
  }

  @Test
  void a_password_that_somebody_chose_stays_and_a_sample_password_ends_with_the_sample() {
    var chosen = new Member("ada", "Ada", Set.of("responder"));
    var sample = new Member("ben", "Ben", Set.of("responder"));
    access.seed(List.of(chosen), null);
    var user = identity.createUserQuery().userId("ada").singleResult();
    user.setPassword("chosen");
    identity.saveUser(user);
    access.seed(List.of(chosen, sample), "sample");
    assertThat(identity.checkPassword("ada", "chosen")).isTrue();
    assertThat(identity.checkPassword("ben", "sample")).isTrue();
    access.seed(List.of(chosen, sample), null);
    assertThat(identity.checkPassword("ada", "chosen")).isTrue();
    assertThat(identity.checkPassword("ben", "sample")).isFalse();
  }

  @Test
  void a_user_outside_the_directory_is_made_once_and_survives_seeding() {
    access.ensureUser("cy", "Cy Admin", "first", Set.of("camunda-admin"));
    access.ensureUser("cy", "Cy Admin", "second", Set.of("camunda-admin"));
    access.seed(directory, "tocsin");
    assertThat(identity.checkPassword("cy", "first")).isTrue();
    assertThat(groups("cy")).containsExactly("camunda-admin");
  }

  @Test
  void sign_in_names_may_hold_what_the_directory_allows() {
    access.ensureUser("ada.l_b-2", "Ada", "chosen", Set.of("responder"));
    assertThat(identity.checkPassword("ada.l_b-2", "chosen")).isTrue();
  }

  @Test
  void a_sample_user_who_becomes_the_administrator_gets_the_configured_password() {
    access.seed(List.of(new Member("cy", "Cy", Set.of("responder"))), "sample");
    access.ensureUser("cy", "Cy", "configured", Set.of("camunda-admin"));
    assertThat(identity.checkPassword("cy", "configured")).isTrue();
  }

  @Test
  void filters_are_made_once_and_everybody_sees_them() {
    as("scribe");
    assertThat(filters.createFilterQuery().listPage(0, 50))
        .extracting(Filter::getName)
        .contains("My tasks", "My roles", "Unassigned", "Overdue", "Drills");
    identity.clearAuthentication();
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            tx -> {
              var drills = filters.createFilterQuery().filterName("Drills").singleResult();
              filters.deleteFilter(drills.getId());
              access.seed(directory, "tocsin");
              assertThat(filters.createFilterQuery().filterName("Drills").count()).isZero();
              tx.setRollbackOnly();
            });
  }

  @Test
  void people_see_only_what_is_theirs_and_a_candidate_can_claim_and_complete() {
    var deployment =
        repository
            .createDeployment()
            .addModelInstance(
                "rights-of-tasks.bpmn",
                Bpmn.createExecutableProcess("rights-of-tasks")
                    .camundaHistoryTimeToLive(1)
                    .startEvent()
                    .userTask("Task_forScribes")
                    .camundaCandidateGroups("scribe")
                    .userTask("Task_forSupport")
                    .camundaAssignee("support")
                    .endEvent()
                    .done())
            .deploy();
    try {
      var drill =
          incidents.declare(
              new Declaration(
                  "Rights of tasks",
                  null,
                  List.of(),
                  null,
                  "4",
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  false,
                  true,
                  List.of()),
              Actor.ENGINE);
      var instance = runtime.startProcessInstanceByKey("rights-of-tasks", drill.number());

      as("comms");
      assertThat(mine(instance.getId())).isEmpty();
      as("owner");
      assertThat(mine(instance.getId())).isEmpty();

      as("scribe");
      assertThat(mine(instance.getId())).hasSize(1);
      assertThat(shown("My roles")).contains("Task_forScribes");
      assertThat(shown("Unassigned")).contains("Task_forScribes");
      assertThat(shown("Drills")).contains("Task_forScribes");
      assertThat(shown("My tasks")).doesNotContain("Task_forScribes");
      var task = mine(instance.getId()).get(0);
      assertThat(forms.getTaskFormData(task.getId())).isNotNull();
      assertThat(tasks.getVariables(task.getId())).isNotNull();
      assertThat(repository.getProcessDefinition(instance.getProcessDefinitionId()).getKey())
          .isEqualTo("rights-of-tasks");
      tasks.claim(task.getId(), "scribe");
      assertThat(shown("My tasks")).contains("Task_forScribes");
      assertThat(shown("Unassigned")).doesNotContain("Task_forScribes");
      tasks.setAssignee(task.getId(), null);
      tasks.claim(task.getId(), "scribe");
      forms.submitTaskForm(task.getId(), Map.of());

      assertThat(mine(instance.getId())).isEmpty();
      as("support");
      assertThat(shown("My tasks")).contains("Task_forSupport");
      forms.submitTaskForm(mine(instance.getId()).get(0).getId(), Map.of());
    } finally {
      identity.clearAuthentication();
      repository.deleteDeployment(deployment.getId(), true);
    }
  }

  @Test
  void rights_are_denied_unless_given() {
    for (var user : List.of("commander", "manager", "exec", "oncall1")) {
      assertThat(may(user, Permissions.ACCESS, Resources.APPLICATION, "tasklist")).isTrue();
      assertThat(may(user, Permissions.ACCESS, Resources.APPLICATION, "cockpit")).isFalse();
      assertThat(may(user, Permissions.ACCESS, Resources.APPLICATION, "admin")).isFalse();
      assertThat(may(user, Permissions.READ, Resources.PROCESS_DEFINITION, "triage")).isTrue();
      assertThat(may(user, Permissions.CREATE_INSTANCE, Resources.PROCESS_DEFINITION, "triage"))
          .isFalse();
      assertThat(may(user, Permissions.READ_TASK, Resources.PROCESS_DEFINITION, "triage"))
          .isFalse();
      assertThat(may(user, Permissions.CREATE, Resources.DEPLOYMENT, "*")).isFalse();
      assertThat(may(user, Permissions.UPDATE, Resources.USER, "admin")).isFalse();
    }
    assertThat(may("owner", Permissions.ACCESS, Resources.APPLICATION, "cockpit")).isTrue();
    assertThat(may("owner", Permissions.CREATE, Resources.DEPLOYMENT, "*")).isTrue();
    assertThat(may("owner", Permissions.DELETE, Resources.DEPLOYMENT, "*")).isFalse();
    assertThat(may("owner", Permissions.DELETE_INSTANCE, Resources.PROCESS_DEFINITION, "triage"))
        .isFalse();
    assertThat(may("drill", Permissions.CREATE_INSTANCE, Resources.PROCESS_DEFINITION, "drill"))
        .isTrue();
    assertThat(may("drill", Permissions.CREATE_INSTANCE, Resources.PROCESS_DEFINITION, "triage"))
        .isFalse();
    for (var resource :
        List.of(
            Resources.APPLICATION,
            Resources.AUTHORIZATION,
            Resources.USER,
            Resources.PROCESS_DEFINITION,
            Resources.SYSTEM)) {
      assertThat(may("admin", Permissions.ALL, resource, "*")).as(resource.name()).isTrue();
    }
  }

  @Test
  void a_program_has_the_password_of_the_configuration_and_goes_with_it() {
    var sample = Map.of("worker", "tocsin");
    try {
      access.seedPrograms(Map.of("worker", "tocsin", "robot", "first-password"), WORKERS);
      access.seedPrograms(Map.of("worker", "tocsin", "robot", "second-password"), WORKERS);
      assertThat(identity.checkPassword("robot", "second-password")).isTrue();
      assertThat(groups("robot")).containsExactly(WORKERS);
      access.seed(directory, "tocsin");
      assertThat(groups("robot")).as("the directory leaves it alone").containsExactly(WORKERS);

      access.seedPrograms(sample, WORKERS);
      assertThat(groups("robot")).isEmpty();
      ClockUtil.setCurrentTime(Date.from(Instant.parse("2040-01-01T00:00:00Z")));
      assertThat(identity.checkPassword("robot", "second-password")).isFalse();
      assertThatThrownBy(
              () ->
                  access.seedPrograms(Map.of("worker", "tocsin", "commander", "mine now"), WORKERS))
          .hasMessageContaining("'commander' is a person already");
      assertThat(identity.checkPassword("commander", "tocsin")).isTrue();
    } finally {
      access.seedPrograms(sample, WORKERS);
      identity.deleteUserInfo("robot", "tocsin.program");
      identity.deleteUser("robot");
    }
  }

  @Test
  void a_responder_cannot_start_a_response_through_the_engine() {
    as("commander");
    assertThatThrownBy(() -> runtime.startProcessInstanceByKey("incident-response"))
        .isInstanceOf(AuthorizationException.class);
  }

  @Test
  void a_process_owner_can_deploy_and_migrate_running_instances() {
    as("owner");
    var first = deploy("Task_a", "First");
    var instance = runtime.startProcessInstanceByKey("moved-on");
    var second = deploy("Task_a", "Second");
    var from = definition(first);
    var to = definition(second);
    var plan = runtime.createMigrationPlan(from, to).mapEqualActivities().build();
    runtime.newMigration(plan).processInstanceIds(instance.getId()).execute();
    assertThat(
            runtime
                .createProcessInstanceQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getProcessDefinitionId())
        .isEqualTo(to);
    identity.clearAuthentication();
    repository.deleteDeployment(second, true);
    repository.deleteDeployment(first, true);
  }

  private void signedIn(String user) {
    var session = UUID.randomUUID().toString();
    jdbc.sql(
            """
            insert into spring_session (primary_id, session_id, creation_time, last_access_time,
              max_inactive_interval, expiry_time, principal_name) values (?, ?, 0, 0, 1, 0, ?)
            """)
        .params(session, session, user)
        .update();
  }

  private int sessions(String user) {
    return jdbc.sql("select count(*) from spring_session where principal_name = ?")
        .param(user)
        .query(Integer.class)
        .single();
  }

  private String deploy(String task, String name) {
    return repository
        .createDeployment()
        .addModelInstance(
            "moved-on.bpmn",
            Bpmn.createExecutableProcess("moved-on")
                .documentation("Moves on")
                .camundaHistoryTimeToLiveString("P180D")
                .startEvent("Event_begun")
                .name("Begun")
                .userTask(task)
                .name(name)
                .camundaFormRef("command")
                .camundaFormRefBinding("latest")
                .camundaCandidateGroups("responder")
                .camundaAsyncAfter()
                .endEvent("Event_done")
                .name("Done")
                .done())
        .deploy()
        .getId();
  }

  private String definition(String deployment) {
    return repository
        .createProcessDefinitionQuery()
        .deploymentId(deployment)
        .singleResult()
        .getId();
  }

  private List<Task> mine(String instance) {
    return tasks.createTaskQuery().processInstanceId(instance).listPage(0, 50);
  }

  private List<String> shown(String filter) {
    var known = filters.createFilterQuery().filterName(filter).singleResult();
    return filters.<Task>listPage(known.getId(), 0, MANY).stream()
        .map(Task::getTaskDefinitionKey)
        .toList();
  }

  private void as(String user) {
    identity.clearAuthentication();
    identity.setAuthentication(user, groups(user));
  }

  private boolean may(String user, Permission right, Resources what, String id) {
    return authorizations.isUserAuthorized(user, groups(user), right, what, id);
  }

  private List<String> groups(String user) {
    return identity.createGroupQuery().groupMember(user).list().stream().map(Group::getId).toList();
  }

  private List<Long> count() {
    return List.of(
        identity.createGroupQuery().count(),
        identity.createUserQuery().count(),
        authorizations.createAuthorizationQuery().count(),
        filters.createFilterQuery().count());
  }
}
