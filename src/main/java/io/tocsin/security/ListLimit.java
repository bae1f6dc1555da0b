package io.tocsin.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets each list of the engine have an end. The engine answers a question without {@code
 * maxResults} with all there is, and holds it in memory. Its own limit would refuse such questions,
 * which the webapps ask; here they get the first {@value #MOST}.
 */
class ListLimit extends OncePerRequestFilter {

  /** The largest page that the Cockpit asks for. */
  static final int MOST = 2_000;

  private static final String SIZE = "maxResults";

  /** The database takes no other; the engine would answer that as its own failure. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final ObjectMapper json;

  ListLimit(ObjectMapper json) {
    this.json = json;
  }

  /** Figures in intervals have a limit of their own, which is less. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return WebSecurity.path(request).matches(".*/metrics(/.*)?");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // Of several the engine takes one or the other.
    for (var size : values(request, SIZE)) {
      if (!NUMBER.matcher(size).matches() || Integer.parseInt(size) > MOST) {
        Problems.write(
            json,
            response,
            HttpStatus.BAD_REQUEST,
            SIZE + ": must be between 0 and " + MOST + "; ask for the next ones by firstResult");
        return;
      }
    }
    for (var first : values(request, "firstResult")) {
      if (!NUMBER.matcher(first).matches()) {
        Problems.write(
            json,
            response,
            HttpStatus.BAD_REQUEST,
            "firstResult: must be a whole number, 0 or more");
        return;
      }
    }
    chain.doFilter(values(request, SIZE).isEmpty() ? new Bounded(request) : request, response);
  }

  /** Only of the address: nobody looks for it in a body. */
  private static List<String> values(HttpServletRequest request, String name) {
    var values = request.getQueryString() == null ? null : request.getParameterValues(name);
    return values == null ? List.of() : List.of(values);
  }

  /** The engine's servlets read the address alone. */
  private static final class Bounded extends HttpServletRequestWrapper {

    Bounded(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getQueryString() {
      var asked = super.getQueryString();
      return (asked == null || asked.isEmpty() ? "" : asked + "&") + SIZE + "=" + MOST;
    }
  }
}
