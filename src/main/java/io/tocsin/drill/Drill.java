package io.tocsin.drill;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tocsin.policy.Pace;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A drill.
 *
 * @param incident the number of the incident that it plays, and its own
 * @param script the scenario as it was at the beginning
 * @param kind tabletop, game-day, simulation or surprise
 * @param responders whether simulated responders act by the script
 * @param unattended whether it runs by itself, without a debrief
 * @param pausedFor how long it stood still, as far as that is over
 * @param aborted why it was broken off
 */
public record Drill(
    String incident,
    String scenario,
    @JsonIgnore Scenario script,
    String kind,
    String lead,
    boolean responders,
    boolean unattended,
    Pace pace,
    Instant startedAt,
    @Nullable Instant pausedAt,
    @JsonIgnore Duration pausedFor,
    @Nullable String aborted,
    @Nullable Instant endedAt,
    @Nullable Instant debriefedAt) {

  static final String TABLETOP = "tabletop";
  static final String GAME_DAY = "game-day";
  static final String SIMULATION = "simulation";
  static final String SURPRISE = "surprise";

  /** Returns the time of the exercise at an instant: the pace counts, pauses do not. */
  Duration exercise(Instant at) {
    var until = pausedAt != null && pausedAt.isBefore(at) ? pausedAt : at;
    return Duration.between(startedAt, until).minus(pausedFor).multipliedBy(pace.response());
  }

  /** Returns when a time of the exercise comes, if nothing is paused any more. */
  Instant when(Duration exercise) {
    return startedAt.plus(pausedFor).plus(exercise.dividedBy(pace.response()));
  }

  /** Returns whether people only talk: nothing is broken, and no action runs. */
  @JsonIgnore
  public boolean tabletop() {
    return kind.equals(TABLETOP);
  }

  /** Returns whether the lead brings in by hand what the script has after its beginning. */
  @JsonIgnore
  public boolean ledByHand() {
    return kind.equals(GAME_DAY) && !responders;
  }

  /** Returns its title for people. */
  public String title() {
    return script.title();
  }

  /** Returns what is told at the beginning. */
  public String story() {
    return script.story();
  }
}
