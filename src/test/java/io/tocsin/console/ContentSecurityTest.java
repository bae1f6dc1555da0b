package io.tocsin.console;

import static io.tocsin.console.Visitors.administrator;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** No page of ours runs or shows what is not a file of ours, and each says so to the browser. */
@TocsinTest
class ContentSecurityTest {

  private static final Set<String> MODULES =
      Set.of("io.tocsin.console", "io.tocsin.statuspage", "io.tocsin.metrics.FeedbackPages");

  /** What a policy forbids a browser to do; a page that needs it does not work. */
  private static final Pattern INLINE =
      Pattern.compile(
          "<script(?![^>]*src=)[^>]*>|<style|javascript:|\\son[a-z]+\\s*=|\\sstyle\\s*=|th:style|hx-on"
              + "|(src|action)=\"https?://",
          Pattern.CASE_INSENSITIVE);

  @Autowired MockMvcTester http;
  @Autowired Response response;
  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

  @Test
  void eachPageComesWithAStrictPolicyAndKeepsToIt() throws Exception {
    var known =
        Map.of(
            "number", response.declare("3"),
            "process", "incident-response",
            "key", "incident-response",
            "id", "1",
            "token", "nothing");
    var shown = 0;
    for (var page : pages()) {
      var path = page;
      for (var variable : known.entrySet()) {
        path = path.replace("{" + variable.getKey() + "}", variable.getValue());
      }
      assertThat(path)
          .as("a variable of an address that this test does not know")
          .doesNotContain("{");
      var answer =
          http.get().uri(path).accept(MediaType.TEXT_HTML).with(administrator()).exchange();
      var policy = answer.getResponse().getHeader("Content-Security-Policy");
      assertThat(policy)
          .as(page)
          .contains("default-src 'none'", "base-uri 'none'", "form-action 'self'")
          .contains("frame-ancestors")
          .doesNotContain("unsafe-eval", "script-src 'unsafe", "script-src *", "http:", "https:");
      var body = answer.getResponse().getContentAsString();
      if (body.contains("<html")) {
        shown++;
        assertThat(body).as(page).doesNotContainPattern(INLINE);
      }
      if (!path.matches("/incidents/[^/]+|/procedure/[^/]+(/comparison|/dry-run)?")) {
        assertThat(policy).as(page).doesNotContain("unsafe-inline");
      }
    }
    assertThat(shown).isGreaterThan(15);
  }

  @Test
  void noTemplateHoldsWhatThePolicyForbids() throws IOException {
    try (var files = Files.walk(Path.of("src/main/resources/templates"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(INLINE);
      }
    }
  }

  /** Replacing comes before asking: the condition would never be looked at. */
  @Test
  void noTemplateAsksWhereItReplaces() throws IOException {
    var both = Pattern.compile("<[^>]*(th:if|th:unless)=[^>]*th:(replace|insert)=");
    try (var files = Files.walk(Path.of("src/main/resources/templates"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(both);
      }
    }
  }

  private Set<String> pages() {
    var pages = new TreeSet<String>();
    requestMappingHandlerMapping
        .getHandlerMethods()
        .forEach(
            (mapping, method) -> {
              var methods = mapping.getMethodsCondition().getMethods();
              if (MODULES.stream().anyMatch(method.getBeanType().getName()::startsWith)
                  && methods.contains(RequestMethod.GET)) {
                mapping.getPatternValues().stream()
                    .filter(path -> !path.contains("**"))
                    .forEach(pages::add);
              }
            });
    return pages;
  }
}
