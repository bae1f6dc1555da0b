package io.tocsin.engine;

import java.time.Duration;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The threads of the job executor; a shutdown waits for the jobs that run. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "camunda.bpm.job-execution.enabled", matchIfMissing = true)
class JobThreads {

  /** Longer than the longest outside call a job may make. */
  private static final Duration LONGEST = Duration.ofSeconds(50);

  @Bean
  static ThreadPoolTaskExecutor camundaTaskExecutor(CamundaBpmProperties properties) {
    var jobs = properties.getJobExecution();
    var executor = new ThreadPoolTaskExecutor();
    executor.setThreadNamePrefix("job-");
    executor.setCorePoolSize(jobs.getCorePoolSize());
    executor.setMaxPoolSize(jobs.getMaxPoolSize());
    executor.setQueueCapacity(jobs.getQueueCapacity());
    executor.setWaitForTasksToCompleteOnShutdown(true);
    // Else it refuses jobs before the job executor ceases to take them, and they stay locked.
    executor.setAcceptTasksAfterContextClose(true);
    return executor;
  }

  @Bean
  static JobsEnd jobsEnd(
      JobExecutor jobs,
      ThreadPoolTaskExecutor camundaTaskExecutor,
      JdbcClient jdbc,
      DatabaseTime time) {
    jobs.setAcquireJobsCmdFactory(new JobAcquisition(jobs, camundaTaskExecutor, time));
    return new JobsEnd(jobs, camundaTaskExecutor, jdbc, LONGEST);
  }
}
