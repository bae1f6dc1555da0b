package io.tocsin.privacy;

import static io.tocsin.privacy.Holding.below;
import static io.tocsin.privacy.Holding.in;
import static io.tocsin.privacy.Holding.of;
import static io.tocsin.privacy.Holding.standing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every column of ours that can hold words, and what it holds about people. One that is not named
 * here makes the command refuse, and a test fail.
 */
final class Holdings {

  private static final List<Holding> TABLES_OF_INCIDENTS =
      List.of(
          in("incident", "number")
              .person("commander", "technical_lead", "communications_lead", "scribe")
              .person("monitoring_lead", "support_lead", "first_responder", "reporter")
              .words("title", "description", "links", "pause_reason", "impact_users")
              .words("dismissed_because")
              .words("impact_business", "root_cause", "whys", "workaround", "resolution", "scope")
              .kept("number", "policy", "severity_label", "severity_rule", "status", "kind")
              .kept("services", "detected_by", "merged_into", "policy_version", "ticket_url"),
          of("timeline_entry")
              .whereMachinesAre("source in ('alert', 'engine')")
              .person("actor")
              .words("text")
              .kept("incident", "source", "kind", "fact"),
          of("status_update").person("author").words("text").kept("incident", "audience"),
          of("incident_round").person("silent_commander").kept("incident"),
          of("escalation_step")
              .recipients("recipients")
              .kept("incident", "step", "trigger", "channels"),
          of("escalation_request")
              .person("requested_by")
              .words("reason")
              .kept("incident", "step", "ladder"),
          of("incident_pause").person("paused_by", "ended_by").words("reason").kept("incident"),
          of("update_request").person("requested_by").words("reason").kept("incident", "audience"),
          of("incident_person").person("person", "named_by").words("why").kept("incident"),
          of("alert")
              .words("title", "payload", "signal")
              .kept("source", "fingerprint", "incident", "status", "severity", "services")
              .kept("group_key"),
          of("alert_note")
              .words("title", "reason")
              .kept("source", "fingerprint", "incident", "rule"),
          of("delivery")
              .person("recipient", "recipient_name")
              .erased("key", "address", "subject", "body", "html", "fields", "calendar")
              .erased("last_error", "ack_token", "unsubscribe", "provider_id")
              .kept("incident", "event", "round", "audience", "channel", "state", "message_id"),
          of("mitigation_option")
              .person("chosen_by")
              .words("label", "reason")
              .kept("incident", "value"),
          of("action_request")
              .person("chosen_by", "filled_by", "approved_by")
              .words("reason", "parameters")
              .kept("id", "incident", "service", "action"),
          of("action_run")
              .person("actor", "approved_by", "judged_by")
              .words("output", "reason", "parameters")
              .kept("key", "incident", "service", "action", "state"),
          of("review")
              .person("author")
              .words("summary", "impact", "went_well", "could_improve", "lessons")
              .words("public_summary", "root_cause", "whys", "resolution", "action_items")
              .words("reason")
              .kept("incident"),
          of("review_meeting")
              .person("attendees", "organizer", "changed_by")
              .words("place", "reason")
              .kept("incident", "uid"),
          of("report").words("markdown").kept("incident"),
          of("action_item")
              .person("owner", "created_by", "settled_by")
              .words("title", "evidence", "reason")
              .kept("incident", "kind", "status", "tracker_url", "origin"),
          of("obligation")
              .person("done_by")
              .words("note")
              .kept("incident", "obligation", "title", "role"),
          of("public_text")
              .person("author")
              .words("title", "body", "reason", "taken_down_title")
              .kept("incident", "kind", "state", "services"),
          below("public_text_release", "text", "public_text", "id", "incident")
              .person("person")
              .recipients("approver"),
          of("public_post")
              .words("title", "body")
              .kept("incident", "status", "services", "impact", "component_status"),
          below("status_push", "post", "public_post", "id", "incident")
              .words("refused", "instead_of", "instead_of_too"),
          of("incident_channel_member").person("slack_id").words("trouble").kept("incident"),
          of("incident_channel")
              .words("topic", "facts", "trouble")
              .kept(
                  "incident", "state", "tried", "name", "channel_id", "link", "root_ts", "call_ts"),
          of("chat_command")
              .person("slack_user")
              .erased("text", "answer", "message", "response_url")
              .kept("trigger_id", "channel", "state", "incident"),
          in("merge_proposal", "older").words("reason").kept("older", "newer", "state"),
          of("incident_playbook")
              .person("chosen_by")
              .words("reason", "proposal", "settled")
              .kept("incident", "playbook"),
          of("playbook_tick").person("ticked_by").kept("incident", "playbook", "item"),
          of("incident_evidence").words("text").kept("incident", "service", "aspect", "state"),
          of("evidence_list")
              .person("actor")
              .words("items")
              .kept("incident", "key", "services", "covered", "file", "sha256"),
          of("triage_answers").words("answers").kept("incident"),
          of("satisfaction_answer").person("person").kept("incident"),
          of("drill")
              .person("lead")
              .words("aborted", "scorecard", "debrief")
              .kept("incident", "scenario", "script", "kind"),
          of("drill_step").words("outcome").kept("incident", "step"),
          of("surprise_drill").person("lead").words("missed").kept("id", "scenario", "incident"),
          of("training_reading").words("lesson").kept("incident"));

