package io.tocsin.actionitem;

import io.tocsin.actionitem.Reminder.Kind;
import io.tocsin.incident.Access;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.notification.Notifications;
import io.tocsin.people.Addressee;
import io.tocsin.people.People;
import io.tocsin.people.Players;
import io.tocsin.policy.Policies;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The clock of an item: reminds its owner before and after the deadline, then tells others. */
@Service
@Transactional
class Reminders {

  static final String REVIEW = "review";
  private static final String ROLE = "role:";

  private final ActionItemStore store;
  private final Reminder.Table table;
  private final Incidents incidents;
  private final Access access;
  private final IncidentProperties properties;
  private final Policies policies;
  private final Notifications notifications;
  private final People people;
  private final Clock clock;

  Reminders(
      ActionItemStore store,
      Reminder.Table table,
      Incidents incidents,
      Access access,
      IncidentProperties properties,
      Policies policies,
      Notifications notifications,
      People people,
      Clock clock) {
    this.store = store;
    this.table = table;
    this.incidents = incidents;
    this.access = access;
    this.properties = properties;
    this.policies = policies;
    this.notifications = notifications;
    this.people = people;
    this.clock = clock;
  }

  /**
   * Something to tell.
   *
   * @param round counts what is told of one deadline, from 1
   */
  private record Notice(Kind kind, int round, Instant at) {}

  /** Returns when the next thing is to be told. There always is one while an item is open. */
  Instant nextAt(ActionItem item) {
    return notices(item).map(Notice::at).min(Comparator.naturalOrder()).orElseThrow();
  }

  /**
   * Tells what is due now. Each is told once, and what the record says now counts: a deadline that
   * moved, or a new owner.
   */
  void tell(ActionItem item) {
    var now = clock.instant();
    if (item.open()) {
      notices(item).filter(notice -> !notice.at().isAfter(now)).forEach(due -> tell(item, due));
    }
  }

  /** Tells an owner who has not heard of it yet. */
  void tellAssigned(ActionItem item, String round) {
    tell(item, "action-item-assigned", item.id() + "-" + round, List.of("person:" + item.owner()));
  }

  private void tell(ActionItem item, Notice notice) {
    if (!store.tell(item, notice.kind(), notice.round())) {
      return;
    }
    var owner = List.of("person:" + item.owner());
    tell(
        item,
        notice.kind().event(),
        "%d-%d-%d".formatted(item.id(), item.dueAt().getEpochSecond(), notice.round()),
        notice.kind() == Kind.ESCALATED ? reminder(item).escalateTo() : owner);
  }

  private void tell(ActionItem item, String event, String round, List<String> recipients) {
    var incident = item.incident() == null ? null : incidents.get(item.incident());
    if (incident == null) {
      notifications.tellApart(
          item.policy(), event, round, recipients, channels(item), fields(item));
    } else if (agreedOnAfterADrill(item, incident)) {
      notifications.tellApart(
          item.policy(),
          event,
          round,
          readers(incident, recipients),
          channels(item),
          fields(item, incident));
    } else {
      notifications.tell(incident.number(), event, round, recipients, channels(item), fields(item));
    }
  }

  /**
   * What people agree on in a debrief or add to a drill is as real as any other, and is told
   * outside the wall. What the review of a drill says belongs to the play.
   */
  private static boolean agreedOnAfterADrill(ActionItem item, IncidentView incident) {
    return incident.drill() && !item.origin().equals(REVIEW);
  }

  /**
   * Of a restricted drill nobody hears who may not read it. Players hear nothing outside the wall;
   * where one held a role, whoever led the drill hears it.
   */
  private List<String> readers(IncidentView incident, List<String> recipients) {
    return recipients.stream()
        .map(
            recipient ->
                recipient.startsWith(ROLE)
                    ? "person:" + holder(incident, recipient.substring(ROLE.length()))
                    : recipient)
        .flatMap(recipient -> people.resolve(recipient).stream())
        .map(Addressee::id)
        .distinct()
        .filter(person -> people.find(person).isPresent() && !Players.isOne(person))
        .filter(person -> access.mayRead(person, incident))
        .map(person -> "person:" + person)
        .toList();
  }

  /** The reporter of a drill is its lead. */
  private static @Nullable String holder(IncidentView incident, String role) {
    var holder = incident.roles().get(role);
    return holder != null && Players.isOne(holder) ? incident.reporter() : holder;
  }

  private Stream<Notice> notices(ActionItem item) {
    var reminder = reminder(item);
    var due = item.dueAt();
    return Arrays.stream(Kind.values())
        .flatMap(
            kind -> {
              var told = store.told(item, kind);
              var at =
                  switch (kind) {
                    // Whoever has just promised something need not be reminded of it at once.
                    case DUE ->
                        once(told.times(), due.minus(reminder.before()))
                            .filter(before -> before.isAfter(item.createdAt()) && isAhead(item));
                    case OVERDUE ->
                        Optional.of(told.last() == null ? due : told.last().plus(reminder.every()));
                    case ESCALATED -> once(told.times(), due.plus(reminder.escalateAfter()));
                  };
              return at.map(when -> new Notice(kind, told.times() + 1, when)).stream();
            });
  }

  /** After a standstill it makes no sense to say that something will be due soon. */
  private boolean isAhead(ActionItem item) {
    return item.dueAt().isAfter(clock.instant());
  }

  private static Optional<Instant> once(int times, Instant at) {
    return times == 0 ? Optional.of(at) : Optional.empty();
  }

  private Reminder reminder(ActionItem item) {
    return table.of(item);
  }

  private List<String> channels(ActionItem item) {
    var policy =
        item.incident() == null
            ? policies.get(item.policy())
            : incidents.policyOf(incidents.get(item.incident()));
    var profile = policy.profile();
    return Arrays.stream(profile.setting("defaultChannels").split(",")).map(String::strip).toList();
  }

  private Map<String, Object> fields(ActionItem item, IncidentView incident) {
    var fields = fields(item);
    // What else the incident would say.
    fields.put("number", incident.number());
    fields.put("title", incident.title());
    fields.put("page", properties.baseUrl() + "/incidents/" + incident.number());
    fields.put("tasklist", tasklist());
    return fields;
  }

  private String tasklist() {
    return properties.baseUrl() + "/camunda/app/tasklist/default/";
  }

  private Map<String, Object> fields(ActionItem item) {
    var fields = new HashMap<String, Object>();
    fields.put("item", item.title());
    fields.put("itemKind", item.kind());
    fields.put("due", item.dueAt());
    fields.put(
        "owner", people.find(item.owner()).map(person -> person.name()).orElse(item.owner()));
    var routine = item.routine();
    if (routine != null) {
      // What else the incident would say.
      fields.put("number", item.from());
      fields.put("title", routine.title());
      fields.put("page", properties.baseUrl() + "/routine/rounds/" + routine.id());
      fields.put("tasklist", tasklist());
    }
    if (item.trackerUrl() != null) {
      fields.put("tracker", Objects.requireNonNull(item.trackerUrl()));
    }
    return fields;
  }
}
