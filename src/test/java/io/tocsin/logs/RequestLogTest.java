package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;

class RequestLogTest {

  private final RequestLog log = new RequestLog();
  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final Map<String, String> inside = new HashMap<>();

  @AfterEach
  void forget() {
    LogContext.clear();
  }

  @ParameterizedTest
  @CsvSource({
    "/incidents/INC-2026-02-10-001, INC-2026-02-10-001",
    "/api/v1/incidents/DRILL-2026-02-10-1234/timeline, DRILL-2026-02-10-1234",
    "/api/v1/incidents, ",
    "/incidents/INC-2026-02-10-001%0Aforged, ",
    "/incidents/INC-2026-02-10-001x, ",
    "/elsewhere/INC-2026-02-10-001, "
  })
  void findsTheIncidentInTheAddress(String path, @Nullable String number) throws Exception {
    ask(path, null);

    assertThat(inside.get(LogContext.INCIDENT)).isEqualTo(number);
    assertThat(MDC.getCopyOfContextMap())
        .satisfiesAnyOf(map -> assertThat(map).isNull(), map -> assertThat(map).isEmpty());
  }

  @Test
  void eachRequestHasAnIdThatTheAnswerNames() throws Exception {
    ask("/incidents", null);

    assertThat(inside.get(LogContext.REQUEST))
        .matches("[0-9a-f]{16}")
        .isEqualTo(response.getHeader(RequestLog.HEADER));
  }

  @Test
  void theIdOfAProxyIsKeptAndNothingElseThatSomebodySends() throws Exception {
    ask("/incidents", "proxy-4711.a_b");
    assertThat(response.getHeader(RequestLog.HEADER)).isEqualTo("proxy-4711.a_b");

    for (var odd : new String[] {"short", "two words or more", "x".repeat(65), "a\"b\"c\"d\"e"}) {
      ask("/incidents", odd);
      assertThat(inside.get(LogContext.REQUEST)).matches("[0-9a-f]{16}");
    }
  }

  @Test
  void whatTheRequestBeforeLeftBehindIsNotTakenOver() throws Exception {
    LogContext.about("INC-2026-02-10-009");
    LogContext.user("somebody");

    ask("/incidents", null);

    assertThat(inside).containsOnlyKeys(LogContext.REQUEST);
  }

  /** The server writes its line about a failure after all filters. */
  @Test
  void afterAFailureItStaysUntilTheServerHasDone() {
    var request = new MockHttpServletRequest("GET", "/incidents/INC-2026-02-10-001");
    assertThatThrownBy(
            () ->
                log.doFilter(
                    request,
                    response,
                    (asked, answer) -> {
                      throw new ServletException("broken");
                    }))
        .hasMessage("broken");
    assertThat(MDC.get(LogContext.INCIDENT)).isEqualTo("INC-2026-02-10-001");

    new RequestEnd().requestDestroyed(new ServletRequestEvent(new MockServletContext(), request));

    assertThat(MDC.get(LogContext.INCIDENT)).isNull();
    assertThat(MDC.get(LogContext.REQUEST)).isNull();
  }

  private void ask(String path, @Nullable String id) throws ServletException, IOException {
    var request = new MockHttpServletRequest("GET", path);
    if (id != null) {
      request.addHeader(RequestLog.HEADER, id);
    }
    inside.clear();
    response.reset();
    log.doFilter(request, response, (asked, answer) -> inside.putAll(MDC.getCopyOfContextMap()));
  }
}
