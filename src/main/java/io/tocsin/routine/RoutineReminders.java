package io.tocsin.routine;

import io.tocsin.incident.IncidentProperties;
import io.tocsin.notification.Notifications;
import io.tocsin.policy.Policies;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The clock of a round: reminds its group before and after the deadline, then tells others. */
@Service
@Transactional
class RoutineReminders {

  private static final String TASKLIST = "/camunda/app/tasklist/default/";

  private final Policies policies;
  private final RoutineTables tables;
  private final Notifications notifications;
  private final IncidentProperties properties;
  private final JdbcClient jdbc;
  private final Clock clock;

  RoutineReminders(
      Policies policies,
      RoutineTables tables,
      Notifications notifications,
      IncidentProperties properties,
      JdbcClient jdbc,
      Clock clock) {
    this.policies = policies;
    this.tables = tables;
    this.notifications = notifications;
    this.properties = properties;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What is told of a round. */
  private enum Kind {
    BEGUN,
    /** It is due soon. */
    DUE,
    /** It is late. */
    OVERDUE,
    /** Others hear that it is late. */
    ESCALATED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Something to tell.
   *
   * @param time counts what of one kind is told, from 1
   */
  private record Notice(Kind kind, int time, Instant at) {}

  private record Told(int times, @Nullable Instant last) {}

  /** Returns when the next thing is to be told. There always is one while a round is open. */
  Instant nextAt(Round round) {
    return notices(round).map(Notice::at).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** Returns until when people confirm their contacts: then the owner is reminded. */
  Instant contactsUntil(Round round) {
    var reminded = round.dueAt().minus(times(round).remindBefore());
    // Of what is begun late all the time that is left.
    return reminded.isAfter(clock.instant()) ? reminded : round.dueAt();
  }

  /** Tells what is due now, each once. */
  void tell(Round round) {
    var now = clock.instant();
    if (round.open()) {
      notices(round).filter(notice -> !notice.at().isAfter(now)).forEach(due -> tell(round, due));
    }
  }

  /** Asks a person to confirm their contacts. */
  void askToConfirm(Round round, String person) {
    notifications.tellApart(
        round.policy(),
        "contacts-to-confirm",
        String.valueOf(round.id()),
        List.of("person:" + person),
        channels(round),
        Map.of("due", contactsUntil(round), "tasklist", properties.baseUrl() + TASKLIST));
  }

  private void tell(Round round, Notice notice) {
    if (!note(round, notice)) {
      return;
    }
    notifications.tellApart(
        round.policy(),
        "routine-" + notice.kind().word(),
        round.id() + "-" + notice.time(),
        notice.kind() == Kind.ESCALATED
            ? times(round).escalateTo()
            : List.of("group:" + round.group()),
        channels(round),
        Map.of(
            "routine",
            round.title(),
            "policy",
            round.policy(),
            "period",
            round.period(),
            "due",
            round.dueAt(),
            "page",
            properties.baseUrl() + "/routine/rounds/" + round.id(),
            "tasklist",
            properties.baseUrl() + TASKLIST));
  }

  private Stream<Notice> notices(Round round) {
    var times = times(round);
    var due = round.dueAt();
    return Arrays.stream(Kind.values())
        .flatMap(
            kind -> {
              var told = told(round, kind);
              var at =
                  switch (kind) {
                    case BEGUN -> once(told, round.openedAt());
                    // Whoever has just heard that it begins need not hear that it is due soon.
                    case DUE ->
                        once(told, due.minus(times.remindBefore()))
                            .filter(
                                before ->
                                    before.isAfter(round.openedAt())
                                        && due.isAfter(clock.instant()));
                    case OVERDUE ->
                        Optional.of(
                            told.last() == null ? due : told.last().plus(times.remindEvery()));
                    case ESCALATED -> once(told, due.plus(times.escalateAfter()));
                  };
              return at.map(when -> new Notice(kind, told.times() + 1, when)).stream();
            });
  }

  private static Optional<Instant> once(Told told, Instant at) {
    return told.times() == 0 ? Optional.of(at) : Optional.empty();
  }

  private Told told(Round round, Kind kind) {
    return jdbc.sql(
            "select count(*) times, max(told_at) last from routine_notice"
                + " where round = ? and kind = ?")
        .params(round.id(), kind.word())
        .query(
            (row, n) -> {
              var last = row.getTimestamp("last");
              return new Told(row.getInt("times"), last == null ? null : last.toInstant());
            })
        .single();
  }

  private boolean note(Round round, Notice notice) {
    return jdbc.sql(
                "insert into routine_notice (round, kind, time, told_at) values (?, ?, ?, ?)"
                    + " on conflict do nothing")
            .params(
                round.id(), notice.kind().word(), notice.time(), Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  private RoutineTables.Times times(Round round) {
    return tables.times(round.policy(), round.every(), round.kind());
  }

  private List<String> channels(Round round) {
    return Arrays.stream(
            policies.get(round.policy()).profile().setting("defaultChannels").split(","))
        .map(String::strip)
        .toList();
  }
}
