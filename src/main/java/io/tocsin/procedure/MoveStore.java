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
import java.util.Collection;
import java.util.HashMap;
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
      String askedBy,
      Instant askedAt,
      @Nullable UUID undoes,
      @Nullable UUID undoneBy) {}

  /**
   * What became of each. Whose batch somebody has deleted in the Cockpit is not moved any more,
   * though nobody has said so.
   */
  private static final String OUTCOMES =
      "(select i.move, i.instance, i.incident, i.moved_at, coalesce(i.refused, case when"
          + " i.moved_at is null and not exists (select from act_ru_batch b"
          + " where b.id_ = coalesce(i.batch, m.batch)) then 'Its batch was deleted' end) as refused"
          + " from model_move_instance i join model_move m on m.id = i.move) outcome";

  /** How many of a move are where. */
  record Counts(long moved, long left, long waiting) {

    static final Counts NONE = new Counts(0, 0, 0);
  }

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
   * @param batches the engine's, by the ids of the instances that they move
   * @param refused why some are left where they are, by the ids of the instances
   * @throws org.springframework.dao.DuplicateKeyException when an instance waits in another move,
   *     or when what is to be undone is undone already
   */
  UUID add(
      Version source,
      Version target,
      Map<String, String> also,
      Map<String, String> batches,
      String by,
      @Nullable UUID undoes,
      List<Running> instances,
      Map<String, String> refused) {
    var id = UUID.randomUUID();
    // They would wait for ever, and let nobody else move them.
    jdbc.sql(
            "update model_move_instance i set refused = 'Its batch was deleted'"
                + " from model_move m where m.id = i.move and moved_at is null and refused is null"
                + " and not exists (select from act_ru_batch b"
                + " where b.id_ = coalesce(i.batch, m.batch))")
        .update();
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
            batches.values().iterator().next(),
            by,
            Timestamp.from(clock.instant()),
            undoes)
        .update();
    template.batchUpdate(
        "insert into model_move_instance (move, instance, incident, refused, batch)"
            + " values (?, ?, ?, ?, ?)",
        instances,
        AT_ONCE,
        (row, running) -> {
          row.setObject(1, id);
          row.setString(2, running.instance());
          row.setString(3, running.number());
          row.setString(4, refused.get(running.instance()));
          row.setString(5, batches.get(running.instance()));
        });
    return id;
  }

  /** Notes where an instance is that is about to be moved, if a move has asked for it. */
  void leaves(String instance, String target, Map<String, String> places) {
    jdbc.sql(
            "update model_move_instance set came_from = :places::jsonb where instance = :instance"
                + " and moved_at is null and refused is null"
                + " and move in (select id from model_move where target = :target)")
        .param("places", write(places))
        .param("instance", instance)
        .param("target", target)
        .update();
  }

  /**
   * Leaves what is still to be moved where it is, and waits for jobs that are at it: each holds its
   * row until it is done.
   *
   * @return how many are left
   */
  int stop(UUID move, String why) {
    return jdbc.sql(
            "update model_move_instance i set refused = :why from model_move m"
                + " where m.id = i.move and move = :move and moved_at is null and refused is null"
                + " and exists (select from act_ru_batch b"
                + " where b.id_ = coalesce(i.batch, m.batch))")
        .param("why", why)
        .param("move", move)
        .update();
  }

  /** Returns the engine's batches of a move, those that have ended included. */
  List<String> batches(UUID move) {
    return jdbc.sql(
            "select batch from model_move where id = :move"
                + " union select batch from model_move_instance where move = :move"
                + " and batch is not null order by 1")
        .param("move", move)
        .query(String.class)
        .list();
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

  /** Notes that an instance is left where it is; returns whether a move had asked for it. */
  boolean left(String instance, String target, String why) {
    return jdbc.sql(
                "update model_move_instance set refused = :why where instance = :instance"
                    + " and moved_at is null and refused is null"
                    + " and move in (select id from model_move where target = :target)")
            .param("why", why)
            .param("instance", instance)
            .param("target", target)
            .update()
        > 0;
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

  /** Returns how many of each move are where, by the ids of the moves. */
  Map<UUID, Counts> counts(Collection<UUID> of) {
    var counts = new HashMap<UUID, Counts>();
    if (!of.isEmpty()) {
      jdbc.sql(
              "select move, count(moved_at), count(refused),"
                  + " count(*) filter (where moved_at is null and refused is null) from "
                  + OUTCOMES
                  + " where move in (:of) group by move")
          .param("of", of)
          .query(
              row -> {
                counts.put(
                    row.getObject(1, UUID.class),
                    new Counts(row.getLong(2), row.getLong(3), row.getLong(4)));
              });
    }
    return counts;
  }

  /** Returns where those that were moved came from, by their ids; empty where nothing is noted. */
  Map<String, Optional<Map<String, String>>> movedBy(UUID move) {
    var moved = new HashMap<String, Optional<Map<String, String>>>();
    jdbc.sql(
            "select instance, came_from from model_move_instance"
                + " where move = ? and moved_at is not null")
        .param(move)
        .query(
            row -> {
              moved.put(row.getString(1), Optional.ofNullable(row.getString(2)).map(this::read));
            });
    return moved;
  }

  /** Returns what became of the instances of a move, those that are left or wait first. */
  List<Move.Instance> instances(UUID move, int atMost) {
    return jdbc.sql(
            "select instance, incident, moved_at, refused from "
                + OUTCOMES
                + " where move = ? order by moved_at is not null, incident, instance limit ?")
        .params(move, atMost)
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
