package io.tocsin.people;

import io.tocsin.people.OnCallGaps.Gap;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who is called now, and when whom. */
@RestController
@RequestMapping("/api/v1/oncall")
class OnCallController {

  private static final MediaType CALENDAR =
      new MediaType("text", "calendar", StandardCharsets.UTF_8);
  private static final int FEED_PAST_DAYS = 30;
  private static final int FEED_COMING_DAYS = 180;
  private static final int SHIFTS_DAYS = 28;
  private static final int GAPS_DAYS = 30;

  private final Rotas rotas;
  private final People people;
  private final OnCallGaps gaps;
  private final ObjectProvider<Qualifications> qualifications;
  private final Clock clock;

  OnCallController(
      Rotas rotas,
      People people,
      OnCallGaps gaps,
      ObjectProvider<Qualifications> qualifications,
      Clock clock) {
    this.rotas = rotas;
    this.people = people;
    this.gaps = gaps;
    this.qualifications = qualifications;
    this.clock = clock;
  }

  /**
   * One rotation now.
   *
   * @param layer place in the order of calling, from 1
   * @param person user id; null, like the times, while the rotation has not started
   * @param phone null, too, when the caller is no responder
   * @param override whether they stand in for whose turn it is, with the reason
   * @param qualified whether they are trained for it; null when that is not kept for the rotation
   * @param next who follows; null when nobody is planned
   */
  record OnCall(
      String rotation,
      int layer,
      String zone,
      @Nullable String person,
      @Nullable String name,
      @Nullable String phone,
      @Nullable Instant from,
      @Nullable Instant until,
      boolean override,
      @Nullable String reason,
      @Nullable Boolean qualified,
      @Nullable Turn next) {}

  /**
   * A shift.
   *
   * @param override whether they stand in for whose turn it is
   * @param overrideId null, like the reason, when not
   * @param qualified whether they are trained for it; null when that is not kept for the rotation
   */
  record Turn(
      String person,
      String name,
      Instant from,
      Instant until,
      boolean override,
      @Nullable String overrideId,
      @Nullable String reason,
      @Nullable Boolean qualified) {}

  /** All rotations, in the order of calling. */
  @GetMapping
  List<OnCall> all(Authentication user) {
    return rotas.all().stream().map(rota -> now(rota, user)).toList();
  }

  @GetMapping("/{rotation}")
  OnCall one(@PathVariable String rotation, Authentication user) {
    return now(rotas.get(rotation), user);
  }

  @GetMapping("/{rotation}/shifts")
  List<Turn> shifts(
      @PathVariable String rotation,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant until) {
    rotas.get(rotation);
    var window = Window.of(from, until, clock.instant(), SHIFTS_DAYS);
    return rotas.shifts(rotation, window.from(), window.until()).stream()
        .map(shift -> turn(rotation, shift))
        .toList();
  }

  @GetMapping("/gaps")
  List<Gap> gaps(
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant until) {
    var window = Window.of(from, until, clock.instant(), GAPS_DAYS);
    return gaps.between(window.from(), window.until());
  }

  /** The shifts for calendar programs, which sign in with HTTP Basic. */
  @GetMapping("/{rotation}.ics")
  ResponseEntity<String> calendar(@PathVariable String rotation) {
    rotas.get(rotation);
    var now = clock.instant();
    var entries =
        rotas
            .shifts(
                rotation,
                now.minus(FEED_PAST_DAYS, ChronoUnit.DAYS),
                now.plus(FEED_COMING_DAYS, ChronoUnit.DAYS))
            .stream()
            .map(this::entry)
            .toList();
    return ResponseEntity.ok()
        .contentType(CALENDAR)
        .body(OnCallCalendar.of(rotation, entries, now));
  }

  private OnCall now(Rotas.Rota rota, Authentication user) {
    var at = clock.instant();
    var next = rotas.next(rota.id(), at).map(shift -> turn(rota.id(), shift)).orElse(null);
    var shift = rotas.at(rota.id(), at).orElse(null);
    if (shift == null) {
      return new OnCall(
          rota.id(),
          rota.layer(),
          rota.zone(),
          null,
          null,
          null,
          null,
          null,
          false,
          null,
          null,
          next);
    }
    return new OnCall(
        rota.id(),
        rota.layer(),
        rota.zone(),
        shift.person(),
        name(shift),
        PeopleController.responds(user)
            ? people.find(shift.person()).map(Person::phone).orElse(null)
            : null,
        shift.from(),
        shift.until(),
        shift.override() != null,
        shift.override() == null ? null : shift.override().reason(),
        qualified(rota.id(), shift.person(), at),
        next);
  }

  private @Nullable Boolean qualified(String rotation, String person, Instant at) {
    var known = qualifications.getIfAvailable();
    return known == null ? null : known.qualified(person, rotation, at);
  }

  /** A shift that runs is judged by now, one ahead by its beginning. */
  private Turn turn(String rotation, Shift shift) {
    var now = clock.instant();
    var at = shift.from().isAfter(now) ? shift.from() : now;
    var override = shift.override();
    return new Turn(
        shift.person(),
        name(shift),
        shift.from(),
        shift.until(),
        override != null,
        override == null ? null : override.id().toString(),
        override == null ? null : override.reason(),
        qualified(rotation, shift.person(), at));
  }

  private OnCallCalendar.Entry entry(Shift shift) {
    var override = shift.override();
    return new OnCallCalendar.Entry(
        name(shift),
        shift.from(),
        shift.until(),
        override == null ? "" : "Instead of whose turn it is: " + override.reason());
  }

  private String name(Shift shift) {
    return people.name(shift.person());
  }
}
