package io.tocsin.incident;

import io.tocsin.engine.StormProcess;
import io.tocsin.incident.Relations.Relation;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Incidents that may be one, because the service of one needs that of the other, directly or over
 * others. The commander of the older one is asked, once for each pair, and once more when one of
 * them is reopened before anybody decided. Drills and what is restricted are left alone: neither
 * may be heard of elsewhere.
 */
@Service
@Transactional
public class MergeProposals {

  /** Questions that one change may raise; the nearest relations come first. */
  private static final int MOST = 3;

  private static final List<String> RESPONDING =
      Stream.of(Status.values()).filter(Status::responding).map(Status::word).toList();

  private record Other(String number, List<String> services, Instant declaredAt) {}

  private record Candidate(Other other, Relation relation) {}

  private record Pair(String older, String newer) {}

  private final Incidents incidents;
  private final IncidentCommands commands;
  private final Timeline timeline;
  private final Relations relations;
  private final StormProcess process;
  private final JdbcClient jdbc;
  private final Clock clock;

  MergeProposals(
      Incidents incidents,
      IncidentCommands commands,
      Timeline timeline,
      Relations relations,
      StormProcess process,
      JdbcClient jdbc,
      Clock clock) {
    this.incidents = incidents;
    this.commands = commands;
    this.timeline = timeline;
    this.relations = relations;
    this.process = process;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @EventListener
  void on(IncidentChanged change) {
    var incident = change.now();
    switch (change.what()) {
      case DECLARED, SERVICES -> propose(incident);
      case SECURITY -> settle(incident.number());
      case STATUS -> {
        if (!incident.status().responding()) {
          settle(incident.number());
        } else if (incident.reopenings() > 0 && incident.status() == Status.INVESTIGATING) {
          // Its question ended with the resolution, and others may have been declared since.
          propose(incident);
        }
      }
      default -> {}
    }
  }

  /**
   * Looks once more for incidents that may be one with this. Two that are declared at the same
   * moment do not see each other before both have committed.
   */
  public void lookAgain(String number) {
    propose(incidents.lock(number));
  }

  private void propose(IncidentView incident) {
    if (incident.drill() || incident.security() || !incident.status().responding()) {
      return;
    }
    var related = relations.of(incident.services());
    if (related.isEmpty()) {
      return;
    }
    others(incident, related.keySet().toArray(String[]::new)).stream()
        .flatMap(other -> nearest(other, related).stream())
        .sorted(Comparator.comparingInt(candidate -> candidate.relation().distance()))
        .limit(MOST)
        .forEach(candidate -> propose(incident, candidate));
  }

  private void propose(IncidentView incident, Candidate candidate) {
    var other = candidate.other();
    var first = other.declaredAt().isAfter(incident.declaredAt());
    var older = first ? incident.number() : other.number();
    var newer = first ? other.number() : incident.number();
    var added =
        jdbc.sql(
                "insert into merge_proposal (older, newer, reason, state, proposed_at)"
                    + " values (?, ?, ?, 'open', ?) on conflict (older, newer) do update"
                    + " set state = 'open', reason = excluded.reason,"
                    + " proposed_at = excluded.proposed_at where merge_proposal.state = 'over'")
            .params(older, newer, candidate.relation().reason(), Timestamp.from(clock.instant()))
            .update();
    if (added == 1) {
      process.mergeProposed(older, newer);
    }
  }

  private List<Other> others(IncidentView incident, String[] services) {
    return jdbc.sql(
            "select number, services, declared_at from incident where status = any(?::text[]) and "
                + Status.OPEN
                + " and not drill and not security and services && ?::text[] and number <> ?"
                + " order by declared_at desc limit 50")
        .params(RESPONDING.toArray(String[]::new), services, incident.number())
        .query(
            (row, n) ->
                new Other(
                    row.getString("number"),
                    List.of((String[]) row.getArray("services").getArray()),
                    row.getTimestamp("declared_at").toInstant()))
        .list();
  }

  private static Optional<Candidate> nearest(Other other, Map<String, Relation> related) {
    return other.services().stream()
        .map(related::get)
        .filter(Objects::nonNull)
        .min(Comparator.comparingInt(Relation::distance))
        .map(relation -> new Candidate(other, relation));
  }

  /**
   * Says on both timelines that they may be one.
   *
   * @return whether it is still to be decided
   */
  boolean announce(String older, String newer) {
    // In order, as a merge takes them.
    var open =
        Stream.of(older, newer)
            .sorted()
            .map(incidents::lock)
            .filter(incident -> incident.status().responding() && !incident.security())
            .count();
    if (open < 2) {
      close(new Pair(older, newer), "over");
      return false;
    }
    var reason = reason(older, newer);
    say(
        older,
        "May be one with %s: %s. The commander of %s decides".formatted(newer, reason, older));
    say(
        newer,
        "May be one with %s: %s. The commander of %s decides".formatted(older, reason, older));
    return true;
  }

  /** Returns why two incidents may be one. */
  String reason(String older, String newer) {
    return jdbc.sql("select reason from merge_proposal where older = ? and newer = ?")
        .params(older, newer)
        .query(String.class)
        .single();
  }

  /** Makes two incidents one. */
  void merge(String older, String newer, boolean intoOlder, Actor actor) {
    close(new Pair(older, newer), "merged");
    commands.merge(intoOlder ? newer : older, intoOlder ? older : newer, actor);
  }

  /** Keeps two incidents apart, for good. */
  void keepApart(String older, String newer, String why, Actor actor) {
    close(new Pair(older, newer), "apart");
    incidents.note(older, "Kept apart from %s: %s".formatted(newer, why), actor);
    incidents.note(newer, "Kept apart from %s: %s".formatted(older, why), actor);
  }

  /** One of them is over, or nobody may hear of it any more: nothing is left to decide. */
  private void settle(String number) {
    jdbc.sql(
            "update merge_proposal set state = 'over' where state = 'open' and ? in (older, newer)"
                + " returning older, newer")
        .param(number)
        .query((row, n) -> new Pair(row.getString("older"), row.getString("newer")))
        .list()
        .forEach(pair -> process.mergeSettled(pair.older(), pair.newer()));
  }

  private void close(Pair pair, String state) {
    jdbc.sql("update merge_proposal set state = ? where older = ? and newer = ? and state = 'open'")
        .params(state, pair.older(), pair.newer())
        .update();
  }

  private void say(String number, String text) {
    timeline.add(number, Actor.ENGINE, "note", text);
  }
}
