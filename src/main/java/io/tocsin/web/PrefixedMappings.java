package io.tocsin.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

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

    private final Map<RequestMappingInfo, List<String>> prefixes = new ConcurrentHashMap<>();

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(
        RequestMappingInfo info, HttpServletRequest request) {
      return mayMatch(info, request) ? super.getMatchingMapping(info, request) : null;
    }

    private boolean mayMatch(RequestMappingInfo info, HttpServletRequest request) {
      if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
        return true;
      }
      var path =
          ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().value();
      // Such an address reads otherwise than it is written.
      if (path.indexOf('%') >= 0 || path.indexOf(';') >= 0) {
        return true;
      }
      for (var prefix : prefixes.computeIfAbsent(info, Mapping::prefixes)) {
        if (path.startsWith(prefix)) {
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
