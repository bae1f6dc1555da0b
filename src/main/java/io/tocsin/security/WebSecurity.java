package io.tocsin.security;

import static org.springframework.security.config.Customizer.withDefaults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.ExternalTopics;
import io.tocsin.engine.FormQuestions;
import io.tocsin.engine.OpenTasks;
import io.tocsin.engine.TeamGroups;
import io.tocsin.problem.Browsers;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.UriUtils;

/**
 * Everything is denied to whoever is not signed in, except what is named here. One sign-on serves
 * our pages, the webapps, the engine's REST API and ours.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class WebSecurity {

  /** Callers that are programs: they get a status, not the sign-in page. */
  private static final RequestMatcher PROGRAMS =
      request ->
          request
              .getRequestURI()
              .matches("/(engine-rest|api|camunda/api|actuator|v3|simulated|slack)(/.*)?");

  private static final RequestMatcher WEBAPPS =
      request -> request.getRequestURI().startsWith("/camunda/");

  /** Its signature covers the bytes of the body: nothing may read them before it is checked. */
  private static final RequestMatcher SLACK =
      request -> request.getRequestURI().startsWith("/slack/");

  // Webapps sign out by their own call.
  private static final RequestMatcher SIGN_OUT =
      request ->
          request.getMethod().equals("POST")
              && (request.getRequestURI().equals("/logout")
                  || request.getRequestURI().matches("/camunda/api/admin/auth/user/[^/]+/logout"));

  /**
   * What models route on is not for hands, an ended instance does not begin again past its start
   * form, and work for workers shows variables to whoever fetches it.
   */
  private static final RequestMatcher FOR_ADMINISTRATORS =
      request ->
          !request.getMethod().equals("GET")
              && path(request)
                  .matches(
                      "/(engine-rest|camunda/api)/(.*/)?("
                          + "(task|process-instance|execution)/[^/]+/(v|localV)ariables(/.*)?"
                          + "|process-definition/[^/]+/restart(-async)?/*"
                          + "|external-task/(fetchAndLock|[^/]+/"
                          + "(lock|unlock|extendLock|complete|failure|bpmnError))/*)");

  private static final AuthorizationManager<RequestAuthorizationContext> SIGNED_IN =
      AuthenticatedAuthorizationManager.authenticated();

  private static final RequestMatcher SWAGGER =
      request -> request.getRequestURI().startsWith("/swagger-ui/");

  /** Pages with a model: its viewer sets the looks of its sign by an attribute. */
  private static final RequestMatcher MODELS =
      request ->
          request
              .getRequestURI()
              .matches("/incidents/[^/]+|/procedure/[^/]+(/comparison|/dry-run)?");

  private static final RequestMatcher PAGES =
      new NegatedRequestMatcher(new OrRequestMatcher(WEBAPPS, SWAGGER, MODELS));

  private static final String NOTHING_OF_THE_DEVICE =
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
          + " magnetometer=(), microphone=(), payment=(), usb=()";

  /** Asked by whoever is signed in already, they tell whether a guessed password is right. */
  private static final RequestMatcher PASSWORD_CHECKS =
      request ->
          path(request)
              .matches(
                  "/(engine-rest|camunda/api/engine)/(.*/)?identity/verify(/.*)?"
                      + "|/camunda/api/admin/auth/user/[^/]+/login(/.*)?");

  /** As the engine's REST API reads it: decoded, and without what stands behind semicolons. */
  static String path(HttpServletRequest request) {
    return UriUtils.decode(
        request.getRequestURI().replaceAll(";[^/]*", ""), StandardCharsets.UTF_8);
  }

  @Bean
  SecurityFilterChain web(
      HttpSecurity http,
      SignInRefusal refusal,
      ServiceTokens tokens,
      ObjectMapper json,
      ObjectProvider<OidcSignOn> oidc,
      ObjectProvider<ClientRegistrationRepository> clients)
      throws Exception {
    if (oidc.getIfAvailable() != null) {
      OidcSignOn.configure(http, oidc.getObject(), clients.getObject());
    }
    return http.addFilterBefore(
            new ServiceTokenFilter(tokens, json), BasicAuthenticationFilter.class)
        .addFilterBefore(new AuditFilter.Inside(), AuthorizationFilter.class)
        .authorizeHttpRequests(
            rules ->
                rules
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .requestMatchers(
                        "/actuator/health/**",
                        "/login",
                        "/assets/**",
                        "/favicon.ico",
                        "/robots.txt")
                    .permitAll()
                    // The probes of the sample; the posts check a secret or the user themselves.
                    .requestMatchers(
                        HttpMethod.GET,
                        "/simulated/*/health",
                        "/simulated/*/errors",
                        "/simulated/*/deployments",
                        "/simulated/*/metrics/api/v1/query")
                    .permitAll()
                    .requestMatchers(
                        HttpMethod.POST, "/simulated/*/rollback", "/simulated/*/restart")
                    .permitAll()
                    // Slack signs what it sends.
                    .requestMatchers(HttpMethod.POST, "/slack/commands", "/slack/interactions")
                    .permitAll()
                    .requestMatchers(PASSWORD_CHECKS)
                    .denyAll()
                    .requestMatchers(WorkerGuard::isWork)
                    .hasAnyAuthority(TeamGroups.ACTION_WORKER, TeamGroups.ADMIN)
                    .requestMatchers(FOR_ADMINISTRATORS)
                    .hasAuthority(TeamGroups.ADMIN)
                    // Workers do their work, and nothing else is open to them.
                    .anyRequest()
                    .access(
                        (who, what) ->
                            new AuthorizationDecision(
                                SIGNED_IN.authorize(who, what).isGranted()
                                    && !WorkerGuard.isWorker(who.get()))))
        .requestCache(cache -> cache.requestCache(pagesOnly()))
        .formLogin(form -> form.loginPage("/login").failureHandler(refusal).permitAll())
        .httpBasic(basic -> basic.authenticationEntryPoint(refusal))
        .exceptionHandling(e -> e.defaultAuthenticationEntryPointFor(refusal, PROGRAMS))
        .logout(
            out ->
                out.logoutRequestMatcher(SIGN_OUT)
                    .defaultLogoutSuccessHandlerFor(
                        (request, response, who) -> response.setStatus(204), PROGRAMS)
                    .logoutSuccessUrl("/login?logout"))
        // The webapps bring their own CSRF filter; a browser adds no Authorization header by
        // itself.
        .csrf(
            csrf ->
                csrf.ignoringRequestMatchers(
                    request ->
                        WEBAPPS.matches(request)
                            || SLACK.matches(request)
                            || request.getHeader("Authorization") != null
                            || request.getHeader("X-Simulator-Secret") != null))
        .headers(
            headers ->
                headers
                    .frameOptions(frames -> frames.sameOrigin())
                    .referrerPolicy(withDefaults())
                    .permissionsPolicyHeader(policy -> policy.policy(NOTHING_OF_THE_DEVICE))
                    .crossOriginOpenerPolicy(
                        opener ->
                            opener.policy(
                                CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy
                                    .SAME_ORIGIN))
                    .crossOriginResourcePolicy(
                        resource ->
                            resource.policy(
                                CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy
                                    .SAME_ORIGIN))
                    .addHeaderWriter(policy(PAGES, "style-src 'self'; img-src 'self'"))
                    .addHeaderWriter(
                        policy(
                            MODELS,
                            "style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'"
                                + " data:"))
                    // Swagger UI brings a style element and images of its own.
                    .addHeaderWriter(
                        policy(SWAGGER, "style-src 'self' 'unsafe-inline'; img-src 'self' data:")))
        .build();
  }

  /**
   * Sign-in leads back to the page that somebody wanted, never to a part that an open page asked
   * for.
   */
  private static RequestCache pagesOnly() {
    var cache = new HttpSessionRequestCache();
    cache.setRequestMatcher(request -> request.getMethod().equals("GET") && Browsers.ask(request));
    return cache;
  }

  /**
   * What everybody may read, and the forms of readers: nobody signs in here, so that there is no
   * session, no cookie, and nothing for a foreign page to abuse.
   */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain publicPages(HttpSecurity http) throws Exception {
    return http.securityMatcher("/status", "/status/**")
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable())
        .requestCache(cache -> cache.disable())
        .logout(out -> out.disable())
        .headers(
            headers ->
                headers
                    .frameOptions(frames -> frames.deny())
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                    .contentSecurityPolicy(
                        policy ->
                            policy.policyDirectives(
                                "default-src 'none'; script-src 'self'; style-src 'self';"
                                    + " img-src 'self'; base-uri 'none'; form-action 'self';"
                                    + " frame-ancestors 'none'")))
        .build();
  }

  /** Rules are held against the address alone, and Spring MVC is not asked. */
  @Bean
  static PathPatternRequestMatcherBuilderFactoryBean pathPatterns() {
    return new PathPatternRequestMatcherBuilderFactoryBean();
  }

  /** Each filter of each request would be measured by itself; the request as a whole is. */
  @Bean
  SecurityObservationSettings observeNoFilters() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  HttpFirewall firewall() {
    return new AddressFirewall();
  }

  /** Leaves an encoded slash in the address: the firewall knows where one may stand. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
    return server ->
        server.addConnectorCustomizers(
            connector -> {
              connector.setEncodedSolidusHandling("passthrough");
              connector.setEncodedReverseSolidusHandling("passthrough");
            });
  }

  /** What the firewall refuses is the caller's mistake; without this it is answered as ours. */
  @Bean
  RequestRejectedHandler rejected(ObjectMapper json) {
    var browsers = new HttpStatusRequestRejectedHandler();
    return (request, response, rejection) -> {
      if (PROGRAMS.matches(request)) {
        Problems.write(
            json,
            response,
            HttpStatus.BAD_REQUEST,
            "address: it, a parameter or a header holds what is not taken, such as an encoded slash"
                + " or the character U+0000; leave it out");
      } else {
        browsers.handle(request, response, rejection);
      }
    };
  }

  /** The webapps write a policy of their own, with a nonce. */
  private static HeaderWriter policy(RequestMatcher where, String styles) {
    return new DelegatingRequestMatcherHeaderWriter(
        where,
        new StaticHeadersWriter(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; connect-src 'self'; font-src 'self'; "
                + styles
                + "; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"));
  }

  /**
   * The firewall refuses these paths too, but they are read before it, which fails at the engine's
   * own servlet and is answered as our mistake.
   */
  @Bean
  FilterRegistrationBean<Filter> doubleSlashes() {
    var filter =
        new FilterRegistrationBean<Filter>(
            (request, response, chain) -> {
              if (((HttpServletRequest) request).getRequestURI().startsWith("//")) {
                ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_BAD_REQUEST);
              } else {
                chain.doFilter(request, response);
              }
            });
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  /** Before everything that might read a body. */
  @Bean
  FilterRegistrationBean<BodyLimit> bodyLimit(ObjectMapper json) {
    var filter = new FilterRegistrationBean<>(new BodyLimit(json));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return filter;
  }

  /** Just around the filters of Spring Security: it also sees what they refuse. */
  @Bean
  FilterRegistrationBean<AuditFilter> auditFilter(AuditLog audit, OpenTasks tasks) {
    var filter = new FilterRegistrationBean<>(new AuditFilter(audit, tasks));
    filter.setOrder(
        org.springframework.boot.autoconfigure.security.SecurityProperties.DEFAULT_FILTER_ORDER
            - 1);
    return filter;
  }

  @Bean
  FilterRegistrationBean<WorkerGuard> workerGuard(
      Workers workers, ExternalTopics topics, ObjectMapper json) {
    var filter = new FilterRegistrationBean<>(new WorkerGuard(workers, topics, json));
    filter.addUrlPatterns("/engine-rest/*");
    filter.setOrder(95);
    return filter;
  }

  @Bean
  FilterRegistrationBean<QueryGuard> queryGuard(ObjectMapper json) {
    var filter = new FilterRegistrationBean<>(new QueryGuard(json));
    filter.addUrlPatterns("/engine-rest/*", "/camunda/api/*");
    filter.setOrder(90);
    return filter;
  }

  /** After the guard, which has read the body: looking at the parameters would read it as well. */
  @Bean
  FilterRegistrationBean<ListLimit> listLimit(ObjectMapper json) {
    var filter = new FilterRegistrationBean<>(new ListLimit(json));
    filter.addUrlPatterns("/engine-rest/*", "/camunda/api/*");
    filter.setOrder(92);
    return filter;
  }

  @Bean
  FilterRegistrationBean<PasswordGuard> passwordGuard(EngineUsers users, ObjectMapper json) {
    var filter = new FilterRegistrationBean<>(new PasswordGuard(users, json));
    filter.addUrlPatterns("/engine-rest/*", "/camunda/api/*");
    filter.setOrder(94);
    return filter;
  }

  @Bean
  FilterRegistrationBean<AnswerGuard> answerGuard(
      FormQuestions questions, OpenTasks tasks, ObjectMapper json) {
    var filter = new FilterRegistrationBean<>(new AnswerGuard(questions, tasks, json));
    filter.addUrlPatterns("/engine-rest/*", "/camunda/api/*");
    filter.setOrder(93);
    return filter;
  }
}
