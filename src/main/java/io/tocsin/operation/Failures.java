package io.tocsin.operation;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.JobDesk;
import io.tocsin.engine.JobDesk.FailedJob;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Delivery.State;
import io.tocsin.notification.Redelivery;
import io.tocsin.notification.Redelivery.Undelivered;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Everything that was given up and waits for a person: jobs and messages. */
@Service
public class Failures {

  /** For {@code @PreAuthorize}: who may see and retry what has failed. */
  public static final String OPERATORS = "hasAnyAuthority('camunda-admin','process-owner')";

  private static final int AT_MOST = 200;
  private static final String HIDDEN = "Belongs to a restricted incident";

  private final JobDesk jobs;
  private final Redelivery redelivery;
  private final Access access;
  private final Timeline timeline;
  private final Atomic atomic;
  private final JdbcClient jdbc;

  Failures(
      JobDesk jobs,
      Redelivery redelivery,
      Access access,
      Timeline timeline,
      Atomic atomic,
      JdbcClient jdbc) {
    this.jobs = jobs;
    this.redelivery = redelivery;
    this.access = access;
    this.timeline = timeline;
    this.atomic = atomic;
    this.jdbc = jdbc;
  }

  /**
   * What has failed, newest first, 200 of each at most.
   *
   * @param jobsInAll how many jobs there are
   * @param deliveries messages that were given up
   * @param failing messages that were tried in vain and are tried again by themselves
   */
  public record Open(
      List<FailedJob> jobs,
      long jobsInAll,
      List<Undelivered> deliveries,
      List<Undelivered> failing) {

    /** Returns whether nobody has to do anything. */
    public boolean nothing() {
      return jobs.isEmpty() && deliveries.isEmpty();
    }
  }

  /** Returns what has failed, as far as somebody may know of its incidents. */
  public Open open(String person) {
    var failed = jobs.failed(AT_MOST);
    var lost = redelivery.in(State.FAILED, AT_MOST);
    var failing = redelivery.failing(AT_MOST);
    var hidden =
        access.unreadable(
            person,
            Stream.of(
                    failed.stream().map(FailedJob::number),
                    lost.stream().map(Undelivered::incident),
                    failing.stream().map(Undelivered::incident))
                .flatMap(numbers -> numbers)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    return new Open(
        failed.stream().map(job -> shown(job, hidden)).toList(),
        jobs.failed(),
        lost.stream().map(delivery -> shown(delivery, hidden)).toList(),
        failing.stream().map(delivery -> shown(delivery, hidden)).toList());
  }

  /** Has a job tried again. */
  public FailedJob retryJob(String id, Actor by) {
    return atomic.call(
        () -> {
          var job = jobs.retry(id);
          note(job, by);
          return shown(
              job,
              job.number() == null ? Set.of() : access.unreadable(by.id(), List.of(job.number())));
        });
  }

  /**
   * Has all failed jobs of one step tried again: what they have in common was mended.
   *
   * @return how many
   */
  public int retryStep(String process, String step, Actor by) {
    var of =
        jobs.failed(AT_MOST).stream()
            .filter(job -> job.process().equals(process) && job.step().equals(step))
            .toList();
    of.forEach(job -> retryJob(job.id(), by));
    return of.size();
  }

  /** Has a message tried again. */
  public Undelivered retryDelivery(UUID id, Actor by) {
    return redelivery.retry(id, by);
  }

  private void note(FailedJob job, Actor by) {
    if (job.number() != null
        && jdbc.sql("select exists (select from incident where number = ?)")
            .param(job.number())
            .query(Boolean.class)
            .single()) {
      timeline.add(
          job.number(),
          by,
          "model",
          "Tried again: %s (%s)".formatted(job.stepName(), job.processName()));
    }
  }

  private static FailedJob shown(FailedJob job, Set<String> hidden) {
    return job.number() == null || !hidden.contains(job.number())
        ? job
        : new FailedJob(
            job.id(),
            null,
            job.process(),
            job.processName(),
            job.step(),
            job.stepName(),
            HIDDEN,
            job.since());
  }

  private static Undelivered shown(Undelivered delivery, Set<String> hidden) {
    return delivery.incident() == null || !hidden.contains(delivery.incident())
        ? delivery
        : new Undelivered(
            delivery.id(),
            null,
            delivery.event(),
            delivery.recipient(),
            delivery.recipientName(),
            delivery.channel(),
            delivery.address(),
            delivery.state(),
            delivery.attempts(),
            HIDDEN,
            delivery.createdAt(),
            delivery.fallbackOf(),
            delivery.nextAttemptAt());
  }
}
