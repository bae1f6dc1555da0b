package io.tocsin.security;

import io.tocsin.engine.Credentials;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.stereotype.Component;

/** Signs in the engine's users; their authorities are the ids of their groups. */
@Component
class EngineUsers implements AuthenticationProvider {

  private final Credentials credentials;

  EngineUsers(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    var user = attempt.getName();
    var password = String.valueOf(attempt.getCredentials());
    var groups =
        credentials
            .check(user, password)
            .orElseThrow(() -> new BadCredentialsException("User name or password is wrong"));
    return UsernamePasswordAuthenticationToken.authenticated(
        user, null, AuthorityUtils.createAuthorityList(groups));
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }
}
