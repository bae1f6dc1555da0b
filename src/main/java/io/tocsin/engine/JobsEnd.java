package io.tocsin.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The first thing of a shutdown: no more jobs are taken, those that run come to their end, and what
 * was taken and has not begun goes back, so that another node runs it at once.
 */
class JobsEnd implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(JobsEnd.class);

  private final JobExecutor jobs;
  private final ThreadPoolTaskExecutor threads;
  private final JdbcClient jdbc;
  private final Duration longest;
  private volatile boolean running;

  JobsEnd(JobExecutor jobs, ThreadPoolTaskExecutor threads, JdbcClient jdbc, Duration longest) {
    this.jobs = jobs;
    this.threads = threads;
    this.jdbc = jdbc;
    this.longest = longest;
  }

  @Override
  public void start() {
    running = true;
  }

  /** Beside the rest of what ends first, because it may last. */
  @Override
  public void stop(Runnable callback) {
    new Thread(
            () -> {
              try {
                stop();
              } finally {
                callback.run();
              }
            },
            "jobs-end")
        .start();
  }

  @Override
  public void stop() {
    running = false;
    // Returns when nothing more is taken.
    jobs.shutdown();
    var pool = threads.getThreadPoolExecutor();
    pool.shutdown();
    try {
      if (!pool.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} jobs still run; they are done again elsewhere", pool.getActiveCount());
        return;
      }
      giveBack();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nobody runs them any more: this owner is a name that is made at each start. */
  private void giveBack() {
    var given =
        jdbc.sql(
                "update act_ru_job set lock_owner_ = null, lock_exp_time_ = null, rev_ = rev_ + 1"
                    + " where lock_owner_ = ?")
            .param(jobs.getLockOwner())
            .update();
    if (given > 0) {
      LOG.info("{} jobs that had not begun are left to other nodes", given);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
