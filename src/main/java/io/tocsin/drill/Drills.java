package io.tocsin.drill;

import io.tocsin.alert.ServiceLocks;
import io.tocsin.drill.DrillStore.Step;
import io.tocsin.drill.Scenario.Fault;
import io.tocsin.drill.Scenario.Inject;
import io.tocsin.drill.Scenario.Response;
import io.tocsin.drill.Script.Due;
import io.tocsin.engine.Apart;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.DrillProcess;
import io.tocsin.engine.ProcessView;
import io.tocsin.engine.Variables;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.people.People;
import io.tocsin.people.Players;
import io.tocsin.policy.Pace;
import io.tocsin.problem.BusyException;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Begins drills and plays their scripts, in the steps of their models. */
@Service
@Transactional
public class Drills {

  static final String KIND = "drill";
  static final List<String> KINDS =
      List.of(Drill.TABLETOP, Drill.GAME_DAY, Drill.SIMULATION, Drill.SURPRISE);

  private static final Logger LOG = LoggerFactory.getLogger(Drills.class);
  private static final Actor SCRIPT = new Actor("drill", "engine");
  private static final Pattern LATER = Pattern.compile("\\{today\\+(\\d{1,3})}");
  static final String REFUSED = "refused: ";
  private static final int MOST_TRIES = 5;
  private static final String BEFORE = "before-";
  private static final String GONE = "gone-";

  private final Scenarios scenarios;
  private final DrillStore store;
  private final ObjectProvider<SimulatedServices> services;
  private final DrillProperties properties;
  private final DrillProcess process;
  private final ProcessView view;
  private final Incidents incidents;
  private final IncidentCommands commands;
  private final ServiceLocks locks;
  private final People people;
  private final Timeline timeline;
  private final Apart apart;
  private final Atomic atomic;
  private final Clock clock;

  Drills(
      Scenarios scenarios,
      DrillStore store,
      ObjectProvider<SimulatedServices> services,
      DrillProperties properties,
      DrillProcess process,
      ProcessView view,
      Incidents incidents,
      IncidentCommands commands,
      ServiceLocks locks,
      People people,
      Timeline timeline,
      Apart apart,
      Atomic atomic,
      Clock clock) {
    this.scenarios = scenarios;
    this.store = store;
    this.services = services;
    this.properties = properties;
    this.process = process;
    this.view = view;
    this.incidents = incidents;
    this.commands = commands;
    this.locks = locks;
    this.people = people;
    this.timeline = timeline;
    this.apart = apart;
    this.atomic = atomic;
    this.clock = clock;
  }

  /**
   * What a drill lead wants.
   *
   * @param kind tabletop, game-day, simulation or surprise; null for a simulation
   * @param pace how many times faster the response goes; null as the scenario says
   * @param aftermathPace the same of what follows
   * @param responders whether simulated responders act by the script
   * @param unattended whether it runs by itself, without a debrief; then they do
   */
  record Wanted(
      String scenario,
      @Nullable String kind,
      @Nullable Integer pace,
      @Nullable Integer aftermathPace,
      boolean responders,
      boolean unattended) {

    String kindOrUsual() {
      return kind == null || kind.isBlank() ? Drill.SIMULATION : kind;
    }

    boolean simulatesResponders() {
      return responders || unattended;
    }
  }

  /** Begins a drill: its model starts. */
  Drill start(Wanted wanted, String lead) {
    if (Drill.SURPRISE.equals(wanted.kind())) {
      throw new InvalidInputException(
          "kind", "a surprise is planned, not started: POST /api/v1/drills/surprises");
    }
    var variables = new LinkedHashMap<String, Object>();
    variables.put(Variables.DRILL_SCENARIO.name(), wanted.scenario());
    variables.put(Variables.DRILL_KIND.name(), Optional.ofNullable(wanted.kind()).orElse(""));
    variables.put(Variables.DRILL_RESPONDERS.name(), wanted.responders());
    variables.put(Variables.DRILL_UNATTENDED.name(), wanted.unattended());
    if (wanted.pace() != null) {
      variables.put(Variables.DRILL_PACE.name(), wanted.pace());
    }
    if (wanted.aftermathPace() != null) {
      variables.put(Variables.DRILL_AFTERMATH_PACE.name(), wanted.aftermathPace());
    }
    return atomic.call(() -> store.get(process.start(lead, variables)));
  }

