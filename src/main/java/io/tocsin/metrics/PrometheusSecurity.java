package io.tocsin.metrics;

import static org.springframework.security.config.Customizer.withDefaults;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;

/**
 * The door for Prometheus: its token, or an administrator or process owner by name and password.
 */
@Configuration(proxyBeanMethods = false)
class PrometheusSecurity {

  private static final String BEARER = "Bearer ";
  private static final Set<String> READERS = Set.of("camunda-admin", "process-owner");

  private final MetricsProperties properties;

  PrometheusSecurity(MetricsProperties properties) {
    this.properties = properties;
  }

  @Bean
  @Order(12)
  SecurityFilterChain prometheusScrapes(HttpSecurity http) throws Exception {
    var unauthorized = new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED);
    return http.securityMatcher("/actuator/prometheus")
        .authorizeHttpRequests(
            rules ->
                rules
                    .anyRequest()
                    .access(
                        (who, context) ->
                            new AuthorizationDecision(
                                token(context.getRequest()) || reads(who.get()))))
        .httpBasic(basic -> basic.authenticationEntryPoint(unauthorized))
        .exceptionHandling(refusal -> refusal.authenticationEntryPoint(unauthorized))
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