  private static final List<Holding> STANDING_TABLES =
      List.of(
          standing("oncall_override", "true")
              .person("person", "created_by", "removed_by")
              .words("reason", "removal_reason")
              .kept("rotation"),
          standing("maintenance_window", "true")
              .person("created_by", "ended_by")
              .words("reason")
              .kept("services"),
          standing("routine_round", "true")
              .person("opened_by", "settled_by")
              .words("report", "found", "evidence")
              .kept("policy", "routine", "period", "every", "title", "description", "candidates")
              .kept("kind", "state"),
          standing("routine_contact", "true").person("person").words("remark"),
          standing("training", "true")
              .person("person", "requested_by")
              .words("reason")
              .kept("purpose", "requirements", "state"),
          standing("training_shift", "true")
              .person("shadowed", "judged_by")
              .words("notes", "reason"),
          standing("training_sign_off", "true").person("person").words("note"),
          standing("qualification", "true")
              .person("person", "given_by", "ended_by")
              .words("end_reason")
              .kept("purpose"),
          standing("service_token", "true")
              .person("created_by", "revoked_by")
              .kept("name", "hash", "hint", "scopes", "last_used_from"),
          standing("model_move", "true")
              .person("asked_by")
              .kept("process", "source", "target", "also", "batch"),
          standing("channel_slot", "true").words("address").kept("channel"),
          standing("sent_form", "true").words("done").kept("key", "answer"),
          standing("surprise_drill", "incident is null").person("lead").words("missed"),
          standing("action_item", "incident is null")
              .person("owner", "created_by", "settled_by")
              .words("title", "evidence", "reason"),
          standing("chat_command", "incident is null")
              .person("slack_user")
              .erased("text", "answer", "message", "response_url"),
          standing("delivery", "incident is null and state <> 'pending'")
              .person("recipient", "recipient_name")
              .erased("key", "address", "subject", "body", "html", "fields", "calendar")
              .erased("last_error", "ack_token", "unsubscribe", "provider_id"),
          standing("act_hi_decinst", "proc_inst_id_ is null").person("user_id_"),
          standing("act_hi_batch", "true").person("create_user_id_"),
          // Accounts, groups, rights, deployments: who did it, and to whom.
          standing("act_hi_op_log", "proc_inst_id_ is null")
              .person("user_id_")
              .words("org_value_", "new_value_", "annotation_"));

  /** What belongs to an incident. Names are numbered in this order. */
  static final List<Holding> OF_INCIDENTS = with(TABLES_OF_INCIDENTS, history(Holding::engine));

