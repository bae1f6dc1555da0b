package io.tocsin.health;

import io.tocsin.catalog.Monitor;
import io.tocsin.outbound.RefusedAddressException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Lets probes look, each within its time limit, whatever the other side or its name server does.
 */
@Component
class Probing implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Probing.class);

  /** More at once are refused: the other sides are in trouble and threads are not free. */
  private static final int MOST = 64;

  private final List<Probe> probes;
  private final ExecutorService workers;

  Probing(List<Probe> probes) {
    this.probes = probes;
    var threads = new CustomizableThreadFactory("probe-");
    threads.setDaemon(true);
    this.workers =
        new ThreadPoolExecutor(0, MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /** Begins a run of a monitor; completes at its time limit at the latest, and always normally. */
  CompletableFuture<Reading> start(Monitor monitor) {
    var late = Reading.failed("timed out after " + monitor.timeout().toMillis() + " ms");
    return start(
        () -> look(monitor),
        late.after(monitor.timeout()),
        Reading.cannotRun("too many probes are under way"),
        // The probe's own limit tells more than ours.
        monitor.timeout().plusMillis(500));
  }

  /**
   * Begins some work that gives a value, another at its time limit, a third when there is no room.
   */
  <T> CompletableFuture<T> start(Supplier<T> work, T late, T refused, Duration timeout) {
    var result = new CompletableFuture<T>();
    try {
      var running =
          workers.submit(
              () -> {
                try {
                  result.complete(work.get());
                } catch (RuntimeException e) {
                  result.completeExceptionally(e);
                }
              });
      return result
          .completeOnTimeout(late, timeout.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete((value, error) -> running.cancel(true));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(refused);
    }
  }

  private Reading look(Monitor monitor) {
    var began = System.nanoTime();
    var reading = judge(monitor);
    var latency = Duration.ofNanos(System.nanoTime() - began);
    var limit = monitor.maxLatency();
    return reading.verdict() == Reading.Verdict.PASSED
            && limit != null
            && latency.compareTo(limit) > 0
        ? Reading.failed("slower than %d ms: %d ms".formatted(limit.toMillis(), latency.toMillis()))
            .after(latency)
        : reading.after(latency);
  }

  private Reading judge(Monitor monitor) {
    try {
      return probes.stream()
          .filter(probe -> probe.knows(monitor))
          .findFirst()
          .orElseThrow()
          .look(monitor);
    } catch (RefusedAddressException e) {
      return Reading.cannotRun(String.valueOf(e.getMessage()));
    } catch (UnknownHostException e) {
      return Reading.failed("the host name is not known");
    } catch (SocketTimeoutException e) {
      return Reading.failed("timed out after " + monitor.timeout().toMillis() + " ms");
    } catch (IOException e) {
      return Reading.failed("no connection (" + e.getClass().getSimpleName() + ")");
    } catch (RuntimeException e) {
      LOG.warn("The monitor {} could not be run", monitor.name(), e);
      return Reading.cannotRun("an error of the monitor (" + e.getClass().getSimpleName() + ")");
    }
  }

  @Override
  public void destroy() {
    workers.shutdownNow();
  }
}
