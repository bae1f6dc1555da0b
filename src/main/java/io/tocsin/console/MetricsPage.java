package io.tocsin.console;

import io.tocsin.catalog.Catalog;
import io.tocsin.metrics.Figure;
import io.tocsin.metrics.FigureId;
import io.tocsin.metrics.FigureWords;
import io.tocsin.metrics.Metrics;
import io.tocsin.metrics.Metrics.Group;
import io.tocsin.metrics.Metrics.Table;
import io.tocsin.metrics.MetricsFilter;
import io.tocsin.metrics.MetricsFilter.GroupBy;
import io.tocsin.policy.Policies;
import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The key figures at a glance: trend, against target, worst services. */
@Controller
class MetricsPage {

  private static final int MONTHS_BEFORE = 5;
  private static final int SERVICES = 10;
  private static final int LONGEST_YEARS = 3;

  /** What everybody asks first, in the order of an incident. */
  private static final List<FigureId> TILES =
      List.of(
          FigureId.INCIDENTS,
          FigureId.DETECT,
          FigureId.ACKNOWLEDGE,
          FigureId.RESPOND,
          FigureId.FIRST_UPDATE,
          FigureId.MITIGATE,
          FigureId.RESOLVE,
          FigureId.BETWEEN,
          FigureId.UPDATES,
          FigureId.ESCALATIONS,
          FigureId.REVIEWS,
          FigureId.FIRST_TIME,
          FigureId.RECURRENCE,
          FigureId.ACTION_ITEMS,
          FigureId.SATISFACTION,
          FigureId.EFFORT);

  /**
   * What the address asks for.
   *
   * @param from first day
   * @param to last day
   */
  record Asked(
      @Nullable String from,
      @Nullable String to,
      @Nullable String policy,
      @Nullable String service,
      @Nullable Integer level,
      @Nullable Boolean drill) {

    private static @Nullable String some(@Nullable String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }

    private LocalDate last(LocalDate today) {
      return day("to", to, today);
    }

    private LocalDate first(LocalDate last) {
      var day = day("from", from, last.withDayOfMonth(1).minusMonths(MONTHS_BEFORE));
      return day.isBefore(last.minusYears(LONGEST_YEARS)) ? last.minusYears(LONGEST_YEARS) : day;
    }

    private static LocalDate day(String field, @Nullable String text, LocalDate otherwise) {
      try {
        return some(text) == null ? otherwise : LocalDate.parse(String.valueOf(some(text)));
      } catch (DateTimeException e) {
        throw new InvalidInputException(field, "'" + text + "' is not a date such as 2026-02-10");
      }
    }
  }

  /**
   * A figure as a tile shows it.
   *
   * @param verdict good, bad or none
   * @param against what it is compared with, in words
   */
  record Tile(String title, String value, String spread, String verdict, String against) {}

  /** A line of the table against the targets, with a cell for each level. */
  record Line(String figure, List<Cell> cells) {}

  /**
   * A figure at a level.
   *
   * @param verdict met, missed or none
   * @param target in words, with how many kept it; empty when nothing is promised
   */
  record Cell(String level, String mean, String verdict, String target) {}

  /** A line of the worst services. */
  record Worst(
      String service,
      int incidents,
      String width,
      String resolve,
      String within,
      String firstTime,
      String recurring,
      String effort) {}

  private final Metrics metrics;
  private final Policies policies;
  private final Catalog catalog;
  private final SeverityWords severities;
  private final Clock clock;

  MetricsPage(
      Metrics metrics, Policies policies, Catalog catalog, SeverityWords severities, Clock clock) {
    this.metrics = metrics;
    this.policies = policies;
    this.catalog = catalog;
    this.severities = severities;
    this.clock = clock;
  }

