package io.tocsin.metrics;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.tocsin.incident.Access;
import io.tocsin.metrics.IncidentRow.InForce;
import io.tocsin.metrics.IncidentRow.Pause;
import io.tocsin.metrics.IncidentRow.Round;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the record for the figures: incidents, timeline, updates, steps of ladders, reviews.
 * Nothing is kept beside the record, so that a corrected time counts at once. What was dismissed
 * was no incident.
 */
@Component
class IncidentRows {

  /** Whoever did one thing only was busy with it for a while nevertheless. */
  private static final int LEAST_EFFORT_SECONDS = 15 * 60;

  private final JdbcClient jdbc;
  private final Access access;
  private final MetricsProperties properties;
  private final Clock clock;

  IncidentRows(JdbcClient jdbc, Access access, MetricsProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.properties = properties;
    this.clock = clock;
  }

  private record At(String incident, String what, Instant at) {}

  List<IncidentRow> read(MetricsFilter filter) {
    var params = new HashMap<String, Object>();
    var readable = readable(filter, params);
    var where = where(filter, readable, params);
    var numbers = "(select number from incident i where " + where + ")";
    var updates =
        of(
            "select incident, audience what, at from status_update"
                + " where author <> 'tocsin' and audience <> 'public' and incident in "
                + numbers
                // The public has heard what went out, not what was written.
                + " union all select incident, 'public', published_at from public_text"
                + " where author <> 'tocsin' and published_at is not null"
                + " and taken_down_at is null and incident in "
                + numbers
                + " order by at",
            params);
    var levels = levels(numbers, params);
    var rounds = rounds(numbers, params);
    var steps = steps(numbers, params);
    var pauses = pauses(numbers, params);
    params.put("now", Timestamp.from(clock.instant()));
    params.put("recurrence", properties.recurrenceWithin().toSeconds());
    params.put("least", LEAST_EFFORT_SECONDS);
    return jdbc.sql(SELECT.formatted(readable) + where + " order by declared_at, number")
        .params(params)
        .query(
            (row, n) -> {
              var number = row.getString("number");
              return map(
                  row,
                  updates.getOrDefault(number, List.of()).stream()
                      .collect(groupingBy(At::what, mapping(At::at, toList()))),
                  levels.getOrDefault(number, List.of()),
                  rounds.getOrDefault(number, List.of()),
                  pauses.getOrDefault(number, List.of()),
                  steps.getOrDefault(number, Map.of()));
            })
        .list();
  }

  /** Returns when they were declared. */
  List<Instant> declared(MetricsFilter filter) {
    var params = new HashMap<String, Object>();
    var where = where(filter, readable(filter, params), params);
    return jdbc.sql("select declared_at from incident where " + where)
        .params(params)
        .query((row, n) -> row.getTimestamp("declared_at").toInstant())
        .list();
  }

  private static final String SELECT =
      """
      select number, policy, policy_version, severity, kind, services, security, reopenings,
        started_at, detected_at, declared_at, acknowledged_at, responded_at, mitigated_at,
        resolved_at, reopened_at, taken_again_at,
        (select min(at) from status_update where incident = number and author <> 'tocsin')
          first_update_at,
        (select min(at) from review where incident = number) reviewed_at,
        kind is not null and exists (
          select from incident o
          where o.number <> i.number and o.kind = i.kind and o.services && i.services
            and o.drill = i.drill and o.status <> 'dismissed'
            and o.declared_at < i.declared_at
            and o.declared_at >= i.declared_at - make_interval(secs => :recurrence)
            and %s) recurs,
        array(select score from satisfaction_answer where incident = number) scores,
        (select coalesce(sum(greatest(extract(epoch from ended - began), :least)), 0) from (
          select min(at) began, max(at) ended from timeline_entry
          where incident = number and source not in ('engine', 'alert')
            and at <= coalesce(resolved_at, :now)
          group by actor) acted) effort,
        (select count(*) from action_item item where item.incident = number
          and item.status <> 'dropped' and (item.status <> 'open' or due_at < :now)) items_due,
        (select count(*) from action_item item where item.incident = number
          and item.status = 'done' and settled_at <= due_at) items_in_time
      from incident i where\s""";

  /** The condition of what the reader may know of, for each incident that a figure looks at. */
  private String readable(MetricsFilter filter, Map<String, Object> params) {
    if (access.readsAll(filter.reader())) {
      return "true";
    }
    params.put("reader", filter.reader());
    return Access.READABLE;
  }

  private static String where(MetricsFilter filter, String readable, Map<String, Object> params) {
    var where = new ArrayList<String>();
    where.add(readable);
    where.add("declared_at >= :from and declared_at < :to and status <> 'dismissed'");
    params.put("from", Timestamp.from(filter.from()));
    params.put("to", Timestamp.from(filter.to()));
    where.add("drill = :drill");
    params.put("drill", filter.drill());
    if (filter.policy() != null) {
      where.add("policy = :policy");
      params.put("policy", filter.policy());
    }
    if (filter.service() != null) {
      where.add("services @> array[:service]::text[]");
      params.put("service", filter.service());
    }
    if (filter.level() != null) {
      where.add("severity = :level");
      params.put("level", filter.level());
    }
    if (filter.kind() != null) {
      where.add("kind = :kind");
      params.put("kind", filter.kind());
    }
    return String.join(" and ", where);
  }

