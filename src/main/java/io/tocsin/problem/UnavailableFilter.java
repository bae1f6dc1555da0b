package io.tocsin.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers as {@link UnavailableAdvice} does where no controller is asked: sessions, sign-in and
 * tokens are in the database too. Stands around the filter that reads the session.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class UnavailableFilter extends OncePerRequestFilter {

  private final HandlerExceptionResolver answers;

  /** Made before the server starts, and the controllers are made only then. */
  UnavailableFilter(@Lazy @Qualifier("handlerExceptionResolver") HandlerExceptionResolver answers) {
    this.answers = answers;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException e) {
      if (response.isCommitted() || !Unavailable.isCauseOf(e)) {
        throw e;
      }
      response.resetBuffer();
      if (answers.resolveException(request, response, null, e) == null) {
        throw e;
      }
    }
  }
}
