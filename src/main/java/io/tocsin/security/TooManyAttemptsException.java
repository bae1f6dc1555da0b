package io.tocsin.security;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Passwords were tried too often; answered as 429. */
class TooManyAttemptsException extends AuthenticationException {

  private final long seconds;

  TooManyAttemptsException(Duration wait) {
    super("Too many wrong passwords; try again in " + wait.toSeconds() + " seconds");
    this.seconds = wait.toSeconds();
  }

  String retryAfter() {
    return String.valueOf(seconds);
  }
}
