package io.tocsin.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class OncePerTransactionTest {

  private final OncePerTransaction<String, String> once = new OncePerTransaction<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final PlatformTransactionManager transactions = new NothingBehind();

  @Test
  void readsOnceInATransactionAndAgainInTheNext() {
    within(
        () -> {
          assertThat(read("a")).isEqualTo("a 1");
          assertThat(read("a")).isEqualTo("a 1");
          assertThat(read("b")).isEqualTo("b 2");
        });
    within(() -> assertThat(read("a")).isEqualTo("a 3"));
  }

  @Test
  void readsEachTimeWithoutATransaction() {
    assertThat(read("a")).isEqualTo("a 1");
    once.remember("a", "remembered");
    assertThat(read("a")).isEqualTo("a 2");
  }

  @Test
  void readsAgainWhatIsForgottenAndNotWhatIsRemembered() {
    within(
        () -> {
          read("a");
          once.forget("a");
          assertThat(read("a")).isEqualTo("a 2");
          once.remember("a", "remembered");
          assertThat(read("a")).isEqualTo("remembered");
        });
  }

  @Test
  void readsAllAgainAfterItForgotAll() {
    within(
        () -> {
          read("a");
          once.forget();
          assertThat(read("a")).isEqualTo("a 2");
        });
  }

  @Test
  void asksAgainForWhatThereIsNot() {
    within(
        () -> {
          assertThat(once.get("a", key -> null)).isNull();
          assertThat(read("a")).isEqualTo("a 1");
        });
  }

  @Test
  void keepsItsOwnWhileAnotherTransactionRuns() {
    within(
        () -> {
          read("a");
          within(() -> assertThat(read("a")).isEqualTo("a 2"));
          assertThat(read("a")).isEqualTo("a 1");
        });
  }

  @Test
  void twoOfThemHaveNothingInCommon() {
    var other = new OncePerTransaction<String, String>();
    within(
        () -> {
          once.remember("a", "here");
          assertThat(other.get("a", key -> "there")).isEqualTo("there");
        });
  }

  private @Nullable String read(String key) {
    return once.get(key, k -> k + " " + reads.incrementAndGet());
  }

  private void within(Runnable work) {
    var own = new TransactionTemplate(transactions);
    own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    own.executeWithoutResult(status -> work.run());
  }

  /** Transactions of nothing. */
  private static final class NothingBehind extends AbstractPlatformTransactionManager {

    private int depth;

    @Override
    protected Object doGetTransaction() {
      return this;
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
      return depth > 0;
    }

    @Override
    protected Object doSuspend(Object transaction) {
      return this;
    }

    @Override
    protected void doResume(@Nullable Object transaction, Object suspended) {
      // Nothing was taken away.
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
      depth++;
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
      // There is nothing.
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
      // There is nothing.
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
      depth--;
    }
  }
}
