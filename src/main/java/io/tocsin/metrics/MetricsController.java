package io.tocsin.metrics;

import io.tocsin.csv.Csv;
import io.tocsin.metrics.Metrics.Group;
import io.tocsin.metrics.Metrics.Table;
import io.tocsin.metrics.MetricsFilter.GroupBy;
import io.tocsin.policy.Policies;
import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RestController;

/** Key figures over HTTP, for whoever signs in: of the incidents that they may read. */
@RestController
class MetricsController {

  private static final Duration USUAL = Duration.ofDays(90);

  /** A longer one is a slip of the finger, and would read the whole record. */
  private static final Duration LONGEST = Duration.ofDays(3_660);

  private final Metrics metrics;
  private final Clock clock;

  MetricsController(Metrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * What the address asks for.
   *
   * @param from a date, or a date and time with its offset; 90 days before the end without it
   * @param to the same; now without it. A date counts whole
   * @param groupBy policy, service, level, kind or month
   */
  record Asked(
      @Nullable String from,
      @Nullable String to,
      @Nullable String policy,
      @Nullable String service,
      @Nullable Integer level,
      @Nullable String kind,
      @Nullable Boolean drill,
      @Nullable String groupBy) {

    MetricsFilter filter(Instant now, String reader) {
      var end = some(to) == null ? now : moment("to", to, 1);
      var begin = some(from) == null ? end.minus(USUAL) : moment("from", from, 0);
      if (!begin.isBefore(end)) {
        throw new InvalidInputException("from", "must lie before the end");
      }
      if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
        throw new InvalidInputException("from", "lies more than ten years before the end");
      }
      if (level != null && !Policies.LEVELS.contains(level)) {
        throw new InvalidInputException("level", "'" + level + "' is none of 1, 2, 3, 4");
      }
      return new MetricsFilter(
          begin,
          end,
          some(policy),
          some(service),
          level,
          some(kind),
          Boolean.TRUE.equals(drill),
          reader);
    }

    @Nullable GroupBy by() {
      var word = some(groupBy);
      return word == null
          ? null
          : GroupBy.find(word)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "groupBy",
                          "'" + word + "' is none of policy, service, level, kind, month"));
    }

    private static @Nullable String some(@Nullable String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }

    private static Instant moment(String field, @Nullable String text, int wholeDays) {
      var said = String.valueOf(text).strip();
      try {
        return said.length() == 10
            ? LocalDate.parse(said).plusDays(wholeDays).atStartOfDay().toInstant(ZoneOffset.UTC)
            : Instant.parse(said);
      } catch (DateTimeException e) {
        throw new InvalidInputException(
            field, "'" + said + "' is neither a date such as 2026-02-10 nor 2026-02-10T14:30:00Z");
      }
    }
  }

  @GetMapping("/api/v1/metrics")
  Table json(@ModelAttribute Asked asked, Authentication reader) {
    return metrics.of(asked.filter(clock.instant(), reader.getName()), asked.by());
  }

  /** One line for each figure of each group. */
  @GetMapping(path = "/api/v1/metrics.csv", produces = Csv.MEDIA_TYPE)
  ResponseEntity<String> csv(@ModelAttribute Asked asked, Authentication reader) {
    var table = metrics.of(asked.filter(clock.instant(), reader.getName()), asked.by());
    var csv =
        new Csv(
            "group",
            "incidents",
            "figure",
            "unit",
            "count",
            "mean",
            "median",
            "p90",
            "total",
            "target",
            "direction",
            "withinPercent",
            "previous",
            "met");
    rows(csv, table.all());
    table.groups().forEach(group -> rows(csv, group));
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"metrics.csv\"")
        .body(csv.toString());
  }

  private static void rows(Csv csv, Group group) {
    for (var figure : group.figures()) {
      csv.row(
          group.group(),
          group.incidents(),
          figure.figure().id(),
          figure.unit().word(),
          figure.count(),
          figure.mean(),
          figure.median(),
          figure.p90(),
          figure.total(),
          figure.target(),
          figure.direction(),
          figure.within(),
          figure.previous(),
          figure.met());
    }
  }
}
