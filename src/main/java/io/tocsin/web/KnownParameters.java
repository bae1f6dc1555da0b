package io.tocsin.web;

import io.tocsin.problem.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses what a question of the API is asked by and does not know: {@code actr=commander} would be
 * answered with what everybody did. What is sent to the API is taken whatever its address has
 * besides, since an alert must not be lost by it.
 */
@Configuration(proxyBeanMethods = false)
class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/v1/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method
        && method.getBeanType().getName().startsWith("io.tocsin.")
        && request.getMethod().equals("GET")
        && !request.getParameterMap().isEmpty()) {
      var known = names(method);
      if (known == null) {
        return true;
      }
      for (var name : request.getParameterMap().keySet()) {
        // Lists and what is within may be written with an index behind the name.
        if (!known.contains(name.split("[\\[.]", 2)[0])) {
          throw new InvalidInputException(
              name,
              known.isEmpty()
                  ? "is no parameter here; leave it out"
                  : "is no parameter here; there are " + String.join(", ", known));
        }
      }
    }
    return true;
  }

  /** Returns the names that a handler asks for; null for one that takes any. */
  private static @Nullable Set<String> names(HandlerMethod method) {
    var names = new TreeSet<String>();
    for (var parameter : method.getMethod().getParameters()) {
      var asked = parameter.getAnnotation(RequestParam.class);
      if (asked != null && Map.class.isAssignableFrom(parameter.getType())) {
        return null;
      } else if (asked != null) {
        names.add(name(asked, parameter));
      } else if (parameter.isAnnotationPresent(ModelAttribute.class)) {
        if (!parameter.getType().isRecord()) {
          return null;
        }
        Arrays.stream(parameter.getType().getRecordComponents())
            .map(RecordComponent::getName)
            .forEach(names::add);
      }
    }
    return names;
  }

  private static String name(RequestParam asked, Parameter parameter) {
    return !asked.name().isEmpty()
        ? asked.name()
        : !asked.value().isEmpty() ? asked.value() : parameter.getName();
  }
}
