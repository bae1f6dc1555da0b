package io.tocsin.privacy;

import io.tocsin.problem.ConflictException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes people out of incidents that are over, each in a transaction of its own: it may be broken
 * off at any time, and asked for again. An incident that is open, for which a process still runs or
 * a message still waits is left alone.
 */
class Forgetting {

  /**
   * The engine's variables and comments: what people wrote into forms. Nothing of ours reads it.
   */
  private static final List<String> HISTORY =
      List.of("act_hi_varinst", "act_hi_detail", "act_hi_dec_in", "act_hi_dec_out");

  /**
   * Why a job or the work of a worker failed, in whatever words that was told; and the rest of it.
   */
  private static final List<Failures> FAILURES =
      List.of(
          new Failures(
              "act_hi_job_log",
              "process_instance_id_",
              "job_exception_msg_",
              "job_exception_stack_id_"),
          new Failures("act_hi_ext_task_log", "proc_inst_id_", "error_msg_", "error_details_id_"));

  private record Failures(String table, String instance, String words, String details) {}

  private static final String RUNS_NO_MORE =
      " and not exists (select from act_ru_execution x where x.business_key_ = i.number"
          + " or x.business_key_ in (select i.number || '#' || a.id from action_item a"
          + " where a.incident = i.number))"
          + " and not exists (select from delivery d where d.incident = i.number"
          + " and d.state = 'pending')"
          + " and not exists (select from action_item a where a.incident = i.number"
          + " and a.status = 'open')";

  private static final String OVER =
      " i.status in ('closed', 'dismissed') and coalesce(i.closed_at, (select max(t.at) from"
          + " timeline_entry t where t.incident = i.number)) < coalesce(?, now() + interval '1 day')";

  /** What was added since the last time is looked at again. */
  private static final String NEW =
      " and not exists (select from forgotten_incident f where f.incident = i.number"
          + " and f.last_line >= (select coalesce(max(t.id), 0) from timeline_entry t"
          + " where t.incident = i.number))";

  private static final Pattern NUMBERED = Pattern.compile("person (\\d+)");

  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final Known known;
  private final Map<String, String> types;
  private final Set<String> notNull;

  Forgetting(DataSource database, Known known) {
    this.jdbc = JdbcClient.create(database);
    this.alone = new TransactionTemplate(new DataSourceTransactionManager(database));
    this.known = known;
    this.types = new TreeMap<>();
    this.notNull = new HashSet<>();
    jdbc.sql(
            "select table_name || '.' || column_name, udt_name, is_nullable"
                + " from information_schema.columns where table_schema = current_schema()")
        .query(
            row -> {
              types.put(row.getString(1), row.getString(2));
              if (row.getString(3).equals("NO")) {
                notNull.add(row.getString(1));
              }
            });
  }

  /**
   * What came of it.
   *
   * @param incidents how many people were taken out of
   * @param held those that are over but not at rest; those that are open, too, when they name the
   *     one person who is to be forgotten
   * @param rows changed and removed, by table
   */
  record Outcome(int incidents, List<String> held, Map<String, Integer> rows) {}

  /**
   * Takes people out.
   *
   * @param forReal false to find out what would change: everything is done, and undone
   * @throws ConflictException when the database has columns that nobody has said anything about, or
   *     the person is still one of the team
   */
  Outcome run(Asked asked, boolean forReal, String by) {
    refuse(asked);
    var rows = new TreeMap<String, Integer>();
    var incidents = incidents(asked);
    var wanted = asked.person() == null ? null : whoseRecordNames(asked);
    if (wanted != null) {
      incidents.retainAll(wanted);
    }
    var held = held(asked, wanted);
    note(asked, forReal, by, "begun");
    var done = 0;
    for (var incident : incidents) {
      var changed = inTransaction(forReal, () -> forget(incident, asked));
      changed.forEach((table, count) -> rows.merge(table, count, Integer::sum));
      done += changed.isEmpty() ? 0 : 1;
    }
    inTransaction(forReal, () -> standing(asked))
        .forEach((table, count) -> rows.merge(table, count, Integer::sum));
    note(asked, forReal, by, done + " incidents");
    return new Outcome(done, held, rows);
  }

  private void refuse(Asked asked) {
    var unknown = Holdings.unknown(jdbc);
    var missing = Holdings.missing(jdbc);
    if (!unknown.isEmpty() || !missing.isEmpty()) {
      throw new ConflictException(
          "The database is that of another version of Tocsin (%s). Use the version that runs on it."
              .formatted(String.join(", ", unknown.isEmpty() ? missing : unknown)));
    }
    if (asked.person() != null && known.people().containsKey(asked.person())) {
      throw new ConflictException(
          "'%s' can still sign in or be called. Take them out of tocsin.people, delete the user in"
                  .formatted(asked.person())
              + " the Admin webapp, and ask again.");
    }
  }

