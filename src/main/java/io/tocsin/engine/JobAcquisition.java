package io.tocsin.engine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultAcquireJobsCommandFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Looks for jobs a little later while all threads have enough to do. Every new job wakes the
 * search, which then takes jobs one by one: under load that is a tenth of what a node does. After a
 * rest it takes many at once. A node that could begin a job never rests.
 */
class JobAcquisition extends DefaultAcquireJobsCommandFactory {

  /** What eight threads need for eight jobs and more, so that none runs out of work. */
  private static final Duration REST = Duration.ofMillis(50);

  private final ThreadPoolTaskExecutor threads;
  private final DatabaseTime time;

  JobAcquisition(JobExecutor jobs, ThreadPoolTaskExecutor threads, DatabaseTime time) {
    super(jobs);
    this.threads = threads;
    this.time = time;
  }

  @Override
  public Command<AcquiredJobs> getCommand(int numJobsToAcquire) {
    if (threads.getQueueSize() >= threads.getMaxPoolSize()) {
      rest(REST);
    }
    time.follow();
    return super.getCommand(numJobsToAcquire);
  }

  /** No transaction is open: the search begins with the command. */
  void rest(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