  private Map<String, List<At>> of(String sql, Map<String, Object> params) {
    return jdbc
        .sql(sql)
        .params(params)
        .query(
            (row, n) ->
                new At(
                    row.getString("incident"),
                    row.getString("what"),
                    row.getTimestamp("at").toInstant()))
        .list()
        .stream()
        .collect(groupingBy(At::incident));
  }

  private Map<String, List<InForce>> levels(String numbers, Map<String, Object> params) {
    record Of(String incident, InForce level) {}
    return jdbc
        .sql("select * from severity_change where incident in " + numbers + " order by at, id")
        .params(params)
        .query(
            (row, n) ->
                new Of(
                    row.getString("incident"),
                    new InForce(row.getTimestamp("at").toInstant(), row.getInt("level"))))
        .list()
        .stream()
        .collect(groupingBy(Of::incident, mapping(Of::level, toList())));
  }

  private Map<String, List<Round>> rounds(String numbers, Map<String, Object> params) {
    record Of(String incident, Round round) {}
    return jdbc
        .sql("select * from incident_round where incident in " + numbers + " order by round")
        .params(params)
        .query(
            (row, n) ->
                new Of(
                    row.getString("incident"),
                    new Round(
                        row.getInt("round"),
                        row.getTimestamp("began_at").toInstant(),
                        instant(row, "taken_at"),
                        instant(row, "resolved_at"))))
        .list()
        .stream()
        .collect(groupingBy(Of::incident, mapping(Of::round, toList())));
  }

  private Map<String, Map<Integer, Set<String>>> steps(String numbers, Map<String, Object> params) {
    record Of(String incident, int round, String step) {}
    return jdbc
        .sql("select incident, round, step from escalation_step where incident in " + numbers)
        .params(params)
        .query(
            (row, n) ->
                new Of(row.getString("incident"), row.getInt("round"), row.getString("step")))
        .list()
        .stream()
        .collect(groupingBy(Of::incident, groupingBy(Of::round, mapping(Of::step, toSet()))));
  }

  /**
   * The times of the incident itself are the record, and may have been corrected: the first round
   * begins with its declaration, and the last ends with its resolution.
   */
  private static List<Round> corrected(ResultSet row, List<Round> rounds) throws SQLException {
    var declared = row.getTimestamp("declared_at").toInstant();
    var acknowledged = instant(row, "acknowledged_at");
    var resolved = instant(row, "resolved_at");
    if (rounds.size() < 2) {
      return List.of(new Round(1, declared, acknowledged, resolved));
    }
    var all = new ArrayList<>(rounds);
    var first = all.get(0);
    all.set(0, new Round(1, declared, acknowledged, first.resolvedAt()));
    var last = all.get(all.size() - 1);
    all.set(
        all.size() - 1,
        new Round(
            last.number(),
            Objects.requireNonNullElse(instant(row, "reopened_at"), last.from()),
            instant(row, "taken_again_at"),
            resolved));
    return List.copyOf(all);
  }

  private Map<String, List<Pause>> pauses(String numbers, Map<String, Object> params) {
    record Of(String incident, Pause pause) {}
    return jdbc
        .sql(
            "select incident, at, least(until, coalesce(ended_at, until)) until from incident_pause"
                + " where incident in "
                + numbers
                + " order by at")
        .params(params)
        .query(
            (row, n) ->
                new Of(
                    row.getString("incident"),
                    new Pause(
                        row.getTimestamp("at").toInstant(), row.getTimestamp("until").toInstant())))
        .list()
        .stream()
        .collect(groupingBy(Of::incident, mapping(Of::pause, toList())));
  }

  private static IncidentRow map(
      ResultSet row,
      Map<String, List<Instant>> updates,
      List<InForce> levels,
      List<Round> rounds,
      List<Pause> pauses,
      Map<Integer, Set<String>> steps)
      throws SQLException {
    return new IncidentRow(
        row.getString("number"),
        row.getString("policy"),
        row.getString("policy_version"),
        row.getInt("severity"),
        row.getString("kind"),
        List.of((String[]) row.getArray("services").getArray()),
        row.getBoolean("security"),
        row.getInt("reopenings"),
        instant(row, "started_at"),
        instant(row, "detected_at"),
        row.getTimestamp("declared_at").toInstant(),
        instant(row, "acknowledged_at"),
        instant(row, "responded_at"),
        instant(row, "mitigated_at"),
        instant(row, "resolved_at"),
        instant(row, "first_update_at"),
        instant(row, "reviewed_at"),
        row.getBoolean("recurs"),
        Stream.of((Integer[]) row.getArray("scores").getArray()).toList(),
        row.getDouble("effort"),
        row.getInt("items_due"),
        row.getInt("items_in_time"),
        updates,
        levels.isEmpty()
            ? List.of(
                new InForce(row.getTimestamp("declared_at").toInstant(), row.getInt("severity")))
            : levels,
        corrected(row, rounds),
        pauses,
        steps);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
