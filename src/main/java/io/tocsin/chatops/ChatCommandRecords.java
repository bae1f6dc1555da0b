package io.tocsin.chatops;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The commands that were received, and what came of them. */
@Repository
class ChatCommandRecords {

  private final JdbcClient jdbc;
  private final Clock clock;

  ChatCommandRecords(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Keeps a command.
   *
   * @return false when the same one was received before
   */
  boolean add(ChatCommandRecord command) {
    return jdbc.sql(
                "insert into chat_command (id, trigger_id, slack_user, channel, text, response_url,"
                    + " message, state, received_at) values (?, ?, ?, ?, ?, ?, ?, 'received', ?)"
                    + " on conflict (trigger_id) do nothing")
            .params(
                command.id(),
                command.trigger(),
                command.user(),
                command.channel(),
                command.text(),
                command.responseUrl(),
                command.message(),
                Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  ChatCommandRecord get(UUID id) {
    return jdbc.sql("select * from chat_command where id = ?")
        .param(id)
        .query(ChatCommandRecords::map)
        .single();
  }

  /** Notes what came of it. */
  void settle(UUID id, String state, String answer, boolean open, @Nullable String incident) {
    jdbc.sql(
            "update chat_command set state = ?, answer = ?, open_answer = ?, incident = ?,"
                + " done_at = ? where id = ?")
        .params(state, answer, open, incident, Timestamp.from(clock.instant()), id)
        .update();
  }

  /** The address to answer to is a secret that nobody needs any longer. */
  void answered(UUID id) {
    jdbc.sql(
            "update chat_command set answered_at = ?, response_url = '', message = null"
                + " where id = ?")
        .params(Timestamp.from(clock.instant()), id)
        .update();
  }

  private static ChatCommandRecord map(ResultSet row, int n) throws SQLException {
    return new ChatCommandRecord(
        row.getObject("id", UUID.class),
        row.getString("trigger_id"),
        row.getString("slack_user"),
        row.getString("channel"),
        row.getString("text"),
        row.getString("response_url"),
        row.getString("message"),
        row.getString("state"),
        row.getString("answer"),
        row.getBoolean("open_answer"),
        row.getTimestamp("answered_at") != null);
  }
}
