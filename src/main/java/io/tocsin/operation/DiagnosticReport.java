package io.tocsin.operation;

import io.tocsin.operation.Destinations.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The report that is asked for when something is wrong. Reads only, and works as far as it can:
 * what cannot be found out stands there with the reason. Needs no running Tocsin.
 */
class DiagnosticReport {

  private static final Duration NOTEWORTHY = Duration.ofSeconds(1);
  private static final int STEPS = 10;
  private static final int FILES = 20;

  private final ConfigurableEnvironment environment;
  private final JdbcClient jdbc;
  private final StringBuilder text = new StringBuilder();
  private final @Nullable Supplier<List<String>> recipients;
  private boolean hindered;

  DiagnosticReport(ConfigurableEnvironment environment, DataSource database) {
    this(environment, database, null);
  }

  /**
   * A report of a running node.
   *
   * @param recipients what of the policies reaches nobody; null where they cannot be asked for it
   */
  DiagnosticReport(
      ConfigurableEnvironment environment,
      DataSource database,
      @Nullable Supplier<List<String>> recipients) {
    this.recipients = recipients;
    this.environment = environment;
    this.jdbc = JdbcClient.create(database);
  }

  String text() {
    line("Tocsin, diagnostics of %s", Instant.now());
    versions();
    if (reachable()) {
      part("Migrations", this::migrations);
      part("Jobs", this::jobs);
      part("Messages", this::messages);
      part("Evidence", this::evidence);
    }
    part("Configuration", this::configuration);
    if (recipients != null) {
      part("Recipients", () -> recipients(recipients.get()));
    }
    part("Channels (asked whether they answer; nothing is sent)", this::destinations);
    return Secrets.hide(text.toString(), environment);
  }

  /** Returns whether the report has found what keeps a node from starting. */
  boolean hindered() {
    return hindered;
  }

  private void versions() {
    head("Versions");
    var version = DiagnosticReport.class.getPackage().getImplementationVersion();
    line("  Tocsin       %s", version == null ? "of a development run" : version);
    line("  Java         %s, %s", Runtime.version(), System.getProperty("os.name"));
    line("  Spring Boot  %s", SpringBootVersion.getVersion());
    var profiles = environment.getActiveProfiles();
    line("  Profiles     %s", profiles.length == 0 ? "default" : String.join(", ", profiles));
    var runtime = Runtime.getRuntime();
    line(
        "  Memory       %d of at most %d MB, %d processors",
        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
        runtime.maxMemory() >> 20,
        runtime.availableProcessors());
  }

  private boolean reachable() {
    head("Database");
    try {
      var before = Instant.now();
      var there =
          jdbc.sql("select clock_timestamp()")
              .query((row, n) -> row.getTimestamp(1).toInstant())
              .single();
      var after = Instant.now();
      jdbc.sql(
              "select current_setting('server_version'), current_database(),"
                  + " pg_size_pretty(pg_database_size(current_database())),"
                  + " (select count(*) from pg_stat_activity where datname = current_database()),"
                  + " current_setting('max_connections'),"
                  + " current_setting('fsync'), current_setting('synchronous_commit')")
          .query(
              row -> {
                line(
                    "  PostgreSQL   %s, database %s, %s",
                    row.getString(1), row.getString(2), row.getString(3));
                line("  Connections  %d of %s", row.getInt(4), row.getString(5));
                line(
                    "  Durability   fsync %s, synchronous_commit %s",
                    row.getString(6), row.getString(7));
              });
      models();
      var middle = before.plus(Duration.between(before, after).dividedBy(2));
      var ahead = Duration.between(middle, there);
      line(
          "  Clock        the database's is %d ms %s; an answer takes %d ms%s",
          ahead.abs().toMillis(),
          ahead.isNegative() ? "behind" : "ahead",
          Duration.between(before, after).toMillis(),
          ahead.abs().compareTo(NOTEWORTHY) > 0 ? "  <-- set both by NTP" : "");
      return true;
    } catch (DataAccessException e) {
      line("  cannot be reached: %s", reason(e));
      hindered = true;
      return false;
    }
  }

  /** Each node names its connections after the models that it came with. */
  private void models() {
    var there =
        jdbc.sql(
                "select count(distinct application_name) from pg_stat_activity"
                    + " where datname = current_database() and application_name like 'tocsin-%'")
            .query(Integer.class)
            .single();
    line(
        "  Models       %s",
        switch (there) {
          case 0 -> "no node is connected";
          case 1 -> "all nodes came with the same";
          default -> "nodes came with different ones  <-- finish the upgrade: stop the older nodes";
        });
  }

