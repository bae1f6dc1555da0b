package io.tocsin.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.IdentityHashMap;
import java.util.List;
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

  /** Of a mapping that nobody has told us of: it may match anything. */
  private static final List<String> ALL = List.of("");

  @Override
  public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
    return new Mapping();
  }

  private static final class Mapping extends RequestMappingHandlerMapping {

    /** By identity: as many as there are mappings are asked for at each request. */
    private final Map<RequestMappingInfo, List<String>> prefixes = new IdentityHashMap<>();

    /** What is being looked for; the look for a handler gives no other place to pass it on. */
    private final ThreadLocal<@Nullable String> path = new ThreadLocal<>();

    @Override
    protected void registerHandlerMethod(Object handler, Method method, RequestMappingInfo info) {
      prefixes.put(info, prefixes(info));
      super.registerHandlerMethod(handler, method, info);
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(
        String lookupPath, HttpServletRequest request) throws Exception {
      // What is encoded reads otherwise than it is written.
      path.set(lookupPath.indexOf('%') >= 0 ? null : lookupPath);
      try {
        return super.lookupHandlerMethod(lookupPath, request);
      } finally {
        path.remove();
      }
    }

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(
        RequestMappingInfo info, HttpServletRequest request) {
      return mayMatch(info, path.get()) ? super.getMatchingMapping(info, request) : null;
    }

    /** Looks why none matches: only such as match by their address have a reason. */
    @Override
    protected @Nullable HandlerMethod handleNoMatch(
        Set<RequestMappingInfo> infos, String lookupPath, HttpServletRequest request)
        throws ServletException {
      var sought = path.get();
      var near = infos.stream().filter(info -> mayMatch(info, sought)).collect(Collectors.toSet());
      return super.handleNoMatch(near, lookupPath, request);
    }

    private boolean mayMatch(RequestMappingInfo info, @Nullable String sought) {
      if (sought == null) {
        return true;
      }
      for (var prefix : prefixes.getOrDefault(info, ALL)) {
        if (sought.startsWith(prefix)) {
          return true;
        }
      }
      return false;
    }

    private static List<String> prefixes(RequestMappingInfo info) {
      return info.getPatternValues().stream().map(PrefixedMappings::prefix).toList();
    }
  }

  /** Returns how each address that matches a pattern begins. */
  static String prefix(String pattern) {
    var fixed = pattern.split("[{*?]", 2)[0];
    // What is variable may be nothing at all, the slash before it included.
    return fixed.endsWith("/") ? fixed.substring(0, fixed.length() - 1) : fixed;
  }
}
