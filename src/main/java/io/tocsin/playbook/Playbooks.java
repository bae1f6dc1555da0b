package io.tocsin.playbook;

import static java.util.stream.Collectors.toMap;

import io.tocsin.engine.PlaybookModels;
import io.tocsin.engine.PlaybookModels.Model;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which playbook is followed in an incident, and what was ticked. The record; the model reads it.
 */
@Service
@Transactional
public class Playbooks {

  static final String KIND = "playbook";

  /**
   * The playbook that is followed.
   *
   * @param title its model's name
   * @param by who chose it; null when that was not kept yet
   * @param reason in their words; null when they gave none
   * @param proposal why the decision proposed it then; null when it did not
   */
  public record Following(
      String playbook,
      String title,
      Instant since,
      @Nullable String by,
      @Nullable String reason,
      @Nullable String proposal) {}

  /**
   * Something that was ticked.
   *
   * @param playbook the id of the playbook that it belongs to
   * @param title of that playbook
   * @param by who; {@code tocsin} for the engine
   */
  public record Tick(String playbook, String title, String item, String by, Instant at) {}

  private record Row(
      @Nullable String playbook,
      @Nullable Instant since,
      @Nullable String by,
      @Nullable String reason,
      @Nullable String proposal,
      @Nullable String settled) {

    /** None is followed; nobody is asked until something else fits best. */
    static Row none(@Nullable String settled) {
      return new Row(null, null, null, null, null, settled);
    }
  }

  private final Incidents incidents;
  private final Selection selection;
  private final PlaybookModels models;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final JdbcClient jdbc;
  private final Clock clock;

  Playbooks(
      Incidents incidents,
      Selection selection,
      PlaybookModels models,
      Timeline timeline,
      ResponseProcess process,
      JdbcClient jdbc,
      Clock clock) {
    this.incidents = incidents;
    this.selection = selection;
    this.models = models;
    this.timeline = timeline;
    this.process = process;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns the playbook that is followed, if any. */
  @Transactional(readOnly = true)
  public Optional<Following> following(String number) {
    var row = row(number);
    return row.playbook() == null || row.since() == null
        ? Optional.empty()
        : Optional.of(
            new Following(
                row.playbook(),
                title(row.playbook()),
                row.since(),
                row.by(),
                row.reason(),
                row.proposal()));
  }

  /** Returns what was ticked, in all playbooks of the incident, in its order. */
  @Transactional(readOnly = true)
  public List<Tick> ticks(String number) {
    var titles = models.all().stream().collect(toMap(Model::id, Model::title));
    return jdbc.sql(
            "select playbook, item, ticked_by, at from playbook_tick where incident = ?"
                + " order by at, playbook, item")
        .param(number)
        .query(
            (row, n) ->
                new Tick(
                    row.getString("playbook"),
                    titles.getOrDefault(row.getString("playbook"), row.getString("playbook")),
                    row.getString("item"),
                    row.getString("ticked_by"),
                    row.getTimestamp("at").toInstant()))
        .list();
  }

  /** Returns the playbooks that fit, the best first. */
  @Transactional(readOnly = true)
  public List<Proposal> proposals(String number) {
    return selection.look(incidents.get(number));
  }

  /** Returns every playbook that can be followed. */
  public List<Model> all() {
    return models.all();
  }

  /** Returns what the model does next: follow, ask, none or over. */
  String next(String number) {
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      return "over";
    }
    var row = row(number);
    if (row.playbook() != null) {
      if (find(row.playbook()).isPresent()) {
        return "follow";
      }
      note(
          number,
          Actor.ENGINE,
          "The playbook '%s' is no longer deployed".formatted(row.playbook()));
      save(number, Row.none(row.settled()));
    }
    var best = best(selection.of(incident));
    return best == null || best.equals(row.settled()) ? "none" : "ask";
  }

