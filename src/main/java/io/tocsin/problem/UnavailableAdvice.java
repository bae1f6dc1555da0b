package io.tocsin.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * What passes by itself is answered so that callers try again: too many at once, or a database that
 * is restarting or has no room. A page for browsers, a problem document for programs.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class UnavailableAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(UnavailableAdvice.class);

  private static final HttpStatus STATUS = HttpStatus.SERVICE_UNAVAILABLE;
  private static final String SECONDS = "1";

  /** Asked last, of all that nobody else has an answer to: what is a bug stays one. */
  @ExceptionHandler
  @Nullable ResponseEntity<ProblemDetail> later(
      RuntimeException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!Unavailable.isCauseOf(e)) {
      throw e;
    }
    LOG.warn("Answered 503: {}", Unavailable.reason(e));
    response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS);
    if (Browsers.ask(request)) {
      response.sendError(STATUS.value());
      return null;
    }
    return ResponseEntity.status(STATUS)
        .body(
            ProblemDetail.forStatusAndDetail(
                STATUS, "It cannot be done at this moment; try again"));
  }
}
