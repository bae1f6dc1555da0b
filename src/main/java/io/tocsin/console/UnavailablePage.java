package io.tocsin.console;

import io.tocsin.problem.Browsers;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/**
 * The page of a 503. It is drawn before anything asks who is looking: session and directory are in
 * the very database that may be away.
 */
@Configuration(proxyBeanMethods = false)
class UnavailablePage {

  private final ITemplateEngine templates;
  private final Clock clock;

  UnavailablePage(ITemplateEngine templates, Clock clock) {
    this.templates = templates;
    this.clock = clock;
  }

  @Bean
  FilterRegistrationBean<Filter> pageOfUnavailable() {
    var filter =
        new FilterRegistrationBean<Filter>(
            (asked, answer, chain) -> {
              var request = (HttpServletRequest) asked;
              if (isUnavailable(request) && Browsers.ask(request)) {
                draw(request, (HttpServletResponse) answer);
              } else {
                chain.doFilter(asked, answer);
              }
            });
    filter.setDispatcherTypes(DispatcherType.ERROR);
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  private static boolean isUnavailable(HttpServletRequest request) {
    return Integer.valueOf(HttpStatus.SERVICE_UNAVAILABLE.value())
        .equals(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE));
  }

  private void draw(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var exchange =
        JakartaServletWebApplication.buildApplication(request.getServletContext())
            .buildExchange(request, response);
    response.setContentType(MediaType.TEXT_HTML_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    templates.process(
        template(request),
        new WebContext(
            exchange, Locale.ENGLISH, Map.of("viewer", Viewer.NOBODY, "now", clock.instant())),
        response.getWriter());
  }

  /** Readers of the status page are not shown the house's own pages. */
  private static String template(HttpServletRequest request) {
    return String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI))
            .matches("/status(/.*)?")
        ? "status/unavailable"
        : "error/503";
  }
}
