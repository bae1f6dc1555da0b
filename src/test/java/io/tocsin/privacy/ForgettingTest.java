package io.tocsin.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.actionitem.ActionItems;
import io.tocsin.actionitem.Wanted;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Timeline;
import io.tocsin.support.Jobs;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Old incidents lose their people and keep what happened. */
@TocsinTest
class ForgettingTest {

  /** So long ago that no incident of another test is meant. */
  private static final Instant LONG_AGO = Instant.parse("2001-02-03T10:00:00Z");

  private static final Asked OLD = new Asked(Instant.parse("2001-03-01T00:00:00Z"), null, Set.of());

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Timeline timeline;
  @Autowired TaskService tasks;
  @Autowired IdentityService identity;
  @Autowired ActionItems items;
  @Autowired Atomic atomic;
  @Autowired Jobs jobs;
  @Autowired JdbcClient jdbc;
  @Autowired DataSource database;
  @Autowired PlatformTransactionManager transactions;

  private final String unique = "zimt" + UUID.randomUUID().toString().substring(0, 8);
  private final String anna = "anna-" + unique;
  private final String fullName =
      "Anna " + Character.toUpperCase(unique.charAt(0)) + unique.substring(1);

  @BeforeEach
  void annaIsOneOfTheTeam() {
    var user = identity.newUser(anna);
    user.setFirstName("Anna");
    user.setLastName(fullName.substring("Anna ".length()));
    identity.saveUser(user);
    // As an earlier version let people keep it.
    jdbc.sql("update act_id_user set email_ = ? where id_ = ?")
        .params(unique + "@example.org", anna)
        .update();
    // What another test of this class has left.
    forgetting().run(OLD, true, "operator");
  }

  @AfterEach
  void annaLeaves() {
    identity.deleteUser(anna);
  }

  @Test
  void everyColumnThatCanHoldWordsIsSpokenFor() {
    assertThat(Holdings.unknown(jdbc)).isEmpty();
    assertThat(Holdings.missing(jdbc)).isEmpty();
  }

  @Test
  void nobodyIsNamedAnyMoreAndWhatHappenedStays() {
    var number = incident();
    over(number);
    // What the engine and workers said when they failed.
    for (var failure :
        List.of(
            "act_hi_job_log (id_, timestamp_, job_exception_msg_, job_id_, process_instance_id_)",
            "act_hi_ext_task_log (id_, timestamp_, error_msg_, ext_task_id_, proc_inst_id_)")) {
      jdbc.sql(
              "insert into %s select gen_random_uuid(), now(), ?, 'x', proc_inst_id_"
                      .formatted(failure)
                  + " from act_hi_procinst where business_key_ = ?")
          .params("no route to host of " + unique, number)
          .update();
    }
    var before = skeleton(number);

    var outcome = forgetting().run(OLD, true, "operator");

    assertThat(outcome.incidents()).isEqualTo(1);
    assertThat(outcome.held()).doesNotContain(number);
    assertThat(skeleton(number)).isEqualTo(before);
    // Of her account, which is a matter of its own.
    assertThat(tablesThatName(unique).keySet()).isSubsetOf("act_id_user", "act_ru_authorization");
    var scribe = text("select scribe from incident where number = ?", number);
    assertThat(scribe).matches("person \\d");
    assertThat(response.entries(number))
        .anySatisfy(
            entry -> {
              assertThat(entry.actor()).isEqualTo(scribe);
              assertThat(entry.text())
                  .contains("Ask %s or @%s".formatted(scribe, scribe), "call [removed]")
                  .doesNotContain("jane@customer.example");
            })
        .anySatisfy(entry -> assertThat(entry.actor()).isEqualTo("tocsin"));
    assertThat(text("select reporter from incident where number = ?", number))
        .matches("person \\d")
        .isNotEqualTo(scribe);
    assertThat(
            jdbc.sql("select * from delivery where incident = ? and event = 'forget-test'")
                .param(number)
                .query()
                .singleRow())
        .containsEntry("recipient", scribe)
        .containsEntry("recipient_name", scribe)
        .containsEntry("state", "sent")
        .containsEntry("address", null)
        .containsEntry("body", "");
    assertThat(
            jdbc.sql(
                    "select assignee_ from act_hi_taskinst t join act_hi_procinst p"
                        + " using (proc_inst_id_) where p.business_key_ = ?"
                        + " and assignee_ is not null")
                .param(number)
                .query(String.class)
                .list())
        .containsOnly(scribe);
    assertThat(text("select action_items::text from review where incident = ?", number))
        .contains("\"owner\": \"" + scribe + "\"");
    assertThat(
            jdbc.sql(
                    "select count(*) from act_hi_varinst v join act_hi_procinst p"
                        + " using (proc_inst_id_) where p.business_key_ = ?")
                .param(number)
                .query(Long.class)
                .single())
        .isZero();
    assertThat(
            jdbc.sql(
                    "select count(*) from audit_entry where kind = 'people-forgotten'"
                        + " and actor = 'operator' and target like 'closed before 2001-03-01%'")
                .query(Long.class)
                .single())
        .isGreaterThanOrEqualTo(2);

    // Nothing is left to do; a line that comes late is found, and the names go on.
    assertThat(forgetting().run(OLD, true, "operator").incidents()).isZero();
    timeline.add(number, Actor.console("late-" + unique), "note", "Found the logs again");
    assertThat(forgetting().run(OLD, true, "operator").incidents()).isEqualTo(1);
    // Of her account, which is a matter of its own.
    assertThat(tablesThatName(unique).keySet()).isSubsetOf("act_id_user", "act_ru_authorization");
    assertThat(text("select scribe from incident where number = ?", number)).isEqualTo(scribe);
    var late = response.entries(number);
    assertThat(late.get(late.size() - 1).actor()).matches("person \\d").isNotEqualTo(scribe);
  }

