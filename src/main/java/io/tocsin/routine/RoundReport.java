package io.tocsin.routine;

import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItemFilter;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.incident.Access;
import io.tocsin.metrics.Figure;
import io.tocsin.metrics.FigureWords;
import io.tocsin.metrics.Metrics;
import io.tocsin.metrics.Metrics.Group;
import io.tocsin.metrics.MetricsFilter;
import io.tocsin.metrics.MetricsFilter.GroupBy;
import io.tocsin.policy.Policies;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Prepares what the work of a routine begins with: what counts is what everybody may read. */
@Service
@Transactional
class RoundReport {

  /** As many action items of one policy as are counted. */
  private static final int MANY = 10_000;

  private static final int WORST = 5;

  private final Metrics metrics;
  private final Policies policies;
  private final RoutineTables tables;
  private final Contacts contacts;
  private final ActionItems items;
  private final RoundStore store;
  private final Clock clock;

  RoundReport(
      Metrics metrics,
      Policies policies,
      RoutineTables tables,
      Contacts contacts,
      ActionItems items,
      RoundStore store,
      Clock clock) {
    this.metrics = metrics;
    this.policies = policies;
    this.tables = tables;
    this.contacts = contacts;
    this.items = items;
    this.store = store;
    this.clock = clock;
  }

  /** Writes it into the record. */
  void prepare(Round round) {
    var report = write(round);
    if (!report.isEmpty()) {
      store.prepared(round.id(), report);
    }
  }

  /**
   * Writes anew what is open and was prepared: somebody has said something about their contacts.
   */
  void contactsChanged() {
    store.open().stream()
        .filter(round -> round.contactsAskedAt() != null && round.report() != null)
        .filter(round -> policies.find(round.policy()).isPresent())
        .forEach(
            round -> {
              // Others who answer just now are seen, or see this.
              store.lock(round.id());
              prepare(round);
            });
  }

  /** Writes it, as things stand; empty when nothing needs preparing. */
  @Transactional(readOnly = true)
  String write(Round round) {
    var work = tables.work(round.policy(), round.routine());
    var parts = new ArrayList<String>();
    if (work.figures()) {
      parts.add(figures(round));
      parts.add(actionItems(round));
    }
    if (work.contacts()) {
      parts.add(contacts.report(round));
    }
    if (!parts.isEmpty()) {
      lastTime(round).ifPresent(parts::add);
    }
    return String.join("\n\n", parts);
  }

  /** The period that is over: what is begun in November looks at October. */
  private String figures(Round round) {
    var zone = policies.get(round.policy()).profile().calendar().zone();
    var over = CalendarPeriod.of(Period.parse(round.every()), round.begins());
    var past = over.before(Period.parse(round.every()));
    var filter = filter(round, past, zone);
    var all = metrics.of(filter, null).all();
    var lines = new ArrayList<String>();
    lines.add(
        "**Figures of %s** (%s to %s), beside the time before"
            .formatted(past.label(), past.begins(), past.ends().minusDays(1)));
    all.figures().stream()
        .filter(figure -> figure.mean() != null)
        .forEach(figure -> lines.add("- " + line(figure)));
    most(lines, "Services", metrics.of(filter, GroupBy.SERVICE).groups());
    most(lines, "Kinds", metrics.of(filter, GroupBy.KIND).groups());
    most(lines, "Levels", metrics.of(filter, GroupBy.LEVEL).groups());
    if (past.begins().plusMonths(1).isBefore(past.ends())) {
      lines.add("- Months: " + counts(metrics.of(filter, GroupBy.MONTH).groups()));
    }
    return String.join("\n", lines);
  }

  private static MetricsFilter filter(Round round, CalendarPeriod past, ZoneId zone) {
    return new MetricsFilter(
        start(past.begins(), zone),
        start(past.ends(), zone),
        round.policy(),
        null,
        null,
        null,
        false,
        Access.EVERYBODY);
  }

  private static java.time.Instant start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  private static String line(Figure figure) {
    var line = new StringBuilder(figure.title()).append(": ");
    line.append(FigureWords.of(figure.unit(), figure.mean()));
    if (figure.previous() != null) {
      line.append(", before ").append(FigureWords.of(figure.unit(), figure.previous()));
    }
    if (figure.targetValue() != null) {
      line.append(", target ").append(FigureWords.of(figure.unit(), figure.targetValue()));
    }
    return line.append(judged(figure.met())).toString();
  }

  private static String judged(@Nullable Boolean met) {
    return met == null ? "" : met ? " (met)" : " (not met)";
  }

  private static void most(List<String> lines, String what, List<Group> groups) {
    var some = groups.stream().filter(group -> group.incidents() > 0).limit(WORST).toList();
    if (!some.isEmpty()) {
      lines.add("- " + what + ": " + counts(some));
    }
  }

  private static String counts(List<Group> groups) {
    return groups.stream()
        .map(group -> group.group() + " " + group.incidents())
        .collect(Collectors.joining(", "));
  }

  private String actionItems(Round round) {
    var open =
        items.list(
            new ActionItemFilter(
                ActionItem.Status.OPEN,
                null,
                null,
                null,
                null,
                round.policy(),
                null,
                null,
                null,
                true,
                Access.EVERYBODY,
                0,
                MANY));
    var now = clock.instant();
    return "**Action items**\n- Open: %d, overdue: %d"
        .formatted(open.size(), open.stream().filter(item -> item.overdue(now)).count());
  }

  private Optional<String> lastTime(Round round) {
    return store
        .last(round.policy(), round.routine(), true)
        .filter(last -> last.id() != round.id())
        .map(last -> "**Last time** (%s)\n\n%s".formatted(last.period(), last.found()));
  }
}
