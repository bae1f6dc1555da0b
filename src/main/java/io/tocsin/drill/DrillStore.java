package io.tocsin.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.policy.Pace;
import io.tocsin.problem.NotFoundException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of drills. */
@Component
class DrillStore {

  private static final String SELECT =
      "select d.*, i.pace, i.aftermath_pace from drill d join incident i on i.number = d.incident";

  /**
   * What was done of a script.
   *
   * @param step its id
   */
  record Step(String step, Instant at, String outcome) {}

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  DrillStore(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  void begin(
      String incident,
      Scenario scenario,
      String kind,
      String lead,
      boolean responders,
      boolean unattended) {
    jdbc.sql(
            "insert into drill (incident, scenario, script, kind, lead, responders, unattended,"
                + " started_at) values (?, ?, ?::jsonb, ?, ?, ?, ?, ?)")
        .params(incident, scenario.id(), write(scenario), kind, lead, responders, unattended, now())
        .update();
  }

  Optional<Drill> find(String incident) {
    return jdbc.sql(SELECT + " where d.incident = ?").param(incident).query(this::map).optional();
  }

  /**
   * Returns a drill.
   *
   * @throws NotFoundException when there is none of that number
   */
  Drill get(String incident) {
    return find(incident).orElseThrow(() -> new NotFoundException("There is no drill " + incident));
  }

  /** Returns the newest drills. */
  List<Drill> newest(int atMost) {
    return jdbc.sql(SELECT + " order by d.started_at desc, d.incident desc limit ?")
        .param(atMost)
        .query(this::map)
        .list();
  }

  /** Returns the drill of the same scenario before this one that was scored. */
  Optional<Drill> before(Drill drill) {
    return jdbc.sql(
            SELECT
                + " where d.scenario = ? and d.started_at < ? and d.scorecard is not null"
                + " and d.aborted is null order by d.started_at desc limit 1")
        .params(drill.scenario(), Timestamp.from(drill.startedAt()))
        .query(this::map)
        .optional();
  }

  /** Returns the drills that began after this one and have not ended. */
  List<Drill> later(Drill drill) {
    return jdbc.sql(SELECT + " where d.ended_at is null and (d.started_at, d.incident) > (?, ?)")
        .params(Timestamp.from(drill.startedAt()), drill.incident())
        .query(this::map)
        .list();
  }

  /** Returns the last drill of a scenario that was played to its end. */
  Optional<Drill> last(String scenario) {
    return jdbc.sql(
            SELECT
                + " where d.scenario = ? and d.ended_at is not null and d.aborted is null"
                + " order by d.started_at desc limit 1")
        .param(scenario)
        .query(this::map)
        .optional();
  }

  /**
   * What people have practised.
   *
   * @param kind of the drill, practises is that of the incident
   * @param level of the incident at its end
   */
  record Practised(
      String incident,
      String policy,
      String kind,
      String practises,
      int level,
      Instant endedAt,
      int percent) {}

  /**
   * Returns the last drill of each kind, policy, kind of incident and level, the newest first; and
   * every one that is restricted, so that those who may not read the last find the one before.
   */
  List<Practised> practised() {
    return jdbc.sql(
            "select * from (select distinct on (i.policy, d.kind, d.script ->> 'kind', i.severity,"
                + " case when i.security then i.number end) d.incident, i.policy, d.kind, d.script ->> 'kind' practises, i.severity,"
                + " d.ended_at, d.scorecard from drill d join incident i on i.number = d.incident"
                + " where d.scorecard is not null and d.aborted is null and not d.unattended"
                + " order by i.policy, d.kind, d.script ->> 'kind', i.severity,"
                + " case when i.security then i.number end, d.ended_at desc) l"
                + " order by ended_at desc, incident")
        .query(
            (row, n) ->
                new Practised(
                    row.getString("incident"),
                    row.getString("policy"),
                    row.getString("kind"),
                    row.getString("practises"),
                    row.getInt("severity"),
                    row.getTimestamp("ended_at").toInstant(),
                    read(row.getString("scorecard"), Scorecard.class).percent()))
        .list();
  }

  /** Returns the newest drills that were scored and in which a person did something. */
  List<Drill> playedBy(String person, int atMost) {
    return jdbc.sql(
            SELECT
                + " where d.scorecard is not null and d.ended_at is not null and d.aborted is null"
                + " and (:person in (i.commander, i.technical_lead, i.communications_lead,"
                + " i.scribe, i.monitoring_lead, i.support_lead) or exists (select from"
                + " timeline_entry t where t.incident = d.incident and t.actor = :person"
                + " and t.source not in ('engine', 'alert') and t.kind <> 'declared'))"
                + " order by d.started_at desc, d.incident desc limit :most")
        .param("person", person)
        .param("most", atMost)
        .query(this::map)
        .list();
  }

  List<Step> steps(String incident) {
    return jdbc.sql("select step, at, outcome from drill_step where incident = ? order by at, step")
        .param(incident)
        .query(
            (row, n) ->
                new Step(
                    row.getString("step"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("outcome")))
        .list();
  }

  /**
   * Notes a step; the first time counts.
   *
   * @return false when it was noted before; one that is being noted at this moment is waited for
   */
  boolean done(String incident, String step, String outcome) {
    return jdbc.sql(
                "insert into drill_step (incident, step, at, outcome) values (?, ?, ?, ?)"
                    + " on conflict do nothing")
            .params(incident, step, now(), outcome)
            .update()
        == 1;
  }

  boolean pause(String incident) {
    return jdbc.sql(
                "update drill set paused_at = ? where incident = ? and paused_at is null"
                    + " and ended_at is null")
            .params(now(), incident)
            .update()
        == 1;
  }

  boolean resume(String incident) {
    return jdbc.sql(
                "update drill set paused_ms = paused_ms"
                    + " + (extract(epoch from (?::timestamptz - paused_at)) * 1000)::bigint,"
                    + " paused_at = null where incident = ? and paused_at is not null")
            .params(now(), incident)
            .update()
        == 1;
  }

  boolean breakOff(String incident, String reason) {
    return jdbc.sql(
                "update drill set aborted = ? where incident = ? and aborted is null"
                    + " and ended_at is null")
            .params(reason, incident)
            .update()
        == 1;
  }

  void scored(String incident, Scorecard scorecard) {
    jdbc.sql(
            "update drill set scorecard = ?::jsonb, ended_at = coalesce(ended_at, ?)"
                + " where incident = ?")
        .params(write(scorecard), now(), incident)
        .update();
  }

  void debriefed(String incident, String text) {
    jdbc.sql("update drill set debrief = ?, debriefed_at = ? where incident = ?")
        .params(text, now(), incident)
        .update();
  }

  Optional<String> debrief(String incident) {
    return jdbc.sql("select debrief from drill where incident = ? and debrief is not null")
        .param(incident)
        .query(String.class)
        .optional();
  }

  Optional<Scorecard> scorecard(String incident) {
    return jdbc.sql("select scorecard from drill where incident = ? and scorecard is not null")
        .param(incident)
        .query(String.class)
        .optional()
        .map(text -> read(text, Scorecard.class));
  }

  private Drill map(ResultSet row, int n) throws SQLException {
    return new Drill(
        row.getString("incident"),
        row.getString("scenario"),
        read(row.getString("script"), Scenario.class),
        row.getString("kind"),
        row.getString("lead"),
        row.getBoolean("responders"),
        row.getBoolean("unattended"),
        new Pace(row.getInt("pace"), row.getInt("aftermath_pace")),
        row.getTimestamp("started_at").toInstant(),
        instant(row.getTimestamp("paused_at")),
        Duration.ofMillis(row.getLong("paused_ms")),
        row.getString("aborted"),
        instant(row.getTimestamp("ended_at")),
        instant(row.getTimestamp("debriefed_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What belongs to a drill cannot be written as JSON", e);
    }
  }

  private <T> T read(String text, Class<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was kept of a drill cannot be read any more", e);
    }
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
