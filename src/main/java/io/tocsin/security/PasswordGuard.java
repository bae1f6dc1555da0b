package io.tocsin.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks at the password of whoever changes one before the engine does, as often as a sign-in may
 * try. A session that somebody left open would tell the password after enough guesses.
 */
class PasswordGuard extends OncePerRequestFilter {

  private static final Pattern CHANGE =
      Pattern.compile("/(?:engine-rest|camunda/api)/(?:.*/)?user/[^/]+/credentials/*");

  private static final String FIELD = "authenticatedUserPassword";

  private final EngineUsers users;
  private final ObjectMapper json;
  private final StrictJson strict;

  PasswordGuard(EngineUsers users, ObjectMapper json) {
    this.users = users;
    this.json = json;
    this.strict = new StrictJson(json);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var user = SecurityContextHolder.getContext().getAuthentication();
    if (user == null
        || !HttpMethod.PUT.matches(request.getMethod())
        || !CHANGE.matcher(WebSecurity.path(request)).matches()) {
      chain.doFilter(request, response);
      return;
    }
    var body = request.getInputStream().readAllBytes();
    if (proves(user, body, request, response)) {
      chain.doFilter(new Replay(request, body), response);
    }
  }

  /** Returns whether the password is right; else it is answered. */
  private boolean proves(
      Authentication user, byte[] body, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var said = strict.read(body);
    if (said.isEmpty()) {
      return refuse(response, HttpStatus.BAD_REQUEST, StrictJson.REFUSAL);
    }
    var password = said.get().path(FIELD).asText("");
    var attempt = UsernamePasswordAuthenticationToken.unauthenticated(user.getName(), password);
    attempt.setDetails(new WebAuthenticationDetails(request));
    try {
      return users.authenticate(attempt).isAuthenticated();
    } catch (TooManyAttemptsException e) {
      response.setHeader(HttpHeaders.RETRY_AFTER, e.retryAfter());
      return refuse(response, HttpStatus.TOO_MANY_REQUESTS, String.valueOf(e.getMessage()));
    } catch (BadCredentialsException e) {
      return refuse(
          response, HttpStatus.BAD_REQUEST, FIELD + ": is not the password that you sign in with");
    }
  }

  private boolean refuse(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    Problems.writeToWebapps(json, response, status, detail);
    return false;
  }
}