  private Map<String, Integer> inTransaction(boolean forReal, Supplier<Map<String, Integer>> work) {
    return alone.execute(
        status -> {
          if (!forReal) {
            status.setRollbackOnly();
          }
          return work.get();
        });
  }

  private List<String> incidents(Asked asked) {
    return new ArrayList<>(
        jdbc.sql(
                "select i.number from incident i where"
                    + OVER
                    + RUNS_NO_MORE
                    + (asked.person() == null ? NEW : "")
                    + " order by i.declared_at, i.number")
            .param(before(asked))
            .query(String.class)
            .list());
  }

  private List<String> held(Asked asked, @Nullable Set<String> wanted) {
    // What is open has no age yet, but may name the person.
    var left =
        wanted == null
            ? OVER + " and not (true" + RUNS_NO_MORE + ")"
            : " (" + OVER + RUNS_NO_MORE + ") is not true";
    return jdbc
        .sql("select i.number from incident i where" + left + " order by i.declared_at, i.number")
        .param(before(asked))
        .query(String.class)
        .list()
        .stream()
        .filter(number -> wanted == null || wanted.contains(number))
        .toList();
  }

  private static @Nullable Timestamp before(Asked asked) {
    return asked.before() == null ? null : Timestamp.from(asked.before());
  }

