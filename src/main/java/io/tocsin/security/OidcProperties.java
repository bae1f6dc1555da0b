package io.tocsin.security;

import io.tocsin.engine.TeamGroups;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sign-on at a provider of identities by OpenID Connect, {@code tocsin.security.oidc}. Off until it
 * has a client id.
 *
 * @param name what the sign-in page calls the provider
 * @param issuer where it is found, as it names itself
 * @param clientId who we are there
 * @param clientSecret from the environment
 * @param scopes what is asked for; openid always is
 * @param userClaim claim of the ID token that holds the user id
 * @param userSuffix cut off from it, such as {@code @example.org}
 * @param groupsClaim claim of the ID token that holds the groups
 * @param groups group at the provider to groups here
 */
@ConfigurationProperties("tocsin.security.oidc")
record OidcProperties(
    @DefaultValue("single sign-on") String name,
    @Nullable String issuer,
    @Nullable String clientId,
    @Nullable String clientSecret,
    @DefaultValue({"openid", "profile", "email"}) Set<String> scopes,
    @DefaultValue("preferred_username") String userClaim,
    @DefaultValue("") String userSuffix,
    @DefaultValue("groups") String groupsClaim,
    @DefaultValue Map<String, Set<String>> groups) {

  OidcProperties {
    scopes = Set.copyOf(scopes);
    groups = Map.copyOf(groups);
    if (clientId != null && !clientId.isBlank()) {
      require(issuer != null && isAddress(issuer), "issuer: give the provider's address");
      require(
          clientSecret != null && !clientSecret.isBlank(),
          "client-secret: is missing; take it from the environment");
      require(scopes.contains("openid"), "scopes: openid must be among them");
      groups.values().stream()
          .flatMap(Set::stream)
          .filter(group -> !TeamGroups.NAMES.containsKey(group))
          .findFirst()
          .ifPresent(
              group ->
                  require(
                      false,
                      "groups: '%s' is none of %s"
                          .formatted(group, String.join(", ", TeamGroups.NAMES.keySet()))));
    }
  }

  /** Returns the groups here that groups there lead to. */
  Set<String> here(Iterable<?> there) {
    var here = new TreeSet<String>();
    for (var group : there) {
      here.addAll(groups.getOrDefault(String.valueOf(group), Set.of()));
    }
    return here;
  }

  private static boolean isAddress(String issuer) {
    try {
      var address = URI.create(issuer);
      return Set.of("http", "https").contains(String.valueOf(address.getScheme()))
          && address.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void require(boolean condition, String reason) {
    if (!condition) {
      throw new IllegalArgumentException("tocsin.security.oidc." + reason);
    }
  }

  @Override
  public String toString() {
    return "OidcProperties["
        + issuer
        + ", "
        + clientId
        + ", "
        + groups.keySet().stream().sorted().collect(Collectors.joining(" "))
        + "]";
  }
}
