package io.tocsin.security;

import io.tocsin.engine.EngineAccess;
import io.tocsin.problem.ConflictException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/**
 * Makes a user of the engine of somebody whom the provider vouches for. Only the signed ID token
 * counts; the provider is asked nothing else.
 */
@Component
class OidcUsers implements OAuth2UserService<OidcUserRequest, OidcUser> {

  /** As the directory and the engine take them. */
  private static final String USER = "[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}";

  private final EngineAccess access;
  private final OidcProperties properties;

  OidcUsers(EngineAccess access, OidcProperties properties) {
    this.access = access;
    this.properties = properties;
  }

  @Override
  public OidcUser loadUser(OidcUserRequest request) {
    var token = request.getIdToken();
    var user = user(token);
    try {
      var groups =
          access.vouchedFor(
              user,
              Objects.requireNonNullElse(token.getFullName(), user),
              token.getIssuer() + " " + token.getSubject(),
              properties.here(groups(token)));
      if (groups.isEmpty()) {
        throw new Refused(user, "'%s' is in no group that leads to one here".formatted(user));
      }
      return new Vouched(user, AuthorityUtils.createAuthorityList(groups), token);
    } catch (ConflictException e) {
      throw new Refused(user, String.valueOf(e.getMessage()));
    }
  }

  /** Somebody whom the provider vouches for does not get in. */
  static final class Refused extends OAuth2AuthenticationException {

    private static final long serialVersionUID = 1;

    private final @Nullable String user;

    Refused(@Nullable String user, String why) {
      super(new OAuth2Error("access_denied"), why);
      this.user = user;
    }

    /** Returns the user id that they would have; null when the token gives none. */
    @Nullable String user() {
      return user;
    }
  }

  /** Has our name for them, not one of the claims. */
  private static final class Vouched extends DefaultOidcUser {

    private static final long serialVersionUID = 1;

    private final String user;

    Vouched(
        String user,
        Collection<? extends org.springframework.security.core.GrantedAuthority> groups,
        OidcIdToken token) {
      super(groups, token);
      this.user = user;
    }

    @Override
    public String getName() {
      return user;
    }
  }

  private String user(OidcIdToken token) {
    var claim = token.getClaimAsString(properties.userClaim());
    if (claim == null) {
      throw new Refused(null, "the ID token has no claim '%s'".formatted(properties.userClaim()));
    }
    var suffix = properties.userSuffix();
    var user =
        !suffix.isEmpty() && claim.endsWith(suffix)
            ? claim.substring(0, claim.length() - suffix.length())
            : claim;
    if (!user.matches(USER)) {
      throw new Refused(
          null,
          "'%s' cannot be a user id; see tocsin.security.oidc.user-claim and .user-suffix"
              .formatted(user));
    }
    return user;
  }

  private List<?> groups(OidcIdToken token) {
    Object claim = token.getClaim(properties.groupsClaim());
    return claim instanceof List<?> several ? several : claim == null ? List.of() : List.of(claim);
  }
}
