package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.actionitem.Wanted;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.support.Jobs;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.HistoryService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a node of the release before has written, as it did, is cleaned up; all else stays. */
@TocsinTest
@Tag("thorough")
class AfterUpgradeTest {

  @Autowired AfterUpgrade after;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired ActionItems items;
  @Autowired Atomic atomic;
  @Autowired Jobs jobs;
  @Autowired DecisionService decisions;
  @Autowired HistoryService history;
  @Autowired JdbcClient jdbc;

  @Test
  void alertsOfAResolvedOrDismissedIncidentAreLookedAtAndOthersCounted() {
    var resolved = response.resolved("high", 2);
    var open = response.declare("high");
    var closed = response.declare("high");
    jdbc.sql("update incident set status = 'closed' where number = ?").param(closed).update();
    var dismissed = response.declare("high");
    jdbc.sql("update incident set status = 'dismissed' where number = ?").param(dismissed).update();
    var muted = alert(dismissed, false);
    var unmarked = alert(resolved, false);
    var reopened = alert(open, true);
    var over = alert(closed, false);

    after.run();

    assertThat(lookedAt(unmarked)).isTrue();
    assertThat(lookedAt(muted)).isTrue();
    assertThat(lookedAt(reopened)).isFalse();
    assertThat(lookedAt(over)).isFalse();
  }

  @Test
  void nobodyReadsInTheHistoryWhatWasWrittenAboutAnIncident() {
    decisions
        .evaluateDecisionTableByKey("playbook-selection")
        .variables(Map.of("kind", "other", "words", "Who reads the customers", "findings", ""))
        .evaluate();
    assertThat(inputsOfSelections()).isPositive();

    after.run();

    assertThat(inputsOfSelections()).isZero();
    assertThat(
            history
                .createHistoricDecisionInstanceQuery()
                .decisionDefinitionKey("playbook-selection")
                .count())
        .isPositive();
  }

  @Test
  void tasksOfARestrictedIncidentLoseTheTitle() {
    var restricted = agree(true);
    var known = agree(false);
    var right = agree(true);
    var rightName = names(right);
    var knownName = names(known);
    var named = names(restricted).get(0);
    for (var table : List.of("act_ru_task", "act_hi_taskinst")) {
      jdbc.sql("update " + table + " set name_ = 'Do it (Close the hole)' where name_ = ?")
          .param(named)
          .update();
    }

    after.run();
    after.run();

    assertThat(names(restricted))
        .hasSize(2)
        .containsOnly(
            "%s · Do the action item (%d)".formatted(restricted.incident(), restricted.id()));
    assertThat(names(right)).isEqualTo(rightName);
    assertThat(names(known)).isEqualTo(knownName);
  }

  @Test
  void programsAreNoPersons() {
    var number = response.declare("high");
    for (var person : List.of("service:ci", "servicedesk")) {
      jdbc.sql(
              "insert into incident_person (incident, person, named_by, at, why)"
                  + " values (?, ?, 'oncall1', now(), 'took it')")
          .params(number, person)
          .update();
    }

    after.run();

    assertThat(
            jdbc.sql("select person from incident_person where incident = ?")
                .param(number)
                .query(String.class)
                .list())
        .contains("servicedesk")
        .doesNotContain("service:ci");
  }

  @Test
  void messagesThatAnotherChannelHasOrThatNobodyNeedsAreNoFailures() {
    var number = response.declare("high");
    jdbc.sql("update incident set acknowledged_at = now() where number = ?").param(number).update();
    var answered = failed(number, "oncall1", "phone", "now() + interval '1 minute'");
    var before = failed(number, "oncall2", "phone", "now() - interval '1 minute'");
    var lost = failed(number, "techlead", "phone", "now() - interval '1 minute'");
    var other = failed(number, "techlead", "sms", "now() - interval '1 minute'");
    var handedOn = failed(number, "comms", "phone", "now() - interval '1 minute'");
    var has = failed(number, "comms", "sms", "now() - interval '1 minute'");
    jdbc.sql("update delivery set state = 'sent' where id = ?").param(has).update();

    after.run();

    assertThat(
            jdbc.sql("select id from delivery where incident = ? and handed_on_at is not null")
                .param(number)
                .query(UUID.class)
                .list())
        .contains(answered, handedOn)
        .doesNotContain(before, lost, other, has);
  }

  /** A page that was promised two minutes ago. */
  private UUID failed(String incident, String recipient, String channel, String at) {
    var id = UUID.randomUUID();
    jdbc.sql(
            "insert into delivery (id, key, incident, event, round, audience, recipient,"
                + " recipient_name, channel, address, subject, body, message_id, state, urgent,"
                + " paging, created_at, failed_at) values (:id, :text, :incident, 'escalation',"
                + " 'before', 'called', :recipient, 'X', :channel, '+1', 'x', 'x', :text, 'failed',"
                + " true, true, now() - interval '2 minutes', "
                + at
                + ")")
        .param("id", id)
        .param("text", id.toString())
        .param("incident", incident)
        .param("recipient", recipient)
        .param("channel", channel)
        .update();
    return id;
  }

  private String alert(String incident, boolean lookedAt) {
    var fingerprint = UUID.randomUUID().toString();
    jdbc.sql(
            "insert into alert (source, fingerprint, incident, status, live, count, title,"
                + " services, first_seen, last_seen, payload, looked_at) values ('generic', ?, ?,"
                + " 'firing', true, 1, 'Odd', '{}', now(), now(), '{}', ?)")
        .params(fingerprint, incident, lookedAt)
        .update();
    return fingerprint;
  }

  private boolean lookedAt(String fingerprint) {
    return jdbc.sql("select looked_at from alert where fingerprint = ?")
        .param(fingerprint)
        .query(Boolean.class)
        .single();
  }

  private int inputsOfSelections() {
    return jdbc.sql(
            "select count(*) from act_hi_dec_in join act_hi_decinst decision"
                + " on decision.id_ = dec_inst_id_ where dec_def_key_ = 'playbook-selection'")
        .query(Integer.class)
        .single();
  }

  private ActionItem agree(boolean security) {
    var number =
        commands
            .declare(
                new Declaration(
                    "Somebody reads the customer table",
                    null,
                    List.of("checkout"),
                    null,
                    "2",
                    null,
                    "monitoring",
                    null,
                    null,
                    null,
                    null,
                    security,
                    false,
                    List.of()),
                Actor.api("security"))
            .number();
    var what =
        new Wanted("Close the hole", "system", "oncall2", LocalDate.parse("2099-03-02"), null);
    var item = atomic.call(() -> items.add(number, what, "added", Actor.api("security")));
    jobs.runDue("action-item", "actionItemId", item.id());
    return item;
  }

  /** Of the open task, and of the same in the history. */
  private List<String> names(ActionItem item) {
    return jdbc.sql(
            "select task.name_ from act_hi_procinst process"
                + " join (select proc_inst_id_, name_ from act_ru_task union all"
                + " select proc_inst_id_, name_ from act_hi_taskinst) task"
                + " on task.proc_inst_id_ = process.id_ where business_key_ = ?")
        .param(item.incident() + "#" + item.id())
        .query(String.class)
        .list();
  }
}