  private void migrations() {
    var applied =
        jdbc.sql("select version from flyway_schema_history where success and version is not null")
            .query(String.class)
            .list();
    var failed =
        jdbc.sql("select script from flyway_schema_history where not success")
            .query(String.class)
            .list();
    var known = known();
    var pending = new TreeSet<>(known);
    applied.forEach(version -> pending.remove(number(version)));
    line("  Tables       %d migrations applied", applied.size());
    if (!pending.isEmpty()) {
      line("  Pending      %s  <-- done at the next start", join(pending));
    }
    // Those of the engine's own tables are no files of ours; they were the first.
    var newer =
        applied.stream()
            .map(DiagnosticReport::number)
            .filter(version -> !known.isEmpty() && version > known.last());
    var unknown = newer.collect(Collectors.toCollection(TreeSet::new));
    if (!unknown.isEmpty()) {
      line("  Newer        %s  <-- a newer Tocsin was here", join(unknown));
    }
    hindered |= !failed.isEmpty();
    failed.forEach(script -> line("  Failed       %s  <-- restore, or mend by hand", script));
    line(
        "  Engine       tables of %s",
        jdbc.sql(
                "select version_ from act_ge_schema_log order by timestamp_ desc, id_ desc limit 1")
            .query(String.class)
            .optional()
            .orElse("an unknown version"));
  }

  private static TreeSet<Integer> known() {
    try {
      return Arrays.stream(
              new PathMatchingResourcePatternResolver()
                  .getResources("classpath*:db/migration/V*__*.sql"))
          .map(file -> String.valueOf(file.getFilename()))
          .map(name -> name.substring(1, name.indexOf("__")))
          .map(DiagnosticReport::number)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      return new TreeSet<>();
    }
  }

  /** Ours are whole numbers; others would not be ours. */
  private static int number(String version) {
    return version.matches("\\d{1,9}") ? Integer.parseInt(version) : -1;
  }

  private static String join(TreeSet<Integer> versions) {
    return versions.stream().map(version -> "V" + version).collect(Collectors.joining(", "));
  }

  private void jobs() {
    jdbc.sql(
            "select count(*) filter (where active and retries_ > 0 and due and not locked),"
                + " min(duedate_) filter (where active and retries_ > 0 and due and not locked"
                // A start within the hours of the clean-up says that it was due when they began.
                + " and not cleanup),"
                + " count(*) filter (where active and locked),"
                + " count(*) filter (where active and retries_ > 0 and not due),"
                + " count(*) filter (where active and retries_ = 0),"
                + " count(*) filter (where not active and retries_ > 0 and due),"
                + " count(*) filter (where retries_ > 0 and exception_stack_id_ is not null)"
                + " from (select retries_, duedate_, exception_stack_id_,"
                + " suspension_state_ = 1 as active,"
                + " coalesce(duedate_ <= now() at time zone 'utc', true) as due,"
                + " coalesce(lock_exp_time_ > now() at time zone 'utc', false) as locked,"
                + " coalesce(handler_type_ = 'history-cleanup', false) as cleanup"
                // A model that nobody may start holds nobody up.
                + " from act_ru_job where suspension_state_ = 1"
                + " or process_instance_id_ is not null) job")
        .query(
            row -> {
              var oldest = row.getTimestamp(2);
              var late =
                  oldest == null ? null : Duration.between(oldest.toInstant(), Instant.now());
              line("  Due          %d%s", row.getLong(1), late(late));
              line("  Running      %d", row.getLong(3));
              line("  Later        %d", row.getLong(4));
              line("  Given up     %d", row.getLong(5));
              line("  Still tried  %d", row.getLong(7));
              line(
                  "  Suspended    %d%s",
                  row.getLong(6),
                  row.getLong(6) > 0 ? "  <-- due, and held until resumed in the Cockpit" : "");
            });
    jdbc.sql(
            "select coalesce(job.process_def_key_, 'engine'), coalesce(step.act_id_, 'job'),"
                + " count(*), left(min(job.exception_msg_), 160) from act_ru_job job"
                + " left join act_ru_jobdef step on step.id_ = job.job_def_id_"
                + " where job.retries_ = 0 group by 1, 2 order by 3 desc limit ?")
        .param(STEPS)
        .query(
            row -> {
              line(
                  "    %d x %s, %s: %s",
                  row.getLong(3), row.getString(1), row.getString(2), oneLine(row.getString(4)));
            });
  }