  /**
   * Declares the incident of a drill and breaks what is broken at the beginning.
   *
   * @return its number
   * @throws InvalidInputException when the scenario, kind or pace is none
   * @throws ConflictException when its services are not simulated, or an incident of them is not
   *     closed
   */
  String open(Wanted wanted, String lead) {
    var scenario = requirePlayable(wanted);
    var pace = pace(wanted, scenario);
    var responders = wanted.simulatesResponders();
    var tabletop = wanted.kindOrUsual().equals(Drill.TABLETOP);
    inTheWay(scenario)
        .ifPresent(
            incident -> {
              throw new ConflictException(mixed(incident));
            });
    var simulated = simulated();
    var number = commands.declareDrill(declaration(scenario, lead), pace, Actor.api(lead)).number();
    store.begin(number, scenario, wanted.kindOrUsual(), lead, responders, wanted.unattended());
    for (var service : scenario.services()) {
      store.done(number, BEFORE + service, simulated.get(service).healthy() ? "healthy" : "broken");
    }
    // In one transaction with the declaration, so that the first evidence sees them.
    var faults = scenario.faults();
    for (int i = 0; i < faults.size(); i++) {
      if (faults.get(i).at().isZero() && !tabletop) {
        store.done(number, Script.fault(i), fault(faults.get(i)));
      }
    }
    note(
        number,
        "Drill '%s' (%s) at %d times the speed, the aftermath at %d times%s"
            .formatted(
                scenario.id(),
                wanted.kindOrUsual(),
                pace.response(),
                pace.aftermath(),
                responders ? ", with simulated responders" : ""));
    if (tabletop) {
      note(
          number,
          "A tabletop: nothing is broken, and no action runs. Talk it through, and record what you"
              + " decide");
    }
    return number;
  }

  private static String mixed(IncidentView other) {
    if (other.security()) {
      // Which one is for those only who may read it.
      return "An incident of these services is not closed; a drill on them would mix with it";
    }
    return "%s of %s is %s; a drill on the same service would mix with it%s"
        .formatted(
            other.number(),
            String.join(", ", other.services()),
            other.status().responding() ? "open" : other.status().word() + " and not closed",
            other.drill() ? ". Finish that drill, or break it off" : "");
  }

  private static Declaration declaration(Scenario scenario, String lead) {
    return new Declaration(
        scenario.title(),
        scenario.story(),
        scenario.services(),
        scenario.policy(),
        scenario.severity(),
        null,
        "test",
        lead,
        null,
        null,
        null,
        false,
        true,
        List.of());
  }

  /**
   * Refuses what can never begin, whatever the moment.
   *
   * @throws InvalidInputException when the scenario, kind or pace is none, or a deadline of the
   *     policy would leave no time to act, or simulated responders would give an action item to
   *     nobody
   * @throws ConflictException when its services are not simulated
   */
  Scenario requirePlayable(Wanted wanted) {
    var scenario = scenarios.get(wanted.scenario());
    var kind = wanted.kindOrUsual();
    if (!KINDS.contains(kind)) {
      throw new InvalidInputException(
          "kind", "'" + kind + "' is none of " + String.join(", ", KINDS));
    }
    if (wanted.simulatesResponders() && kind.equals(Drill.TABLETOP)) {
      throw new InvalidInputException(
          "responders", "nobody simulates a conversation; people play a tabletop");
    }
    if (wanted.simulatesResponders() && scenario.responses().isEmpty()) {
      throw new InvalidInputException(
          "responders",
          "'" + scenario.id() + "' has no script for simulated responders; people play it");
    }
    if (wanted.simulatesResponders()) {
      requireOwners(scenario);
    }
    incidents.requirePossible(declaration(scenario, ""), pace(wanted, scenario));
    var simulated = simulated();
    scenario.services().forEach(simulated::get);
    return scenario;
  }

  /** Else the review would be refused, and the drill would wait for it for ever. */
  private void requireOwners(Scenario scenario) {
    scenario.owners().stream()
        .filter(owner -> people.find(owner).isEmpty())
        .findFirst()
        .ifPresent(
            owner -> {
              throw new InvalidInputException(
                  "scenario",
                  "'%s' gives an action item to the owner '%s', who is not in the directory; name one of %s there"
                      .formatted(scenario.id(), owner, String.join(", ", Players.ids())));
            });
  }

