package io.tocsin.playbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.playbook.PreservedEvidence.Item;
import java.sql.Timestamp;
import java.time.Clock;
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

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Item>> ITEMS = new TypeReference<>() {};

  private final Incidents incidents;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final JdbcClient jdbc;
  private final Clock clock;

  Preserved(
      Incidents incidents,
      Timeline timeline,
      ResponseProcess process,
      JdbcClient jdbc,
      Clock clock) {
    this.process = process;
    this.incidents = incidents;
    this.timeline = timeline;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns whether all evidence of an incident is preserved, or somebody says so. */
  @Transactional(readOnly = true)
  public boolean in(String number) {
    return jdbc.sql("select exists (select from evidence_list where incident = ? and complete)")
        .param(number)
        .query(Boolean.class)
        .single();
  }

  /** Returns each time that evidence was preserved, oldest first. */
  @Transactional(readOnly = true)
  public List<PreservedEvidence> of(String number) {
    return jdbc.sql("select * from evidence_list where incident = ? order by at, key")
        .param(number)
        .query(
            (row, n) ->
                new PreservedEvidence(
                    row.getBoolean("complete"),
                    row.getInt("kept"),
                    row.getInt("left_out"),
                    row.getString("file"),
                    row.getString("sha256"),
                    row.getString("actor"),
                    row.getTimestamp("at").toInstant(),
                    read(row.getString("items"))))
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
    var before = in(number);
    insert(
        number,
        key,
        result.complete(),
        result.kept(),
        result.leftOut(),
        result.list().toString(),
        result.sha256(),
        result.items(),
        Actor.ENGINE);
    timeline.add(number, Actor.ENGINE, KIND, result.words());
    permit(number, before);
  }

  /** Notes that a person has preserved it, or says that there is nothing to preserve. */
  public void byHand(String number, String where, Actor actor) {
    incidents.lock(number);
    var before = in(number);
    insert(number, UUID.randomUUID().toString(), true, 0, 0, null, null, List.of(), actor);
    timeline.add(number, actor, KIND, "Evidence preserved by hand: " + where);
    permit(number, before);
  }

  /** What was forbidden until now may be chosen by whoever is choosing. */
  private void permit(String number, boolean before) {
    if (!before && in(number)) {
      process.mitigationsChanged(number);
    }
  }

  private void insert(
      String number,
      String key,
      boolean complete,
      int kept,
      int leftOut,
      @Nullable String file,
      @Nullable String sha256,
      List<Item> items,
      Actor actor) {
    jdbc.sql(
            "insert into evidence_list (incident, key, complete, kept, left_out, file, sha256,"
                + " items, actor, at) values (:incident, :key, :complete, :kept, :leftOut, :file,"
                + " :sha256, :items::jsonb, :actor, :at)")
        .param("incident", number)
        .param("key", key)
        .param("complete", complete)
        .param("kept", kept)
        .param("leftOut", leftOut)
        .param("file", file)
        .param("sha256", sha256)
        .param("items", write(items))
        .param("actor", actor.id())
        .param("at", Timestamp.from(clock.instant()))
        .update();
  }

  private static List<Item> read(String json) {
    try {
      return JSON.readValue(json, ITEMS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The list of the evidence cannot be read", e);
    }
  }

  private static String write(List<Item> items) {
    try {
      return JSON.writeValueAsString(items);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The list of the evidence cannot be written", e);
    }
  }
}
