package io.tocsin.metrics;

import static org.springframework.security.config.Customizer.withDefaults;

import io.tocsin.security.Scope;
import io.tocsin.security.ServiceTokens;
import io.tocsin.security.SignInRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The door for Prometheus: its token, one of a program that may read figures, or an administrator
 * or process owner by name and password.
 */
@Configuration(proxyBeanMethods = false)
class PrometheusSecurity {

  private static final String BEARER = "Bearer ";
  private static final Set<String> READERS = Set.of("camunda-admin", "process-owner");

  private final MetricsProperties properties;
  private final ServiceTokens tokens;
  private final SignInRefusal refusal;

  PrometheusSecurity(MetricsProperties properties, ServiceTokens tokens, SignInRefusal refusal) {
    this.properties = properties;
    this.tokens = tokens;
    this.refusal = refusal;
  }

  @Bean
  @Order(12)
  SecurityFilterChain prometheusScrapes(HttpSecurity http) throws Exception {
    return http.securityMatcher("/actuator/prometheus")
        .authorizeHttpRequests(
            rules ->
                rules
                    .anyRequest()
                    .access(
                        (who, context) ->
                            new AuthorizationDecision(
                                token(context.getRequest())
                                    || tokens.admits(context.getRequest(), Scope.METRICS_READ)
                                    || reads(who.get()))))
        .httpBasic(basic -> basic.authenticationEntryPoint(refusal))
        .exceptionHandling(denied -> denied.authenticationEntryPoint(refusal))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable())
        .requestCache(cache -> cache.disable())
        .logout(out -> out.disable())
        .headers(withDefaults())
        .build();
  }

  private boolean token(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    var token = properties.token();
    return token != null
        && header != null
        && header.startsWith(BEARER)
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8),
            header.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean reads(Authentication who) {
    return who != null
        && who.isAuthenticated()
        && who.getAuthorities().stream()
            .map(GrantedAuthority::getAuthority)
            .anyMatch(READERS::contains);
  }
}
