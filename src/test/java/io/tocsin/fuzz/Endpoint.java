package io.tocsin.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * One method at one address, and what it takes.
 *
 * @param parameters names of what stands in the address or in a form
 * @param free takes a form with any names
 * @param body schema of the body; null when none is read
 */
record Endpoint(
    String method,
    String pattern,
    HandlerMethod handler,
    List<String> parameters,
    boolean free,
    @Nullable JsonNode body,
    @Nullable String consumes) {

  /** Finds all that answer in our name. */
  static List<Endpoint> all(RequestMappingHandlerMapping mapping, JsonNode document) {
    var endpoints = new ArrayList<Endpoint>();
    mapping
        .getHandlerMethods()
        .forEach(
            (info, handler) -> {
              if (!handler.getBeanType().getName().startsWith("io.tocsin.")) {
                return;
              }
              var methods = info.getMethodsCondition().getMethods();
              for (var pattern : info.getPatternValues()) {
                for (var method : methods.isEmpty() ? List.of(RequestMethod.GET) : methods) {
                  endpoints.add(
                      of(
                          method.name(),
                          pattern,
                          handler,
                          info.getConsumesCondition().getConsumableMediaTypes().stream()
                              .map(MediaType::toString)
                              .findFirst()
                              .orElse(null),
                          document));
                }
              }
            });
    endpoints.sort(Comparator.comparing(Endpoint::toString));
    return endpoints;
  }

  private static Endpoint of(
      String method,
      String pattern,
      HandlerMethod handler,
      @Nullable String consumes,
      JsonNode document) {
    var operation =
        document
            .path("paths")
            .path(pattern.replaceAll("\\{(\\w+):[^}]*}", "{$1}"))
            .path(method.toLowerCase(Locale.ROOT));
    var names = new TreeSet<String>();
    for (var parameter : operation.path("parameters")) {
      if ("query".equals(parameter.path("in").asText())) {
        names.add(parameter.path("name").asText());
      }
    }
    var free = false;
    JsonNode body = null;
    for (var parameter : handler.getMethodParameters()) {
      parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
      if (parameter.hasParameterAnnotation(RequestBody.class)) {
        body = schema(operation);
      } else if (Map.class.isAssignableFrom(parameter.getParameterType())
          && parameter.hasParameterAnnotation(RequestParam.class)) {
        free = true;
      } else if (parameter.hasParameterAnnotation(RequestParam.class)) {
        names.add(name(parameter));
      } else if (binds(parameter)) {
        Arrays.stream(parameter.getParameterType().getRecordComponents())
            .map(RecordComponent::getName)
            .forEach(names::add);
      }
    }
    if (body == null && !operation.path("requestBody").isMissingNode()) {
      body = schema(operation);
    }
    return new Endpoint(method, pattern, handler, List.copyOf(names), free, body, consumes);
  }

  private static boolean binds(MethodParameter parameter) {
    var attribute = parameter.getParameterAnnotation(ModelAttribute.class);
    return parameter.getParameterType().isRecord()
        && !parameter.hasParameterAnnotation(PathVariable.class)
        && (attribute == null || attribute.binding());
  }

  private static String name(MethodParameter parameter) {
    var asked = parameter.getParameterAnnotation(RequestParam.class);
    return asked == null || asked.name().isEmpty()
        ? Objects.requireNonNull(parameter.getParameterName())
        : asked.name();
  }

  private static JsonNode schema(JsonNode operation) {
    var content = operation.path("requestBody").path("content").elements();
    return content.hasNext()
        ? content.next().path("schema")
        : JsonNodeFactory.instance.objectNode().put("type", "object");
  }

  /** Whether errors are told to programs. */
  boolean isApi() {
    return pattern.startsWith("/api/");
  }

  /** Whether a form is sent; programs send JSON. */
  boolean isForm() {
    return !isApi() && !pattern.startsWith("/v2/") && body == null && !"GET".equals(method);
  }

  @Override
  public String toString() {
    return pattern + " " + method;
  }
}
