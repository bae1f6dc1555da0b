package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import io.tocsin.engine.Credentials;
import io.tocsin.security.SignInProperties.Account;
import io.tocsin.security.SignInProperties.Address;
import io.tocsin.security.SignInProperties.Pair;
import io.tocsin.support.TocsinTest;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.PlatformTransactionManager;

/** Guessing is slow, and shuts nobody else out. */
@TocsinTest
class SignInLimitsTest {

  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;
  @Autowired MockMvcTester http;
  @Autowired ServerProperties server;
  @Autowired Credentials credentials;
  @Autowired AuditLog audit;

  private SignInLimits limits;
  private String ada;
  private String ben;

  @BeforeEach
  void fresh() {
    limits = node();
    ada = "ada-" + UUID.randomUUID();
    ben = "ben-" + UUID.randomUUID();
  }

  /** As a program does that begins with many requests at the same time. */
  @Test
  void aRightPasswordThatComesManyTimesAtOnceIsOneTry() throws Exception {
    var users = new EngineUsers(credentials, limits, audit);
    var threads = Executors.newFixedThreadPool(12);
    try {
      Callable<Object> signIn =
          () ->
              users.authenticate(
                  UsernamePasswordAuthenticationToken.unauthenticated("manager", "tocsin"));
      for (var answer : threads.invokeAll(Collections.nCopies(12, signIn))) {
        assertThat(answer.get()).isNotNull();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private SignInLimits node() {
    return new SignInLimits(
        new SignInProperties(
            new Pair(3, Duration.ofSeconds(20)),
            new Account(6, Duration.ofSeconds(10)),
            new Address(8, Duration.ofSeconds(5))),
        jdbc,
        transactions);
  }

  @Test
  void anAccountFromAnAddressIsTriedSoOftenAndWaitsAtMostOneSpan() {
    var here = address();
    for (int i = 0; i < 3; i++) {
      assertThat(limits.take(ada, here)).isEmpty();
    }
    assertThat(limits.take(ada, here))
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(20)));
  }

  @Test
  void tryingOnDoesNotMakeTheWaitLonger() {
    var here = address();
    for (int i = 0; i < 50; i++) {
      limits.take(ada, here);
    }
    assertThat(limits.take(ada, here).orElseThrow()).isLessThan(Duration.ofSeconds(21));
    pass(Duration.ofSeconds(21));
    assertThat(limits.take(ada, here)).isEmpty();
    assertThat(limits.take(ada, here)).isPresent();
  }

  @Test
  void whoeverGuessesElsewhereDoesNotShutTheOwnerOut() {
    var home = address();
    assertThat(limits.take(ada, home)).isEmpty();
    limits.right(ada, home);
    for (int i = 0; i < 20; i++) {
      limits.take(ada, address());
    }
    assertThat(limits.take(ada, address())).as("from a new place").isPresent();
    assertThat(limits.take(ada, home)).as("from where they have been before").isEmpty();
  }

  @Test
  void guessesFromManyAddressesCountTogetherForTheAccount() {
    for (int i = 0; i < 6; i++) {
      assertThat(limits.take(ada, address())).isEmpty();
    }
    assertThat(limits.take(ada, address()).orElseThrow()).isLessThan(Duration.ofSeconds(11));
  }

  @Test
  void guessesAtManyAccountsCountTogetherForTheAddress() {
    var here = address();
    for (int i = 0; i < 8; i++) {
      assertThat(limits.take("user-" + UUID.randomUUID(), here)).isEmpty();
    }
    assertThat(limits.take(ben, here)).isPresent();
    assertThat(limits.take(ben, address())).isEmpty();
  }

  @Test
  void aRightPasswordCostsNothing() {
    var here = address();
    for (int i = 0; i < 30; i++) {
      assertThat(limits.take(ada, here)).isEmpty();
      limits.right(ada, here);
    }
  }

  @Test
  void signingInAsOneselfDoesNotBuyGuessesAtOthers() {
    var here = address();
    for (int i = 0; i < 8; i++) {
      assertThat(limits.take("user-" + UUID.randomUUID(), here)).isEmpty();
      if (limits.take(ben, here).isEmpty()) {
        limits.right(ben, here);
      }
    }
    assertThat(limits.take("user-" + UUID.randomUUID(), here)).isPresent();
  }

  @Test
  void nodesCountTogetherAndManyAtOnceCountAsMany() throws Exception {
    var here = address();
    var nodes = List.of(node(), node());
    var pool = Executors.newFixedThreadPool(8);
    try {
      var taken =
          pool.invokeAll(
              IntStream.range(0, 16)
                  .<Callable<Boolean>>mapToObj(
                      i -> () -> nodes.get(i % 2).take(ada, here).isEmpty())
                  .toList());
      var let = 0;
      for (var one : taken) {
        let += one.get() ? 1 : 0;
      }
      assertThat(let).isEqualTo(3);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void neitherNamesNorAddressesAreKept() {
    limits.take("my-passw0rd-in-the-wrong-field", "203.0.113.77");
    assertThat(jdbc.sql("select key from sign_in_limit").query(String.class).list())
        .noneMatch(key -> key.contains("passw0rd") || key.contains("203.0.113"));
  }

  @Test
  void everybodyWithANetworkOfTheirOwnIsOne() {
    assertThat(SignInLimits.network("2001:db8:1:2:aaaa::1"))
        .isEqualTo(SignInLimits.network("2001:db8:1:2:bbbb::2"))
        .isNotEqualTo(SignInLimits.network("2001:db8:1:3:aaaa::1"));
    assertThat(SignInLimits.network("192.0.2.1")).isEqualTo("192.0.2.1");
  }

  @Test
  void whatCountsForNothingIsForgotten() {
    limits.take(ada, address());
    pass(Duration.ofHours(2));
    limits.clear();
    assertThat(
            jdbc.sql("select count(*) from sign_in_limit where key = ?")
                .param(SignInLimits.account(ada))
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void peopleAndProgramsAreToldHowLongToWait() {
    block("support");
    try {
      assertThat(http.get().uri("/api/v1/oncall").with(httpBasic("support", "guess")))
          .hasStatus(429)
          .hasContentType("application/problem+json")
          .headers()
          .satisfies(
              headers ->
                  assertThat(Integer.parseInt(headers.getFirst("Retry-After"))).isBetween(1, 3600));
      assertThat(http.get().uri("/actuator/prometheus").with(httpBasic("support", "guess")))
          .hasStatus(429);
      assertThat(
              http.post()
                  .uri("/login")
                  .param("username", "support")
                  .param("password", "guess")
                  .with(csrf()))
          .hasStatus(429)
          .containsHeader("Retry-After");
      assertThat(
              http.post()
                  .uri("/login")
                  .param("username", "scribe")
                  .param("password", "tocsin")
                  .with(csrf()))
          .as("somebody else from the same address")
          .hasStatus(302);
    } finally {
      jdbc.sql("delete from sign_in_limit where key = ?")
          .param(SignInLimits.pair("support", "127.0.0.1"))
          .update();
    }
  }

  @Test
  void aProgramWhosePasswordWasJustRightIsNotHeldUp() {
    assertThat(http.get().uri("/api/v1/oncall").with(httpBasic("comms", "tocsin"))).hasStatusOk();
    block("comms");
    try {
      assertThat(http.get().uri("/api/v1/oncall").with(httpBasic("comms", "tocsin"))).hasStatusOk();
      assertThat(http.get().uri("/api/v1/oncall").with(httpBasic("comms", "guess"))).hasStatus(429);
    } finally {
      jdbc.sql("delete from sign_in_limit where key = ?")
          .param(SignInLimits.pair("comms", "127.0.0.1"))
          .update();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest/identity/verify",
        "/engine-rest/identity/verify/",
        "/engine-rest/identity/verif%79",
        "/engine-rest/engine/default/identity/verify/",
        "/engine-rest/engine/default/identity/verify",
        "/camunda/api/engine/engine/default/identity/verify",
        "/camunda/api/admin/auth/user/default/login/tasklist",
        "/camunda/api/admin/auth/user/default/logi%6E/tasklist"
      })
  void thereIsNoOtherPlaceToTryPasswords(String path) {
    assertThat(http.post().uri(URI.create(path)).with(httpBasic("scribe", "tocsin")))
        .hasStatus(403);
  }

  @Test
  void aForwardedAddressCountsFromTheConfiguredProxyOnly() {
    var remote = server.getTomcat().getRemoteip();
    assertThat(remote.getRemoteIpHeader()).isEqualTo("X-Forwarded-For");
    var proxies = Pattern.compile(remote.getInternalProxies());
    assertThat(proxies.matcher("127.0.0.1").matches()).isTrue();
    assertThat(proxies.matcher("0:0:0:0:0:0:0:1").matches()).isTrue();
    assertThat(proxies.matcher("10.0.0.5").matches()).isFalse();
    assertThat(proxies.matcher("127a0b0c1").matches()).isFalse();
    assertThat(remote.getTrustedProxies()).isNull();
  }

  @Test
  void aWaitThatWouldShutPeopleOutIsNoSetting() {
    assertThatThrownBy(() -> new Pair(5, Duration.ofMinutes(10)))
        .hasMessageContaining("at most 60s");
    assertThatThrownBy(() -> new Address(0, Duration.ofSeconds(5))).hasMessageContaining("address");
  }

  /** As if it had been tried without end from the address of the tests. */
  private void block(String user) {
    jdbc.sql(
            "insert into sign_in_limit values (?, now() + interval '100000 days')"
                + " on conflict (key) do update set full_until = excluded.full_until")
        .param(SignInLimits.pair(user, "127.0.0.1"))
        .update();
    // The limits of the tests are as wide as they can be.
    jdbc.sql(
            "update sign_in_limit set full_until = now() + 100000 * interval '15 seconds'"
                + " + interval '30 seconds' where key = ?")
        .param(SignInLimits.pair(user, "127.0.0.1"))
        .update();
  }

  /** Lets time pass for the database, whose clock counts. */
  private void pass(Duration time) {
    jdbc.sql("update sign_in_limit set full_until = full_until - cast(? as interval)")
        .param(time.toString())
        .update();
  }

  private static int last;

  private static String address() {
    last++;
    return "198.51." + UUID.randomUUID() + "." + last;
  }
}
