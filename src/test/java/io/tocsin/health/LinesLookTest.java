package io.tocsin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.catalog.Catalog.Service;
import io.tocsin.catalog.EvidenceSources;
import io.tocsin.catalog.LineQuery;
import io.tocsin.health.Finding.State;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import io.tocsin.outbound.Programs;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LinesLookTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-02-10T12:00:00Z"), ZoneOffset.UTC);

  private final FakeHttp http = new FakeHttp();
  private final LinesLook look = new LinesLook(new Lines(http, new Programs()), NOON);

  @Test
  void countsTheLinesThatSpeakOfErrorsAndShowsTheFirst() {
    http.answer = "ERROR 1\nall is well\nERROR 2\nERROR 3\nERROR 4\nERROR 5\nERROR 6\n";

    assertThat(at(Aspect.ERRORS))
        .isEqualTo(
            new Finding(
                "shop",
                Aspect.ERRORS,
                State.SUSPECT,
                "6 in the last 5 minutes:\nERROR 1\nERROR 2\nERROR 3\nERROR 4\nERROR 5"));
  }

  @Test
  void isFineWithoutErrors() {
    http.answer = "all is well";
    assertThat(at(Aspect.ERRORS).state()).isEqualTo(State.FINE);
  }

  @Test
  void saysWhenNothingCame() {
    http.status = 502;
    assertThat(at(Aspect.ERRORS))
        .isEqualTo(new Finding("shop", Aspect.ERRORS, State.UNKNOWN, "no lines: HTTP 502"));
  }

  @Test
  void saysThatThereAreMoreThanWereRead() {
    http.answer = "ERROR 1\nthe next line is longer than a secret\nERR";
    http.truncated = true;
    assertThat(at(Aspect.ERRORS).text()).startsWith("1 or more in the last 5 minutes");
  }

  @Test
  void masksSecrets() {
    http.answer = "ERROR token hunter22 refused";
    assertThat(at(Aspect.ERRORS).text()).contains("token ***** refused");
  }

  @Test
  void suspectsADeploymentShortlyBefore() {
    http.answer = "2026-02-10T11:52:00Z version 1.0.1 deployed\n2026-02-01T00:00:00Z version 1.0.0";
    assertThat(at(Aspect.DEPLOYMENTS))
        .isEqualTo(
            new Finding(
                "shop",
                Aspect.DEPLOYMENTS,
                State.SUSPECT,
                "the last one 8 min ago: 2026-02-10T11:52:00Z version 1.0.1 deployed"));
  }

  @Test
  void doesNotSuspectAnOldDeploymentNorOneWithoutATime() {
    http.answer = "2026-02-09T11:52:00Z version 1.0.1 deployed";
    assertThat(at(Aspect.DEPLOYMENTS).state()).isEqualTo(State.FINE);
    http.answer = "a1b2c3 Fix the basket";
    assertThat(at(Aspect.DEPLOYMENTS))
        .extracting(Finding::state, Finding::text)
        .containsExactly(State.FINE, "the last one: a1b2c3 Fix the basket");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void takesTheLinesOfAProgramWithoutAShell() {
    var query =
        new LineQuery(
            null,
            Map.of(),
            List.of("/bin/echo", "$HOME", ";", "ERROR"),
            Map.of(),
            List.of("ERROR"),
            Duration.ofSeconds(5));
    assertThat(new Lines(http, new Programs()).fetch(query).matching())
        .containsExactly("$HOME ; ERROR");
  }

  @Test
  void offersOnlyWhatTheCatalogHas() {
    assertThat(look.offers(service(), Aspect.ERRORS)).isTrue();
    assertThat(look.offers(service(), Aspect.TRAFFIC)).isFalse();
  }

  private Finding at(Aspect aspect) {
    return look.at(service(), aspect).get(0);
  }

  private static Service service() {
    var query =
        new LineQuery(
            URI.create("http://logs.example/"),
            Map.of("Authorization", "Bearer hunter22"),
            List.of(),
            Map.of(),
            List.of(),
            Duration.ofSeconds(5));
    var errors =
        new LineQuery(
            query.url(), query.headers(), List.of(), Map.of(), List.of("ERROR"), query.timeout());
    return new Service(
        "shop",
        "Shop",
        "group:technical-lead",
        null,
        List.of(),
        Map.of(),
        List.of(),
        null,
        null,
        List.of(),
        new EvidenceSources(errors, query, Duration.ofHours(2), null));
  }

  private static final class FakeHttp implements OutboundHttp {

    String answer = "";
    int status = 200;
    boolean truncated;

    @Override
    public CompletableFuture<OutboundResponse> start(OutboundRequest request) {
      return CompletableFuture.completedFuture(
          new OutboundResponse(status, answer, truncated, Duration.ofMillis(5), null));
    }
  }
}
