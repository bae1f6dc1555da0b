package io.tocsin.routine;

import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItemFilter;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.incident.WebLink;
import io.tocsin.problem.NotFoundException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The calendar of routines over HTTP, and what becomes of each. */
@RestController
@Validated
@RequestMapping("/api/v1/routine")
class RoutineController {

  private final RoutineCalendar calendar;
  private final Rounds rounds;
  private final ActionItems items;
  private final Atomic atomic;

  RoutineController(RoutineCalendar calendar, Rounds rounds, ActionItems items, Atomic atomic) {
    this.calendar = calendar;
    this.rounds = rounds;
    this.items = items;
    this.atomic = atomic;
  }

  record Done(@NotBlank @Size(max = 4_000) String found, @Nullable String evidence) {}

  record Reason(@NotBlank @Size(max = 4_000) String reason) {}

  @GetMapping
  List<Routine> all(@RequestParam(required = false) @Nullable String policy) {
    return policy == null || policy.isBlank() ? calendar.all() : calendar.of(policy.strip());
  }

  @GetMapping("/{policy}/{routine}")
  Routine one(@PathVariable String policy, @PathVariable String routine) {
    return calendar.get(policy, routine);
  }

  @GetMapping("/{policy}/{routine}/rounds")
  List<Round> ofOne(@PathVariable String policy, @PathVariable String routine) {
    return rounds.of(policy, routine);
  }

  /** Begins the period that runs now, although the calendar would not. */
  @PostMapping("/{policy}/{routine}/begin")
  @PreAuthorize(Organisers.ONLY)
  ResponseEntity<Round> begin(
      @PathVariable String policy, @PathVariable String routine, Authentication user) {
    var round = atomic.call(() -> rounds.begin(policy, routine, Actor.api(user.getName())));
    return ResponseEntity.created(URI.create("/api/v1/routine/rounds/" + round.id())).body(round);
  }

  @GetMapping("/rounds/{id}")
  Round round(@PathVariable long id) {
    return rounds.get(id);
  }

  @GetMapping(path = "/rounds/{id}/report.md", produces = MediaType.TEXT_MARKDOWN_VALUE)
  String report(@PathVariable long id) {
    var round = rounds.get(id);
    var prepared = round.report();
    if (prepared == null) {
      throw new NotFoundException("Nothing is prepared for " + round.title());
    }
    return "# %s, %s (%s)\n\n%s\n"
        .formatted(round.title(), round.period(), round.policy(), prepared);
  }

  @GetMapping("/rounds/{id}/action-items")
  List<ActionItem> actionItems(@PathVariable long id) {
    return items.list(ActionItemFilter.ofRoutine(rounds.get(id).id()));
  }

  @PostMapping("/rounds/{id}/done")
  Round done(@PathVariable long id, @Valid @RequestBody Done body, Authentication user) {
    requireOwner(rounds.get(id), user);
    var link =
        body.evidence() == null || body.evidence().isBlank()
            ? null
            : WebLink.of("evidence", body.evidence());
    return atomic.call(
        () -> rounds.done(id, body.found().strip(), link, Actor.api(user.getName())));
  }

  @PostMapping("/rounds/{id}/skip")
  Round skip(@PathVariable long id, @Valid @RequestBody Reason body, Authentication user) {
    requireOwner(rounds.get(id), user);
    return atomic.call(() -> rounds.skip(id, body.reason().strip(), Actor.api(user.getName())));
  }

  private static void requireOwner(Round round, Authentication user) {
    var groups = user.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
    if (!Organisers.mayAnswer(round, groups)) {
      throw new AccessDeniedException(
          "Only the group '%s', or who organises".formatted(round.group()));
    }
  }
}
