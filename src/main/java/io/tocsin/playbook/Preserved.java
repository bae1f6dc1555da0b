package io.tocsin.playbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.playbook.PreservedEvidence.Item;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** The services of which a list leaves nothing out, or of which a person says so. */
  private static final String COVERED =
      "select covered.service from evidence_list list"
          + " join incident on incident.number = list.incident, unnest(coalesce(list.covered,"
          + " case when complete then incident.services else '{}' end)) as covered (service)"
          + " where list.incident = :number";

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
    return jdbc.sql(
            "select case when services = '{}' then exists (select from evidence_list"
                + " where incident = :number and complete) else not exists (select"
                + " from unnest(services) as affected where affected not in ("
                + COVERED
                + ")) end from incident where number = :number")
        .param("number", number)
        .query(Boolean.class)
        .single();
  }

  /**
   * The same for a service: one that joined after a list was made is not in it. Of a service that
   * is not known to be affected there is nothing to preserve, once all else is.
   */
  @Transactional(readOnly = true)
  public boolean in(IncidentView incident, String service) {
    return incident.services().contains(service)
        ? covered(incident.number()).contains(service)
        : in(incident.number());
  }

  /** Returns the affected services whose evidence is preserved, or of which somebody says so. */
  private Set<String> covered(String number) {
    return Set.copyOf(jdbc.sql(COVERED).param("number", number).query(String.class).list());
  }

  /**
   * Returns the affected services of which Tocsin has made no list yet, whatever came of it. What
   * was left out before a reopening is looked for again.
   */
  @Transactional(readOnly = true)
  public List<String> unlisted(String number) {
    return jdbc.sql(
            "select affected from incident, unnest(services) with ordinality as each (affected, n)"
                + " where number = :number and not exists (select from evidence_list made"
                + " where made.incident = :number and made.file is not null"
                + " and (made.services is null or affected = any (made.services))"
                + " and (reopened_at is null or made.at >= reopened_at or affected in ("
                + COVERED
                + "))) order by n")
        .param("number", number)
        .query(String.class)
        .list();
  }

  /** Returns the affected services that are in a list, and whose evidence is not preserved. */
  @Transactional(readOnly = true)
  public List<String> missing(String number) {
    var unlisted = unlisted(number);
    var covered = covered(number);
    return incidents.get(number).services().stream()
        .filter(service -> !unlisted.contains(service) && !covered.contains(service))
        .toList();
  }

  /**
   * Has the evidence preserved of what has joined a security incident since Tocsin made a list of
   * it. Before the first list there is nothing to do: that will have all of it.
   */
  @Transactional(readOnly = true)
  public void wantMore(IncidentView incident) {
    var number = incident.number();
    if (incident.security()
        && incident.status().responding()
        && begun(number)
        && !unlisted(number).isEmpty()) {
      process.evidenceWanted(number);
    }
  }

  private boolean begun(String number) {
    return jdbc.sql(
            "select exists (select from evidence_list where incident = ? and file is not null)")
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
                    services(row.getArray("services")),
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
    var before = covered(number);
    insert(
        number,
        key,
        result.services(),
        result.covered(),
        result.complete(),
        result.kept(),
        result.leftOut(),
        result.list().toString(),
        result.sha256(),
        result.items(),
        Actor.ENGINE);
    timeline.add(number, Actor.ENGINE, KIND, result.words());
    permit(number, before);
    // Some may have joined while the others were copied.
    wantMore(incidents.get(number));
  }

  /**
   * Notes that a person has preserved it, or says that there is nothing to preserve: of all that is
   * affected now.
   */
  public void byHand(String number, String where, Actor actor) {
    byHand(number, incidents.lock(number).services(), where, actor);
  }

  /**
   * The same, said to a task: of what was in a list, and not of what has joined since, which nobody
   * has looked at.
   */
  public void restByHand(String number, String where, Actor actor) {
    var affected = incidents.lock(number).services();
    var unlisted = unlisted(number);
    byHand(
        number,
        begun(number)
            ? affected.stream().filter(service -> !unlisted.contains(service)).toList()
            : affected,
        where,
        actor);
  }

  private void byHand(String number, List<String> services, String where, Actor actor) {
    var before = covered(number);
    insert(
        number,
        UUID.randomUUID().toString(),
        services,
        services,
        true,
        0,
        0,
        null,
        null,
        List.of(),
        actor);
    timeline.add(number, actor, KIND, "Evidence preserved by hand: " + where);
    permit(number, before);
    process.evidencePreserved(number);
  }

  /** What was forbidden until now may be chosen by whoever is choosing. */
  private void permit(String number, Set<String> before) {
    if (!before.containsAll(covered(number))) {
      process.mitigationsChanged(number);
    }
  }

  private void insert(
      String number,
      String key,
      List<String> services,
      List<String> covered,
      boolean complete,
      int kept,
      int leftOut,
      @Nullable String file,
      @Nullable String sha256,
      List<Item> items,
      Actor actor) {
    jdbc.sql(
            "insert into evidence_list (incident, key, services, covered, complete, kept,"
                + " left_out, file, sha256, items, actor, at) values (:incident, :key, :services,"
                + " :covered, :complete, :kept, :leftOut, :file, :sha256, :items::jsonb, :actor,"
                + " :at)")
        .param("incident", number)
        .param("key", key)
        .param("services", services.toArray(String[]::new))
        .param("covered", covered.toArray(String[]::new))
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

  /** Empty in what is older than the column, or was written by an older node. */
  private static List<String> services(@Nullable Array services) throws SQLException {
    return services == null ? List.of() : List.of((String[]) services.getArray());
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
