package io.tocsin.drill;

import io.tocsin.drill.DrillStore.Step;
import io.tocsin.drill.Drills.Wanted;
import io.tocsin.drill.Scenario.Does;
import io.tocsin.drill.Scenario.Fault;
import io.tocsin.drill.Scenario.Inject;
import io.tocsin.drill.Scenario.Kind;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.people.Players;
import io.tocsin.problem.InvalidInputException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Drills for programs. */
@RestController
@RequestMapping("/api/v1/drills")
class DrillController {

  private static final String LEADS = "hasAnyAuthority('drill-lead','camunda-admin')";
  private static final int NEWEST = 100;

  private final Scenarios scenarios;
  private final Drills drills;
  private final DrillStore store;
  private final Scorecards scorecards;
  private final Incidents incidents;
  private final Access access;

  DrillController(
      Scenarios scenarios,
      Drills drills,
      DrillStore store,
      Scorecards scorecards,
      Incidents incidents,
      Access access) {
    this.scenarios = scenarios;
    this.drills = drills;
    this.store = store;
    this.scorecards = scorecards;
    this.incidents = incidents;
    this.access = access;
  }

  record Start(
      @NotBlank String scenario,
      @Nullable String kind,
      @Nullable Integer pace,
      @Nullable Integer aftermathPace,
      boolean responders,
      boolean unattended) {}

  record Why(@NotBlank @Size(max = 1_000) String reason) {}

  /**
   * Something to bring in now.
   *
   * @param kind alert, complaint, note, unreachable, break, slow, repair or fail-rollback
   * @param service of a fault
   * @param player who cannot be reached
   */
  record ByHand(
      @NotNull String kind,
      @Nullable @Size(max = 1_000) String text,
      @Nullable String severity,
      @Nullable String player,
      @Nullable String service,
      @Min(0) @Max(10_000) int latencyMs) {}

  /** A scenario in short. */
  record Known(
      String id,
      String title,
      String policy,
      String kind,
      int pace,
      int aftermathPace,
      String story) {}

  @GetMapping("/scenarios")
  List<Known> scenarios() {
    return scenarios.all().stream()
        .map(
            s ->
                new Known(
                    s.id(),
                    s.title(),
                    s.policy(),
                    s.kind(),
                    s.pace(),
                    s.aftermathPace(),
                    s.story()))
        .toList();
  }

  @PostMapping
  @PreAuthorize(LEADS)
  @ResponseStatus(HttpStatus.CREATED)
  Drill start(@Valid @RequestBody Start start, Authentication user) {
    return drills.start(
        new Wanted(
            start.scenario(),
            start.kind(),
            start.pace(),
            start.aftermathPace(),
            start.responders(),
            start.unattended()),
        user.getName());
  }

  /** Returns the newest drills. */
  @GetMapping
  List<Drill> newest(Authentication user) {
    return store.newest(NEWEST).stream()
        .filter(drill -> access.mayRead(user.getName(), incidents.get(drill.incident())))
        .toList();
  }

  @GetMapping("/{number}")
  Drill get(@PathVariable String number, Authentication user) {
    return readable(number, user);
  }

  /** Returns what of the script was played. */
  @GetMapping("/{number}/steps")
  List<Step> steps(@PathVariable String number, Authentication user) {
    readable(number, user);
    return store.steps(number);
  }

  /** Returns the scorecard as a journal; of a running drill, as it would be now. */
  @GetMapping("/{number}/scorecard")
  Map<String, @Nullable Object> scorecard(@PathVariable String number, Authentication user) {
    readable(number, user);
    return ScorecardText.journal(scorecards.of(number), store.steps(number));
  }

  @GetMapping(
      path = "/{number}/scorecard.md",
      produces = MediaType.TEXT_MARKDOWN_VALUE + ";charset=UTF-8")
  String markdown(@PathVariable String number, Authentication user) {
    readable(number, user);
    return ScorecardText.markdown(scorecards.of(number), store.debrief(number).orElse(null));
  }

  @PostMapping("/{number}/pause")
  @PreAuthorize(LEADS)
  Drill pause(@PathVariable String number, Authentication user) {
    return drills.pause(number, Actor.api(user.getName()));
  }

  @PostMapping("/{number}/resume")
  @PreAuthorize(LEADS)
  Drill resume(@PathVariable String number, Authentication user) {
    return drills.resume(number, Actor.api(user.getName()));
  }

  @PostMapping("/{number}/abort")
  @PreAuthorize(LEADS)
  Drill breakOff(@PathVariable String number, @Valid @RequestBody Why why, Authentication user) {
    return drills.breakOff(number, why.reason(), Actor.api(user.getName()));
  }

  /** Brings something in by hand. */
  @PostMapping("/{number}/injects")
  @PreAuthorize(LEADS)
  List<Step> inject(
      @PathVariable String number, @Valid @RequestBody ByHand what, Authentication user) {
    var drill = store.get(number);
    var fault = fault(what, drill);
    drills.byHand(
        number,
        fault == null ? inject(what) : new Inject("hand", Duration.ZERO, Kind.NOTE, "", null, null),
        fault,
        Actor.api(user.getName()));
    return store.steps(number);
  }

  private static Inject inject(ByHand what) {
    var kind =
        switch (what.kind()) {
          case "alert" -> Kind.ALERT;
          case "complaint" -> Kind.COMPLAINT;
          case "note" -> Kind.NOTE;
          case "unreachable" -> Kind.UNREACHABLE;
          default ->
              throw new InvalidInputException(
                  "kind",
                  "'%s' is none of alert, complaint, note, unreachable, break, slow, repair,"
                          .formatted(what.kind())
                      + " fail-rollback");
        };
    if (what.text() == null || what.text().isBlank()) {
      throw new InvalidInputException("text", "say what reaches the team");
    }
    if (kind == Kind.UNREACHABLE && (what.player() == null || !Players.isOne(what.player()))) {
      throw new InvalidInputException("player", "is one of " + String.join(", ", Players.ids()));
    }
    return new Inject("hand", Duration.ZERO, kind, what.text(), what.severity(), what.player());
  }

  private static @Nullable Fault fault(ByHand what, Drill drill) {
    var does =
        switch (what.kind()) {
          case "break" -> Does.BREAK;
          case "slow" -> Does.SLOW;
          case "repair" -> Does.REPAIR;
          case "fail-rollback" -> Does.FAIL_ROLLBACK;
          default -> null;
        };
    if (does == null) {
      return null;
    }
    var services = drill.script().services();
    if (!services.contains(String.valueOf(what.service()))) {
      throw new InvalidInputException(
          "service", "is one of the services of the drill: " + String.join(", ", services));
    }
    return new Fault(
        Duration.ZERO, Objects.requireNonNull(what.service()), does, what.text(), what.latencyMs());
  }

  private Drill readable(String number, Authentication user) {
    var drill = store.get(number);
    access.requireReadable(user.getName(), incidents.get(number));
    return drill;
  }
}
