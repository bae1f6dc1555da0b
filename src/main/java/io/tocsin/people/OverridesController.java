package io.tocsin.people;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Changes of who is called. For management, incident commanders and administrators, and for whoever
 * is on call as far as it is their own time.
 */
@RestController
@RequestMapping("/api/v1/oncall")
class OverridesController {

  private static final int DAYS = 90;

  private final RotaPlanning planning;
  private final ShiftOverrides overrides;
  private final Rotas rotas;
  private final Clock clock;

  OverridesController(RotaPlanning planning, ShiftOverrides overrides, Rotas rotas, Clock clock) {
    this.planning = planning;
    this.overrides = overrides;
    this.rotas = rotas;
    this.clock = clock;
  }

  /** An override that is asked for; without from it begins now. */
  record NewOverride(
      @NotBlank String person,
      @Nullable Instant from,
      @NotNull Instant until,
      @NotBlank @Size(max = 4000) String reason) {}

  /** A swap that is asked for; without from the shift that runs now is given. */
  record Swap(
      @NotBlank String rotation,
      @Nullable Instant from,
      @NotBlank String with,
      @NotBlank @Size(max = 4000) String reason) {}

  record Removal(@Nullable @Size(max = 4000) String reason) {}

  /**
   * Lists the overrides of a time.
   *
   * @param removed whether those are listed, too, that were removed before they began
   */
  @GetMapping("/{rotation}/overrides")
  List<ShiftOverride> list(
      @PathVariable String rotation,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(defaultValue = "false") boolean removed) {
    rotas.get(rotation);
    var window = Window.of(from, until, clock.instant(), DAYS);
    return removed
        ? overrides.all(rotation, window.from(), window.until())
        : overrides.effective(rotation, window.from(), window.until());
  }

  @GetMapping("/{rotation}/overrides/{id}")
  ShiftOverride one(@PathVariable String rotation, @PathVariable UUID id) {
    return planning.get(rotation, id);
  }

  @PostMapping("/{rotation}/overrides")
  ResponseEntity<ShiftOverride> add(
      @PathVariable String rotation, @Valid @RequestBody NewOverride body, Authentication user) {
    var made =
        planning.override(
            rotation, body.person(), body.from(), body.until(), body.reason(), Planner.of(user));
    return ResponseEntity.created(
            URI.create("/api/v1/oncall/%s/overrides/%s".formatted(rotation, made.id())))
        .body(made);
  }

  @DeleteMapping("/{rotation}/overrides/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable String rotation,
      @PathVariable UUID id,
      @Valid @RequestBody(required = false) @Nullable Removal body,
      Authentication user) {
    planning.remove(rotation, id, body == null ? null : body.reason(), Planner.of(user));
  }

  @PostMapping("/swaps")
  @ResponseStatus(HttpStatus.CREATED)
  List<ShiftOverride> swap(@Valid @RequestBody Swap body, Authentication user) {
    return planning.swap(
        body.rotation(), body.from(), body.with(), body.reason(), Planner.of(user));
  }
}
