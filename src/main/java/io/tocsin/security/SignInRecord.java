package io.tocsin.security;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Writes down who comes and goes. A program that sends its password with each request stands at
 * those requests only.
 */
@Component
class SignInRecord {

  private final AuditLog audit;

  SignInRecord(AuditLog audit) {
    this.audit = audit;
  }

  @EventListener
  void in(InteractiveAuthenticationSuccessEvent event) {
    record("sign-in", event.getAuthentication());
  }

  @EventListener
  void out(LogoutSuccessEvent event) {
    record("sign-out", event.getAuthentication());
  }

  private void record(String kind, Authentication user) {
    var via = user instanceof OAuth2AuthenticationToken ? "oidc" : "password";
    audit.signIn(kind, user.getName(), via, address(user));
  }

  static @Nullable String address(Authentication user) {
    return user.getDetails() instanceof WebAuthenticationDetails details
        ? details.getRemoteAddress()
        : null;
  }
}
