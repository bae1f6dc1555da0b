package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever an alias of Opsgenie holds, its alert can be ended; and its address means no other. */
@LiveTocsinTest
@TestInstance(Lifecycle.PER_CLASS)
class OddAliasesTest {

  private static final String OPEN = "a/b";

  @Value("http://127.0.0.1:${server.port}")
  String base;

  @Autowired JdbcClient jdbc;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "disk/sda",
        "//disk//",
        "C:\\disk",
        "\\\\host\\share",
        "100% full",
        "100%25 full",
        "a%2Fb",
        "a;b=c",
        ";",
        "/",
        "%",
        "../../engine-rest/task",
        "a/../b",
        "a..b",
        "disk full",
        "a+b",
        "plattenplatz-größe-ディスク-🔥",
        "a?b#c&d=e",
        "a:b@c,d'e\"f<g>h[i]",
        "close",
      })
  void isAcknowledgedAndClosed(String alias) {
    // Another one each time, so that the same character is not that of the run before.
    var own = alias + UUID.randomUUID();
    create(own);

    assertThat(genie().post(address(own, "acknowledge"), "{}").status()).isEqualTo(202);
    assertThat(taken(own)).isTrue();
    assertThat(genie().post(address(own, "close"), "{}").status()).isEqualTo(202);
    assertThat(status(own)).isEqualTo("resolved");
  }

  /** Wherever else, an encoded slash and its like are refused, whoever asks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/alerts%2Fa/close",
        "/v2/alerts/a%2Fclose",
        "/v2/alerts/a/b%2Fc/close",
        "/v2/alerts/a%2Fb/close/",
        "/v2/alerts/a%2Fb/note",
        "/v2/alerts/a%2Fb",
        "/v2/alerts/%2E%2E/close",
        "/v2/alerts/%2e/close",
        "/v2/alerts/..%2F%2E%2E/close",
        "/v2/alerts/a%00b/close",
        "/v2/alerts/a;b/close",
        "/v2/alerts/..;/close",
        "/v2/alerts/a%2Fb/close;x",
        "/v2%2Falerts/a/close",
        "/v2/enqueue%2F",
        "/api/v1/alerts/generic%2Fdry-run",
        "/api/v1/incidents%2FINC-1",
        "/api/v1/incidents%5CINC-1",
        "/api/v1/incidents%252FINC-1",
        "/api/v1/incidents%3Bx",
        "/engine-rest/task%2Fx",
        "/engine-rest%2Ftask",
        "/engine-rest/process-definition/key/a%2Fb/start",
        "/engine-rest/identity%5Cverify",
        "/camunda/api/admin/auth/user/default%2Flogin/welcome",
        "/camunda/api/engine/engine/default/task%25",
        "/simulated/shop-web%2Frollback",
        "/status/..%2Fapi/v1/incidents",
        "/actuator%2Fhealth",
        "/slack%2Fcommands",
      })
  void isRefusedElsewhere(String path) {
    for (var caller : List.of(Caller.anybody(base), genie(), Caller.person(base, "admin"))) {
      assertThat(caller.post(path, "{}").status()).isEqualTo(400);
      assertThat(caller.get(path).status()).isEqualTo(400);
    }
  }

  @Test
  void isNoWayAroundTheKey() {
    create(OPEN);
    var elsewhere = address("../../api/v1/incidents", "close");
    for (var caller :
        List.of(
            Caller.anybody(base),
            Caller.genie(base, "wrong"),
            Caller.person(base, "admin"),
            Caller.bearer(base, "local-alerts"))) {
      assertThat(caller.post(address(OPEN, "close"), "{}").status()).isEqualTo(401);
      assertThat(caller.post(elsewhere, "{\"title\": \"x\"}").status()).isEqualTo(401);
    }
    for (var method : List.of("GET", "PUT", "DELETE", "PATCH", "HEAD")) {
      assertThat(genie().send(method, address(OPEN, "close")).status()).isEqualTo(400);
    }
    assertThat(status(OPEN)).isEqualTo("firing");
  }

  private Caller genie() {
    return Caller.genie(base, "local-opsgenie");
  }

  private void create(String alias) {
    var answer = genie().post("/v2/alerts", Map.of("message", "Odd", "alias", alias));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(status(alias)).isEqualTo("firing");
  }

  private static String address(String alias, String what) {
    return "/v2/alerts/%s/%s?identifierType=alias"
        .formatted(URLEncoder.encode(alias, StandardCharsets.UTF_8).replace("+", "%20"), what);
  }

  private String status(String alias) {
    return jdbc.sql("select status from alert where source = 'opsgenie' and fingerprint = ?")
        .param(alias)
        .query(String.class)
        .single();
  }

  private boolean taken(String alias) {
    return jdbc.sql(
            "select acknowledged_at is not null from incident join alert"
                + " on alert.incident = incident.number"
                + " where source = 'opsgenie' and fingerprint = ?")
        .param(alias)
        .query(Boolean.class)
        .single();
  }
}
