package io.tocsin.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.security.Scope;
import io.tocsin.security.ServiceTokens;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
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
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * The doors for detection sources: no session, no sign-in page, a token or a signature for each
 * source. A dry run may be asked for by people too: without the proof of a source it takes a
 * sign-in.
 */
@Configuration(proxyBeanMethods = false)
class AlertSecurity {

  /** Request attribute: the name of the source that has proven itself. */
  static final String SOURCE = "io.tocsin.alert.source";

  private static final String REFUSAL = "io.tocsin.alert.refusal";

  private final AlertSources sources;
  private final ServiceTokens tokens;
  private final ObjectMapper json;

  AlertSecurity(AlertSources sources, ServiceTokens tokens, ObjectMapper json) {
    this.sources = sources;
    this.tokens = tokens;
    this.json = json;
  }

  @Bean
  @Order(10)
  SecurityFilterChain alertIntakeSecurity(HttpSecurity http) throws Exception {
    var paths = PathPatternRequestMatcher.withDefaults();
    var intake = paths.matcher("/api/v1/alerts/**");
    var dryRun = paths.matcher(HttpMethod.POST, "/api/v1/alerts/{source}/dry-run");
    return bare(http.securityMatcher(
            request ->
                intake.matches(request)
                    && (!dryRun.matches(request)
                        || proven(dryRun.matcher(request).getVariables().get("source"), request))))
        .authorizeHttpRequests(
            rules ->
                rules
                    // It was looked at above.
                    .requestMatchers(dryRun)
                    .permitAll()
                    // A sender asks so whether it may send; only formats that know it answer.
                    .requestMatchers(paths.matcher(HttpMethod.OPTIONS, "/api/v1/alerts/{source}"))
                    .permitAll()
                    .requestMatchers(paths.matcher("/api/v1/alerts/{source}"))
                    .access((who, context) -> new AuthorizationDecision(admits(context)))
                    .anyRequest()
                    .denyAll())
        .exceptionHandling(
            refusal ->
                refusal.authenticationEntryPoint(this::refuse).accessDeniedHandler(this::refuse))
        .build();
  }

  /** Receivers for senders that know the paths of others only. */
  @Bean
  @Order(10)
  SecurityFilterChain alertReceivers(
      HttpSecurity http, PagerDutyReceiver pagerDuty, OpsgenieReceiver opsgenie) throws Exception {
    var paths = PathPatternRequestMatcher.withDefaults();
    var events = paths.matcher(HttpMethod.POST, "/v2/enqueue");
    return bare(http.securityMatcher(
            new OrRequestMatcher(paths.matcher("/v2/enqueue/**"), paths.matcher("/v2/alerts/**"))))
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(events)
                    .access((who, context) -> decide(context, pagerDuty::source))
                    .requestMatchers(paths.matcher(HttpMethod.POST, "/v2/alerts/**"))
                    .access((who, context) -> decide(context, opsgenie::source))
                    .anyRequest()
                    .denyAll())
        .exceptionHandling(
            refusal ->
                refusal.authenticationEntryPoint(this::refuse).accessDeniedHandler(this::refuse))
        .build();
  }

  /** Keeps the bytes of a body, before anything reads them. */
  @Bean
  FilterRegistrationBean<Filter> alertBodies() {
    var filter =
        new FilterRegistrationBean<Filter>(
            (request, response, chain) ->
                chain.doFilter(new AlertRequest((HttpServletRequest) request), response));
    filter.addUrlPatterns("/api/v1/alerts/*", "/v2/enqueue", "/v2/alerts", "/v2/alerts/*");
    filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER - 10);
    return filter;
  }

  private static HttpSecurity bare(HttpSecurity http) throws Exception {
    return http.sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable);
  }

  /** How a protocol finds its source in a request. */
  private interface Door {
    String source(AlertRequest request) throws IOException;
  }

  private static AuthorizationDecision decide(RequestAuthorizationContext context, Door door) {
    var request = context.getRequest();
    try {
      request.setAttribute(SOURCE, door.source(AlertRequest.of(request)));
      return new AuthorizationDecision(true);
    } catch (Refusal e) {
      request.setAttribute(REFUSAL, e);
      return new AuthorizationDecision(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A name that is no source is let through to the answer that says so. */
  private boolean admits(RequestAuthorizationContext context) {
    var source = context.getVariables().getOrDefault("source", "");
    return !sources.knows(source) || proven(source, context.getRequest());
  }

  private boolean proven(@Nullable String source, HttpServletRequest request) {
    try {
      var proven =
          source != null
              && (sources.admits(source, AlertRequest.of(request))
                  || sources.knows(source) && tokens.admits(request, Scope.ALERTS_WRITE));
      if (proven) {
        request.setAttribute(SOURCE, source);
      }
      return proven;
    } catch (Refusal e) {
      request.setAttribute(REFUSAL, e);
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, RuntimeException why)
      throws IOException {
    if (request.getAttribute(REFUSAL) instanceof Refusal refusal) {
      response.setStatus(refusal.status());
      response.setContentType(
          refusal.body() instanceof ProblemDetail
              ? MediaType.APPLICATION_PROBLEM_JSON_VALUE
              : MediaType.APPLICATION_JSON_VALUE);
      json.writeValue(response.getOutputStream(), refusal.body());
      return;
    }
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNAUTHORIZED,
            "Send the source's token as bearer token, or as password of HTTP Basic, or sign as its"
                + " kind does; they are set by tocsin.alerts.sources.<source>.token and .secret");
    response.setStatus(problem.getStatus());
    response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"alerts\"");
    response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"alerts\"");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }
}
