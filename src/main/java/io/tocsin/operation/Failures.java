package io.tocsin.operation;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.JobDesk;
import io.tocsin.engine.JobDesk.FailedJob;
import io.tocsin.engine.JobDesk.StillTried;
import io.tocsin.engine.JobDesk.SuspendedWork;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Delivery.State;
import io.tocsin.notification.Redelivery;
import io.tocsin.notification.Redelivery.Undelivered;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.NotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Everything that waits for a person: jobs and messages that were given up, and what is suspended.
 */
@Service
public class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** For {@code @PreAuthorize}: who may see and retry what has failed. */
  public static final String OPERATORS = "hasAnyAuthority('camunda-admin','process-owner')";

  private static final int AT_MOST = 200;
  private static final int OF_A_STEP = 1_000;
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
   * @param stillTried jobs that have failed and are tried again by themselves
   * @param suspended what is due and does not go on until somebody resumes it
   * @param deliveries messages that were given up
   * @param failing messages that were tried in vain and are tried again by themselves
   */
  public record Open(
      List<FailedJob> jobs,
      long jobsInAll,
      List<StillTried> stillTried,
      List<SuspendedWork> suspended,
      List<Undelivered> deliveries,
      List<Undelivered> failing) {

    /** Returns whether nobody has to do anything. */
    public boolean nothing() {
      return jobs.isEmpty() && suspended.isEmpty() && deliveries.isEmpty();
    }
  }

  /** Returns what has failed, as far as somebody may know of its incidents. */
  public Open open(String person) {
    var failed = jobs.failed(AT_MOST);
    var tried = jobs.stillTried(AT_MOST);
    var lost = redelivery.in(State.FAILED, AT_MOST, person);
    var failing = redelivery.failing(AT_MOST, person);
    var suspended = jobs.suspended(AT_MOST);
    var hidden =
        access.unreadable(
            person,
            Stream.of(
                    failed.stream().map(FailedJob::number),
                    tried.stream().map(StillTried::number),
                    suspended.stream().map(SuspendedWork::number))
                .flatMap(numbers -> numbers)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    return new Open(
        failed.stream().map(job -> shown(job, hidden)).toList(),
        jobs.failed(),
        tried.stream().map(job -> shown(job, hidden)).toList(),
        suspended.stream().map(work -> shown(work, hidden)).toList(),
        lost,
        failing);
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
   * Has the failed jobs of one step tried again, the newest 1000: what they have in common was
   * mended. Those that somebody else has tried meanwhile are left out.
   *
   * @return how many
   */
  public int retryStep(String process, String step, Actor by) {
    var tried = 0;
    for (var job : jobs.failed(process, step, OF_A_STEP)) {
      try {
        retryJob(job, by);
        tried++;
      } catch (NotFoundException | ConflictException e) {
        LOG.debug("{} is not tried again", job, e);
      }
    }
    return tried;
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

  private static SuspendedWork shown(SuspendedWork work, Set<String> hidden) {
    return work.number() == null || !hidden.contains(work.number())
        ? work
        : new SuspendedWork(null, work.process(), work.processName(), work.steps(), work.since());
  }

  private static StillTried shown(StillTried job, Set<String> hidden) {
    return job.number() == null || !hidden.contains(job.number())
        ? job
        : new StillTried(
            job.id(),
            null,
            job.process(),
            job.processName(),
            job.step(),
            job.stepName(),
            HIDDEN,
            job.attemptsLeft(),
            job.nextAt());
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
}
