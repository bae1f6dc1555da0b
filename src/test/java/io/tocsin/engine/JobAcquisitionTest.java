package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

class JobAcquisitionTest {

  private final ThreadPoolTaskExecutor threads = mock();
  private final List<Duration> rests = new ArrayList<>();

  private final DatabaseTime time = mock();

  private final JobAcquisition search =
      new JobAcquisition(mock(JobExecutor.class), threads, time) {
        @Override
        void rest(Duration time) {
          rests.add(time);
        }
      };

  @Test
  void restsOnlyWhileAJobWaitsForEachThread() {
    when(threads.getMaxPoolSize()).thenReturn(8);

    when(threads.getQueueSize()).thenReturn(7);
    assertThat(search.getCommand(50)).isNotNull();
    assertThat(rests).isEmpty();

    when(threads.getQueueSize()).thenReturn(8);
    assertThat(search.getCommand(50)).isNotNull();
    assertThat(rests).hasSize(1);
    // Before each search, so that it never takes or leaves a job by a wrong clock.
    verify(time, times(2)).follow();
  }
}
