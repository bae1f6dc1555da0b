package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.security.ServiceTokens;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A program that has heard no answer calls again. */
@TocsinTest
class RepeatedCallTest {

  private static final String DECLARE = "/api/v1/incidents";

  @Autowired MockMvcTester http;
  @Autowired Response response;
  @Autowired ServiceTokens tokens;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;

  private final String title = "Nobody can pay " + UUID.randomUUID();
  private final String body = "{\"title\": \"%s\", \"services\": [\"checkout\"]}".formatted(title);
  private final String key = UUID.randomUUID().toString();

  @Test
  void declaresOnceAndAnswersAsBefore() {
    var first = call(DECLARE, key, body);
    // Quotes are part of how a key is written, and blanks of how a body is.
    for (var again : List.of(key, "\"" + key + "\"", " " + key + " ")) {
      var second = call(DECLARE, again, body.replace(":", " : "));
      assertThat(second).hasStatus(201);
      assertThat(second.getResponse().getHeader("Location"))
          .isEqualTo(first.getResponse().getHeader("Location"));
      assertThat(number(second)).isEqualTo(number(first));
    }
    assertThat(declared()).isOne();
  }

  @Test
  void declaresTwiceWithoutAKeyAndWithAnother() {
    call(DECLARE, null, body);
    call(DECLARE, null, body);
    call(DECLARE, key, body);
    call(DECLARE, key + "-2", body);
    assertThat(declared()).isEqualTo(4);
  }

  @Test
  void refusesTheKeyForSomethingElse() {
    call(DECLARE, key, body);
    var other = call(DECLARE, key, body.replace("checkout", "ledger"));
    assertThat(other).hasStatus(422).bodyText().contains("takes a new key");
    assertThat(call("/api/v1/incidents/" + response.declare("3") + "/notes", key, note("x")))
        .as("another address")
        .hasStatus(422);
    assertThat(declared()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "\"abc", "a b", "a,b", "\"a\", \"b\"", "a;b=c", "schlüssel"})
  void refusesWhatIsNoKey(String wrong) {
    assertThat(call(DECLARE, wrong, body))
        .hasStatus(400)
        .bodyText()
        .contains("Idempotency-Key", "takes 1 to 200");
    assertThat(declared()).isZero();
  }

