package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseTimeTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** How far the database's clock is ahead of the machine's. */
  private Duration ahead = Duration.ZERO;

  private boolean reachable = true;
  private int questions;
  private Duration answerTakes = Duration.ZERO;

  /** Of the machine, beside the real ones. */
  private Duration passed = Duration.ZERO;

  private Duration jumped = Duration.ZERO;

  private final DatabaseTime time =
      new DatabaseTime(mock(JdbcClient.class)) {
        @Override
        Instant database() {
          questions++;
          if (!reachable) {
            throw new DataAccessResourceFailureException("Connection refused");
          }
          passed = passed.plus(answerTakes);
          return Instant.now().plus(ahead);
        }

        @Override
        long steady() {
          return passed.toNanos();
        }

        @Override
        long wall() {
          return System.currentTimeMillis() + jumped.toMillis();
        }
      };

  @AfterEach
  void reset() {
    ClockUtil.reset();
  }

  @Test
  void leavesAClockAloneThatIsNearlyRight() {
    ahead = Duration.ofMillis(900);

    time.follow();

    assertThat(difference()).isCloseTo(0, within(0.5));
    assertThat(gauge()).isCloseTo(0, within(0.5));
  }

  @Test
  void followsTheDatabaseAndSaysByHowMuch() {
    ahead = Duration.ofMinutes(-2);

    time.follow();

    assertThat(difference()).isCloseTo(-120, within(0.5));
    assertThat(gauge()).isCloseTo(-120, within(0.5));
  }

  @Test
  void goesBackToTheMachinesClockOnceThatIsRight() {
    ahead = Duration.ofHours(1);
    time.follow();

    ahead = Duration.ZERO;
    passed = passed.plus(DatabaseTime.INTERVAL);
    time.follow();

    assertThat(difference()).isCloseTo(0, within(0.5));
  }

  @Test
  void asksNowAndThenOnly() {
    time.follow();
    time.follow();
    passed = passed.plus(DatabaseTime.INTERVAL).minusMillis(1);
    jumped = passed;
    time.follow();
    assertThat(questions).isEqualTo(1);

    passed = passed.plusMillis(1);
    jumped = passed;
    time.follow();
    assertThat(questions).isEqualTo(2);
  }

  @Test
  void asksAtOnceAfterTheClockHasJumped() {
    time.follow();

    jumped = Duration.ofMinutes(5);
    time.follow();

    assertThat(questions).isEqualTo(2);
  }

  @Test
  void doesNotBelieveAnAnswerThatTookTooLong() {
    ahead = Duration.ofMinutes(2);
    answerTakes = DatabaseTime.TOLERANCE.plusMillis(1);

    time.follow();
    assertThat(difference()).isCloseTo(0, within(0.5));

    answerTakes = Duration.ZERO;
    time.follow();
    assertThat(difference()).isCloseTo(120, within(0.5));
  }

  @Test
  void goesOnWithoutADatabase() {
    reachable = false;
    time.follow();

    reachable = true;
    ahead = Duration.ofMinutes(2);
    time.follow();

    assertThat(difference()).isCloseTo(120, within(0.5));
  }

  private static double difference() {
    return (ClockUtil.getCurrentTime().getTime() - System.currentTimeMillis()) / 1000.0;
  }

  private double gauge() {
    time.bindTo(registry);
    return registry.get("tocsin.clock.offset.seconds").gauge().value();
  }
}
