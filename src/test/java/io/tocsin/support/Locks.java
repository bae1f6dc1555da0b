package io.tocsin.support;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Two transactions of a test, of which one waits for the other. */
public final class Locks {

  private Locks() {}

  /**
   * Waits until another transaction waits for the caller's.
   *
   * @throws AssertionError when none has after ten seconds: what the test is about did not happen
   */
  public static void awaitWaiter(JdbcClient jdbc) {
    for (int i = 0; i < 200; i++) {
      // Of the locks, not of the sessions, which a transaction sees as they were when it first
      // looked.
      if (jdbc.sql(
              "select exists (select from pg_locks where not granted and pg_backend_pid()"
                  + " = any (pg_blocking_pids(pid))) from pg_sleep(0.05)")
          .query(Boolean.class)
          .single()) {
        return;
      }
    }
    throw new AssertionError("No other transaction waits for this one");
  }
}
