package io.tocsin.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.problem.NotFoundException;
import io.tocsin.training.Evidence.Attempt;
import io.tocsin.training.Evidence.PlayedDrill;
import io.tocsin.training.Evidence.ReadIncident;
import io.tocsin.training.Evidence.ShadowedShift;
import io.tocsin.training.Evidence.SignOff;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of trainings. */
@Component
class TrainingStore {

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  TrainingStore(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  long begin(
      String person, Purpose purpose, boolean renewal, Requirements requirements, String by) {
    var now = clock.instant();
    return jdbc.sql(
            "insert into training (person, purpose, renewal, requirements, quizzes_from,"
                + " requested_by, started_at, due_at) values (?, ?, ?, ?::jsonb, ?, ?, ?, ?)"
                + " returning id")
        .params(
            person,
            purpose.text(),
            renewal,
            write(requirements),
            Timestamp.from(now),
            by,
            Timestamp.from(now),
            Timestamp.from(Requirements.after(now, requirements.within())))
        .query(Long.class)
        .single();
  }

  /**
   * Returns a training.
   *
   * @throws NotFoundException when there is none of that id
   */
  Training get(long id) {
    return jdbc.sql("select * from training where id = ?")
        .param(id)
        .query(this::map)
        .optional()
        .orElseThrow(() -> new NotFoundException("There is no training " + id));
  }

  /** The same, and nobody else changes it until the transaction ends. */
  Training lock(long id) {
    jdbc.sql("select id from training where id = ? for update")
        .param(id)
        .query(Long.class)
        .optional();
    return get(id);
  }

  Optional<Training> open(String person, Purpose purpose) {
    return jdbc.sql("select * from training where person = ? and purpose = ? and state = 'open'")
        .params(person, purpose.text())
        .query(this::map)
        .optional();
  }

  /** Returns trainings: open ones first, those first that are due first, then the newest. */
  List<Training> list(@Nullable String person, @Nullable String state, int atMost) {
    return jdbc.sql(
            "select * from training where (:person::text is null or person = :person)"
                + " and (:state::text is null or state = :state)"
                + " order by state <> 'open', case when state = 'open' then due_at end,"
                + " ended_at desc, id limit :most")
        .param("person", person)
        .param("state", state)
        .param("most", atMost)
        .query(this::map)
        .list();
  }

  long noteShift(long training, LocalDate day, String shadowed, String notes) {
    return jdbc.sql(
            "insert into training_shift (training, day, shadowed, notes, noted_at)"
                + " values (?, ?, ?, ?, ?) returning id")
        .params(training, day, shadowed, notes, now())
        .query(Long.class)
        .single();
  }

  void judgeShift(long shift, boolean confirmed, @Nullable String reason, String by) {
    jdbc.sql(
            "update training_shift set confirmed = ?, reason = ?, judged_by = ?, judged_at = ?"
                + " where id = ?")
        .params(confirmed, reason, by, now(), shift)
        .update();
  }

  void read(long training, String incident, String lesson) {
    jdbc.sql("insert into training_reading (training, incident, lesson, at) values (?, ?, ?, ?)")
        .params(training, incident, lesson, now())
        .update();
  }

  void took(long training, String incident, int percent) {
    jdbc.sql("insert into training_drill (training, incident, percent, at) values (?, ?, ?, ?)")
        .params(training, incident, percent, now())
        .update();
  }

  void attempted(long training, String quiz, int number, Paper.Result result) {
    jdbc.sql(
            "insert into training_attempt (training, quiz, number, at, correct, asked, passed)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .params(training, quiz, number, now(), result.correct(), result.asked(), result.passed())
        .update();
  }

  void signed(long training, String person, boolean ready, String note) {
    jdbc.sql(
            "insert into training_sign_off (training, at, person, ready, note)"
                + " values (?, ?, ?, ?, ?)")
        .params(training, now(), person, ready, note)
        .update();
  }

  /** Asks for more than the decision did. */
  void again(long training, List<String> steps) {
    jdbc.sql(
            "update training set extra_shifts = extra_shifts + ?, extra_readings = extra_readings"
                + " + ?, extra_drills = extra_drills + ? where id = ?")
        .params(
            steps.contains("shadowing") ? 1 : 0,
            steps.contains("reading") ? 1 : 0,
            steps.contains("drill") ? 1 : 0,
            training)
        .update();
    if (steps.contains("quiz")) {
      jdbc.sql("update training set quizzes_from = ? where id = ?")
          .params(now(), training)
          .update();
    }
  }

  void end(long training, String state, @Nullable String reason) {
    jdbc.sql("update training set state = ?, ended_at = ?, reason = ? where id = ?")
        .params(state, now(), reason, training)
        .update();
  }

  Evidence evidence(long training) {
    return new Evidence(
        jdbc.sql("select * from training_shift where training = ? order by day, id")
            .param(training)
            .query(
                (row, n) ->
                    new ShadowedShift(
                        row.getLong("id"),
                        row.getObject("day", LocalDate.class),
                        row.getString("shadowed"),
                        row.getString("notes"),
                        row.getTimestamp("noted_at").toInstant(),
                        row.getObject("confirmed", Boolean.class),
                        row.getString("judged_by"),
                        row.getString("reason")))
            .list(),
        jdbc.sql("select * from training_reading where training = ? order by at, incident")
            .param(training)
            .query(
                (row, n) ->
                    new ReadIncident(
                        row.getString("incident"),
                        row.getString("lesson"),
                        row.getTimestamp("at").toInstant()))
            .list(),
        jdbc.sql("select * from training_drill where training = ? order by at, incident")
            .param(training)
            .query(
                (row, n) ->
                    new PlayedDrill(
                        row.getString("incident"),
                        row.getInt("percent"),
                        row.getTimestamp("at").toInstant()))
            .list(),
        jdbc.sql("select * from training_attempt where training = ? order by at, quiz, number")
            .param(training)
            .query(
                (row, n) ->
                    new Attempt(
                        row.getString("quiz"),
                        row.getInt("number"),
                        row.getTimestamp("at").toInstant(),
                        row.getInt("correct"),
                        row.getInt("asked"),
                        row.getBoolean("passed")))
            .list(),
        jdbc.sql("select * from training_sign_off where training = ? order by at")
            .param(training)
            .query(
                (row, n) ->
                    new SignOff(
                        row.getTimestamp("at").toInstant(),
                        row.getString("person"),
                        row.getBoolean("ready"),
                        row.getString("note")))
            .list());
  }

  private Training map(ResultSet row, int n) throws SQLException {
    var ended = row.getTimestamp("ended_at");
    return new Training(
        row.getLong("id"),
        row.getString("person"),
        Purpose.of(row.getString("purpose")),
        row.getBoolean("renewal"),
        read(row.getString("requirements")),
        new Training.Extra(
            row.getInt("extra_shifts"), row.getInt("extra_readings"), row.getInt("extra_drills")),
        row.getTimestamp("quizzes_from").toInstant(),
        row.getString("requested_by"),
        row.getTimestamp("started_at").toInstant(),
        row.getTimestamp("due_at").toInstant(),
        row.getString("state"),
        ended == null ? null : ended.toInstant(),
        row.getString("reason"));
  }

  private String write(Requirements value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What a training asks for cannot be written as JSON", e);
    }
  }

  private Requirements read(String text) {
    try {
      return json.readValue(text, Requirements.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What a training asks for cannot be read any more", e);
    }
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
