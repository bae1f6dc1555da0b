package io.tocsin.slack;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.slack.IncidentChannel.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of the channels. Each step is written in a transaction of its own: what Slack has done
 * stays done when the engine rolls back.
 */
@Repository
@Transactional(propagation = Propagation.REQUIRES_NEW)
public class IncidentChannels {

  private final JdbcClient jdbc;
  private final Timeline timeline;

  IncidentChannels(JdbcClient jdbc, Timeline timeline) {
    this.jdbc = jdbc;
    this.timeline = timeline;
  }

  /** Returns the incident whose own channel this is, over or not. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<String> incidentOf(String channelId) {
    return jdbc.sql("select incident from incident_channel where channel_id = ?")
        .param(channelId)
        .query(String.class)
        .optional();
  }

  /** Returns whether only those read a channel who may read its restricted incident. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public boolean restricted(String channelId) {
    return jdbc.sql("select restricted from incident_channel where channel_id = ?")
        .param(channelId)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  @Transactional(propagation = Propagation.SUPPORTS)
  Optional<IncidentChannel> find(String incident) {
    return jdbc.sql("select * from incident_channel where incident = ?")
        .param(incident)
        .query(IncidentChannels::map)
        .optional();
  }

  IncidentChannel begin(String incident, boolean restricted) {
    jdbc.sql(
            "insert into incident_channel (incident, state, restricted) values (?, 'opening', ?)"
                + " on conflict do nothing")
        .params(incident, restricted)
        .update();
    return find(incident).orElseThrow();
  }

  /** The incident has become restricted: it gets another channel, which nobody is in. */
  void beginAnew(String incident) {
    jdbc.sql(
            "update incident_channel set state = 'opening', restricted = true, tried = null,"
                + " name = null, channel_id = null, link = null, root_ts = null, pinned = false,"
                + " topic = null, call_posted = false, call_ts = null, facts = null where incident = ?")
        .param(incident)
        .update();
    jdbc.sql("delete from incident_channel_member where incident = ?").param(incident).update();
  }

  void trying(String incident, String name, int attempt, boolean restricted) {
    jdbc.sql(
            "update incident_channel set tried = ?, attempt = ?, restricted = ? where incident = ?")
        .params(name, attempt, restricted, incident)
        .update();
  }

  void created(String incident, String name, String channelId, String link) {
    jdbc.sql("update incident_channel set name = ?, channel_id = ?, link = ? where incident = ?")
        .params(name, channelId, link, incident)
        .update();
  }

  void firstMessage(String incident, String ts) {
    set(incident, "root_ts", ts);
  }

  void topic(String incident, String topic) {
    set(incident, "topic", topic);
  }

  void facts(String incident, String mark) {
    set(incident, "facts", mark);
  }

  void pinned(String incident) {
    set(incident, "pinned", true);
  }

  /**
   * Notes that the call was posted.
   *
   * @param ts of a message of its own; null when it stands in the first one
   */
  void callPosted(String incident, @Nullable String ts) {
    jdbc.sql("update incident_channel set call_posted = true, call_ts = ? where incident = ?")
        .params(ts, incident)
        .update();
  }

  void is(String incident, State state) {
    set(incident, "state", state.word());
  }

  /** Notes on the timeline what was wrong; the same again is not worth a second line. */
  void trouble(String incident, String what) {
    var news =
        jdbc.sql(
                "update incident_channel set trouble = :what where incident = :incident"
                    + " and trouble is distinct from :what")
            .param("what", what)
            .param("incident", incident)
            .update();
    if (news == 1) {
      timeline.add(incident, Actor.ENGINE, "note", what);
    }
  }

  void note(String incident, String what) {
    timeline.add(incident, Actor.ENGINE, "note", what);
  }

  @Transactional(propagation = Propagation.SUPPORTS)
  Set<String> members(String incident) {
    return jdbc.sql("select slack_id from incident_channel_member where incident = ?")
        .param(incident)
        .query(String.class)
        .set();
  }

  /** Somebody was invited, or cannot be. */
  void invited(String incident, String slackId, @Nullable String trouble) {
    jdbc.sql(
            "insert into incident_channel_member (incident, slack_id, trouble) values (?, ?, ?)"
                + " on conflict do nothing")
        .params(incident, slackId, trouble)
        .update();
  }

  private void set(String incident, String column, Object value) {
    jdbc.sql("update incident_channel set " + column + " = ? where incident = ?")
        .params(value, incident)
        .update();
  }

  private static IncidentChannel map(ResultSet row, int n) throws SQLException {
    return new IncidentChannel(
        row.getString("incident"),
        State.of(row.getString("state")),
        row.getBoolean("restricted"),
        row.getInt("attempt"),
        row.getString("tried"),
        row.getString("name"),
        row.getString("channel_id"),
        row.getString("link"),
        row.getString("root_ts"),
        row.getBoolean("pinned"),
        row.getString("topic"),
        row.getBoolean("call_posted"),
        row.getString("call_ts"),
        row.getString("facts"));
  }
}
