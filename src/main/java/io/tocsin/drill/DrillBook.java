package io.tocsin.drill;

import io.tocsin.drill.Drills.Wanted;
import io.tocsin.drill.Scenario.Fault;
import io.tocsin.drill.Scenario.Inject;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.policy.Policies;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Drills for the pages: what can be practised, what was, and how it went. */
@Service
public class DrillBook {

  private static final Pattern TASK = Pattern.compile(" (Task_\\w+)$");

  private static final int NEWEST = 50;

  private final Scenarios scenarios;
  private final Drills drills;
  private final DrillStore store;
  private final Scorecards scorecards;
  private final Policies policies;
  private final Incidents incidents;
  private final Access access;
  private final Clock clock;

  DrillBook(
      Scenarios scenarios,
      Drills drills,
      DrillStore store,
      Scorecards scorecards,
      Policies policies,
      Incidents incidents,
      Access access,
      Clock clock) {
    this.scenarios = scenarios;
    this.drills = drills;
    this.store = store;
    this.scorecards = scorecards;
    this.policies = policies;
    this.incidents = incidents;
    this.access = access;
    this.clock = clock;
  }

  /**
   * What can be practised.
   *
   * @param scripted whether simulated responders can play it
   * @param last when it was last; null when never
   * @param percent of the points that were made then; null when never, or it may not be read
   */
  public record Practice(
      String scenario,
      String title,
      String kind,
      String policy,
      String policyTitle,
      int pace,
      int aftermathPace,
      boolean scripted,
      @Nullable Instant last,
      @Nullable Integer percent) {}

  /** A line of a drill's script. */
  public record Played(Instant at, String step, String outcome) {}

  /**
   * A drill as a page shows it.
   *
   * @param exercise the time of the exercise by now, in words
   * @param waiting what the script has not brought in yet
   * @param over whether the scorecard is written
   */
  public record Shown(
      Drill drill,
      Scorecard scorecard,
      List<Played> played,
      List<Waiting> waiting,
      String exercise,
      boolean over) {

    /** Returns the services that can be broken by hand. */
    public List<String> services() {
      return drill.tabletop() ? List.of() : drill.script().services();
    }
  }

  /**
   * A line of a drill's script that has not come yet.
   *
   * @param what in words
   * @param exercise its time of the exercise, in words; at is the real one
   */
  public record Waiting(String step, String what, String exercise, Instant at) {}

  /** Returns what can be practised: what was never, then what was longest ago. */
  @Transactional(readOnly = true)
  public List<Practice> practice(String reader) {
    return scenarios.all().stream()
        .map(
            scenario -> {
              var last = store.last(scenario.id());
              return new Practice(
                  scenario.id(),
                  scenario.title(),
                  scenario.kind(),
                  scenario.policy(),
                  policies
                      .find(scenario.policy())
                      .map(policy -> policy.profile().title())
                      .orElse(scenario.policy()),
                  scenario.pace(),
                  scenario.aftermathPace(),
                  !scenario.responses().isEmpty(),
                  last.map(Drill::startedAt).orElse(null),
                  last.filter(drill -> access.mayRead(reader, incidents.get(drill.incident())))
                      .flatMap(drill -> store.scorecard(drill.incident()))
                      .map(Scorecard::percent)
                      .orElse(null));
            })
        .sorted(
            Comparator.comparing(Practice::last, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Practice::title))
        .toList();
  }

  /** Returns the newest drills that somebody may read, each with its scorecard if it has one. */
  @Transactional(readOnly = true)
  public List<Shown> newest(String reader) {
    return store.newest(NEWEST).stream()
        .filter(drill -> access.mayRead(reader, incidents.get(drill.incident())))
        .map(this::shown)
        .toList();
  }

  /**
   * Returns a drill.
   *
   * @throws io.tocsin.problem.NotFoundException when there is none of that number
   */
  @Transactional(readOnly = true)
  public Shown get(String number, String reader) {
    return shown(readable(number, reader));
  }

