package io.tocsin.security;

import io.tocsin.engine.Credentials;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Signs in the engine's users; their authorities are the ids of their groups. */
@Component
class EngineUsers implements AuthenticationProvider {

  private static final int TURNS = 256;

  private final Credentials credentials;
  private final SignInLimits limits;
  private final AuditLog audit;

  /** By name and password together: whoever guesses keeps nobody waiting who need not. */
  private final Object[] turns = Stream.generate(Object::new).limit(TURNS).toArray();

  EngineUsers(Credentials credentials, SignInLimits limits, AuditLog audit) {
    this.credentials = credentials;
    this.limits = limits;
    this.audit = audit;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    var user = attempt.getName();
    var password = String.valueOf(attempt.getCredentials());
    var address =
        attempt.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "";
    // A program sends its password with each request: what was right a moment ago is no guess.
    if (!credentials.provenLately(user, password)) {
      // It may send several at once: the first proves it for all, and they count as one try.
      synchronized (turns[Math.floorMod(Objects.hash(user, password), turns.length)]) {
        if (!credentials.provenLately(user, password)) {
          prove(user, password, address);
        }
      }
    }
    var signedIn =
        UsernamePasswordAuthenticationToken.authenticated(
            user, null, AuthorityUtils.createAuthorityList(credentials.groups(user)));
    signedIn.setDetails(attempt.getDetails());
    return signedIn;
  }

  private void prove(String user, String password, String address) {
    var wait = limits.take(user, address);
    if (wait.isPresent()) {
      throw new TooManyAttemptsException(wait.get());
    }
    if (!credentials.check(user, password)) {
      // A name that nobody has may be a password in the wrong field.
      audit.signIn(
          "sign-in-failed", credentials.isUser(user) ? user : "(unknown)", "password", address);
      throw new BadCredentialsException("User name or password is wrong");
    }
    limits.right(user, address);
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }
}
