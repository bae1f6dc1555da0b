package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Each address of the API is opened by a scope, or is known to be for people. */
@TocsinTest
class ScopeCoverageTest {

  /** Decisions and secrets of people, and what only somebody who is signed in can mean. */
  private static final Set<String> PEOPLE_ONLY =
      Set.of(
          "GET /api/v1/tokens",
          "GET /api/v1/tokens/scopes",
          "POST /api/v1/tokens",
          "DELETE /api/v1/tokens/{id}",
          "GET /api/v1/audit",
          "GET /api/v1/audit.csv",
          "GET /api/v1/audit.jsonl",
          "GET /api/v1/diagnostics",
          "GET /api/v1/me/deliveries",
          "POST /api/v1/me/test-message",
          "GET /api/v1/incidents/{number}/people",
          "POST /api/v1/incidents/{number}/people",
          "POST /api/v1/incidents/{number}/preserved-evidence",
          "GET /api/v1/incidents/{number}/releases",
          "GET /api/v1/incidents/{number}/releases/published",
          "POST /api/v1/incidents/{number}/releases/{id}",
          "POST /api/v1/incidents/{number}/releases/{id}/take-down");

  /** They look at the token of their source, or at a service token, themselves. */
  private static final Set<String> OWN_DOOR =
      Set.of(
          "POST /api/v1/alerts/{source}",
          "POST /api/v1/alerts/{source}/dry-run",
          "OPTIONS /api/v1/alerts/{source}",
          "POST /api/v1/heartbeats/{name}");

  private static final Pattern AUTHORITY = Pattern.compile("'([a-z-]+)'");

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mappings;

  @Test
  void everyAddressIsOpenedByAScopeOrForPeople() {
    var closed =
        addresses().entrySet().stream()
            .filter(address -> scopes(address.getKey()).isEmpty())
            .map(java.util.Map.Entry::getKey)
            .collect(Collectors.toSet());
    closed.removeAll(OWN_DOOR);

    assertThat(closed).containsExactlyInAnyOrderElementsOf(PEOPLE_ONLY);
    assertThat(addresses()).containsKeys(OWN_DOOR.toArray(String[]::new));
  }

  @Test
  void noAddressIsOpenedByTwoScopes() {
    assertThat(addresses().keySet()).allSatisfy(to -> assertThat(scopes(to)).hasSizeLessThan(2));
  }

  @Test
  void readingNeverOpensWhatChangesSomething() {
    var asking =
        Set.of(
            "POST /api/v1/policies/{id}/classify",
            "POST /api/v1/messages/preview",
            "POST /api/v1/procedure/models/{key}/dry-run");
    assertThat(addresses().keySet())
        .filteredOn(to -> !to.startsWith("GET ") && !asking.contains(to))
        .allSatisfy(to -> assertThat(scopes(to)).noneMatch(scope -> scope.id().endsWith(":read")));
  }

  @Test
  void aScopeBringsTheRightsThatItsAddressesAskFor() {
    addresses()
        .forEach(
            (to, method) -> {
              var asked = asked(method);
              scopes(to)
                  .forEach(
                      scope -> {
                        if (!asked.isEmpty()) {
                          assertThat(scope.groups()).as(to).containsAnyElementsOf(asked);
                        }
                      });
            });
  }

  @Test
  void everyScopeIsDocumented() throws IOException {
    var text = Files.readString(Path.of("docs/security.md"));
    for (var scope : Scope.values()) {
      assertThat(text).contains("`" + scope.id() + "`");
    }
  }

  private static List<String> asked(HandlerMethod method) {
    var rule =
        Optional.ofNullable(
                AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), PreAuthorize.class))
            .or(
                () ->
                    Optional.ofNullable(
                        AnnotatedElementUtils.findMergedAnnotation(
                            method.getBeanType(), PreAuthorize.class)));
    return rule.stream()
        .flatMap(found -> AUTHORITY.matcher(found.value()).results())
        .map(found -> found.group(1))
        .toList();
  }

  private TreeMap<String, HandlerMethod> addresses() {
    var found = new TreeMap<String, HandlerMethod>();
    mappings
        .getHandlerMethods()
        .forEach(
            (info, handler) ->
                info.getPatternValues().stream()
                    .filter(pattern -> pattern.startsWith("/api/v1/"))
                    .forEach(
                        pattern ->
                            info.getMethodsCondition()
                                .getMethods()
                                .forEach(
                                    method ->
                                        found.put(
                                            method + " " + pattern.replaceAll(":[^}]*}", "}"),
                                            handler))));
    return found;
  }

  private static List<Scope> scopes(String address) {
    var method = address.substring(0, address.indexOf(' '));
    var path =
        address
            .substring(method.length() + 1)
            .replace("/drills/{number}", "/drills/DRILL-2026-01-01-001")
            .replaceAll("\\{[^}]*}", "x");
    var request = new MockHttpServletRequest(method, path);
    return Arrays.stream(Scope.values()).filter(scope -> scope.allows(request)).toList();
  }
}