  /**
   * A drill in which somebody took part.
   *
   * @param percent of the points of its scorecard
   */
  public record TookPart(String number, String title, Instant at, int percent) {}

  /**
   * Returns the newest drills that are over, were not broken off, and in which a person did
   * something: the timeline names them, or they held a role.
   */
  @Transactional(readOnly = true)
  public List<TookPart> tookPart(String person, int atMost) {
    return store.playedBy(person, atMost).stream()
        .filter(drill -> access.mayRead(person, incidents.get(drill.incident())))
        .flatMap(
            drill ->
                store.scorecard(drill.incident()).stream()
                    .map(
                        card ->
                            new TookPart(
                                drill.incident(),
                                drill.title(),
                                drill.startedAt(),
                                card.percent())))
        .toList();
  }

  private Shown shown(Drill drill) {
    var number = drill.incident();
    return new Shown(
        drill,
        scorecards.of(number),
        store.steps(number).stream()
            .filter(ScorecardText::played)
            .map(step -> new Played(step.at(), label(step.step()), done(step.outcome())))
            .toList(),
        drill.endedAt() == null
            ? drills.waiting(drill).stream().map(due -> waiting(drill, due)).toList()
            : List.of(),
        Scoring.words(
            drill.exercise(Optional.ofNullable(drill.endedAt()).orElseGet(clock::instant))),
        drill.endedAt() != null);
  }

  /** The id of a step in words. */
  private static String label(String step) {
    var tried = step.contains("#");
    if (step.startsWith("inject-")) {
      return "Inject: " + step.substring("inject-".length()).replace('-', ' ');
    }
    if (step.startsWith("hand-")) {
      return "By hand";
    }
    return step.startsWith("fault-") ? "Fault" : tried ? "Response, refused" : "Response";
  }

  /** What came of a step, without the ids of tasks. */
  private static String done(String outcome) {
    return TASK.matcher(outcome).replaceAll(task -> ": " + Scoring.words(task.group(1)));
  }

  private static Waiting waiting(Drill drill, Script.Due due) {
    var script = drill.script();
    var what =
        due.what() == Script.What.FAULT
            ? words(script.faults().get(due.index()))
            : words(script.injects().get(due.index()));
    var at =
        due.what() == Script.What.FAULT
            ? script.faults().get(due.index()).at()
            : script.injects().get(due.index()).at();
    return new Waiting(due.step(), what, Scoring.words(at), due.at());
  }

  private static String words(Fault fault) {
    return word(fault.does()) + " " + fault.service();
  }

  private static String words(Inject inject) {
    return word(inject.kind())
        + (inject.player() == null ? "" : " " + inject.player())
        + ": "
        + inject.text();
  }

  private static String word(Enum<?> value) {
    return value.name().charAt(0)
        + value.name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Begins a drill and returns its number. */
  public String start(
      String scenario,
      String kind,
      @Nullable Integer pace,
      @Nullable Integer aftermathPace,
      boolean responders,
      Actor lead) {
    return drills
        .start(new Wanted(scenario, kind, pace, aftermathPace, responders, false), lead.id())
        .incident();
  }

  /** Brings something in by hand. */
  public void bringIn(String number, ByHand what, Actor lead) {
    readable(number, lead.id());
    drills.byHand(number, what, lead);
  }

  public void pause(String number, Actor lead) {
    readable(number, lead.id());
    drills.pause(number, lead);
  }

  public void resume(String number, Actor lead) {
    readable(number, lead.id());
    drills.resume(number, lead);
  }

  public void breakOff(String number, String reason, Actor lead) {
    readable(number, lead.id());
    drills.breakOff(number, reason, lead);
  }

  /**
   * Returns a drill that somebody may read.
   *
   * @throws io.tocsin.problem.NotFoundException when there is none of that number for them
   */
  Drill readable(String number, String reader) {
    var drill = store.get(number);
    access.requireReadable(reader, incidents.get(drill.incident()));
    return drill;
  }
}