  /** What belongs to no incident: people are taken out of it one by one. */
  static final List<Holding> STANDING = with(STANDING_TABLES, history(Holding::apart));

  /**
   * Tables without people: figures, states of machines, counters. The addresses of subscribers are
   * theirs to take back; the audit log has a rule of its own; limits of sign-in and calls are
   * hashes.
   */
  private static final Set<String> WITHOUT =
      Set.of(
          "incident_day",
          "simulated_service",
          "simulated_operation",
          "simulated_deployment",
          "deadline_event",
          "callback",
          "slack_thread",
          "status_page",
          "status_subscriber",
          "subscription_request",
          "public_incident",
          "alert_line",
          "alert_rate",
          "heartbeat",
          "monitor_state",
          "action_item_notice",
          "satisfaction_key",
          "routine_known",
          "routine_notice",
          "training_drill",
          "training_attempt",
          "severity_change",
          "update_overdue",
          "sign_in_limit",
          "sign_in_place",
          "audit_entry",
          "model_move_instance",
          "sent_call",
          "forgotten_incident");

  private Holdings() {}

  private static List<Holding> with(List<Holding> ours, List<Holding> history) {
    return Stream.concat(ours.stream(), history.stream()).toList();
  }

  /** The history of the engine, of instances that are meant. */
  private static List<Holding> history(BiFunction<String, String, Holding> meant) {
    var instance = "proc_inst_id_";
    return List.of(
        meant.apply("act_hi_procinst", instance).person("start_user_id_").words("delete_reason_"),
        meant
            .apply("act_hi_taskinst", instance)
            .person("assignee_", "owner_")
            .words("name_", "description_", "delete_reason_"),
        meant.apply("act_hi_actinst", instance).person("assignee_"),
        meant
            .apply("act_hi_op_log", instance)
            .person("user_id_")
            .erased("org_value_", "new_value_", "annotation_"),
        meant.apply("act_hi_incident", instance).words("incident_msg_"),
        meant.apply("act_hi_decinst", instance).person("user_id_"),
        meant
            .apply("act_hi_identitylink", "root_proc_inst_id_")
            .person("user_id_", "assigner_id_"));
  }

  /** Returns the columns of the database that nobody has said anything about. */
  static List<String> unknown(JdbcClient jdbc) {
    var known = new HashSet<String>();
    Stream.concat(OF_INCIDENTS.stream(), STANDING.stream())
        .forEach(
            holding ->
                holding
                    .columns()
                    .keySet()
                    .forEach(name -> known.add(holding.table() + "." + name)));
    var found = new ArrayList<>(columns(jdbc));
    found.removeIf(column -> known.contains(column));
    found.sort(Comparator.naturalOrder());
    return found;
  }

  /** Returns the columns that are named here and that the database does not have. */
  static List<String> missing(JdbcClient jdbc) {
    var there =
        new HashSet<>(
            jdbc.sql(
                    "select table_name || '.' || column_name from information_schema.columns"
                        + " where table_schema = current_schema()")
                .query(String.class)
                .list());
    return Stream.concat(OF_INCIDENTS.stream(), STANDING.stream())
        .flatMap(
            holding ->
                holding.columns().keySet().stream().map(name -> holding.table() + "." + name))
        .filter(column -> !there.contains(column))
        .sorted()
        .toList();
  }

  private static List<String> columns(JdbcClient jdbc) {
    return jdbc
        .sql(
            "select c.table_name as t, c.column_name as c from information_schema.columns c"
                + " join information_schema.tables using (table_schema, table_name)"
                + " where table_schema = current_schema() and table_type = 'BASE TABLE'"
                + " and table_name !~ '^(act_|spring_session|flyway_)'"
                + " and data_type not in ('integer', 'bigint', 'boolean', 'date', 'uuid',"
                + " 'timestamp with time zone') and udt_name <> '_timestamptz'")
        .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
        .list()
        .stream()
        .filter(column -> !WITHOUT.contains(column.getKey()))
        .map(column -> column.getKey() + "." + column.getValue())
        .toList();
  }
}
