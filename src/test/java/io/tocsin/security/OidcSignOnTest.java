package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tocsin.security.AuditLog.Asked;
import io.tocsin.support.FakeProvider.Provider;
import io.tocsin.support.TocsinTest;
import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.util.UriComponentsBuilder;

/** Somebody comes from a provider of identities, by OpenID Connect. */
@TocsinTest
class OidcSignOnTest {

  @Autowired MockMvcTester http;
  @Autowired Provider provider;
  @Autowired IdentityService identity;
  @Autowired AuditLog audit;

  @AfterEach
  void forget() {
    provider.forger = null;
    provider.audience = "tocsin";
    identity.deleteUserInfo("techlead", "tocsin.vouched");
    for (var user : List.of("nina", "omar")) {
      identity.deleteUserInfo(user, "tocsin.vouched");
      identity.deleteUser(user);
    }
  }

  @Test
  void isOfferedBesideThePassword() {
    assertThat(http.get().uri("/login"))
        .bodyText()
        .contains("Sign in with Example", "/oauth2/authorization/sso", "name=\"password\"");
  }

  @Test
  void beginsWithStateNonceAndChallengeAndComesBackToOurOwnAddress() {
    var query = query(begin());
    assertThat(query)
        .containsKeys("state", "nonce", "code_challenge")
        .containsEntry("client_id", "tocsin")
        .containsEntry("redirect_uri", "http://localhost:8080/login/oauth2/code/sso");
  }

  @Test
  void somebodyNewIsInTheGroupsThatTheProvidersLeadTo() {
    var back = signIn("nina@example.org", "n-1", List.of("oncall", "gardeners"));

    assertThat(back).hasStatus(302).redirectedUrl().doesNotContain("login");
    assertThat(groups("nina")).containsExactlyInAnyOrder("responder", "technical-lead");
    assertThat(http.get().uri("/incidents").cookie(session(back)))
        .hasStatusOk()
        .bodyText()
        .contains("nina");
    assertThat(provider.asked)
        .startsWith("Basic ")
        .contains("code_verifier", "grant_type=authorization_code");
    assertThat(audit.newest(new Asked(null, null, "nina", "sign-in", null), 1))
        .singleElement()
        .satisfies(entry -> assertThat(entry.via()).isEqualTo("oidc"));
  }

  @Test
  void groupsFollowTheProviderWithEachSignIn() {
    signIn("nina@example.org", "n-1", List.of("oncall", "bosses"));
    signIn("nina@example.org", "n-1", List.of("bosses"));

    assertThat(groups("nina")).containsExactly("management");
  }

  @Test
  void whoeverLosesGroupsLosesWhatTheirSessionsMay() {
    var first = session(signIn("nina@example.org", "n-1", List.of("oncall", "bosses")));
    assertThat(http.get().uri("/incidents").cookie(first)).hasStatusOk();
    var second = session(signIn("nina@example.org", "n-1", List.of("bosses")));
    assertThat(http.get().uri("/incidents").cookie(first)).hasStatus(401);
    assertThat(http.get().uri("/incidents").cookie(second)).hasStatusOk();

    refused(signIn("nina@example.org", "n-1", List.of("gardeners")));

    assertThat(groups("nina")).isEmpty();
    assertThat(http.get().uri("/incidents").cookie(second)).hasStatus(401);
  }

  @Test
  void somebodyOfTheDirectoryKeepsItsGroups() {
    signIn("techlead@example.org", "t-1", List.of("bosses"));

    assertThat(groups("techlead")).containsExactlyInAnyOrder("responder", "technical-lead");
  }

  @Test
  void whoeverIsInNoGroupOfOursStaysOutside() {
    refused(signIn("omar@example.org", "o-1", List.of("gardeners")));

    assertThat(identity.createUserQuery().userId("omar").count()).isZero();
  }

  @Test
  void anAccountOfThisPlaceIsNotTakenOver() {
    identity.saveUser(identity.newUser("omar"));

    refused(signIn("omar@example.org", "o-1", List.of("oncall")));
    refused(signIn("worker@example.org", "w-1", List.of("oncall")));
    assertThat(groups("omar")).isEmpty();
  }

  @Test
  void aNameThatWasGivenAwayAgainOpensNothing() {
    signIn("nina@example.org", "n-1", List.of("oncall"));

    refused(signIn("nina@example.org", "n-2", List.of("oncall")));
  }

  @Test
  void aNameThatIsNoUserIdIsRefused() {
    refused(signIn("nina@elsewhere.org", "n-1", List.of("oncall")));
  }