  /** One look over each table, so that not every incident has to be opened. */
  private Set<String> whoseRecordNames(Asked asked) {
    var names = patterns(asked);
    return Holdings.OF_INCIDENTS.stream()
        .flatMap(
            holding ->
                jdbc
                    .sql(
                        "select distinct %s from %s where %s::text ilike any (?)"
                            .formatted(holding.owner(), holding.table(), holding.table()))
                    .param(names)
                    .query(String.class)
                    .list()
                    .stream())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static String[] patterns(Asked asked) {
    return Stream.concat(Stream.of(String.valueOf(asked.person())), asked.also().stream())
        .map(name -> "%" + name.replaceAll("([\\\\%_])", "\\\\$1") + "%")
        .toArray(String[]::new);
  }

  /** In one transaction: nobody finds half of an incident forgotten. */
  private Map<String, Integer> forget(String incident, Asked asked) {
    // Asked again under the lock: it may have been reopened, or somebody may have added work.
    var still =
        jdbc.sql(
                "select i.number from incident i where i.number = ? and"
                    + OVER
                    + RUNS_NO_MORE
                    + " for update of i")
            .params(Arrays.asList(incident, before(asked)))
            .query(String.class)
            .optional();
    if (still.isEmpty()) {
      return Map.of();
    }
    jdbc.sql("select set_config('tocsin.forgetting', ?, true)")
        .param(incident)
        .query(String.class)
        .single();
    var rows = new ArrayList<Row>();
    Holdings.OF_INCIDENTS.forEach(holding -> rows.addAll(Row.of(jdbc, holding, incident)));
    var names = pseudonyms(asked, next(rows));
    var changes = write(rows, names, asked);
    if (asked.person() == null || !changes.isEmpty()) {
      changes.putAll(history(Holding.INSTANCES, incident));
    }
    if (asked.person() == null) {
      remember(incident);
      changes.putIfAbsent("incident", 0);
    }
    return changes;
  }

  private Map<String, Integer> standing(Asked asked) {
    var rows = new ArrayList<Row>();
    if (asked.person() == null) {
      Holdings.STANDING.stream()
          .filter(holding -> holding.table().matches("delivery|chat_command"))
          .map(holding -> before(holding, asked))
          .forEach(holding -> rows.addAll(Row.of(jdbc, holding, null)));
      return write(rows, pseudonyms(asked, () -> "someone"), asked);
    }
    Holdings.STANDING.forEach(holding -> rows.addAll(Row.of(jdbc, holding, null)));
    var theirs = apart(asked);
    var changes =
        write(
            rows,
            pseudonyms(
                asked,
                () ->
                    "former "
                        + jdbc.sql("select nextval('forgotten_person')")
                            .query(Long.class)
                            .single()),
            asked);
    changes.putAll(history("(select unnest(?::text[]))", theirs));
    return changes;
  }

  /** Returns the instances that belong to no incident, have ended, and name the person. */
  private String[] apart(Asked asked) {
    var names = patterns(asked);
    return Stream.of("act_hi_taskinst", "act_hi_varinst", "act_hi_detail", "act_hi_comment")
        .flatMap(
            table ->
                jdbc
                    .sql(
                        "select distinct t.proc_inst_id_ from %s t where t::text ilike any (?)"
                                .formatted(table)
                            + " and t.proc_inst_id_ in "
                            + Holding.APART)
                    .param(names)
                    .query(String.class)
                    .list()
                    .stream())
        .distinct()
        .toArray(String[]::new);
  }

  private static Holding before(Holding holding, Asked asked) {
    var time = holding.table().equals("delivery") ? "created_at" : "received_at";
    return new Holding(
        holding.table(),
        "%s and %s < '%s'".formatted(holding.rows(), time, asked.before()),
        holding.owner(),
        holding.machines(),
        holding.columns());
  }

  private Pseudonyms pseudonyms(Asked asked, Supplier<String> next) {
    var person = asked.person();
    var names =
        new Pseudonyms(known, id -> person == null || person.equals(id), person == null, next);
    if (person != null) {
      names.learn(person, null);
      asked.also().forEach(name -> names.learn(person, name));
    }
    return names;
  }

  /** Whoever was forgotten before keeps their name: the numbers go on after the last one. */
  private static Supplier<String> next(List<Row> rows) {
    var last = new int[1];
    for (var row : rows) {
      for (var person : row.persons()) {
        var numbered = NUMBERED.matcher(person);
        if (numbered.matches()) {
          last[0] = Math.max(last[0], Integer.parseInt(numbered.group(1)));
        }
      }
    }
    return () -> "person " + ++last[0];
  }

  private Map<String, Integer> write(List<Row> rows, Pseudonyms names, Asked asked) {
    // First who there is, so that a line of today's may name somebody of tomorrow's.
    rows.forEach(row -> row.introduce(names));
    var changes = new TreeMap<String, Integer>();
    for (var row : rows) {
      var changed = row.without(names, asked.person() == null, notNull);
      if (!changed.isEmpty()) {
        row.write(jdbc, changed, types);
        changes.merge(row.holding().table(), 1, Integer::sum);
      }
    }
    return changes;
  }

  /** What was written into forms, and files of the engine, of instances that take one parameter. */
  private Map<String, Integer> history(String instances, Object of) {
    var removed = new TreeMap<String, Integer>();
    for (var table : HISTORY) {
      var decision = table.startsWith("act_hi_dec_");
      var rows =
          decision
              ? "dec_inst_id_ in (select id_ from act_hi_decinst where proc_inst_id_ in "
                  + instances
                  + ")"
              : "proc_inst_id_ in " + instances;
      jdbc.sql(
              "delete from act_ge_bytearray where id_ in (select bytearray_id_ from %s where %s)"
                  .formatted(table, rows))
          .param(of)
          .update();
      count(removed, table, rows, of);
    }
    for (var failures : FAILURES) {
      var rows =
          "%s in %s and num_nonnulls(%s, %s) > 0"
              .formatted(failures.instance(), instances, failures.words(), failures.details());
      jdbc.sql(
              "delete from act_ge_bytearray where id_ in (select %s from %s where %s)"
                  .formatted(failures.details(), failures.table(), rows))
          .param(of)
          .update();
      change(
          removed,
          failures.table(),
          "update %s set %s = null, %s = null where %s"
              .formatted(failures.table(), failures.words(), failures.details(), rows),
          of);
    }
    // Those of a task need not name its instance.
    var said =
        "coalesce(proc_inst_id_, (select t.proc_inst_id_ from act_hi_taskinst t"
            + " where t.id_ = task_id_)) in "
            + instances;
    jdbc.sql(
            "delete from act_ge_bytearray where id_ in"
                + " (select content_id_ from act_hi_attachment where "
                + said
                + ")")
        .param(of)
        .update();
    count(removed, "act_hi_attachment", said, of);
    count(removed, "act_hi_comment", said, of);
    return removed;
  }

  private void count(Map<String, Integer> removed, String table, String rows, Object of) {
    change(removed, table, "delete from %s where %s".formatted(table, rows), of);
  }

  private void change(Map<String, Integer> changes, String table, String statement, Object of) {
    var count = jdbc.sql(statement).param(of).update();
    if (count > 0) {
      changes.put(table, count);
    }
  }

  private void remember(String incident) {
    jdbc.sql(
            "insert into forgotten_incident (incident, last_line) select ?, coalesce(max(id), 0)"
                + " from timeline_entry where incident = ? on conflict (incident) do update"
                + " set at = now(), last_line = excluded.last_line")
        .params(incident, incident)
        .update();
  }

  /** Says who asked for what; not whom it was about. */
  private void note(Asked asked, boolean forReal, String by, String outcome) {
    if (forReal) {
      jdbc.sql(
              "insert into audit_entry (kind, actor, via, target, outcome)"
                  + " values ('people-forgotten', ?, 'command', ?, 'done')")
          .params(
              by,
              (asked.person() == null ? "closed before " + asked.before() : "one person")
                  + ", "
                  + outcome)
          .update();
    }
  }
}
