package io.tocsin.playbook;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The record of what evidence was preserved, by Tocsin or by hand. */
@Component
@Transactional
class Preserved {

  private static final String KIND = "evidence";

  /**
   * One time that evidence was preserved.
   *
   * @param complete whether nothing was left out
   * @param kept how many copies there are; 0 when it was done by hand
   * @param file the list of the copies; null when it was done by hand
   * @param sha256 of the list
   */
  record Entry(
      boolean complete,
      int kept,
      int leftOut,
      @Nullable String file,
      @Nullable String sha256,
      String actor,
      Instant at) {}

  private final Incidents incidents;
  private final Timeline timeline;
  private final JdbcClient jdbc;
  private final Clock clock;

  Preserved(Incidents incidents, Timeline timeline, JdbcClient jdbc, Clock clock) {
    this.incidents = incidents;
    this.timeline = timeline;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns whether all evidence of an incident is preserved, or somebody says so. */
  @Transactional(readOnly = true)
  public boolean in(String number) {
    return of(number).stream().anyMatch(Entry::complete);
  }

  /** Returns each time that evidence was preserved, oldest first. */
  @Transactional(readOnly = true)
  public List<Entry> of(String number) {
    return jdbc.sql("select * from evidence_list where incident = ? order by at, key")
        .param(number)
        .query(
            (row, n) ->
                new Entry(
                    row.getBoolean("complete"),
                    row.getInt("kept"),
                    row.getInt("left_out"),
                    row.getString("file"),
                    row.getString("sha256"),
                    row.getString("actor"),
                    row.getTimestamp("at").toInstant()))
        .list();
  }

  /** Returns whether the job of this key left nothing out; empty when it has not been done. */
  @Transactional(readOnly = true)
  public Optional<Boolean> done(String number, String key) {
    return jdbc.sql("select complete from evidence_list where incident = ? and key = ?")
        .params(number, key)
        .query(Boolean.class)
        .optional();
  }

  /** Notes what was copied, with the hash of the list. */
  public void copied(String number, String key, EvidenceVault.Result result) {
    incidents.lock(number);
    insert(
        number,
        key,
        result.complete(),
        result.kept(),
        result.leftOut(),
        result.list().toString(),
        result.sha256(),
        Actor.ENGINE);
    timeline.add(number, Actor.ENGINE, KIND, result.words());
  }

  /** Notes that a person has preserved it, or says that there is nothing to preserve. */
  public void byHand(String number, String where, Actor actor) {
    incidents.lock(number);
    insert(number, UUID.randomUUID().toString(), true, 0, 0, null, null, actor);
    timeline.add(number, actor, KIND, "Evidence preserved by hand: " + where);
  }

  private void insert(
      String number,
      String key,
      boolean complete,
      int kept,
      int leftOut,
      @Nullable String file,
      @Nullable String sha256,
      Actor actor) {
    jdbc.sql(
            "insert into evidence_list (incident, key, complete, kept, left_out, file, sha256,"
                + " actor, at) values (:incident, :key, :complete, :kept, :leftOut, :file, :sha256,"
                + " :actor, :at)")
        .param("incident", number)
        .param("key", key)
        .param("complete", complete)
        .param("kept", kept)
        .param("leftOut", leftOut)
        .param("file", file)
        .param("sha256", sha256)
        .param("actor", actor.id())
        .param("at", Timestamp.from(clock.instant()))
        .update();
  }
}
