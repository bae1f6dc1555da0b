package io.tocsin.alert;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Sheds load before a payload is read: so many requests with alerts at one time, so that a storm
 * never takes all threads and connections, and so many a minute of a source. Senders repeat what is
 * answered 503. Stands behind the check of credentials: who has none takes no place.
 */
@Configuration(proxyBeanMethods = false)
class IntakeGate implements HandlerInterceptor, WebMvcConfigurer {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String ENTERED = IntakeGate.class.getName();

  /** Receivers whose path does not name their source. */
  private static final Map<String, String> RECEIVERS =
      Map.of("/v2/enqueue", "pagerduty", "/v2/alerts", "opsgenie");

  private final SourceRates rates;
  private final Semaphore places;

  IntakeGate(SourceRates rates, StormProperties properties) {
    this.rates = rates;
    this.places = new Semaphore(properties.limits().concurrent());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(this)
        // Not before signs of life: each is one small write, and refused it is a false alarm.
        .addPathPatterns("/api/v1/alerts/**", "/v2/enqueue", "/v2/alerts/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!places.tryAcquire()) {
      throw later("More alerts arrive than can be stored just now", SOON);
    }
    try {
      var source = source(request);
      if (source != null) {
        rates
            .take(source)
            .ifPresent(
                wait -> {
                  throw later(
                      "The source %s sends more than tocsin.alerts.limits.per-minute.%s allows"
                          .formatted(source, source),
                      wait);
                });
      }
    } catch (RuntimeException e) {
      // Without the handler nobody is told when it is over.
      places.release();
      throw e;
    }
    request.setAttribute(ENTERED, true);
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    if (request.getAttribute(ENTERED) != null) {
      request.removeAttribute(ENTERED);
      places.release();
    }
  }

  private static @Nullable String source(HttpServletRequest request) {
    var variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    if (variables instanceof Map<?, ?> named && named.get("source") instanceof String source) {
      return source;
    }
    return RECEIVERS.entrySet().stream()
        .filter(receiver -> request.getRequestURI().startsWith(receiver.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static ErrorResponseException later(String why, Duration wait) {
    var refusal =
        new ErrorResponseException(
            HttpStatus.SERVICE_UNAVAILABLE,
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, why + "; send them again, a repeat does no harm"),
            null);
    refusal
        .getHeaders()
        .set(
            HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait.plusMillis(999).toSeconds())));
    return refusal;
  }
}
