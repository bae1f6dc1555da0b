package io.tocsin.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.HealthCheck;
import io.tocsin.health.ProbeResult.Outcome;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundResponse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HealthProbesTest {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final FakeHttp http = new FakeHttp();
  private final Catalog catalog =
      new Catalog(
          List.of(
              service("shop", check("front", null, null), check("back", null, null)),
              service("ledger", check("books", Duration.ofMillis(100), "balanced")),
              service("printer")));
  private final HealthProbes probes = new HealthProbes(catalog, http);

  @Test
  void runsEveryCheckOfEveryService() {
    http.answer("books", 200, "all balanced", 20);

    assertThat(probes.probe(List.of("shop", "ledger", "shop")))
        .extracting(ProbeResult::service, ProbeResult::check, ProbeResult::outcome)
        .containsExactly(
            tuple("shop", "front", Outcome.PASSED),
            tuple("shop", "back", Outcome.PASSED),
            tuple("ledger", "books", Outcome.PASSED));
  }

  @Test
  void givesStatusLatencyReasonAndBody() {
    http.answer("back", 503, " down ", 12);

    assertThat(probes.probe(List.of("shop")))
        .last()
        .isEqualTo(
            new ProbeResult(
                "shop",
                "back",
                Outcome.FAILED,
                503,
                Duration.ofMillis(12),
                "HTTP 503 instead of 200",
                "down"));
  }

  @Test
  void saysWhyAServiceDidNotAnswer() {
    http.fail("front", "connection refused");

    var result = probes.probe(List.of("shop")).get(0);

    assertThat(result.reason()).isEqualTo("connection refused");
    assertThat(result.status()).isNull();
  }

  @Test
  void failsAnAnswerThatIsSlowOrSaysSomethingElse() {
    http.answer("books", 200, "all balanced", 101);
    assertThat(probes.probe(List.of("ledger")).get(0).reason()).isEqualTo("slower than 100 ms");

    http.answer("books", 200, "off by one", 10);
    assertThat(probes.probe(List.of("ledger")).get(0).reason())
        .isEqualTo("the answer lacks 'balanced'");
  }

  @Test
  void hasNothingToCheckWhereNoCheckIsKnown() {
    assertThat(probes.probe(List.of("printer", "stranger")))
        .extracting(ProbeResult::outcome)
        .containsExactly(Outcome.NOTHING_TO_CHECK, Outcome.NOTHING_TO_CHECK);
    assertThat(probes.probe(List.of())).isEmpty();
  }

  @Test
  void cutsALongBody() {
    http.answer("front", 200, "x".repeat(2000), 5);

    assertThat(probes.probe(List.of("shop")).get(0).body()).hasSize(501).endsWith("…");
  }

  @Test
  void beginsAllChecksBeforeItWaitsForTheFirst() {
    var begun = new ArrayList<CompletableFuture<OutboundResponse>>();
    OutboundHttp slow =
        request -> {
          var answer = new CompletableFuture<OutboundResponse>();
          begun.add(answer);
          if (begun.size() == 2) {
            begun.forEach(a -> a.complete(OutboundResponse.failed("late", LIMIT)));
          }
          return answer;
        };

    assertThat(new HealthProbes(catalog, slow).probe(List.of("shop"))).hasSize(2);
  }

  @Test
  void saysNothingOfAServiceThatItHadNoRoomToCall() {
    http.answers.put("front", OutboundResponse.notMade());

    var report = new HealthReport(probes.probe(List.of("shop")));

    assertThat(report.results())
        .extracting(ProbeResult::check, ProbeResult::outcome)
        .containsExactly(tuple("front", Outcome.NOT_LOOKED_AT), tuple("back", Outcome.PASSED));
    assertThat(report.healthy()).isTrue();
    assertThat(report.incomplete()).isTrue();
    assertThat(report.paragraph())
        .isEqualTo("Not looked at: shop, check 'front': too many calls are under way.");
  }

  @Test
  void beginsThirtyTwoChecksAtATime() {
    var many =
        new Catalog(
            List.of(
                service(
                    "shop",
                    IntStream.range(0, 40)
                        .mapToObj(n -> check("front" + n, null, null))
                        .toArray(HealthCheck[]::new))));
    var begun = new AtomicInteger();
    var open = new AtomicInteger();
    OutboundHttp slow =
        request -> {
          assertThat(open.incrementAndGet()).isLessThanOrEqualTo(32);
          begun.incrementAndGet();
          return CompletableFuture.supplyAsync(
              () -> {
                open.decrementAndGet();
                return OutboundResponse.failed("late", LIMIT);
              });
        };

    assertThat(new HealthProbes(many, slow).probe(List.of("shop"))).hasSize(40);
    assertThat(begun).hasValue(40);
  }

  private static Catalog.Service service(String id, HealthCheck... checks) {
    return new Catalog.Service(
        id, id, "group:owners", null, List.of(checks), Map.of(), List.of(), null, null);
  }

  private static HealthCheck check(String host, Duration maxLatency, String contains) {
    return new HealthCheck(
        host, URI.create("http://" + host + "/"), LIMIT, maxLatency, 200, contains);
  }
}