  /**
   * Returns the process of the playbook that is followed. From the record: a process variable can
   * be sent along with any form.
   */
  String process(String number) {
    var playbook = row(number).playbook();
    return Optional.ofNullable(playbook)
        .flatMap(this::find)
        .map(Model::process)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No playbook of %s can be followed: '%s'".formatted(number, playbook)));
  }

  /**
   * Follows a playbook, another one, or none; following the same one changes nothing.
   *
   * @param playbook id of a deployed one; null for none
   * @throws InvalidInputException naming those that there are
   * @throws ConflictException when the incident is no longer responded to
   */
  void follow(String number, @Nullable String playbook, @Nullable String reason, Actor actor) {
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      throw new ConflictException(
          number + " is " + incident.status().word() + "; no playbook is followed any more");
    }
    var wanted = playbook == null ? null : require(playbook);
    var before = row(number);
    if (before.playbook() != null && before.playbook().equals(playbook)) {
      return;
    }
    var because = reason == null ? "" : ". " + reason;
    if (before.playbook() != null) {
      note(number, actor, "Playbook left: " + title(before.playbook()) + because);
    }
    var fits = selection.look(incident);
    if (wanted != null) {
      note(number, actor, "Playbook: " + wanted.title() + because);
      var proposal =
          fits.stream()
              .filter(fit -> fit.playbook().equals(wanted.id()))
              .map(Proposal::reason)
              .findFirst();
      save(
          number,
          new Row(
              wanted.id(),
              clock.instant(),
              actor.id(),
              reason,
              proposal.orElse(null),
              before.settled()));
    } else {
      if (before.playbook() == null) {
        note(number, actor, "No playbook" + because);
      }
      save(number, Row.none(best(fits)));
    }
    process.playbookChanged(number);
  }

  /** Leaves the playbook, unless it was left before; the playbooks are offered again. */
  void leave(String number, String playbook, @Nullable String reason, Actor actor) {
    incidents.lock(number);
    if (playbook.equals(row(number).playbook())) {
      note(
          number,
          actor,
          "Playbook left: " + title(playbook) + (reason == null ? "" : ". " + reason));
      save(number, Row.none(null));
      process.playbookChanged(number);
    }
  }

  /** Notes that the playbook was followed to its end. */
  void ended(String number) {
    var incident = incidents.lock(number);
    var row = row(number);
    if (row.playbook() != null) {
      note(number, Actor.ENGINE, "Playbook ended: " + title(row.playbook()));
      save(number, Row.none(best(selection.of(incident))));
    }
  }

  /** Something has become known: if another playbook fits best now, the technical lead is asked. */
  void reconsider(String number) {
    var incident = incidents.lock(number);
    var row = row(number);
    var best = incident.status().responding() ? best(selection.of(incident)) : null;
    if (best == null || best.equals(row.playbook()) || best.equals(row.settled())) {
      return;
    }
    if (row.playbook() != null) {
      var words =
          "The playbook %s fits best now; %s is followed. It can be changed at any time"
              .formatted(title(best), title(row.playbook()));
      if (timeline.last(number, KIND).filter(last -> last.text().equals(words)).isEmpty()) {
        note(number, Actor.ENGINE, words);
      }
      process.factsChanged(number);
    } else {
      process.playbookChanged(number);
    }
  }

  /** Returns the playbook to propose; empty when none fits, or somebody has decided on it. */
  Optional<String> proposed(String number) {
    return Optional.ofNullable(best(selection.look(incidents.get(number))))
        .filter(best -> !best.equals(row(number).settled()));
  }

  /** Returns which items of a list are ticked in a playbook. */
  List<String> ticked(String number, String playbook, List<String> items) {
    var done =
        new HashSet<>(
            jdbc.sql("select item from playbook_tick where incident = ? and playbook = ?")
                .params(number, playbook)
                .query(String.class)
                .list());
    return items.stream().filter(done::contains).toList();
  }

  /** Ticks what the engine knows itself. */
  void know(String number, String playbook, Collection<String> items) {
    var fresh =
        items.stream().filter(item -> insert(number, playbook, item, Actor.ENGINE)).toList();
    if (!fresh.isEmpty()) {
      note(number, Actor.ENGINE, title(playbook) + ", ticked by itself: " + join(fresh));
    }
  }

  /**
   * Records what a person has ticked of a list and what they answered. It belongs to the playbook
   * of the list, also when that was left a moment ago.
   *
   * @param items the whole list
   * @param remarks sentences for the timeline
   */
  void record(
      String number,
      String playbook,
      List<String> items,
      Collection<String> ticked,
      List<String> remarks,
      Actor actor) {
    incidents.lock(number);
    var before = ticked(number, playbook, items);
    var fresh =
        items.stream()
            .filter(item -> ticked.contains(item) && insert(number, playbook, item, actor))
            .toList();
    var gone = before.stream().filter(item -> !ticked.contains(item)).toList();
    gone.forEach(
        item ->
            jdbc.sql("delete from playbook_tick where incident = ? and playbook = ? and item = ?")
                .params(number, playbook, item)
                .update());
    var lines = new ArrayList<String>();
    if (!fresh.isEmpty()) {
      lines.add("ticked: " + join(fresh));
    }
    if (!gone.isEmpty()) {
      lines.add("no longer ticked: " + join(gone));
    }
    lines.addAll(remarks);
    if (!lines.isEmpty()) {
      var left = playbook.equals(row(number).playbook()) ? "" : " (left meanwhile)";
      note(number, actor, title(playbook) + left + ", " + String.join(". ", lines));
    }
  }

  /** Returns the name of a playbook, or its id when it is not deployed. */
  String title(String playbook) {
    return find(playbook).map(Model::title).orElse(playbook);
  }

  private boolean insert(String number, String playbook, String item, Actor actor) {
    return jdbc.sql(
                "insert into playbook_tick (incident, playbook, item, ticked_by, at)"
                    + " values (?, ?, ?, ?, ?) on conflict do nothing")
            .params(number, playbook, item, actor.id(), Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  private static @Nullable String best(List<Proposal> fits) {
    return fits.stream().findFirst().map(Proposal::playbook).orElse(null);
  }

  private Optional<Model> find(String playbook) {
    return models.all().stream().filter(model -> model.id().equals(playbook)).findFirst();
  }

  private Model require(String playbook) {
    return find(playbook)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "playbook",
                    "'%s' is no playbook; there are %s"
                        .formatted(
                            playbook,
                            models.all().stream()
                                .map(Model::id)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
  }

  private Row row(String number) {
    return jdbc.sql(
            "select playbook, since, chosen_by, reason, proposal, settled from incident_playbook"
                + " where incident = ?")
        .param(number)
        .query(
            (row, n) ->
                new Row(
                    row.getString("playbook"),
                    instant(row.getTimestamp("since")),
                    row.getString("chosen_by"),
                    row.getString("reason"),
                    row.getString("proposal"),
                    row.getString("settled")))
        .optional()
        .orElse(Row.none(null));
  }

  private void save(String number, Row row) {
    jdbc.sql(
            "insert into incident_playbook"
                + " (incident, playbook, since, chosen_by, reason, proposal, settled)"
                + " values (:incident, :playbook, :since, :by, :reason, :proposal, :settled)"
                + " on conflict (incident) do update set playbook = :playbook, since = :since,"
                + " chosen_by = :by, reason = :reason, proposal = :proposal, settled = :settled")
        .param("incident", number)
        .param("playbook", row.playbook())
        .param("since", row.since() == null ? null : Timestamp.from(row.since()))
        .param("by", row.by())
        .param("reason", row.reason())
        .param("proposal", row.proposal())
        .param("settled", row.settled())
        .update();
  }

  private void note(String number, Actor actor, String text) {
    timeline.add(number, actor, KIND, text);
  }

  private static String join(List<String> items) {
    return String.join("; ", items);
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
