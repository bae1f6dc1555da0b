package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import io.tocsin.problem.BusyException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.PlatformTransactionManager;

class AtomicTest {

  private final PlatformTransactionManager transactions = mock(PlatformTransactionManager.class);
  private final Atomic atomic = new Atomic(transactions);
  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void repeatsACommandThatLostARace() {
    assertThat(failingOnce(new OptimisticLockingException("changed meanwhile"))).isEqualTo(2);
    assertThat(failingOnce(new CannotAcquireLockException("deadlock"))).isEqualTo(2);
  }

  @Test
  void repeatsAStatementWithoutATransactionAroundIt() {
    var answer =
        atomic.statement(
            () -> {
              if (attempts.incrementAndGet() == 1) {
                throw new CannotAcquireLockException("deadlock");
              }
              return "counted";
            });
    assertThat(answer).isEqualTo("counted");
    assertThat(attempts).hasValue(2);
    verifyNoInteractions(transactions);
  }

  @Test
  void repeatsACommandThatTheEngineLostToADeadlock() {
    var found = new SQLException("deadlock detected", "40P01");
    var wrapped = new ProcessEngineException("flush", new RuntimeException("persistence", found));
    assertThat(failingOnce(wrapped)).isEqualTo(2);
  }

  @Test
  void repeatsNothingElseAndGivesUpInTheEnd() {
    assertThatThrownBy(
            () -> failingOnce(new ProcessEngineException("no", new SQLException("", "23505"))))
        .hasMessage("no");
    assertThatThrownBy(
            () ->
                atomic.run(
                    () -> {
                      attempts.incrementAndGet();
                      throw new CannotAcquireLockException("again");
                    }))
        .isInstanceOf(BusyException.class)
        .hasRootCauseMessage("again");
    assertThat(attempts).hasValue(1 + 5);
  }

  private int failingOnce(RuntimeException failure) {
    attempts.set(0);
    return atomic.call(
        () -> {
          if (attempts.incrementAndGet() == 1) {
            throw failure;
          }
          return attempts.get();
        });
  }
}
