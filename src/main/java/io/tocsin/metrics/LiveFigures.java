package io.tocsin.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tocsin.policy.Policies;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The live state for Prometheus, read from the database, so that every node says the same: sum over
 * none of them. Drills are left out, and so are messages that wait for the morning.
 */
@Component
class LiveFigures implements MeterBinder {

  private static final Logger LOG = LoggerFactory.getLogger(LiveFigures.class);

  /** One scrape asks for all of them at about the same time. */
  private static final Duration KEPT = Duration.ofSeconds(5);

  /**
   * Prometheus waits for ten seconds, and so does the pool for a connection: a node whose database
   * is silent must not look as if it were gone.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final String ALL =
      """
      with untaken as (select severity, case when reopenings = 0 then declared_at else reopened_at end since from incident
        where status not in ('closed', 'dismissed', 'resolved') and not drill
        and case when reopenings = 0 then acknowledged_at else taken_again_at end is null),
      late as (select due_date_ at time zone 'UTC' due from act_ru_task task
        join act_ru_execution process on process.id_ = task.proc_inst_id_
        where task_def_key_ = 'Task_writeUpdate' and due_date_ at time zone 'UTC' < cast(:now as timestamptz)
        and business_key_ not like 'DRILL-%'),
      -- What the review of a drill says belongs to the play.
      item as (select due_at from action_item
        where status = 'open' and not (origin = 'review' and coalesce(incident, '') like 'DRILL-%'))
      select 'incidents.open.' || severity name, count(*) value from incident
        where status not in ('closed', 'dismissed', 'resolved') and not drill group by severity
      union all select 'incidents.declared', count(*) from incident where not drill
      union all select 'incidents.watched', count(*) from incident
        where status = 'resolved' and not drill
      union all select 'incidents.unacknowledged', count(*) from untaken
      union all select 'incidents.unacknowledged.seconds.' || severity,
        greatest(0, extract(epoch from cast(:now as timestamptz) - min(since))) from untaken
        group by severity
      union all select 'updates.overdue', count(*) from late
      union all select 'updates.overdue.seconds',
        greatest(0, extract(epoch from cast(:now as timestamptz) - min(due))) from late
      union all select 'tasks.overdue', count(*) from act_ru_task task
        join act_ru_execution process on process.id_ = task.proc_inst_id_
        where due_date_ < cast(:now as timestamptz) and business_key_ not like 'DRILL-%'
      union all select 'jobs.failed', count(*) from act_ru_job where retries_ = 0
      union all select 'jobs.retried', count(*) from act_ru_job
        where retries_ > 0 and exception_stack_id_ is not null
      union all select 'jobs.late.seconds',
        coalesce(extract(epoch from cast(:now as timestamptz) - min(duedate_ at time zone 'UTC')), 0) from act_ru_job
        where retries_ > 0 and suspension_state_ = 1 and duedate_ at time zone 'UTC' < cast(:now as timestamptz)
        and (lock_exp_time_ is null or lock_exp_time_ at time zone 'UTC' < cast(:now as timestamptz))
        -- A start within the hours of the clean-up says that it was due when they began.
        and handler_type_ is distinct from 'history-cleanup'
      union all select 'jobs.suspended.seconds',
        coalesce(extract(epoch from cast(:now as timestamptz) - min(coalesce(duedate_, create_time_) at time zone 'UTC')), 0)
        from act_ru_job where retries_ > 0 and suspension_state_ = 2 and process_instance_id_ is not null
        and coalesce(duedate_ at time zone 'UTC' < cast(:now as timestamptz), true)
      union all select 'messages.pending', count(*) from delivery where state = 'pending'
        and not (quiet and attempts = attempts_before
          and coalesce(next_attempt_at > cast(:now as timestamptz), false))
      union all select 'messages.failed', count(*) from delivery where state = 'failed' and handed_on_at is null
        and created_at > cast(:now as timestamptz) - interval '7 days'
      union all select 'messages.failed.seconds',
        extract(epoch from cast(:now as timestamptz) - max(coalesce(failed_at, created_at))) from delivery
        where state = 'failed' and handed_on_at is null
        and created_at > cast(:now as timestamptz) - interval '7 days'
      union all select 'actionitems.open', count(*) from item
      union all select 'actionitems.overdue', count(*) from item
        where due_at < cast(:now as timestamptz)\
      """;

  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("incidents.watched", "Incidents that are resolved and not closed yet"),
          Map.entry("incidents.unacknowledged", "Open incidents that nobody has taken"),
          Map.entry("updates.overdue", "Status updates that should have been written by now"),
          Map.entry(
              "updates.overdue.seconds", "By how much the oldest of them is late; 0 without any"),
          Map.entry("tasks.overdue", "Tasks that should have been done by now"),
          Map.entry("jobs.failed", "Steps that the engine has given up; see the Cockpit"),
          Map.entry("jobs.retried", "Steps that have failed and are tried again by themselves"),
          Map.entry(
              "jobs.late.seconds",
              "For how long the oldest step that could run has not run, the clean-up of history"
                  + " aside"),
          Map.entry(
              "jobs.suspended.seconds",
              "For how long the oldest step that is due has been held by its suspension"),
          Map.entry(
              "messages.pending",
              "Messages that are on their way, without those that wait for the morning"),
          Map.entry(
              "messages.failed", "Messages of the last seven days that were given up by every way"),
          Map.entry(
              "messages.failed.seconds",
              "How long ago the last of them was given up; none without any"),
          Map.entry("actionitems.open", "Action items that are open"),
          Map.entry("actionitems.overdue", "Action items that should have been done by now"));

  private final JdbcClient jdbc;
  private final Clock clock;

  /**
   * What the database has answered.
   *
   * @param values null when it has not
   */
  private record Seen(Instant at, @Nullable Map<String, Double> values) {}