  @Test
  void aForgedTokenOneForSomebodyElseAndAnOldOneAreRefused() throws Exception {
    provider.forger = Provider.key();
    refused(signIn("nina@example.org", "n-1", List.of("oncall")));
    provider.forger = null;
    provider.audience = "another-client";
    refused(signIn("nina@example.org", "n-1", List.of("oncall")));
    provider.audience = "tocsin";
    refused(signIn("nina@example.org", "n-1", List.of("oncall"), "a-nonce-of-before"));
    assertThat(identity.createUserQuery().userId("nina").count()).isZero();
  }

  @Test
  void anAnswerThatNobodyAskedForIsRefused() {
    assertThat(http.get().uri("/login/oauth2/code/sso?code=c&state=invented"))
        .hasRedirectedUrl("/login?denied");
  }

  @Test
  void onlyWhoeverTheProviderVouchesForStandsInTheAuditLogWhenTheyAreRefused() throws Exception {
    var before = failed();
    http.get().uri("/login/oauth2/code/sso?code=c&state=invented").exchange();
    http.get().uri("/login/oauth2/code/sso?error=x&state=invented").exchange();
    provider.forger = Provider.key();
    refused(signIn("omar@example.org", "o-1", List.of("oncall")));
    assertThat(failed()).isEqualTo(before);

    provider.forger = null;
    refused(signIn("omar@example.org", "o-1", List.of("gardeners")));

    assertThat(failed())
        .isNotEqualTo(before)
        .first()
        .satisfies(entry -> assertThat(entry.actor()).isEqualTo("omar"));
  }

  private List<AuditEntry> failed() {
    return audit.newest(new Asked(null, null, null, "sign-in-failed", null), 5);
  }

  @Test
  void settingsThatCannotWorkStopTheStart() {
    assertThatThrownBy(() -> properties(null, "secret", Map.of())).hasMessageContaining("issuer");
    assertThatThrownBy(() -> properties("example.org", "secret", Map.of()))
        .hasMessageContaining("issuer");
    assertThatThrownBy(() -> properties("https://id.example.org", " ", Map.of()))
        .hasMessageContaining("client-secret");
    assertThatThrownBy(
            () -> properties("https://id.example.org", "x", Map.of("a", Set.of("action-worker"))))
        .hasMessageContaining("'action-worker' is none of");
    assertThat(properties("https://id.example.org", "s3cr3t", Map.of("a", Set.of("legal"))))
        .asString()
        .doesNotContain("s3cr3t");
  }

  private static OidcProperties properties(
      String issuer, String secret, Map<String, Set<String>> groups) {
    return new OidcProperties(
        "x", issuer, "tocsin", secret, Set.of("openid"), "sub", "", "groups", groups);
  }

  private void refused(MvcTestResult back) {
    assertThat(back).hasRedirectedUrl("/login?denied");
  }

  private MvcTestResult begin() {
    return http.get().uri("/oauth2/authorization/sso").exchange();
  }

  private MvcTestResult signIn(String name, String subject, List<String> groups) {
    return signIn(name, subject, groups, null);
  }

  private MvcTestResult signIn(String name, String subject, List<String> groups, String nonce) {
    var begun = begin();
    var query = query(begun);
    provider.claims =
        new JWTClaimsSet.Builder()
            .subject(subject)
            .claim("preferred_username", name)
            .claim("groups", groups)
            .claim("nonce", nonce == null ? query.get("nonce") : nonce)
            .build();
    return http.get()
        .uri(
            URI.create(
                "/login/oauth2/code/sso?code=c&state="
                    + java.net.URLEncoder.encode(
                        query.get("state"), java.nio.charset.StandardCharsets.UTF_8)))
        .cookie(session(begun))
        .accept(MediaType.TEXT_HTML)
        .exchange();
  }

  private static Cookie session(MvcTestResult answer) {
    return Objects.requireNonNull(answer.getResponse().getCookie("TOCSIN"));
  }

  private static Map<String, String> query(MvcTestResult answer) {
    var address = Objects.requireNonNull(answer.getResponse().getRedirectedUrl());
    var parameters = UriComponentsBuilder.fromUriString(address).build().getQueryParams();
    return parameters.toSingleValueMap().entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    java.net.URLDecoder.decode(
                        entry.getValue(), java.nio.charset.StandardCharsets.UTF_8)));
  }

  private List<String> groups(String user) {
    return identity.createGroupQuery().groupMember(user).list().stream().map(Group::getId).toList();
  }
}
