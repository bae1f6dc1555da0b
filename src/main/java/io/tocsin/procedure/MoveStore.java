package io.tocsin.procedure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.Migrations.Running;
import io.tocsin.engine.ModelVersions.Version;
import io.tocsin.problem.NotFoundException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of moves. */
@Component
class MoveStore {

  private static final int AT_ONCE = 500;

  /** A move without its instances. */
  record Row(
      UUID id,
      String process,
      String source,
      int sourceNumber,
      String target,
      int targetNumber,
      Map<String, String> also,
      String batch,
      String askedBy,
      Instant askedAt,
      @Nullable UUID undoes,
      @Nullable UUID undoneBy) {}

  private final JdbcClient jdbc;
  private final JdbcTemplate template;
  private final ObjectMapper json;
  private final Clock clock;

  MoveStore(JdbcClient jdbc, JdbcTemplate template, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.template = template;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Notes what was asked, in the caller's transaction.
   *
   * @param refused why some are left where they are, by the ids of the instances
   */
  UUID add(
      Version source,
      Version target,
      Map<String, String> also,
      String batch,
      String by,
      @Nullable UUID undoes,
      List<Running> instances,
      Map<String, String> refused) {
    var id = UUID.randomUUID();
    jdbc.sql(
            "insert into model_move (id, process, source, source_number, target, target_number,"
                + " also, batch, asked_by, asked_at, undoes)"
                + " values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)")
        .params(
            id,
            source.key(),
            source.id(),
            source.number(),
            target.id(),
            target.number(),
            write(also),
            batch,
            by,
            Timestamp.from(clock.instant()),
            undoes)
        .update();
    template.batchUpdate(
        "insert into model_move_instance (move, instance, incident, refused) values (?, ?, ?, ?)",
        instances,
        AT_ONCE,
        (row, running) -> {
          row.setObject(1, id);
          row.setString(2, running.instance());
          row.setString(3, running.number());
          row.setString(4, refused.get(running.instance()));
        });
    return id;
  }

  /** Notes that an instance was moved; returns the move that had asked for it. */
  Optional<Row> moved(String instance, String target) {
    return jdbc
        .sql(
            "update model_move_instance set moved_at = :now where instance = :instance"
                + " and moved_at is null and refused is null"
                + " and move in (select id from model_move where target = :target) returning move")
        .param("now", Timestamp.from(clock.instant()))
        .param("instance", instance)
        .param("target", target)
        .query(UUID.class)
        .list()
        .stream()
        .findFirst()
        .map(this::get);
  }

  Row get(UUID id) {
    return jdbc.sql(
            "select m.*, (select u.id from model_move u where u.undoes = m.id"
                + " order by u.asked_at desc limit 1) as undone_by from model_move m where m.id = ?")
        .param(id)
        .query(this::row)
        .optional()
        .orElseThrow(() -> new NotFoundException("There is no move " + id));
  }

  /** Returns the newest moves of a model. */
  List<Row> of(String process, int atMost) {
    return jdbc.sql(
            "select m.*, (select u.id from model_move u where u.undoes = m.id"
                + " order by u.asked_at desc limit 1) as undone_by from model_move m"
                + " where m.process = ? order by m.asked_at desc limit ?")
        .params(process, atMost)
        .query(this::row)
        .list();
  }

  List<Move.Instance> instances(UUID move) {
    return jdbc.sql(
            "select instance, incident, moved_at, refused from model_move_instance where move = ?"
                + " order by incident, instance")
        .param(move)
        .query(
            (row, n) -> {
              var moved = row.getTimestamp("moved_at");
              return new Move.Instance(
                  row.getString("instance"),
                  row.getString("incident"),
                  moved == null ? null : moved.toInstant(),
                  row.getString("refused"));
            })
        .list();
  }

  private Row row(ResultSet row, int n) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getString("process"),
        row.getString("source"),
        row.getInt("source_number"),
        row.getString("target"),
        row.getInt("target_number"),
        read(row.getString("also")),
        row.getString("batch"),
        row.getString("asked_by"),
        row.getTimestamp("asked_at").toInstant(),
        row.getObject("undoes", UUID.class),
        row.getObject("undone_by", UUID.class));
  }

  private String write(Map<String, String> also) {
    try {
      return json.writeValueAsString(also);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Map<String, String> read(String also) {
    try {
      return json.readValue(also, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
