package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPatternParser;

class PrefixedMappingsTest {

  @RestController
  static class Things {

    @RequestMapping("/things/{id}")
    String one(@PathVariable String id) {
      return id;
    }

    @RequestMapping({"/other/**", "/others"})
    String others() {
      return "";
    }

    @RequestMapping("/other/{id}")
    String other(@PathVariable String id) {
      return id;
    }

    @PostMapping("/posted/{id}")
    String posted(@PathVariable String id) {
      return id;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/things/{id}, /things/7",
    "/things/{id}/parts, /things/7/parts",
    "/things/{*rest}, /things",
    "/things/**, /things",
    "/things/**, /things/7/parts",
    "/thing?, /things",
    "/{all}, /things",
    "/things, /things"
  })
  void isTheBeginningOfWhateverMatches(String pattern, String path) {
    assertThat(
            PathPatternParser.defaultInstance.parse(pattern).matches(PathContainer.parsePath(path)))
        .isTrue();
    assertThat(path + "/").startsWith(PrefixedMappings.prefix(pattern) + "/");
  }

  @ParameterizedTest
  @CsvSource({
    "/things/7, one",
    "/%74hings/7, one",
    "/things;a=b/7, one",
    "/other, others",
    "/other/a, other",
    "/other/a/b, others",
    "/others, others",
    "/things,",
    "/thing/7,",
    "/nothing,",
    "/,"
  })
  void findsWhatSpringFinds(String path, @Nullable String method) throws Exception {
    var found = handler("GET", path);
    assertThat(found == null ? null : ((HandlerMethod) found.getHandler()).getMethod().getName())
        .isEqualTo(method);
  }

  @Test
  void saysWhyNoneMatches() {
    assertThatExceptionOfType(HttpRequestMethodNotSupportedException.class)
        .isThrownBy(() -> handler("GET", "/posted/7"))
        .satisfies(refusal -> assertThat(refusal.getSupportedMethods()).containsExactly("POST"));
  }

  @Test
  void knowsWhatIsAddedLater() throws Exception {
    var mapping = new PrefixedMappings().getRequestMappingHandlerMapping();
    var later = RequestMappingInfo.paths("/later/{id}").options(mapping.getBuilderConfiguration());
    mapping.registerMapping(
        later.build(), new Things(), Things.class.getDeclaredMethod("one", String.class));
    assertThat(mapping.getHandler(request("GET", "/later/7"))).isNotNull();
    mapping.unregisterMapping(later.build());
    assertThat(mapping.getHandler(request("GET", "/later/7"))).isNull();
  }

  private static @Nullable HandlerExecutionChain handler(String method, String path)
      throws Exception {
    var mapping = new PrefixedMappings().getRequestMappingHandlerMapping();
    try (var context = new GenericWebApplicationContext()) {
      context.registerBean(Things.class);
      context.refresh();
      mapping.setApplicationContext(context);
      mapping.afterPropertiesSet();
      return mapping.getHandler(request(method, path));
    }
  }

  private static MockHttpServletRequest request(String method, String path) {
    var request = new MockHttpServletRequest(method, "/tocsin" + path);
    request.setContextPath("/tocsin");
    ServletRequestPathUtils.parseAndCache(request);
    return request;
  }
}
