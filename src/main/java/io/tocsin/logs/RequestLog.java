package io.tocsin.logs;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request an id, which the answer names too, and finds its incident in its address. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestLog extends OncePerRequestFilter {

  static final String HEADER = "X-Request-Id";

  /** What a proxy gave it is kept, as far as it cannot be taken for anything else. */
  private static final Pattern GIVEN = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  private static final Pattern INCIDENT =
      Pattern.compile("/incidents/(" + LogContext.NUMBER.pattern() + ")(?=[/;]|$)");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    LogContext.clear();
    var id = id(request.getHeader(HEADER));
    LogContext.request(id);
    response.setHeader(HEADER, id);
    var incident = INCIDENT.matcher(request.getRequestURI());
    if (incident.find()) {
      LogContext.about(incident.group(1));
    }
    chain.doFilter(request, response);
    // Not after a failure: the server is still to write its line about it. RequestEnd clears then.
    LogContext.clear();
  }

  private static String id(@Nullable String given) {
    if (given != null && GIVEN.matcher(given).matches()) {
      return given;
    }
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
