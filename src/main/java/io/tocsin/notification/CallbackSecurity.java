package io.tocsin.notification;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * The doors for what comes back: no session and no sign-in. Providers prove themselves by a
 * signature, the receiver of a mail by the token in the address, so there is nothing that another
 * site could make a browser do.
 */
@Configuration(proxyBeanMethods = false)
class CallbackSecurity {

  @Bean
  @Order(11)
  SecurityFilterChain callbackDoors(HttpSecurity http) throws Exception {
    var paths = PathPatternRequestMatcher.withDefaults();
    var acknowledge = paths.matcher("/acknowledge/{token}");
    return http.securityMatcher(
            new OrRequestMatcher(
                paths.matcher("/twilio/**"), paths.matcher("/pagerduty/**"), acknowledge))
        .authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(
                        acknowledge,
                        paths.matcher(HttpMethod.POST, "/twilio/**"),
                        paths.matcher(HttpMethod.POST, "/pagerduty/webhooks"))
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                    .contentSecurityPolicy(
                        policy ->
                            policy.policyDirectives(
                                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                                    + " form-action 'self'; frame-ancestors 'none'")))
        .build();
  }
}
