package io.tocsin.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads no more of a body than anything of ours takes, before anybody is asked who they are. The
 * engine and the receivers of alerts have limits of their own.
 */
class BodyLimit extends OncePerRequestFilter {

  /** Some hundred times the longest text that a field takes. */
  static final int MAX_BODY = 1024 * 1024;

  private static final String TOO_LARGE =
      "body: is larger than " + MAX_BODY + " bytes; send less at once";

  private static final Pattern LIMITED_ELSEWHERE =
      Pattern.compile("/(engine-rest|camunda|v2/(enqueue|alerts)|api/v1/alerts)(/.*)?");

  /** They read the bytes themselves, because a signature covers them. */
  private static final Pattern READS_BYTES = Pattern.compile("/(slack|twilio|pagerduty)/.*");

  private final ObjectMapper json;

  BodyLimit(ObjectMapper json) {
    this.json = json;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return LIMITED_ELSEWHERE.matcher(request.getRequestURI()).matches();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var announced = request.getContentLengthLong();
    if (announced > MAX_BODY) {
      Problems.write(json, response, HttpStatus.PAYLOAD_TOO_LARGE, TOO_LARGE);
      return;
    }
    if (announced >= 0 || request.getHeader("Transfer-Encoding") == null) {
      chain.doFilter(request, response);
      return;
    }
    if (isForm(request) && !READS_BYTES.matcher(request.getRequestURI()).matches()) {
      // Tomcat drops the fields of one that is too large in silence.
      Problems.write(
          json,
          response,
          HttpStatus.LENGTH_REQUIRED,
          "Content-Length: send a form with its length");
      return;
    }
    var body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      Problems.write(json, response, HttpStatus.PAYLOAD_TOO_LARGE, TOO_LARGE);
      return;
    }
    chain.doFilter(new Replay(request, body), response);
  }

  private static boolean isForm(HttpServletRequest request) {
    var type = request.getContentType();
    return type != null
        && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
  }
}
