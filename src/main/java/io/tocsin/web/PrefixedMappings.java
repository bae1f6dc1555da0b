package io.tocsin.web;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Looks at the conditions of those mappings only whose fixed beginning is the beginning of the
 * address. Without it each request with a variable in its address is held against all conditions of
 * some hundred mappings, twice, which was half of what an alert cost.
 */
@Component
class PrefixedMappings implements WebMvcRegistrations {

  @Override
  public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
    return new Mapping();
  }

  private static final class Mapping extends RequestMappingHandlerMapping {

    /** The mappings and what they call, by the segments that their addresses begin with. */
    private volatile Map<String, Map<RequestMappingInfo, HandlerMethod>> known = Map.of();

    /** The addresses without anything variable. */
    private volatile Set<String> direct = Set.of();

    @Override
    protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> methods) {
      super.handlerMethodsInitialized(methods);
      know(methods);
    }

    @Override
    public void registerMapping(RequestMappingInfo info, Object handler, Method method) {
      super.registerMapping(info, handler, method);
      know(getHandlerMethods());
    }

    @Override
    public void unregisterMapping(RequestMappingInfo info) {
      super.unregisterMapping(info);
      know(getHandlerMethods());
    }

    private void know(Map<RequestMappingInfo, HandlerMethod> methods) {
      var all = new HashMap<String, Map<RequestMappingInfo, HandlerMethod>>();
      methods.forEach(
          (info, method) ->
              info.getPatternValues()
                  .forEach(
                      pattern ->
                          all.computeIfAbsent(prefix(pattern), prefix -> new HashMap<>())
                              .put(info, method)));
      known = all;
      direct =
          methods.keySet().stream()
              .flatMap(info -> info.getDirectPaths().stream())
              .collect(Collectors.toSet());
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(
        String lookupPath, HttpServletRequest request) throws Exception {
      if (lookupPath.indexOf('%') >= 0 || direct.contains(lookupPath)) {
        // What is encoded reads otherwise than it is written; what is fixed Spring finds at once.
        return super.lookupHandlerMethod(lookupPath, request);
      }
      var near = near(lookupPath);
      RequestMappingInfo match = null;
      HandlerMethod found = null;
      for (var mapping : near.entrySet()) {
        var next = getMatchingMapping(mapping.getKey(), request);
        if (next != null && match != null) {
          // Which of several is the better one is for Spring to say.
          return super.lookupHandlerMethod(lookupPath, request);
        }
        if (next != null) {
          match = next;
          found = mapping.getValue();
        }
      }
      if (match == null) {
        // Only such as match by their address have a reason why they do not match.
        return handleNoMatch(near.keySet(), lookupPath, request);
      }
      request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, found);
      handleMatch(match, lookupPath, request);
      return found;
    }

    private Map<RequestMappingInfo, HandlerMethod> near(String path) {
      var near = new HashMap<RequestMappingInfo, HandlerMethod>();
      for (var end = path.length(); end >= 0; end = path.lastIndexOf('/', end - 1)) {
        near.putAll(known.getOrDefault(path.substring(0, end), Map.of()));
      }
      return near;
    }
  }

  /** Returns the whole segments with which each address begins that matches a pattern. */
  static String prefix(String pattern) {
    var fixed = pattern.split("[{*?]", 2)[0];
    // The segment with the variable may be nothing at all, the slash before it included.
    return fixed.length() == pattern.length() && !fixed.endsWith("/")
        ? fixed
        : fixed.substring(0, Math.max(0, fixed.lastIndexOf('/')));
  }
}
