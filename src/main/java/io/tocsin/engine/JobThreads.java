package io.tocsin.engine;

import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The threads of the job executor; a shutdown waits for the jobs that run. */
@Configuration(proxyBeanMethods = false)
class JobThreads {

  /** Longer than the longest outside call a job may make. */
  private static final int SHUTDOWN_SECONDS = 50;

  @Bean
  @ConditionalOnProperty(name = "camunda.bpm.job-execution.enabled", matchIfMissing = true)
  static ThreadPoolTaskExecutor camundaTaskExecutor(CamundaBpmProperties properties) {
    var jobs = properties.getJobExecution();
    var executor = new ThreadPoolTaskExecutor();
    executor.setThreadNamePrefix("job-");
    executor.setCorePoolSize(jobs.getCorePoolSize());
    executor.setMaxPoolSize(jobs.getMaxPoolSize());
    executor.setQueueCapacity(jobs.getQueueCapacity());
    executor.setWaitForTasksToCompleteOnShutdown(true);
    executor.setAwaitTerminationSeconds(SHUTDOWN_SECONDS);
    return executor;
  }
}