  private static Pace pace(Wanted wanted, Scenario scenario) {
    var usual = scenario.pace(wanted.unattended());
    return new Pace(
        factor("pace", wanted.pace(), usual.response()),
        factor("aftermathPace", wanted.aftermathPace(), usual.aftermath()));
  }

  private static int factor(String field, @Nullable Integer wanted, int usual) {
    if (wanted != null && (wanted < 1 || wanted > 100_000)) {
      throw new InvalidInputException(field, "is a whole number from 1 (as in earnest)");
    }
    return wanted == null ? usual : wanted;
  }

  private SimulatedServices simulated() {
    var simulated = services.getIfAvailable();
    if (simulated == null) {
      throw new ConflictException(
          "Drills play on simulated services; set tocsin.simulated.enabled, and name them in"
              + " tocsin.simulated.services and in the catalog");
    }
    return simulated;
  }

  /**
   * Returns an incident of the services of a scenario that is not over; a drill would mix with it.
   * One that is only watched counts as well: what the drill breaks would reopen it. That of a drill
   * that has ended is no more in the way. None begins there before this transaction ends.
   */
  Optional<IncidentView> inTheWay(Scenario scenario) {
    locks.hold(scenario.services());
    return Stream.of(false, true)
        .flatMap(drill -> incidents.openOf(scenario.services(), drill).stream())
        .filter(other -> store.find(other).filter(drill -> drill.endedAt() != null).isEmpty())
        .findFirst()
        .map(incidents::get);
  }

  /**
   * What comes next.
   *
   * @param state step, wait or over
   * @param nextAt when to look again, if it waits
   */
  record Look(String state, Instant nextAt) {}

  /** Looks into the script. */
  Look look(String number) {
    var drill = store.get(number);
    var incident = incidents.get(number);
    var now = clock.instant();
    if (incident.status().over() || tooLong(drill, incident, now)) {
      return new Look("over", now);
    }
    var again = now.plus(properties.lookEvery());
    if (drill.pausedAt() != null) {
      return new Look("wait", again);
    }
    var next = script(drill, incident).next().map(Due::at).orElse(again);
    return next.isAfter(now)
        ? new Look("wait", next.isBefore(again) ? next : again)
        : new Look("step", now);
  }

  /** Nobody sits beside it who would break it off. */
  private boolean tooLong(Drill drill, IncidentView incident, Instant now) {
    if (!drill.unattended() || now.isBefore(drill.startedAt().plus(properties.unattendedLimit()))) {
      return false;
    }
    store.breakOff(drill.incident(), "It took longer than " + properties.unattendedLimit());
    end(incident, "The time of the drill is up");
    return true;
  }

  private Script script(Drill drill, IncidentView incident) {
    var steps = store.steps(drill.incident()).stream().map(Step::step).collect(Collectors.toSet());
    return new Script(
        drill,
        steps,
        gone(steps),
        drill.responders() ? view.tasks(drill.incident()) : List.of(),
        incident.resolvedAt() == null ? drill.pace().response() : drill.pace().aftermath());
  }

  private static Set<String> gone(Set<String> steps) {
    return steps.stream()
        .filter(step -> step.startsWith(GONE))
        .map(step -> step.substring(GONE.length()))
        .collect(Collectors.toSet());
  }

  /**
   * Plays the step that is due; nothing if it was played, or its task or the incident has gone
   * meanwhile.
   */
  void play(String number) {
    var drill = store.get(number);
    var script = script(drill, incidents.get(number));
    script
        .next()
        .filter(due -> !due.at().isAfter(clock.instant()))
        .ifPresent(
            due -> {
              if (due.what() != Script.What.RESPONSE) {
                // What ends the incident mends at once; nothing is broken after that.
                if (!incidents.lock(number).status().over() && first(drill, due)) {
                  play(drill, due);
                }
                return;
              }
              var outcome = play(drill, due);
              var again = outcome.startsWith(REFUSED) && script.tries(due.step()) < MOST_TRIES;
              store.done(number, again ? script.nextTry(due.step()) : due.step(), outcome);
            });
  }