  @GetMapping("/metrics")
  String page(
      @ModelAttribute("asked") Asked asked,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model) {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var last = asked.last(today);
    var first = asked.first(last);
    var filter =
        new MetricsFilter(
            first.atStartOfDay().toInstant(ZoneOffset.UTC),
            last.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC),
            Asked.some(asked.policy()),
            Asked.some(asked.service()),
            asked.level() != null && Policies.LEVELS.contains(asked.level()) ? asked.level() : null,
            null,
            Boolean.TRUE.equals(asked.drill()),
            viewer.id());
    if (!filter.from().isBefore(filter.to())) {
      throw new InvalidInputException("from", "must lie before the end");
    }
    var months = metrics.of(filter, GroupBy.MONTH);
    var levels = metrics.of(filter, GroupBy.LEVEL);
    model.addAttribute("first", first);
    model.addAttribute("last", last);
    model.addAttribute("policies", policies.ids());
    model.addAttribute("services", catalog.services());
    model.addAttribute("severities", severities.byLevel());
    model.addAttribute("any", months.all().incidents() > 0);
    model.addAttribute("tiles", TILES.stream().map(id -> tile(months.all().figure(id))).toList());
    model.addAttribute("bars", MonthChart.counts(months.groups(), byMonthAndLevel(filter)));
    // Of all levels together a mean says more of their mix than of the response.
    var byLevel = filter.level() != null;
    model.addAttribute("byLevel", byLevel);
    model.addAttribute(
        "times",
        byLevel
            ? MonthChart.times(months.groups(), FigureId.RESOLVE, months.all())
            : MonthChart.within(months.groups(), FigureId.RESOLVE));
    model.addAttribute("lineLevels", levels.groups().stream().map(group -> word(group)).toList());
    model.addAttribute("lines", lines(levels));
    model.addAttribute("worst", worst(metrics.of(filter, GroupBy.SERVICE)));
    return "metrics";
  }

  /** How many incidents of each level each month has. */
  private Map<Integer, Map<String, Integer>> byMonthAndLevel(MetricsFilter filter) {
    var counts = new LinkedHashMap<Integer, Map<String, Integer>>();
    for (var level : Policies.LEVELS) {
      if (filter.level() != null && !filter.level().equals(level)) {
        continue;
      }
      var of =
          new MetricsFilter(
              filter.from(),
              filter.to(),
              filter.policy(),
              filter.service(),
              level,
              null,
              filter.drill(),
              filter.reader());
      counts.put(level, metrics.counts(of));
    }
    return counts;
  }

  private static Tile tile(Figure figure) {
    var spread =
        figure.median() == null || figure.count() < 2
            ? ""
            : "median %s, 90 %% within %s"
                .formatted(
                    FigureWords.of(figure.unit(), figure.median()),
                    FigureWords.of(figure.unit(), figure.p90()));
    if (figure.total() != null && figure.count() > 0) {
      spread = FigureWords.of(figure.unit(), figure.total()) + " in all";
    }
    var verdict = figure.met() == null ? "none" : figure.met() ? "good" : "bad";
    return new Tile(
        figure.title(),
        FigureWords.of(figure.unit(), figure.mean()),
        spread,
        verdict,
        against(figure));
  }

  private static String against(Figure figure) {
    var verdict = figure.met() == null ? "" : figure.met() ? "✓ " : "✗ ";
    if (figure.targetValue() != null) {
      return verdict
          + "target: "
          + (figure.direction().equals("above") ? "at least " : "at most ")
          + FigureWords.of(figure.unit(), figure.targetValue());
    }
    if (figure.within() != null) {
      return "%.0f %% within the target of their level".formatted(figure.within());
    }
    if (figure.previous() != null) {
      return verdict + "before: " + FigureWords.of(figure.unit(), figure.previous());
    }
    return figure.count() == 0 ? "nothing to measure" : "";
  }

  private List<Line> lines(Table levels) {
    return Stream.of(FigureId.values())
        .filter(
            id ->
                levels.groups().stream()
                    .map(group -> group.figure(id))
                    .anyMatch(figure -> figure.targetValue() != null && figure.mean() != null))
        .map(
            id ->
                new Line(
                    id.title(),
                    levels.groups().stream().map(group -> cell(group, group.figure(id))).toList()))
        .toList();
  }

  private Cell cell(Group group, Figure figure) {
    var value = FigureWords.of(figure.unit(), figure.mean());
    var target = figure.targetValue();
    if (target == null || figure.mean() == null) {
      return new Cell(word(group), value, "none", "");
    }
    var met = Boolean.TRUE.equals(figure.met());
    return new Cell(
        word(group),
        (met ? "✓ " : "✗ ") + value,
        met ? "met" : "missed",
        (figure.direction().equals("above") ? "at least " : "at most ")
            + FigureWords.of(figure.unit(), target)
            + (figure.within() == null ? "" : ", kept %.0f %%".formatted(figure.within())));
  }

  private String word(Group group) {
    return Objects.requireNonNullElse(
        severities.byLevel().get(Integer.valueOf(group.group())), "Level " + group.group());
  }

  private List<Worst> worst(Table services) {
    var most = services.groups().stream().mapToInt(Group::incidents).max().orElse(1);
    return services.groups().stream()
        .limit(SERVICES)
        .map(
            group ->
                new Worst(
                    catalog
                        .find(group.group())
                        .map(Catalog.Service::name)
                        .orElse(group.group().equals("none") ? "No service named" : group.group()),
                    group.incidents(),
                    MonthChart.percent(100.0 * group.incidents() / most),
                    words(group, FigureId.RESOLVE),
                    FigureWords.of(
                        FigureId.Unit.PERCENT, whole(group.figure(FigureId.RESOLVE).within())),
                    words(group, FigureId.FIRST_TIME),
                    words(group, FigureId.RECURRENCE),
                    total(group)))
        .toList();
  }

  private static @Nullable Double whole(@Nullable Double percent) {
    return percent == null ? null : (double) Math.round(percent);
  }

  private static String words(Group group, FigureId id) {
    return FigureWords.of(id.unit(), group.figure(id).mean());
  }

  private static String total(Group group) {
    var effort = group.figure(FigureId.EFFORT);
    return FigureWords.of(effort.unit(), effort.total());
  }
}