  @Test
  void takesAKeyUpToItsLengthAndOneOnly() {
    assertThat(call(DECLARE, "k".repeat(200), body)).hasStatus(201);
    assertThat(call(DECLARE, "k".repeat(201), body)).hasStatus(400);
    assertThat(
            http.post()
                .uri(DECLARE)
                .with(httpBasic("commander", "tocsin"))
                .header("Idempotency-Key", key, key)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body))
        .hasStatus(400);
  }

  @Test
  void keepsTheKeysOfCallersApart() {
    var first = call(DECLARE, key, body);
    var others = call(DECLARE, key, body, httpBasic("techlead", "tocsin"));
    assertThat(others).hasStatus(201);
    assertThat(number(others)).isNotEqualTo(number(first));
    assertThat(call(DECLARE, key, body, httpBasic("manager", "tocsin"))).hasStatus(403);
    assertThat(call(DECLARE, key, body, httpBasic("commander", "wrong"))).hasStatus(401);
  }

  @Test
  void takesAgainWhatWasRefused() {
    assertThat(call(DECLARE, key, "{\"title\": \"%s\", \"policy\": \"none\"}".formatted(title)))
        .hasStatus(400);
    assertThat(call(DECLARE, key, body)).hasStatus(201);
  }

  @Test
  void answersThatTheFirstIsUnderWay() throws Exception {
    var held = new CountDownLatch(1);
    var enough = new CountDownLatch(1);
    var threads = Executors.newSingleThreadExecutor();
    try {
      // Nobody can write an incident meanwhile, so that the first call has no end.
      var lock =
          threads.submit(
              () ->
                  new TransactionTemplate(transactions)
                      .executeWithoutResult(
                          status -> {
                            jdbc.sql("lock table timeline_entry in exclusive mode").update();
                            held.countDown();
                            await(enough);
                          }));
      await(held);
      var callers = Executors.newFixedThreadPool(2);
      try {
        Callable<MvcTestResult> once = () -> call(DECLARE, key, body);
        var calls = new ArrayList<>(List.of(callers.submit(once), callers.submit(once)));
        var deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (calls.stream().noneMatch(one -> one.isDone()) && Instant.now().isBefore(deadline)) {
          Thread.onSpinWait();
        }
        var refused = calls.stream().filter(one -> one.isDone()).findFirst().orElseThrow();
        assertThat(refused.get()).hasStatus(409).bodyText().contains("is under way");
        enough.countDown();
        lock.get();
        calls.remove(refused);
        assertThat(calls.get(0).get()).hasStatus(201);
      } finally {
        callers.shutdownNow();
      }
    } finally {
      enough.countDown();
      threads.shutdownNow();
    }
    assertThat(call(DECLARE, key, body)).hasStatus(201);
    assertThat(declared()).isOne();
  }

  @Test
  void tellsAProgramNoMoreOfARestrictedIncidentThanThatItWasDeclared() {
    var secret =
        tokens
            .make("caller-" + UUID.randomUUID(), List.of("incidents:write"), null, "admin")
            .secret();
    RequestPostProcessor program =
        request -> {
          request.addHeader("Authorization", "Bearer " + secret);
          return request;
        };
    var security = "{\"title\": \"%s\", \"security\": true}".formatted(title);
    var first = call(DECLARE, key, security, program);
    assertThat(first).hasStatus(201);

    var again = call(DECLARE, key, security, program);
    assertThat(again).hasStatus(201).bodyText().isEmpty();
    assertThat(again.getResponse().getHeader("Location"))
        .isEqualTo(first.getResponse().getHeader("Location"));
    assertThat(declared()).isOne();
  }

  @Test
  void forgetsACallAfterADay() {
    call(DECLARE, key, body);
    jdbc.sql("update sent_call set sent_at = now() - interval '25 hours'").update();
    call(DECLARE, key + "-2", body);
    assertThat(jdbc.sql("select count(*) from sent_call").query(Integer.class).single()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "updates|{\"audience\": \"internal\", \"text\": \"We look into it\"}",
        "escalate|{\"reason\": \"Stuck\"}",
        "notes|{\"text\": \"Called them\"}",
      })
  void doesACommandOnce(String command, String given) {
    var number = response.declare("2");
    var address = "/api/v1/incidents/" + number + "/" + command;
    var first = call(address, key, given);
    var lines = response.timeline(number);

    var again = call(address, key, given);
    assertThat(again).hasStatus(first.getResponse().getStatus());
    assertThat(response.timeline(number)).isEqualTo(lines);
    if (command.equals("updates")) {
      assertThat(again).bodyText().isEqualTo(text(first));
    }
    assertThat(call(address, key + "-2", given)).hasStatus(first.getResponse().getStatus());
    assertThat(response.timeline(number)).hasSizeGreaterThan(lines.size());
  }

  @Test
  void addsAnActionItemAndPlansAMaintenanceOnce() {
    var item =
        ("{\"incident\": \"%s\", \"title\": \"%s\", \"kind\": \"system\", \"owner\": \"techlead\","
                + " \"dueDate\": \"%s\"}")
            .formatted(response.declare("3"), title, LocalDate.now().plusDays(9));
    var window =
        "{\"services\": [\"ledger\"], \"until\": \"%s\", \"reason\": \"Index\"}"
            .formatted(Instant.now().plus(Duration.ofHours(1)));
    for (var address : List.of("/api/v1/action-items", "/api/v1/maintenance-windows")) {
      var given = address.endsWith("items") ? item : window;
      var first = call(address, key + address.length(), given);
      assertThat(first).hasStatus(201);
      var again = call(address, key + address.length(), given);
      assertThat(again).hasStatus(201).bodyText().isEqualTo(text(first));
      assertThat(again.getResponse().getHeader("Location"))
          .isEqualTo(first.getResponse().getHeader("Location"));
    }
  }

  @Test
  void theDescriptionOfTheApiNamesTheHeader() {
    var document =
        text(http.get().uri("/v3/api-docs").with(httpBasic("admin", "tocsin")).exchange());
    for (var path : List.of("['/api/v1/incidents']", "['/api/v1/incidents/{number}/escalate']")) {
      assertThat(
              JsonPath.<List<String>>read(document, "$.paths" + path + ".post.parameters[*].name"))
          .contains("Idempotency-Key");
    }
  }

  private MvcTestResult call(String address, @Nullable String key, String given) {
    return call(address, key, given, httpBasic("commander", "tocsin"));
  }

  private MvcTestResult call(
      String address, @Nullable String key, String given, RequestPostProcessor who) {
    var call = http.post().uri(address).with(who).contentType(MediaType.APPLICATION_JSON);
    return (key == null ? call : call.header("Idempotency-Key", key)).content(given).exchange();
  }

  private int declared() {
    return jdbc.sql("select count(*) from incident where title = ?")
        .param(title)
        .query(Integer.class)
        .single();
  }

  private static String note(String text) {
    return "{\"text\": \"%s\"}".formatted(text);
  }

  private static String number(MvcTestResult answer) {
    return JsonPath.read(text(answer), "$.number");
  }

  private static String text(MvcTestResult answer) {
    try {
      return answer.getResponse().getContentAsString();
    } catch (java.io.UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
