package io.tocsin.console;

import io.tocsin.incident.IncidentProperties;
import io.tocsin.people.OnCallGaps;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.people.Qualifications;
import io.tocsin.people.Rotas;
import io.tocsin.people.Rotas.Rota;
import io.tocsin.people.Shift;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Who is called now, who is next, and the coming four weeks. */
@Controller
class OnCallPage {

  private static final Duration WEEKS = Duration.ofDays(28);

  /** As many colours as the stylesheet has. */
  private static final int HUES = 6;

  /** Percent of the drawing that a whole name takes, and a first name. */
  private static final double WIDE = 14;

  private static final double NARROW = 5;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);

  /**
   * A rotation.
   *
   * @param now null when nobody is called
   * @param phone null, too, for whoever does not respond
   */
  record Row(
      String id,
      @Nullable Turn now,
      @Nullable String phone,
      @Nullable Turn next,
      List<Turn> turns) {}

  /**
   * A shift.
   *
   * @param unqualified whether they are not trained for it, where that is kept
   * @param label what fits into its place in the drawing: the name, the first of it or nothing
   * @param shortLabel what fits on a narrow screen
   * @param x where it begins in the drawing and how wide it is, in percent
   */
  record Turn(
      String name,
      Instant from,
      Instant until,
      boolean instead,
      String reason,
      boolean unqualified,
      int hue,
      String label,
      String shortLabel,
      String x,
      String width) {}

  /** A line of the drawing. */
  record Day(String x, String text) {}

  /** An override. */
  record Override(
      String rotation, String name, Instant from, Instant until, String reason, String by) {}

  private final Rotas rotas;
  private final People people;
  private final OnCallGaps gaps;
  private final Qualifications qualifications;
  private final Clock clock;
  private final String base;

  OnCallPage(
      Rotas rotas,
      People people,
      OnCallGaps gaps,
      Qualifications qualifications,
      Clock clock,
      IncidentProperties properties) {
    this.rotas = rotas;
    this.people = people;
    this.gaps = gaps;
    this.qualifications = qualifications;
    this.clock = clock;
    this.base = properties.baseUrl();
  }

  @GetMapping("/oncall")
  String page(@ModelAttribute(name = "viewer", binding = false) Viewer viewer, Model model) {
    var now = clock.instant();
    model.addAttribute(
        "rotas", rotas.all().stream().map(rota -> row(rota, viewer.responds(), now)).toList());
    model.addAttribute("days", mondays(now));
    model.addAttribute("gaps", gaps.between(now, now.plus(WEEKS)));
    model.addAttribute("overrides", overrides(now));
    model.addAttribute("base", base);
    return "oncall";
  }

  private Row row(Rota rota, boolean responds, Instant now) {
    var running = rotas.at(rota.id(), now);
    return new Row(
        rota.id(),
        running.map(shift -> turn(rota.id(), shift, now)).orElse(null),
        running
            .filter(shift -> responds)
            .flatMap(shift -> people.find(shift.person()))
            .map(Person::phone)
            .orElse(null),
        rotas.next(rota.id(), now).map(shift -> turn(rota.id(), shift, now)).orElse(null),
        rotas.shifts(rota.id(), now, now.plus(WEEKS)).stream()
            .map(shift -> turn(rota.id(), shift, now))
            .toList());
  }

  private Turn turn(String rotation, Shift shift, Instant now) {
    var start = Math.max(0, share(shift.from(), now));
    var end = Math.min(100, share(shift.until(), now));
    var width = Math.max(0, end - start);
    var override = shift.override();
    var name = name(shift.person());
    var first = name.split(" ", 2)[0];
    return new Turn(
        name,
        shift.from(),
        shift.until(),
        override != null,
        override == null ? "" : override.reason(),
        Boolean.FALSE.equals(
            qualifications.qualified(
                shift.person(), rotation, shift.from().isAfter(now) ? shift.from() : now)),
        hue(shift.person()),
        width >= WIDE ? name : width >= NARROW ? first : "",
        width >= WIDE ? first : "",
        percent(start),
        percent(width));
  }

  private List<Override> overrides(Instant now) {
    var all = new ArrayList<Override>();
    for (var rota : rotas.all()) {
      for (var shift : rotas.shifts(rota.id(), now, now.plus(WEEKS))) {
        var override = shift.override();
        if (override != null) {
          all.add(
              new Override(
                  rota.id(),
                  name(shift.person()),
                  shift.from(),
                  shift.until(),
                  override.reason(),
                  name(override.createdBy())));
        }
      }
    }
    return all.stream().sorted(Comparator.comparing(Override::from)).toList();
  }

  private static List<Day> mondays(Instant now) {
    var days = new ArrayList<Day>();
    var day =
        now.atOffset(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.DAYS)
            .with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    for (; day.toInstant().isBefore(now.plus(WEEKS)); day = day.plusWeeks(1)) {
      days.add(new Day(percent(share(day.toInstant(), now)), DAY.format(day)));
    }
    return days;
  }

  private String name(String person) {
    return people.name(person);
  }

  /** The same person has the same colour everywhere. */
  private int hue(String person) {
    var members = rotas.all().stream().flatMap(rota -> rota.members().stream()).distinct().toList();
    var place = members.indexOf(person);
    return (place < 0 ? members.size() : place) % HUES;
  }

  private static double share(Instant at, Instant now) {
    return 100.0 * Duration.between(now, at).toSeconds() / WEEKS.toSeconds();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3f%%", share);
  }
}
