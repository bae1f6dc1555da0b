package io.tocsin.actionitem;

import io.tocsin.actionitem.ActionItem.Status;
import io.tocsin.actionitem.Reminder.Kind;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of action items, and of what was told of them. */
@Component
class ActionItemStore {

  private static final String SELECT =
      "select item.*, coalesce(incident.policy, round.policy) as policy,"
          + " coalesce(services, '{}') as services, severity, round.title as round_title,"
          + " round.period as round_period from action_item item"
          + " left join incident on number = item.incident"
          + " left join routine_round round on round.id = item.routine";

  private final JdbcClient jdbc;
  private final Access access;
  private final Clock clock;

  ActionItemStore(JdbcClient jdbc, Access access, Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.clock = clock;
  }

  long add(String incident, Wanted what, Instant dueAt, String origin, Actor by) {
    return add(incident, null, what, dueAt, origin, by);
  }

  long add(long routine, Wanted what, Instant dueAt, String origin, Actor by) {
    return add(null, routine, what, dueAt, origin, by);
  }

  private long add(
      @Nullable String incident,
      @Nullable Long routine,
      Wanted what,
      Instant dueAt,
      String origin,
      Actor by) {
    return jdbc.sql(
            "insert into action_item (incident, routine, title, kind, owner, due_date, due_at,"
                + " tracker_url, origin, created_at, created_by)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " returning id")
        .params(
            incident,
            routine,
            what.title(),
            what.kind(),
            what.owner(),
            what.dueDate(),
            Timestamp.from(dueAt),
            what.trackerUrl(),
            origin,
            now(),
            by.id())
        .query(Long.class)
        .single();
  }

  void change(long id, Wanted what, Instant dueAt) {
    jdbc.sql(
            "update action_item set title = ?, kind = ?, owner = ?, due_date = ?, due_at = ?,"
                + " tracker_url = ? where id = ?")
        .params(
            what.title(),
            what.kind(),
            what.owner(),
            what.dueDate(),
            Timestamp.from(dueAt),
            what.trackerUrl(),
            id)
        .update();
  }

  void settle(
      long id, Status status, @Nullable String evidence, @Nullable String reason, Actor by) {
    jdbc.sql(
            "update action_item set status = ?, evidence = ?, reason = ?, settled_at = ?,"
                + " settled_by = ?, watched = false where id = ?")
        .params(status.word(), evidence, reason, now(), by.id(), id)
        .update();
  }

  void reopen(long id) {
    jdbc.sql(
            "update action_item set status = 'open', settled_at = null, settled_by = null,"
                + " reason = null where id = ?")
        .param(id)
        .update();
  }

  /** Notes that a process was started for it. */
  void watched(long id) {
    jdbc.sql("update action_item set watched = true where id = ?").param(id).update();
  }

  /** Returns open items for which no process was started; other nodes leave them to this one. */
  List<ActionItem> unwatched() {
    return jdbc.sql(SELECT + " where item.status = 'open' and not watched order by item.id")
        .query(ActionItemStore::map)
        .list();
  }

  Optional<ActionItem> find(long id) {
    return jdbc.sql(SELECT + " where item.id = ?").param(id).query(ActionItemStore::map).optional();
  }

  /** Keeps others from changing an item until this transaction ends. */
  void lock(long id) {
    jdbc.sql("select id from action_item where id = ? for update")
        .param(id)
        .query(Long.class)
        .optional();
  }

  /** Lists items: open ones first, the nearest deadline first, then the newest that are settled. */
  List<ActionItem> list(ActionItemFilter filter) {
    var params = new HashMap<String, Object>();
    var where = where(filter, params);
    params.put("size", filter.size());
    params.put("offset", (long) filter.page() * filter.size());
    return jdbc.sql(
            SELECT
                + where
                + " order by item.status <> 'open', case when item.status = 'open' then item.due_at end,"
                + " item.settled_at desc, item.id limit :size offset :offset")
        .params(params)
        .query(ActionItemStore::map)
        .list();
  }

  private String where(ActionItemFilter filter, HashMap<String, Object> params) {
    var where = new ArrayList<String>();
    if (filter.status() != null) {
      where.add("item.status = :status");
      params.put("status", filter.status().word());
    }
    add(where, params, "item.owner = :owner", "owner", filter.owner());
    add(where, params, "item.kind = :kind", "kind", filter.kind());
    add(where, params, "item.incident = :incident", "incident", filter.incident());
    add(where, params, "item.routine = :routine", "routine", filter.routine());
    add(
        where,
        params,
        "coalesce(incident.policy, round.policy) = :policy",
        "policy",
        filter.policy());
    add(where, params, "services @> array[:service]::text[]", "service", filter.service());
    add(where, params, "due_date < :dueBefore", "dueBefore", filter.dueBefore());
    if (filter.overdue() != null) {
      where.add((filter.overdue() ? "" : "not ") + "(item.status = 'open' and item.due_at < :now)");
      params.put("now", now());
    }
    if (filter.real()) {
      where.add("not (item.origin = :review and coalesce(incident.drill, false))");
      params.put("review", Reminders.REVIEW);
    }
    if (filter.reader() != null && !access.readsAll(filter.reader())) {
      // Routines are no secret.
      where.add("(item.incident is null or " + Access.READABLE + ")");
      params.put("reader", filter.reader());
    }
    return where.isEmpty() ? "" : " where " + String.join(" and ", where);
  }

  private static void add(
      List<String> where,
      HashMap<String, Object> params,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      where.add(condition);
      params.put(name, value);
    }
  }

  /** Returns how often something was told of the present deadline, and when last. */
  Told told(ActionItem item, Kind kind) {
    return jdbc.sql(
            "select count(*) times, max(told_at) last from action_item_notice"
                + " where item = ? and kind = ? and due_at = ?")
        .params(item.id(), kind.word(), Timestamp.from(item.dueAt()))
        .query((row, n) -> new Told(row.getInt("times"), instant(row.getTimestamp("last"))))
        .single();
  }

  /** How often something was told, and when last. */
  record Told(int times, @Nullable Instant last) {}

  /**
   * Notes that something is told.
   *
   * @return false when it was told before
   */
  boolean tell(ActionItem item, Kind kind, int round) {
    return jdbc.sql(
                "insert into action_item_notice (item, kind, due_at, round, told_at)"
                    + " values (?, ?, ?, ?, ?) on conflict do nothing")
            .params(item.id(), kind.word(), Timestamp.from(item.dueAt()), round, now())
            .update()
        == 1;
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static ActionItem map(ResultSet row, int n) throws SQLException {
    return new ActionItem(
        row.getLong("id"),
        row.getString("incident"),
        row.getString("title"),
        row.getString("kind"),
        row.getString("owner"),
        row.getDate("due_date").toLocalDate(),
        row.getTimestamp("due_at").toInstant(),
        Status.find(row.getString("status")).orElseThrow(),
        row.getString("tracker_url"),
        row.getString("origin"),
        row.getTimestamp("created_at").toInstant(),
        row.getString("created_by"),
        row.getString("evidence"),
        row.getString("reason"),
        instant(row.getTimestamp("settled_at")),
        row.getString("settled_by"),
        row.getString("policy"),
        List.of((String[]) row.getArray("services").getArray()),
        row.getObject("severity", Integer.class),
        routine(row));
  }

  private static ActionItem.@Nullable Routine routine(ResultSet row) throws SQLException {
    var id = row.getObject("routine", Long.class);
    return id == null
        ? null
        : new ActionItem.Routine(id, row.getString("round_title"), row.getString("round_period"));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
