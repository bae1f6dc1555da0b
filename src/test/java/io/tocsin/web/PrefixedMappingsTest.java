package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.GenericWebApplicationContext;
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
    assertThat(path).startsWith(PrefixedMappings.prefix(pattern));
  }

  @ParameterizedTest
  @CsvSource({
    "/things/7, true",
    "/%74hings/7, true",
    "/things;a=b/7, true",
    "/other, true",
    "/other/a/b, true",
    "/others, true",
    "/things, false",
    "/thing/7, false",
    "/nothing, false"
  })
  void findsWhatSpringFinds(String path, boolean found) throws Exception {
    var mapping = new PrefixedMappings().getRequestMappingHandlerMapping();
    try (var context = new GenericWebApplicationContext()) {
      context.registerBean(Things.class);
      context.refresh();
      mapping.setApplicationContext(context);
      mapping.afterPropertiesSet();
      var request = new MockHttpServletRequest("GET", "/tocsin" + path);
      request.setContextPath("/tocsin");
      ServletRequestPathUtils.parseAndCache(request);
      assertThat(mapping.getHandler(request) != null).isEqualTo(found);
    }
  }
}
