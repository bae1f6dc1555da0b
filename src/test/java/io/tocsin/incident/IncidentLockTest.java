package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs of one incident that run at the same time, as after its declaration. */
@TocsinTest
class IncidentLockTest {

  @Autowired Response response;
  @Autowired Incidents incidents;
  @Autowired Timeline timeline;
  @Autowired PlatformTransactionManager transactions;

  @Test
  void twoThatWriteToTheTimelineAndThenChangeTheIncidentDoNotLockEachOtherOut() throws Exception {
    var number = response.declare("high");
    var bothHaveWritten = new CyclicBarrier(2);
    Callable<Boolean> job =
        () ->
            new TransactionTemplate(transactions)
                .execute(
                    status -> {
                      timeline.add(number, Actor.ENGINE, "note", "Told the team");
                      meet(bothHaveWritten);
                      incidents.teamNotified(number);
                      return true;
                    });
    var threads = Executors.newFixedThreadPool(2);
    try {
      for (var done : threads.invokeAll(List.of(job, job))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(response.incident(number).teamNotifiedAt()).isNotNull();
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
