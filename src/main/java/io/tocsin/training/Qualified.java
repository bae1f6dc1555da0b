package io.tocsin.training;

import io.tocsin.engine.TrainingProcess;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.notification.Notifications;
import io.tocsin.people.People;
import io.tocsin.people.Qualifications;
import io.tocsin.problem.ConflictException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who is qualified, for what, until when; and the word about it in time. */
@Service
@Transactional
class Qualified implements Qualifications {

  private static final String MAIL = "email";

  private final QualificationStore store;
  private final TrainingProcess process;
  private final Notifications notifications;
  private final People people;
  private final IncidentProperties properties;
  private final Clock clock;

  Qualified(
      QualificationStore store,
      TrainingProcess process,
      Notifications notifications,
      People people,
      IncidentProperties properties,
      Clock clock) {
    this.store = store;
    this.process = process;
    this.notifications = notifications;
    this.people = people;
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  @Transactional(readOnly = true)
  public @Nullable Boolean qualified(String person, String rotation, Instant at) {
    var all = store.of(new Purpose(Purpose.ROTATION, rotation));
    return all.isEmpty()
        ? null
        : all.stream().anyMatch(one -> one.person().equals(person) && one.counts(at));
  }

  /** Returns what somebody had last, whether it counts or not. */
  @Transactional(readOnly = true)
  Optional<Qualification> last(String person, Purpose purpose) {
    return store.last(person, purpose);
  }

  /** Returns what counts now, and what ran out without being renewed or taken away. */
  @Transactional(readOnly = true)
  List<Qualification> current(@Nullable Purpose purpose) {
    return store.of(purpose).stream().filter(one -> one.endedAt() == null).toList();
  }

  /** Gives a qualification; one that somebody has for the same is renewed by it. */
  Qualification give(
      String person,
      Purpose purpose,
      Requirements asked,
      String by,
      @Nullable Long training,
      Instant since) {
    store
        .last(person, purpose)
        .filter(before -> before.endedAt() == null)
        .ifPresent(before -> store.end(before.id(), clock.instant(), by, "renewed"));
    var until = Requirements.after(since, asked.validFor());
    var id =
        store.add(
            person,
            purpose,
            since,
            until,
            Requirements.before(until, asked.remindBefore()),
            by,
            training);
    process.qualified(id);
    return store.get(id);
  }

  /**
   * Takes a qualification away.
   *
   * @throws ConflictException when it does not count any more
   */
  Qualification takeAway(long id, String reason, String by) {
    if (!store.get(id).counts(clock.instant())) {
      throw new ConflictException("The qualification " + id + " does not count any more");
    }
    store.end(id, clock.instant(), by, reason);
    return store.get(id);
  }

  /** Returns when its holder is to be told something next; empty when there is nothing more. */
  @Transactional(readOnly = true)
  Optional<Instant> tellAt(long id) {
    var one = store.get(id);
    if (one.endedAt() != null || one.lapseToldAt() != null) {
      return Optional.empty();
    }
    return Optional.of(one.remindedAt() == null ? one.remindAt() : one.until());
  }

  /** Tells what is due now, each once. After a standstill nobody hears of what has passed. */
  void tell(long id) {
    var one = store.get(id);
    var now = clock.instant();
    if (one.endedAt() != null) {
      return;
    }
    if (!one.until().isAfter(now)) {
      store.reminded(id, now);
      store.lapseTold(id, now);
      tell(one, "qualification-lapsed");
    } else if (!one.remindAt().isAfter(now)) {
      store.reminded(id, now);
      tell(one, "qualification-due");
    }
  }

  private void tell(Qualification one, String event) {
    people.resolve("person:" + one.person()).stream()
        .filter(to -> to.email() != null)
        .forEach(
            to ->
                notifications.send(
                    event + ":" + one.id(),
                    event,
                    MAIL,
                    to,
                    Map.of(
                        "name",
                        to.name(),
                        "qualifiedFor",
                        one.purpose().words(),
                        "due",
                        one.until(),
                        "page",
                        properties.baseUrl() + "/training")));
  }
}
