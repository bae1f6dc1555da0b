package io.tocsin.drill;

import io.tocsin.drill.DrillStore.Step;
import io.tocsin.drill.Drills.Wanted;
import io.tocsin.drill.PracticeMap.Due;
import io.tocsin.drill.PracticeMap.Place;
import io.tocsin.drill.Surprises.Plan;
import io.tocsin.drill.Surprises.Planned;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
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
  private final DrillBook book;
  private final DrillStore store;
  private final Scorecards scorecards;
  private final Surprises surprises;
  private final PracticeMap map;
  private final Incidents incidents;
  private final Access access;

  DrillController(
      Scenarios scenarios,
      Drills drills,
      DrillBook book,
      DrillStore store,
      Scorecards scorecards,
      Surprises surprises,
      PracticeMap map,
      Incidents incidents,
      Access access) {
    this.scenarios = scenarios;
    this.drills = drills;
    this.book = book;
    this.store = store;
    this.scorecards = scorecards;
    this.surprises = surprises;
    this.map = map;
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

  /**
   * A surprise to plan.
   *
   * @param from an instant; null for now
   * @param within an ISO 8601 duration from then on
   */
  record PlanSurprise(
      @NotBlank String scenario,
      @Nullable Instant from,
      @NotNull Duration within,
      @Nullable Integer pace,
      @Nullable Integer aftermathPace,
      boolean responders) {}

  /** Plans a drill that begins at a random moment. */
  @PostMapping("/surprises")
  @PreAuthorize(LEADS)
  @ResponseStatus(HttpStatus.CREATED)
  Planned plan(@Valid @RequestBody PlanSurprise plan, Authentication user) {
    return surprises.plan(
        new Plan(
            plan.scenario(),
            plan.from(),
            plan.within(),
            plan.pace(),
            plan.aftermathPace(),
            plan.responders()),
        user.getName());
  }

  /** Returns the surprises that the caller has planned and that have not begun. */
  @GetMapping("/surprises")
  @PreAuthorize(LEADS)
  List<Planned> planned(Authentication user) {
    return surprises.of(user.getName());
  }

  @DeleteMapping("/surprises/{id}")
  @PreAuthorize(LEADS)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void callOff(@PathVariable String id, Authentication user) {
    surprises.callOff(id, user.getName());
  }

  /** What was practised when, and what the policies want practised when. */
  record Practice(List<Place> map, List<Due> calendar) {}

  @GetMapping("/practice")
  Practice practice(Authentication user) {
    return new Practice(map.places(user.getName()), map.calendar(user.getName()));
  }

  @GetMapping("/{number}")
  Drill get(@PathVariable String number, Authentication user) {
    return book.readable(number, user.getName());
  }

  /** Returns what of the script was played. */
  @GetMapping("/{number}/steps")
  List<Step> steps(@PathVariable String number, Authentication user) {
    book.readable(number, user.getName());
    return store.steps(number);
  }

  /** Returns the scorecard as a journal; of a running drill, as it would be now. */
  @GetMapping("/{number}/scorecard")
  Map<String, @Nullable Object> scorecard(@PathVariable String number, Authentication user) {
    book.readable(number, user.getName());
    return ScorecardText.journal(scorecards.of(number), store.steps(number));
  }

  @GetMapping(
      path = "/{number}/scorecard.md",
      produces = MediaType.TEXT_MARKDOWN_VALUE + ";charset=UTF-8")
  String markdown(@PathVariable String number, Authentication user) {
    book.readable(number, user.getName());
    return ScorecardText.markdown(scorecards.of(number), store.debrief(number).orElse(null));
  }

  @PostMapping("/{number}/pause")
  @PreAuthorize(LEADS)
  Drill pause(@PathVariable String number, Authentication user) {
    book.readable(number, user.getName());
    return drills.pause(number, Actor.api(user.getName()));
  }

  @PostMapping("/{number}/resume")
  @PreAuthorize(LEADS)
  Drill resume(@PathVariable String number, Authentication user) {
    book.readable(number, user.getName());
    return drills.resume(number, Actor.api(user.getName()));
  }

  @PostMapping("/{number}/abort")
  @PreAuthorize(LEADS)
  Drill breakOff(@PathVariable String number, @Valid @RequestBody Why why, Authentication user) {
    book.readable(number, user.getName());
    return drills.breakOff(number, why.reason(), Actor.api(user.getName()));
  }

  /** Brings something in by hand. */
  @PostMapping("/{number}/injects")
  @PreAuthorize(LEADS)
  List<Step> inject(
      @PathVariable String number, @Valid @RequestBody ByHand what, Authentication user) {
    book.readable(number, user.getName());
    drills.byHand(number, what, Actor.api(user.getName()));
    return store.steps(number);
  }
}
