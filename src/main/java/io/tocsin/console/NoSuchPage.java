package io.tocsin.console;

import io.tocsin.problem.Browsers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** An address that nothing answers: a page for browsers, a problem document for programs. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class NoSuchPage {

  @ExceptionHandler({NoResourceFoundException.class, HttpRequestMethodNotSupportedException.class})
  @Nullable ResponseEntity<ProblemDetail> nothingThere(
      ErrorResponse error, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Browsers.ask(request)) {
      response.sendError(error.getStatusCode().value());
      return null;
    }
    return ResponseEntity.status(error.getStatusCode())
        .headers(error.getHeaders())
        .body(error.getBody());
  }
}