  private @Nullable Seen seen;
  private @Nullable FutureTask<Map<String, Double>> reading;

  LiveFigures(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (var level : Policies.LEVELS) {
      Gauge.builder("tocsin.incidents.open", this, live -> live.value("incidents.open." + level))
          .tag("level", String.valueOf(level))
          .description("Incidents that are responded to")
          .register(registry);
      Gauge.builder(
              "tocsin.incidents.unacknowledged.seconds",
              this,
              live -> live.value("incidents.unacknowledged.seconds." + level))
          .tag("level", String.valueOf(level))
          .description(
              "For how long the longest open of those that nobody has taken has had nobody; 0"
                  + " without any")
          .register(registry);
    }
    // Not by level, which changes: a counter must never fall.
    FunctionCounter.builder(
            "tocsin.incidents.declared", this, live -> live.value("incidents.declared"))
        .description("Incidents that were ever declared")
        .register(registry);
    PLAIN.forEach(
        (name, description) ->
            Gauge.builder("tocsin." + name, this, live -> live.value(name))
                .description(description)
                .register(registry));
  }

  /** Returns a value; none when the database does not answer, and Prometheus sees the gap. */
  double value(String name) {
    var values = values();
    return values == null ? Double.NaN : values.getOrDefault(name, 0.0);
  }

  private synchronized @Nullable Map<String, Double> values() {
    var now = clock.instant();
    var last = seen;
    if (last == null || Duration.between(last.at(), now).abs().compareTo(KEPT) >= 0) {
      var values = answer();
      last = new Seen(clock.instant(), values);
      seen = last;
    }
    return last.values();
  }

  private @Nullable Map<String, Double> answer() {
    try {
      return reading().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("The live figures cannot be read: no answer for {} seconds", PATIENCE.toSeconds());
    } catch (ExecutionException e) {
      LOG.warn("The live figures cannot be read: {}", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** One at a time: what still waits for the database is not asked once more. */
  private FutureTask<Map<String, Double>> reading() {
    var task = reading;
    if (task == null || task.isDone()) {
      task = new FutureTask<>(this::read);
      reading = task;
      var thread = new Thread(task, "live-figures");
      thread.setDaemon(true);
      thread.start();
    }
    return task;
  }

  private Map<String, Double> read() {
    var values = new HashMap<String, Double>();
    jdbc.sql(ALL)
        .param("now", Timestamp.from(clock.instant()))
        .query(
            row -> {
              var value = row.getObject("value", BigDecimal.class);
              values.put(row.getString("name"), value == null ? Double.NaN : value.doubleValue());
            });
    return values;
  }
}
