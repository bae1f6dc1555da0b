package io.tocsin.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs programs in by their tokens, for one request each, which a scope of theirs must name. What
 * is not named is refused here, so that the rights that a scope brings count nowhere else.
 */
class ServiceTokenFilter extends OncePerRequestFilter {

  private final ServiceTokens tokens;
  private final ObjectMapper json;

  ServiceTokenFilter(ServiceTokens tokens, ObjectMapper json) {
    this.tokens = tokens;
    this.json = json;
  }

  /** A program that has proven itself. */
  static final class Program extends AbstractAuthenticationToken {

    private final String name;

    /** With the rights that this request needs: what another scope brings does not count here. */
    Program(ServiceToken token, HttpServletRequest request) {
      super(
          AuthorityUtils.createAuthorityList(
              Arrays.stream(Scope.values())
                  .filter(scope -> token.has(scope) && scope.allows(request))
                  .flatMap(scope -> scope.groups().stream())
                  .distinct()
                  .toList()));
      this.name = token.actor();
      setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
      return "";
    }

    @Override
    public Object getPrincipal() {
      return name;
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (ServiceTokens.secret(request) == null) {
      chain.doFilter(request, response);
      return;
    }
    var token = tokens.find(request).orElse(null);
    if (token == null) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
      Problems.write(
          json,
          response,
          HttpStatus.UNAUTHORIZED,
          "This token is not known, has expired or was revoked; an administrator makes another");
      return;
    }
    AuditFilter.actor(request, token.actor(), "token");
    if (Arrays.stream(Scope.values())
        .noneMatch(scope -> token.has(scope) && scope.allows(request))) {
      var needed =
          Arrays.stream(Scope.values())
              .filter(scope -> scope.allows(request))
              .map(Scope::id)
              .collect(Collectors.joining(" or "));
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
      Problems.write(
          json,
          response,
          HttpStatus.FORBIDDEN,
          needed.isEmpty()
              ? "This is not for tokens"
              : "This takes a token with the scope " + needed);
      return;
    }
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new Program(token, request));
    SecurityContextHolder.setContext(context);
    chain.doFilter(request, response);
  }
}