  @Test
  void whoHasLeftIsKnownByTheNameInMessagesOfOtherIncidents() {
    var gone = "gone-" + unique;
    var name = "Gone " + unique;
    var number = incident();
    timeline.add(number, Actor.console(gone), "acknowledged", "Acknowledged by " + name);
    over(number);
    var other = response.declare("3");
    response.runJobs(other);
    jdbc.sql(
            "update delivery set recipient = ?, recipient_name = ? where key ="
                + " (select min(key) from delivery where incident = ?)")
        .params(gone, name, other)
        .update();

    forgetting().run(OLD, true, "operator");

    assertThat(response.entries(number))
        .noneSatisfy(entry -> assertThat(entry.text()).contains(name))
        .anySatisfy(entry -> assertThat(entry.text()).matches("Acknowledged by person \\d"));
  }

  @Tag("thorough")
  @Test
  void aDryRunCountsAndChangesNothing() {
    var number = incident();
    over(number);
    var before = tablesThatName(unique);

    var outcome = forgetting().run(OLD, false, "operator");

    assertThat(outcome.incidents()).isEqualTo(1);
    assertThat(outcome.rows()).containsKeys("incident", "timeline_entry", "delivery", "review");
    assertThat(tablesThatName(unique)).isEqualTo(before);
    assertThat(text("select scribe from incident where number = ?", number)).isEqualTo(anna);
    forgetting().run(OLD, true, "operator");
  }

  @Test
  void whatIsOpenOrNotAtRestIsLeftAlone() {
    var open = incident();
    jdbc.sql("update incident set closed_at = ? where number = ?")
        .params(java.sql.Timestamp.from(LONG_AGO), open)
        .update();
    // Closed, but its processes still run.
    var running = incident();
    jdbc.sql("update incident set status = 'closed', closed_at = ? where number = ?")
        .params(java.sql.Timestamp.from(LONG_AGO), running)
        .update();
    try {
      var outcome = forgetting().run(OLD, true, "operator");

      assertThat(outcome.incidents()).isZero();
      assertThat(outcome.held()).containsExactly(running);
      assertThat(text("select scribe from incident where number = ?", open)).isEqualTo(anna);
      assertThat(text("select scribe from incident where number = ?", running)).isEqualTo(anna);
    } finally {
      jdbc.sql(
              "update incident set closed_at = null, status = 'investigating' where number in (?, ?)")
          .params(open, running)
          .update();
    }
  }

