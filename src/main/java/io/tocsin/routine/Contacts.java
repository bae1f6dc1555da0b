package io.tocsin.routine;

import io.tocsin.notification.Notifications;
import io.tocsin.people.Addressee;
import io.tocsin.people.Contact;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Whether people are reached as the directory says. */
@Service
@Transactional
class Contacts {

  /** "cont": two policies do not ask the same person at once. */
  private static final long LOCK = 0x636f6e74L;

  private final People people;
  private final Notifications notifications;
  private final RoundStore store;
  private final JdbcClient jdbc;
  private final Clock clock;

  Contacts(
      People people, Notifications notifications, RoundStore store, JdbcClient jdbc, Clock clock) {
    this.people = people;
    this.notifications = notifications;
    this.store = store;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What somebody said, if they have. */
  record Answer(@Nullable Boolean right, @Nullable String remark) {}

  /** Lists who is to be asked: everybody who was not since the period began, by whatever policy. */
  List<String> ask(Round round) {
    lock();
    var asked = answers(round);
    var toAsk = people.all().stream().map(Person::id).filter(id -> !asked.containsKey(id)).toList();
    toAsk.forEach(
        person ->
            jdbc.sql(
                    "insert into routine_contact (round, person, asked_at) values (?, ?, ?)"
                        + " on conflict do nothing")
                .params(round.id(), person, now())
                .update());
    store.contactsAsked(round.id());
    return toAsk;
  }

  /**
   * Takes back what settled rounds ask before their time is up, where no open round counts on it:
   * one that has begun to ask later has found everybody asked. Whoever has not answered counts as
   * not asked, and is by the next round that wants to know.
   *
   * @return the rounds whose check has nothing to wait for any more
   */
  List<Long> takeBack() {
    lock();
    return jdbc
        .sql(
            """
            delete from routine_contact contact using routine_round asking
              where asking.id = contact.round and contact.answered_at is null
                and asking.state <> 'open' and asking.report is null
                and not exists (select from routine_round other
                  where other.state = 'open' and other.contacts_asked_at >= asking.contacts_asked_at)
              returning asking.id""")
        .query(Long.class)
        .list()
        .stream()
        .distinct()
        .toList();
  }

  void answer(long round, String person, boolean right, @Nullable String remark) {
    jdbc.sql(
            "update routine_contact set right_as_known = ?, remark = ?, answered_at = ?"
                + " where round = ? and person = ?")
        .params(right, remark, now(), round, person)
        .update();
  }

  String name(String person) {
    return people.name(person);
  }

  /** Returns how somebody is reached, as the directory says it. */
  String known(String person) {
    return people
        .find(person)
        .map(
            known ->
                lines(
                    "E-mail: " + known.email(),
                    "Phone: " + said(known.phone()),
                    "Slack: " + said(known.slackId()),
                    "Time zone: " + known.zone(),
                    "Groups: " + String.join(", ", known.groups().stream().sorted().toList())))
        .orElse("Nothing: the directory does not know them any more");
  }

  /** Returns what is known of the contacts, as Markdown. */
  @Transactional(readOnly = true)
  String report(Round round) {
    var answers = answers(round);
    var failing =
        notifications.failing(
            joined(
                people.all().stream().map(Person::id).toList(),
                people.contacts().stream().map(Contact::id).toList()));
    var report = new ArrayList<String>();
    report.add("**Contacts**");
    report.add(
        "- Confirmed: %d of %d"
            .formatted(
                answers.values().stream().filter(Contacts::right).count(), people.all().size()));
    add(
        report,
        "Something has changed",
        people.all().stream()
            .filter(person -> wrong(answers.get(person.id())))
            .map(person -> person.name() + ": " + remark(answers.get(person.id())))
            .toList());
    add(report, "No answer yet", names(person -> silent(answers.get(person.id()))));
    add(
        report,
        "Reached by no channel that is set up",
        joined(
            names(person -> ways("person:" + person.id()).isEmpty()),
            contacts(contact -> ways("contact:" + contact.id()).isEmpty())));
    add(
        report,
        "Cannot be phoned: no number is known",
        names(person -> person.phone() == null || person.phone().isBlank()));
    add(
        report,
        "Unreachable: the last message could not be delivered",
        joined(
            names(person -> failing.contains(person.id())),
            contacts(contact -> failing.contains(contact.id()))));
    return String.join("\n", report);
  }

  private static void add(List<String> report, String what, List<String> whom) {
    if (!whom.isEmpty()) {
      report.add("- " + what + ": " + String.join("; ", whom));
    }
  }

  private List<String> names(Predicate<Person> which) {
    return people.all().stream().filter(which).map(Person::name).toList();
  }

  /** Lists of customers have addresses of their own, each confirmed by its owner. */
  private List<String> contacts(Predicate<Contact> which) {
    return people.contacts().stream()
        .filter(contact -> contact.kind() != Contact.Kind.CUSTOMERS)
        .filter(which)
        .map(Contact::name)
        .toList();
  }

  private List<String> ways(String recipient) {
    return people.resolve(recipient).stream()
        .map((Addressee to) -> notifications.ways(to))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> joined(List<String> some, List<String> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** Returns who was asked since the period began, with the newest answer of each. */
  private Map<String, Answer> answers(Round round) {
    var answers = new HashMap<String, Answer>();
    jdbc.sql(
            "select distinct on (person) person, right_as_known, remark from routine_contact"
                + " where round = ? or asked_at >= ?"
                + " order by person, answered_at desc nulls last")
        .params(round.id(), Date.valueOf(round.begins()))
        .query(
            (row, n) ->
                answers.put(
                    row.getString("person"),
                    new Answer(
                        row.getObject("right_as_known", Boolean.class), row.getString("remark"))))
        .list();
    return answers;
  }

  private static boolean right(@Nullable Answer answer) {
    return answer != null && Boolean.TRUE.equals(answer.right());
  }

  private static boolean wrong(@Nullable Answer answer) {
    return answer != null && Boolean.FALSE.equals(answer.right());
  }

  private static boolean silent(@Nullable Answer answer) {
    return answer == null || answer.right() == null;
  }

  private static String remark(@Nullable Answer answer) {
    return answer == null || answer.remark() == null
        ? "not said what"
        : answer.remark().replaceAll("\\s+", " ");
  }

  private static String said(@Nullable String text) {
    return text == null || text.isBlank() ? "none known" : text;
  }

  private static String lines(String... lines) {
    return java.util.Arrays.stream(lines)
        .map(line -> "- " + line)
        .collect(Collectors.joining("\n"));
  }

  private void lock() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((row, n) -> true).single();
  }

  private Timestamp now() {
    Instant now = clock.instant();
    return Timestamp.from(now);
  }
}
