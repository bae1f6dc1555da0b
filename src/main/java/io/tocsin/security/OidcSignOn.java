package io.tocsin.security;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.outbound.OutboundHttp;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Sign-on at a provider of identities. The provider is asked what it offers when somebody first
 * wants in, not at the start: a provider that is down leaves local users their way.
 */
@Configuration(proxyBeanMethods = false)
// Empty is as good as not there.
@ConditionalOnExpression("!'${tocsin.security.oidc.client-id:}'.isBlank()")
class OidcSignOn {

  /** Stands in the address that the provider sends people back to. */
  static final String ID = "sso";

  static final String BEGIN = "/oauth2/authorization/" + ID;

  private static final Logger LOG = LoggerFactory.getLogger(OidcSignOn.class);

  private final OidcProperties properties;
  private final OidcUsers users;
  private final AuditLog audit;
  private final OutboundRequests requests;
  private final ObjectMapper json;
  private final String baseUrl;
  private volatile @Nullable ClientRegistration known;

  OidcSignOn(
      OidcProperties properties,
      OidcUsers users,
      AuditLog audit,
      OutboundHttp http,
      ObjectMapper json,
      IncidentProperties addresses) {
    this.properties = properties;
    this.users = users;
    this.audit = audit;
    this.requests = new OutboundRequests(http);
    this.json = json;
    this.baseUrl = addresses.baseUrl();
  }

  /** Makes the sign-in page's second way in. */
  static void configure(HttpSecurity http, OidcSignOn signOn, ClientRegistrationRepository clients)
      throws Exception {
    http.oauth2Login(login -> signOn.configure(login, clients));
  }

  private void configure(
      OAuth2LoginConfigurer<HttpSecurity> login, ClientRegistrationRepository clients) {
    var resolver = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
    resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    login
        .loginPage("/login")
        .authorizationEndpoint(begin -> begin.authorizationRequestResolver(resolver))
        .tokenEndpoint(token -> token.accessTokenResponseClient(tokens()))
        .userInfoEndpoint(info -> info.oidcUserService(users))
        .failureHandler(this::refused)
        .addObjectPostProcessor(
            new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
              @Override
              public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(OidcSignOn.this::unreachable);
                return filter;
              }
            });
  }

  @Bean
  ClientRegistrationRepository oidcClients() {
    return id -> ID.equals(id) ? registration() : null;
  }

  /** Its access tokens are for nothing that we want. */
  @Bean
  OAuth2AuthorizedClientRepository noAuthorizedClients() {
    return new OAuth2AuthorizedClientRepository() {
      @Override
      public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
          String id, Authentication user, HttpServletRequest request) {
        return null;
      }

      @Override
      public void saveAuthorizedClient(
          OAuth2AuthorizedClient client,
          Authentication user,
          HttpServletRequest request,
          HttpServletResponse response) {}

      @Override
      public void removeAuthorizedClient(
          String id, Authentication user, HttpServletRequest request, HttpServletResponse r) {}
    };
  }

  /** Signed by a key pair of the provider's, whatever the token itself says. */
  @Bean
  JwtDecoderFactory<ClientRegistration> idTokens() {
    var decoders = new ConcurrentHashMap<String, JwtDecoder>();
    return client -> decoders.computeIfAbsent(client.getRegistrationId(), id -> decoder(client));
  }

  private JwtDecoder decoder(ClientRegistration client) {
    var decoder =
        NimbusJwtDecoder.withJwkSetUri(client.getProviderDetails().getJwkSetUri())
            .restOperations(new RestTemplate(requests))
            .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
            .build();
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            new JwtTimestampValidator(), new OidcIdTokenValidator(client)));
    decoder.setClaimSetConverter(
        claims ->
            OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter()
                .convert(MappedJwtClaimSetConverter.withDefaults(Map.of()).convert(claims)));
    return decoder;
  }

  private RestClientAuthorizationCodeTokenResponseClient tokens() {
    var client = new RestClientAuthorizationCodeTokenResponseClient();
    client.setRestClient(
        RestClient.builder()
            .requestFactory(requests)
            .messageConverters(
                converters -> {
                  converters.clear();
                  converters.add(new FormHttpMessageConverter());
                  converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    return client;
  }

  private ClientRegistration registration() {
    var registration = known;
    if (registration == null) {
      registration = discover();
      known = registration;
    }
    return registration;
  }

  private ClientRegistration discover() {
    var issuer = Objects.requireNonNull(properties.issuer());
    var address = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
    try (var answer = requests.createRequest(address, HttpMethod.GET).execute()) {
      var offered = json.readValue(answer.getBody(), new TypeReference<Map<String, Object>>() {});
      if (!issuer.equals(offered.get("issuer"))) {
        throw new IllegalStateException(
            "tocsin.security.oidc.issuer is '%s', but the provider calls itself '%s'"
                .formatted(issuer, offered.get("issuer")));
      }
      return ClientRegistrations.fromOidcConfiguration(offered)
          .registrationId(ID)
          .clientName(properties.name())
          .clientId(Objects.requireNonNull(properties.clientId()))
          .clientSecret(Objects.requireNonNull(properties.clientSecret()))
          .scope(properties.scopes())
          // Ours, not the one that a request claims to be for.
          .redirectUri(baseUrl + "/login/oauth2/code/" + ID)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Anybody can call the address that people come back to: only who was vouched for is noted. */
  private void refused(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    LOG.warn("Sign-on by {} was refused: {}", properties.name(), why.getMessage());
    if (why instanceof OidcUsers.Refused vouched) {
      audit.signIn("sign-in-failed", vouched.user(), "oidc", request.getRemoteAddr());
    }
    response.sendRedirect("/login?denied");
  }

  private void unreachable(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    LOG.warn("{} cannot be used for sign-on", properties.issuer(), why);
    response.sendRedirect("/login?unreachable");
  }
}
