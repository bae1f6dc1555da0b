package io.tocsin.engine;

import jakarta.servlet.Filter;
import java.util.Map;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.engine.rest.security.auth.impl.ContainerBasedAuthenticationProvider;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hands the user whom our own sign-on knows to the webapps and to the engine's REST API. */
@Configuration(proxyBeanMethods = false)
class WebSignOn {

  @Bean
  FilterRegistrationBean<Filter> webappSignOn() {
    return after(new ContainerBasedAuthenticationFilter(), "/camunda/*", 101);
  }

  /** With a user known, the engine's authorisations count. */
  @Bean
  FilterRegistrationBean<Filter> engineRestSignOn() {
    return after(new ProcessEngineAuthenticationFilter(), "/engine-rest/*", 102);
  }

  private static FilterRegistrationBean<Filter> after(Filter filter, String path, int order) {
    var registration = new FilterRegistrationBean<>(filter);
    registration.setInitParameters(
        Map.of("authentication-provider", ContainerBasedAuthenticationProvider.class.getName()));
    registration.addUrlPatterns(path);
    registration.setOrder(order);
    return registration;
  }
}