  /**
   * Notes what comes by its time before it has an effect. The model and the lead may want the same
   * at one moment, and only the first of them brings it in.
   */
  private boolean first(Drill drill, Due due) {
    var script = drill.script();
    return store.done(
        drill.incident(),
        due.step(),
        due.what() == Script.What.FAULT
            ? words(script.faults().get(due.index()))
            : script.injects().get(due.index()).text());
  }

  private String play(Drill drill, Due due) {
    return switch (due.what()) {
      case FAULT -> fault(drill.script().faults().get(due.index()));
      case INJECT -> inject(drill, drill.script().injects().get(due.index()));
      case RESPONSE ->
          respond(drill, drill.script().responses().get(due.index()), String.valueOf(task(due)));
    };
  }

  private static @Nullable String task(Due due) {
    return due.task() == null ? null : due.task().id();
  }

  private String fault(Fault fault) {
    var simulated = simulated();
    switch (fault.does()) {
      case BREAK -> simulated.breakIt(fault.service(), fault.latencyMs(), fault.error());
      case SLOW -> simulated.slow(fault.service(), fault.latencyMs());
      case REPAIR -> simulated.repair(fault.service());
      case FAIL_ROLLBACK -> simulated.failRollback(fault.service());
    }
    return words(fault);
  }

  private static String words(Fault fault) {
    return fault.does().name().toLowerCase(Locale.ROOT) + " " + fault.service();
  }

  private String inject(Drill drill, Inject inject) {
    var number = drill.incident();
    switch (inject.kind()) {
      case ALERT -> {
        timeline.add(number, SCRIPT, "alert", "Alert firing: " + inject.text());
        commands.alertJoined(number, inject.severity(), SCRIPT);
      }
      case COMPLAINT -> timeline.add(number, SCRIPT, "note", "A customer says: " + inject.text());
      case NOTE -> note(number, inject.text());
      case UNREACHABLE -> {
        store.done(number, GONE + inject.player(), "unreachable");
        note(number, inject.player() + " cannot be reached: " + inject.text());
      }
    }
    return inject.text();
  }

  /** What its form refuses is noted, and the drill goes on. */
  private String respond(Drill drill, Response response, String task) {
    try {
      return apart.call(
          () -> {
            if (response.claim()) {
              process.claim(task, response.as(), drill.unattended());
            } else {
              process.complete(task, response.as(), drill.unattended(), filled(response.answers()));
              if (response.repairs() != null) {
                simulated().repair(response.repairs());
              }
            }
            return response.as() + " " + response.task();
          });
    } catch (RuntimeException e) {
      var refused = refusal(e);
      if (refused == null) {
        throw e;
      }
      LOG.warn("The drill's response to {} was refused: {}", response.task(), refused);
      return REFUSED + refused;
    }
  }

