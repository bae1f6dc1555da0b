package io.tocsin.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/**
 * How somebody who could not sign in is answered: programs by a status, people by the sign-in page,
 * and both by 429 with {@code Retry-After} when passwords were tried too often.
 */
@Component
public class SignInRefusal implements AuthenticationEntryPoint, AuthenticationFailureHandler {

  private final ObjectMapper json;
  private final AuthenticationFailureHandler again =
      new SimpleUrlAuthenticationFailureHandler("/login?error");

  SignInRefusal(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (why instanceof TooManyAttemptsException often) {
      response.setHeader(HttpHeaders.RETRY_AFTER, often.retryAfter());
      Problems.write(
          json, response, HttpStatus.TOO_MANY_REQUESTS, String.valueOf(often.getMessage()));
    } else {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
    }
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException, ServletException {
    if (why instanceof TooManyAttemptsException often) {
      response.setHeader(HttpHeaders.RETRY_AFTER, often.retryAfter());
      response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
    } else {
      again.onAuthenticationFailure(request, response, why);
    }
  }
}
