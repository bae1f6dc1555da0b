package io.tocsin.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** So many clients who call, wait for the answer and call again. */
final class Load {

  /**
   * What was measured.
   *
   * @param perSecond calls that were answered
   * @param sorted how long each took, in nanoseconds
   */
  record Result(double perSecond, long[] sorted) {

    int number() {
      return sorted.length;
    }

    Duration at(double quantile) {
      int index = (int) Math.ceil(quantile * sorted.length) - 1;
      return Duration.ofNanos(sorted[Math.max(0, index)]);
    }
  }

  /** A call, given its running number. */
  @FunctionalInterface
  interface Call {
    void run(int number) throws Exception;
  }

  private Load() {}

  /** Calls for a time, after a third of it for warming up, which does not count. */
  static Result run(int clients, Duration time, Call call) {
    var number = new AtomicInteger();
    measure(clients, time.dividedBy(3), number, call);
    return measure(clients, time, number, call);
  }

  /** Calls for a time. */
  static Result during(int clients, Duration time, Call call) {
    return measure(clients, time, new AtomicInteger(), call);
  }

  private static Result measure(int clients, Duration time, AtomicInteger number, Call call) {
    var begun = System.nanoTime();
    var end = begun + time.toNanos();
    var threads = Executors.newFixedThreadPool(clients);
    try {
      var results = new ArrayList<Future<long[]>>();
      for (int client = 0; client < clients; client++) {
        results.add(threads.submit(() -> call(end, number, call)));
      }
      var all = LongStream.empty();
      for (var result : results) {
        all = LongStream.concat(all, Arrays.stream(result.get()));
      }
      var sorted = all.sorted().toArray();
      return new Result(sorted.length / ((System.nanoTime() - begun) / 1e9), sorted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A call failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static long[] call(long end, AtomicInteger number, Call call) throws Exception {
    var taken = LongStream.builder();
    while (System.nanoTime() < end) {
      var begun = System.nanoTime();
      call.run(number.getAndIncrement());
      taken.add(System.nanoTime() - begun);
    }
    return taken.build().toArray();
  }
}
