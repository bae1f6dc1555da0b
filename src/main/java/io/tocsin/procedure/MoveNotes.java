package io.tocsin.procedure;

import io.tocsin.engine.AskedMoves;
import io.tocsin.engine.ModelMoved;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Notes on the timeline of an incident that a part of it goes on in another version, and by whom.
 */
@Component
class MoveNotes implements AskedMoves {

  private final MoveStore moves;
  private final Timeline timeline;
  private final JdbcClient jdbc;

  MoveNotes(MoveStore moves, Timeline timeline, JdbcClient jdbc) {
    this.moves = moves;
    this.timeline = timeline;
    this.jdbc = jdbc;
  }

  @EventListener
  void on(ModelMoved moved) {
    var asked = moves.moved(moved.instance(), moved.version());
    if (moved.number() == null || !exists(moved.number())) {
      return;
    }
    var actor =
        asked
            .map(move -> Actor.console(move.askedBy()))
            .orElse(moved.user() == null ? Actor.ENGINE : Actor.api(moved.user()));
    var text =
        asked
            .map(
                move ->
                    "%s: version %d instead of %d from here on%s"
                        .formatted(
                            moved.name(),
                            moved.versionNumber(),
                            move.sourceNumber(),
                            move.undoes() == null ? "" : ", as before"))
            .orElseGet(
                () -> "%s: version %d from here on".formatted(moved.name(), moved.versionNumber()));
    timeline.add(moved.number(), actor, "model", text);
  }

  @Override
  public boolean left(String instance, String version, String why) {
    return moves.left(instance, version, why);
  }

  @Override
  public void leaves(String instance, String version, Map<String, String> places) {
    moves.leaves(instance, version, places);
  }

  /** Instances without an incident have other keys. */
  private boolean exists(String number) {
    return jdbc.sql("select exists (select from incident where number = ?)")
        .param(number)
        .query(Boolean.class)
        .single();
  }
}