  static @Nullable String refusal(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInputException
          || cause instanceof ConflictException
          || cause instanceof NotFoundException) {
        return cause.getMessage();
      }
    }
    return null;
  }

  private Map<String, Object> filled(Map<String, Object> answers) {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var filled = new LinkedHashMap<String, Object>();
    answers.forEach((field, answer) -> filled.put(field, filled(answer, today)));
    return filled;
  }

  private static Object filled(Object answer, LocalDate today) {
    if (answer instanceof String text) {
      return LATER
          .matcher(text)
          .replaceAll(
              later ->
                  Matcher.quoteReplacement(
                      today.plusDays(Long.parseLong(later.group(1))).toString()));
    }
    if (answer instanceof List<?> list) {
      return list.stream().map(item -> filled(item, today)).toList();
    }
    if (answer instanceof Map<?, ?> map) {
      var filled = new LinkedHashMap<String, Object>();
      map.forEach((key, value) -> filled.put(String.valueOf(key), filled(value, today)));
      return filled;
    }
    return answer;
  }

  /** The lead brings something in by hand; it happens now. */
  void byHand(String number, ByHand what, Actor lead) {
    var drill = running(number);
    if (incidents.lock(number).status().over()) {
      throw new ConflictException(number + " is over");
    }
    if (what.step() != null) {
      early(drill, what.step(), lead);
      return;
    }
    var fault = what.fault(drill);
    var inject = fault == null ? what.inject() : null;
    if (fault != null) {
      requireNoTabletop(drill);
    }
    note(number, "By hand, by " + lead.id());
    store.done(
        number,
        "hand-" + UUID.randomUUID(),
        inject != null ? inject(drill, inject) : fault(Objects.requireNonNull(fault)));
  }

  /** Brings in what the script has, now instead of at its time. */
  private void early(Drill drill, String step, Actor lead) {
    var due =
        waiting(drill).stream()
            .filter(one -> one.step().equals(step))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "step", "'" + step + "' is none of the script that waits"));
    if (!first(drill, due)) {
      throw new ConflictException("'" + step + "' has come at this very moment");
    }
    note(drill.incident(), "By hand, by " + lead.id());
    play(drill, due);
  }

  /** Returns the faults and injects of the script that have not been brought in, by their time. */
  List<Due> waiting(Drill drill) {
    var steps = store.steps(drill.incident()).stream().map(Step::step).collect(Collectors.toSet());
    return new Script(drill, steps, Set.of(), List.of(), 1).timed();
  }

  private static void requireNoTabletop(Drill drill) {
    if (drill.tabletop()) {
      throw new ConflictException("Nothing is broken at a tabletop; bring in a note instead");
    }
  }

  /**
   * The script and the injects stand still, and no deadline of the incident fires before the end.
   */
  Drill pause(String number, Actor lead) {
    running(number);
    if (!store.pause(number)) {
      throw new ConflictException(number + " is paused already");
    }
    var incident = incidents.get(number);
    note(number, "Paused by " + lead.id());
    if (incident.status().responding() && !incident.paused(clock.instant())) {
      var most = incidents.policyOf(incident).profile().duration("pauseAtMost");
      commands.pause(number, clock.instant().plus(most), "The drill is paused", lead);
    }
    return store.get(number);
  }

  Drill resume(String number, Actor lead) {
    running(number);
    if (!store.resume(number)) {
      throw new ConflictException(number + " is not paused");
    }
    note(number, "Goes on, by " + lead.id());
    if (incidents.get(number).paused(clock.instant())) {
      commands.resume(number, "The drill goes on", lead);
    }
    return store.get(number);
  }

  /** Breaks a drill off: what was reached is scored. */
  Drill breakOff(String number, String reason, Actor lead) {
    running(number);
    if (!store.breakOff(number, reason)) {
      throw new ConflictException(number + " is being broken off already");
    }
    note(number, "Broken off by " + lead.id() + ": " + reason);
    if (!process.brokenOff(number)) {
      throw new BusyException(
          new IllegalStateException(number + " goes from one step to the next"));
    }
    return store.get(number);
  }

  /** Ends the response of a drill that was broken off, or what is owed after it. */
  void dismiss(String number) {
    var drill = store.get(number);
    end(incidents.get(number), Optional.ofNullable(drill.aborted()).orElse("Broken off"));
  }

  private void end(IncidentView incident, String reason) {
    commands.breakOff(incident.number(), reason, Actor.ENGINE);
  }

  /**
   * Whatever ends the incident of a drill mends what it broke, in the same transaction: a monitor
   * that finds no drill any more finds nothing broken either.
   */
  @EventListener
  void on(IncidentChanged change) {
    var incident = change.now();
    if (change.what() == IncidentChanged.What.STATUS
        && incident.drill()
        && incident.status().over()) {
      store.find(incident.number()).ifPresent(this::mend);
    }
  }

  /**
   * Mends what the drill broke, so that no monitor takes it for real afterwards. What a later drill
   * plays on is left to that, and what is simulated no more is left alone.
   */
  void mend(Drill drill) {
    var simulated = services.getIfAvailable();
    if (simulated != null) {
      var others =
          store.later(drill).stream().flatMap(other -> other.script().services().stream()).toList();
      drill.script().services().stream()
          .filter(service -> !others.contains(service) && simulated.knows(service))
          .forEach(simulated::repair);
    }
  }

  private Drill running(String number) {
    var drill = store.get(number);
    if (drill.endedAt() != null) {
      throw new ConflictException(number + " is over");
    }
    return drill;
  }

  private void note(String number, String text) {
    timeline.add(number, SCRIPT, KIND, text);
  }
}
