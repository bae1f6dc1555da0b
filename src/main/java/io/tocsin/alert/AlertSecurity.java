package io.tocsin.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** The door for detection sources: no session, no sign-in page, a token for each source. */
@Configuration(proxyBeanMethods = false)
class AlertSecurity {

  private final AlertSources sources;
  private final ObjectMapper json;

  AlertSecurity(AlertSources sources, ObjectMapper json) {
    this.sources = sources;
    this.json = json;
  }

  @Bean
  @Order(10)
  SecurityFilterChain alertIntakeSecurity(HttpSecurity http) throws Exception {
    var paths = PathPatternRequestMatcher.withDefaults();
    return http.securityMatcher(paths.matcher("/api/v1/alerts/**"))
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(paths.matcher("/api/v1/alerts/{source}"))
                    .access((who, context) -> new AuthorizationDecision(admits(context)))
                    .anyRequest()
                    .denyAll())
        .exceptionHandling(
            refusal ->
                refusal.authenticationEntryPoint(this::refuse).accessDeniedHandler(this::refuse))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  /** A name that is no source is let through to the answer that says so. */
  private boolean admits(RequestAuthorizationContext context) {
    var source = context.getVariables().getOrDefault("source", "");
    return !sources.knows(source)
        || sources.admits(source, context.getRequest().getHeader(HttpHeaders.AUTHORIZATION));
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, RuntimeException why)
      throws IOException {
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNAUTHORIZED,
            "Send the source's token as bearer token, or as password of HTTP Basic; it is set by"
                + " tocsin.alerts.sources.<source>.token");
    response.setStatus(problem.getStatus());
    response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"alerts\"");
    response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"alerts\"");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }
}