  private static String late(@Nullable Duration late) {
    if (late == null) {
      return "";
    }
    var hint =
        late.compareTo(Duration.ofMinutes(1)) > 0
            ? "  <-- is a node running, and are its job threads free?"
            : "";
    return ", the oldest for %d s%s".formatted(Math.max(0, late.toSeconds()), hint);
  }

  private void messages() {
    jdbc.sql(
            "select count(*) filter (where state = 'pending'),"
                + " min(created_at) filter (where state = 'pending'),"
                + " count(*) filter (where state = 'pending' and last_error is not null),"
                + " count(*) filter (where state = 'failed' and handed_on_at is null) from delivery"
                + " where state in ('pending', 'failed')")
        .query(
            row -> {
              var oldest = row.getTimestamp(2);
              line(
                  "  Waiting      %d%s",
                  row.getLong(1), oldest == null ? "" : ", the oldest since " + oldest.toInstant());
              line("  Tried        %d in vain, and are tried again", row.getLong(3));
              line("  Given up     %d", row.getLong(4));
            });
  }

  private void evidence() {
    var folder =
        Path.of(environment.getProperty("tocsin.evidence.directory", "./data/evidence"))
            .toAbsolutePath()
            .normalize();
    var look = EvidenceLook.at(folder, jdbc);
    line("  Folder       %s", folder);
    line("  Files        %d that the record names", look.known().size());
    files("Missing", look.missing(), "bring them from the backup of the folder");
    files("Not named", look.unknown(), "newer than the database, or cut off; keep them");
  }

  private void files(String title, List<String> files, String remedy) {
    if (!files.isEmpty()) {
      line("  %-12s %d  <-- %s", title, files.size(), remedy);
      files.stream().limit(FILES).forEach(file -> line("    %s", oneLine(file)));
    }
  }

  private void configuration() {
    var settings = new Settings(environment);
    var problems = settings.faults();
    if (problems.isEmpty()) {
      problems = settings.problems();
    } else {
      hindered = true;
    }
    problems.forEach(problem -> line("  %s", oneLine(problem)));
    if (problems.isEmpty()) {
      line("  Nothing is wrong with it");
    }
  }

  private void recipients(List<String> unreached) {
    unreached.forEach(line -> line("  %s", line));
    if (unreached.isEmpty()) {
      line("  There is somebody for all whom the policies of the services name");
    }
  }

  private void destinations() {
    List<Destination> destinations = new ArrayList<>(Destinations.of(environment));
    if (destinations.isEmpty()) {
      line("  None is set up: messages are kept and shown only");
    }
    for (var destination : destinations) {
      line("  %-12s %s: %s", destination.title(), destination.place(), destination.look());
    }
  }

  private void part(String title, Runnable part) {
    head(title);
    try {
      part.run();
    } catch (DataAccessException e) {
      line("  cannot be read: %s", reason(e));
    } catch (RuntimeException e) {
      // Its message may show the value of a setting.
      line("  cannot be read: %s", e.getClass().getSimpleName());
    }
  }

  private void head(String title) {
    text.append('\n').append(title).append('\n');
  }

  private void line(String format, @Nullable Object... values) {
    text.append(format.formatted(values)).append('\n');
  }

  private static String reason(Exception e) {
    return oneLine(String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage()));
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "" : text.replaceAll("\\s+", " ").strip();
  }

  /** What must not stand in a report, wherever it came from. */
  static final class Secrets {

    private static final int SHORTEST = 4;

    private Secrets() {}

    static String hide(String report, ConfigurableEnvironment environment) {
      var hidden = report;
      for (var source : environment.getPropertySources()) {
        if (source instanceof org.springframework.core.env.EnumerablePropertySource<?> enumerable) {
          for (var name : enumerable.getPropertyNames()) {
            var value = secret(name) ? value(environment, enumerable, name) : null;
            if (value != null && value.length() >= SHORTEST) {
              hidden = hidden.replace(value, "(hidden)");
            }
          }
        }
      }
      return hidden;
    }

    private static @Nullable String value(
        ConfigurableEnvironment environment, PropertySource<?> source, String name) {
      try {
        return environment.getProperty(name);
      } catch (IllegalArgumentException e) {
        // It names another setting that is not there.
        var raw = source.getProperty(name);
        return raw == null ? null : raw.toString();
      }
    }

    private static boolean secret(String name) {
      var flat = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
      return flat.endsWith("password")
          || flat.endsWith("secret")
          || flat.endsWith("token")
          || flat.endsWith("authorization")
          || flat.endsWith("key")
          || flat.contains("webhooks");
    }
  }
}
