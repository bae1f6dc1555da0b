package io.tocsin.operation;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes a node out before it stops. Its readiness says no by then; it goes on answering until
 * proxies have seen that, and closes each connection after its answer, so that none is left over
 * which a proxy would use again in the very moment it ends.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Leaving extends OncePerRequestFilter implements SmartLifecycle {

  private final StopProperties properties;
  private final ApplicationAvailability availability;
  private volatile boolean running;

  Leaving(StopProperties properties, ApplicationAvailability availability) {
    this.properties = properties;
    this.availability = availability;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC) {
      response.setHeader(HttpHeaders.CONNECTION, "close");
    }
    chain.doFilter(request, response);
  }

  @Override
  public void start() {
    running = true;
  }

  /** In the first phase, before the server ceases to answer. */
  @Override
  public void stop(Runnable callback) {
    stop();
    CompletableFuture.delayedExecutor(properties.delay().toMillis(), TimeUnit.MILLISECONDS)
        .execute(callback);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
