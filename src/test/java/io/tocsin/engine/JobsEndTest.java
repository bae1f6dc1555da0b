package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** A node that stops ends what it has begun and gives back the rest. */
@TocsinTest
class JobsEndTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @Autowired JdbcClient jdbc;

  private final SpringJobExecutor jobs = new SpringJobExecutor();
  private final ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
  private final String taken = "job-" + UUID.randomUUID();

  @BeforeEach
  void takeAJob() {
    threads.setCorePoolSize(1);
    threads.setAcceptTasksAfterContextClose(true);
    threads.initialize();
    jdbc.sql(
            "insert into act_ru_job (id_, rev_, type_, retries_, suspension_state_, exclusive_,"
                + " priority_, duedate_, lock_owner_, lock_exp_time_)"
                + " values (?, 1, 'message', 0, 1, true, 0, now(), ?, now() + interval '1 minute')")
        .params(taken, jobs.getLockOwner())
        .update();
  }

  @AfterEach
  void removeIt() {
    jdbc.sql("delete from act_ru_job where id_ = ?").param(taken).update();
    threads.shutdown();
  }

  @Test
  void whatRunsComesToItsEndAndTheRestGoesBack() {
    var begun = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    threads.execute(
        () -> {
          begun.countDown();
          ended.set(true);
        });

    new JobsEnd(jobs, threads, jdbc, LONG).stop();

    assertThat(begun.getCount()).isZero();
    assertThat(ended).isTrue();
    assertThat(isLocked()).isFalse();
  }

  @Test
  void whatDoesNotEndStaysLocked() {
    var end = new CountDownLatch(1);
    threads.execute(
        () -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    new JobsEnd(jobs, threads, jdbc, Duration.ofMillis(20)).stop();

    assertThat(isLocked()).isTrue();
    end.countDown();
  }

  private boolean isLocked() {
    return jdbc.sql("select lock_owner_ is not null from act_ru_job where id_ = ?")
        .param(taken)
        .query(Boolean.class)
        .single();
  }
}
