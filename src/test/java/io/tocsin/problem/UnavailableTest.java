package io.tocsin.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DeadlockLoserDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class UnavailableTest {

  @ParameterizedTest
  @MethodSource("passing")
  void takesAFailureOfTheDatabaseForPassingWhateverWrapsIt(Throwable failure) {
    assertThat(Unavailable.isCauseOf(failure)).isTrue();
    assertThat(Unavailable.isCauseOf(new RuntimeException(new RuntimeException(failure)))).isTrue();
  }

  static Stream<Throwable> passing() {
    return Stream.of(
        new CannotCreateTransactionException("pool"),
        new DataAccessResourceFailureException("gone"),
        new DeadlockLoserDataAccessException("lost", null),
        new SQLTransientConnectionException("pool"),
        new SQLException("terminated by administrator", "57P01"),
        new SQLException("too many clients", "53300"),
        new SQLException("no space left on device", "53100"),
        new SQLException("canceling statement due to user request", "57014"),
        new BusyException(new IllegalStateException("stale")));
  }

  @Test
  void knowsACutConnectionThatCouldNotBeRolledBack() {
    var rollback = new TransactionSystemException("rollback", new SQLException("is closed"));
    assertThat(Unavailable.isCauseOf(rollback)).isFalse();
    rollback.initApplicationException(new RuntimeException(new SQLException("cut", "08006")));
    assertThat(Unavailable.isCauseOf(rollback)).isTrue();
  }

  @Test
  void takesAnyOtherFailureForOurs() {
    assertThat(Unavailable.isCauseOf(new IllegalStateException("bug"))).isFalse();
    assertThat(Unavailable.isCauseOf(new DataIntegrityViolationException("bug"))).isFalse();
    assertThat(Unavailable.isCauseOf(new SQLException("duplicate key", "23505"))).isFalse();
  }
}
