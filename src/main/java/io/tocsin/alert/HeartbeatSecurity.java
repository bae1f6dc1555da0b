package io.tocsin.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** The door for signs of life: a token for each, and no hint which names there are. */
@Configuration(proxyBeanMethods = false)
class HeartbeatSecurity {

  private static final String BEARER = "Bearer ";

  private final Heartbeats heartbeats;
  private final ObjectMapper json;

  HeartbeatSecurity(Heartbeats heartbeats, ObjectMapper json) {
    this.heartbeats = heartbeats;
    this.json = json;
  }

  @Bean
  @Order(11)
  SecurityFilterChain signsOfLife(HttpSecurity http) throws Exception {
    var beat =
        PathPatternRequestMatcher.withDefaults()
            .matcher(HttpMethod.POST, "/api/v1/heartbeats/{name}");
    return http.securityMatcher(beat)
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(beat)
                    .access(
                        (who, context) ->
                            new AuthorizationDecision(
                                heartbeats.admits(
                                    context.getVariables().getOrDefault("name", ""),
                                    token(context.getRequest()))))
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

  private static @Nullable String token(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, RuntimeException why)
      throws IOException {
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNAUTHORIZED,
            "Send the heartbeat's token as bearer token; it is set by"
                + " tocsin.alerts.heartbeats.<name>.token");
    response.setStatus(problem.getStatus());
    response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"heartbeats\"");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }
}