  @Tag("thorough")
  @Test
  void onePersonIsTakenOutEverywhereAndNobodyElse() {
    var number = incident();
    over(number);
    jdbc.sql(
            "insert into oncall_override (id, rotation, person, starts_at, ends_at, reason, created_by,"
                + " created_at) values (gen_random_uuid(), 'primary', ?, '2001-01-01', '2001-01-02',"
                + " ?, 'commander', now())")
        .params(anna, "Instead of " + fullName)
        .update();
    var asked = new Asked(null, anna, Set.of(fullName, unique + "@example.org"));
    assertThatThrownBy(() -> forgetting().run(asked, true, "operator"))
        .hasMessageContaining("can still sign in");
    identity.deleteUser(anna);

    var outcome = forgetting().run(asked, true, "operator");

    assertThat(outcome.incidents()).isEqualTo(1);
    assertThat(tablesThatName(unique)).isEmpty();
    assertThat(text("select scribe from incident where number = ?", number)).isEqualTo("person 1");
    assertThat(text("select reporter from incident where number = ?", number))
        .isEqualTo("Jane Doe jane@customer.example");
    assertThat(
            jdbc.sql(
                    "select person || ', ' || reason || ', ' || created_by from oncall_override"
                        + " where starts_at = '2001-01-01' and person like 'former%'"
                        + " order by created_at desc limit 1")
                .query(String.class)
                .single())
        .matches("(former \\d+), Instead of \\1, commander");
    assertThat(
            jdbc.sql("select count(*) from audit_entry where target like '%' || ? || '%'")
                .param(unique)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void aPersonGoesFromWhatBelongsToNoIncidentToo() {
    var instance = "training-" + unique.hashCode();
    jdbc.sql(
            "insert into act_hi_procinst (id_, proc_inst_id_, business_key_, proc_def_id_,"
                + " start_time_, end_time_, start_user_id_) values (?, ?, ?, 'x', now(), now(), ?)")
        .params(instance, instance, "#" + instance, anna)
        .update();
    jdbc.sql(
            "insert into act_hi_taskinst (id_, proc_inst_id_, name_, assignee_, start_time_)"
                + " values (?, ?, ?, ?, now())")
        .params(instance, instance, "Shadow a shift (" + fullName + ")", anna)
        .update();
    jdbc.sql(
            "insert into act_hi_varinst (id_, proc_inst_id_, name_, var_type_, text_)"
                + " values (?, ?, 'traineeName', 'string', ?)")
        .params(instance, instance, fullName)
        .update();
    jdbc.sql(
            "insert into act_hi_op_log (id_, timestamp_, user_id_, operation_type_, entity_type_,"
                + " property_, new_value_) values (?, now(), 'admin', 'Create', 'User', 'userId', ?)")
        .params(instance, anna)
        .update();
    jdbc.sql(
            "insert into delivery (id, key, event, round, audience, recipient, recipient_name,"
                + " channel, address, subject, body, message_id, state, created_at)"
                + " values (gen_random_uuid(), ?, 'shift-begins', '1', 'called', ?, ?, 'email', ?,"
                + " 'To Anna', 'Dear Anna', 'm', 'failed', now())")
        .params("forget-test:" + anna, anna, fullName, unique + "@example.org")
        .update();
    jdbc.sql(
            "insert into act_hi_batch (id_, type_, start_time_, create_user_id_) values (?, 'x', now(), ?)")
        .params(instance, anna)
        .update();
    identity.deleteUser(anna);

    forgetting().run(new Asked(null, anna, Set.of(fullName)), true, "operator");

    assertThat(tablesThatName(unique)).isEmpty();
    assertThat(text("select name_ from act_hi_taskinst where id_ = ?", instance))
        .matches("Shadow a shift \\(former \\d+\\)");
    assertThat(text("select new_value_ from act_hi_op_log where id_ = ?", instance))
        .matches("former \\d+");
    for (var table :
        List.of("act_hi_procinst", "act_hi_taskinst", "act_hi_op_log", "act_hi_batch")) {
      jdbc.sql("delete from " + table + " where id_ = ?").param(instance).update();
    }
  }

  @Test
  void anOpenIncidentThatNamesThePersonIsListed() {
    var number = incident();
    identity.deleteUser(anna);
    var asked = new Asked(null, anna, Set.of(fullName));

    assertThat(forgetting().run(asked, false, "operator").held()).containsExactly(number);

    over(number);
    assertThat(forgetting().run(asked, false, "operator").held()).isEmpty();
    forgetting().run(OLD, true, "operator");
  }

  @Test
  void theTimelineAllowsThisChangeAndNoOther() {
    var number = incident();
    var change = "update timeline_entry set text = 'x' where incident = ?";
    assertRefused(number, number, change);
    over(number);
    assertThatThrownBy(() -> jdbc.sql(change).param(number).update())
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("append-only");
    assertRefused(number, "INC-2001-01-01-001", change);
    assertRefused(number, number, "update timeline_entry set at = now() where incident = ?");
    assertRefused(number, number, "update timeline_entry set kind = 'x' where incident = ?");
    assertRefused(number, number, "delete from timeline_entry where incident = ?");
    forgetting().run(OLD, true, "operator");
  }

  @Test
  void theCommandSaysWhatItWantsAndWhatItFound() {
    assertThat(refusal("yesterday", false)).contains("is no age (P2Y, P18M), no day");
    assertThat(refusal("2999-01-01", false)).contains("is not in the past");
    assertThat(refusal("person:", false)).contains("needs a user id");
    assertThat(refusal("person:" + anna, true)).contains("Refused", "can still sign in");
    var counted = command("2000-01-01", false);
    assertThat(counted.done()).isTrue();
    assertThat(counted.text())
        .contains("Nothing was changed. People would be taken out of 0 incidents")
        .contains("--tocsin.forget.confirm");
    assertThat(ForgetCommand.asked("--tocsin.forget=P2Y", "--tocsin.forget.confirm")).isTrue();
    assertThat(ForgetCommand.asked("--tocsin.forget.confirm")).isFalse();
    assertThat(ForgetCommand.asked("--tocsin.diagnose")).isFalse();
  }

  private String refusal(String what, boolean confirmed) {
    var answer = command(what, confirmed);
    assertThat(answer.done()).as("cron must notice").isFalse();
    return answer.text();
  }

  private ForgetCommand.Answer command(String what, boolean confirmed) {
    return ForgetCommand.run(
        new MockEnvironment().withProperty("tocsin.forget", what),
        database,
        confirmed,
        Instant.parse("2026-06-01T00:00:00Z"));
  }

  private void assertRefused(String number, String named, String change) {
    assertThatThrownBy(
            () ->
                new TransactionTemplate(transactions)
                    .executeWithoutResult(
                        status -> {
                          jdbc.sql("select set_config('tocsin.forgetting', ?, true)")
                              .param(named)
                              .query(String.class)
                              .single();
                          jdbc.sql(change).param(number).update();
                        }))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("append-only");
  }

  private Forgetting forgetting() {
    return new Forgetting(database, Known.of(new MockEnvironment(), jdbc));
  }

  /** An incident in which Anna stands in many places. */
  private String incident() {
    var number = response.declare("3");
    response.runJobs(number);
    var task = tasks.createTaskQuery().processInstanceBusinessKey(number).list().get(0);
    tasks.setAssignee(task.getId(), anna);
    tasks.createComment(task.getId(), null, "Over to " + fullName);
    commands.acknowledge(number, Actor.console(anna));
    commands.note(
        number,
        "Ask %s or @%s, call +49 30 1234567, write to %s@example.org or jane@customer.example"
            .formatted(fullName, anna, unique),
        Actor.console(anna));
    jdbc.sql("update incident set scribe = ?, reporter = ? where number = ?")
        .params(anna, "Jane Doe jane@customer.example", number)
        .update();
    jdbc.sql(
            "insert into delivery (id, key, incident, event, round, audience, recipient,"
                + " recipient_name, channel, address, subject, body, message_id, state, created_at,"
                + " ack_token, fields) values (gen_random_uuid(), ?, ?, 'forget-test', '1',"
                + " 'called', ?, ?, 'email', ?, 'To Anna', ?, 'm', 'sent', now(), ?, ?::jsonb)")
        .params(
            "forget-test:" + anna + number,
            number,
            anna,
            fullName,
            unique + "@example.org",
            "Dear " + fullName,
            "token-" + unique + number,
            "{\"name\": \"" + fullName + "\"}")
        .update();
    jdbc.sql(
            "insert into review (incident, version, author, at, summary, whys, action_items)"
                + " values (?, 1, ?, now(), ?, ?, ?::jsonb)")
        .params(
            number,
            anna,
            fullName.toUpperCase(java.util.Locale.ROOT) + " saw it first",
            new String[] {anna + " was alone"},
            "[{\"owner\": \"" + anna + "\"}]")
        .update();
    anItemOfHers(number);
    return number;
  }

  /** Anna has done an action item of it, by its own task. */
  private void anItemOfHers(String number) {
    var wanted =
        new Wanted("Ask " + anna, "system", "techlead", LocalDate.parse("2099-01-04"), null);
    var item = atomic.call(() -> items.add(number, wanted, "added", Actor.console("commander")));
    jobs.runDue("action-item", "actionItemId", item.id());
    var task =
        tasks
            .createTaskQuery()
            .processVariableValueEquals("actionItemId", item.id())
            .singleResult();
    tasks.setAssignee(task.getId(), anna);
    atomic.run(() -> items.drop(item.id(), fullName + " says no", Actor.console(anna)));
    jobs.runDue("action-item", "actionItemId", item.id());
  }

  /** Dismissed long ago, and nothing of it waits. */
  private void over(String number) {
    commands.dismiss(number, "It was a test", Actor.console("commander"));
    response.runJobs(number);
    jdbc.sql("delete from delivery where incident = ? and state in ('pending', 'failed')")
        .param(number)
        .update();
    jdbc.sql("update incident set closed_at = ? where number = ?")
        .params(java.sql.Timestamp.from(LONG_AGO), number)
        .update();
    assertThat(response.open(number)).isEmpty();
  }

  /** What must never change: lines with their times, and figures. */
  private List<Map<String, Object>> skeleton(String number) {
    var found =
        new java.util.ArrayList<>(
            jdbc.sql(
                    "select id, at, source, kind, fact from timeline_entry where incident = ?"
                        + " order by id")
                .param(number)
                .query()
                .listOfRows());
    found.addAll(
        jdbc
            .sql(
                "select number, severity, status, declared_at, acknowledged_at, closed_at, services,"
                    + " policy, kind from incident where number = ?")
            .param(number)
            .query()
            .listOfRows()
            .stream()
            .map(
                row -> {
                  row.replace("services", String.valueOf(row.get("services")));
                  return row;
                })
            .toList());
    return found;
  }

  /** Looks into every row of the database, whatever the command knows about it. */
  private Map<String, Long> tablesThatName(String word) {
    var found = new TreeMap<String, Long>();
    jdbc.sql(
            "select table_name from information_schema.tables where table_schema = current_schema()"
                + " and table_type = 'BASE TABLE' and table_name <> 'act_ge_bytearray'")
        .query(String.class)
        .list()
        .forEach(
            table -> {
              var rows =
                  jdbc.sql(
                          "select count(*) from %s t where t::text ilike '%%' || ? || '%%'"
                              .formatted(table))
                      .param(word)
                      .query(Long.class)
                      .single();
              if (rows > 0) {
                found.put(table, rows);
              }
            });
    return found;
  }

  private String text(String sql, String number) {
    return jdbc.sql(sql).param(number).query(String.class).single();
  }
}
