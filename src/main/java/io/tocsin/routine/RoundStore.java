package io.tocsin.routine;

import io.tocsin.incident.Actor;
import io.tocsin.policy.Policy;
import io.tocsin.routine.Round.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of routines. */
@Component
class RoundStore {

  private static final String SELECT = "select * from routine_round";
  private static final String OF = " where policy = ? and routine = ?";

  private final JdbcClient jdbc;
  private final Clock clock;

  RoundStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns since when a routine is known; from now on when it was not. */
  Instant knownSince(String policy, String routine) {
    jdbc.sql(
            "insert into routine_known (policy, routine, since) values (?, ?, ?)"
                + " on conflict do nothing")
        .params(policy, routine, now())
        .update();
    return since(policy, routine).orElseThrow();
  }

  Optional<Instant> since(String policy, String routine) {
    return jdbc.sql("select since from routine_known" + OF)
        .params(policy, routine)
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant);
  }

  /** Forgets what a policy does not have any more: when it comes back, it counts anew. */
  void forgetOthers(String policy, List<String> routines) {
    jdbc.sql("delete from routine_known where policy = ? and not routine = any (?)")
        .params(policy, routines.toArray(String[]::new))
        .update();
  }

  /** Begins a period; empty when it was begun before. */
  Optional<Long> begin(
      String policy,
      Policy.Routine routine,
      CalendarPeriod period,
      String kind,
      Instant dueAt,
      Actor by) {
    return jdbc.sql(
            "insert into routine_round (policy, routine, period, begins_on, ends_on, every, title,"
                + " description, candidates, kind, opened_at, opened_by, due_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing"
                + " returning id")
        .params(
            policy,
            routine.id(),
            period.label(),
            period.begins(),
            period.ends(),
            routine.every(),
            routine.title(),
            routine.description(),
            routine.group(),
            kind,
            now(),
            by.id(),
            Timestamp.from(dueAt))
        .query(Long.class)
        .optional();
  }

  Optional<Round> find(long id) {
    return jdbc.sql(SELECT + " where id = ?").param(id).query(RoundStore::map).optional();
  }

  /** Keeps others from changing it until this transaction ends. */
  void lock(long id) {
    jdbc.sql("select id from routine_round where id = ? for update")
        .param(id)
        .query(Long.class)
        .optional();
  }

  /** Returns the newest rounds of a routine, the newest first. */
  List<Round> of(String policy, String routine, int atMost) {
    return jdbc.sql(SELECT + OF + " order by begins_on desc, id desc limit ?")
        .params(policy, routine, atMost)
        .query(RoundStore::map)
        .list();
  }

  /** Returns what is open, of all policies. */
  List<Round> open() {
    return jdbc.sql(SELECT + " where state = 'open' order by id").query(RoundStore::map).list();
  }

  Optional<Round> open(String policy, String routine) {
    return jdbc.sql(SELECT + OF + " and state = 'open' order by begins_on desc, id desc limit 1")
        .params(policy, routine)
        .query(RoundStore::map)
        .optional();
  }

  Optional<Round> last(String policy, String routine, boolean done) {
    return jdbc.sql(
            SELECT
                + OF
                + (done ? " and state = 'done'" : " and state <> 'open'")
                + " order by settled_at desc, id desc limit 1")
        .params(policy, routine)
        .query(RoundStore::map)
        .optional();
  }

  /** Returns whether one was begun for a period, or for any that begins later. */
  boolean begunSince(String policy, String routine, LocalDate begins) {
    return jdbc.sql("select exists (select from routine_round" + OF + " and begins_on >= ?)")
        .params(policy, routine, begins)
        .query(Boolean.class)
        .single();
  }

  /** Settles what is open, and returns whether it was: somebody may have been faster. */
  boolean settle(
      long id, State state, @Nullable String found, @Nullable String evidence, Actor by) {
    return jdbc.sql(
                "update routine_round set state = ?, found = ?, evidence = ?, settled_at = ?,"
                    + " settled_by = ? where id = ? and state = 'open'")
            .params(state.word(), found, evidence, now(), by.id(), id)
            .update()
        == 1;
  }

  /** Returns the round of a period that was missed. */
  Optional<Round> missed(String policy, String routine, CalendarPeriod period) {
    return jdbc.sql(SELECT + OF + " and period = ? and state = 'missed'")
        .params(policy, routine, period.label())
        .query(RoundStore::map)
        .optional();
  }

  /** Settles what was missed after all: it was done in its time, and is known only now. */
  void makeUp(long id, String found, @Nullable String evidence, Actor by) {
    jdbc.sql(
            "update routine_round set state = 'done', found = ?, evidence = ?, settled_at = ?,"
                + " settled_by = ? where id = ? and state = 'missed'")
        .params(found, evidence, now(), by.id(), id)
        .update();
  }

  void prepared(long id, String report) {
    jdbc.sql("update routine_round set report = ? where id = ?").params(report, id).update();
  }

  void contactsAsked(long id) {
    jdbc.sql("update routine_round set contacts_asked_at = ? where id = ?")
        .params(now(), id)
        .update();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static Round map(ResultSet row, int n) throws SQLException {
    return new Round(
        row.getLong("id"),
        row.getString("policy"),
        row.getString("routine"),
        row.getString("period"),
        row.getDate("begins_on").toLocalDate(),
        row.getDate("ends_on").toLocalDate(),
        row.getString("every"),
        row.getString("title"),
        row.getString("description"),
        row.getString("candidates"),
        row.getString("kind"),
        State.of(row.getString("state")),
        row.getTimestamp("opened_at").toInstant(),
        row.getString("opened_by"),
        row.getTimestamp("due_at").toInstant(),
        row.getString("report"),
        instant(row.getTimestamp("contacts_asked_at")),
        row.getString("found"),
        row.getString("evidence"),
        instant(row.getTimestamp("settled_at")),
        row.getString("settled_by"));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
