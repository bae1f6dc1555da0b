package io.tocsin.incident;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Guards every address of an incident, of whatever module: whoever may not read it gets the answer
 * of a number that does not exist. Asked before the handler, so that neither a wrong body nor a
 * missing right tells the two apart.
 */
@Configuration(proxyBeanMethods = false)
class Readers implements HandlerInterceptor, WebMvcConfigurer {

  /** The name that every handler gives to the part of its address. */
  static final String NUMBER = "number";

  private final Incidents incidents;
  private final Access access;

  Readers(Incidents incidents, Access access) {
    this.incidents = incidents;
    this.access = access;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/v1/incidents/**", "/incidents/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        && variables.get(NUMBER) instanceof String number) {
      access.requireReadable(
          Objects.requireNonNullElse(request.getRemoteUser(), ""), incidents.get(number));
    }
    return true;
  }
}
