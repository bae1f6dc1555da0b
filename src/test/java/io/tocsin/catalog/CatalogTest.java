package io.tocsin.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Catalog.HealthCheck;
import io.tocsin.catalog.Catalog.HttpCall;
import io.tocsin.catalog.Catalog.Service;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {

  private static final URI SOMEWHERE = URI.create("https://example.org/");

  @ParameterizedTest
  @ValueSource(strings = {"PT21S", "PT0S", "PT-1S"})
  void refusesAHealthCheckThatCouldHoldUpItsJob(Duration timeout) {
    assertThatThrownBy(() -> new HealthCheck("slow", SOMEWHERE, timeout, null, 200, null))
        .hasMessageContaining("'slow'")
        .hasMessageContaining("20s");
  }

  @Test
  void refusesAnActionThatIsBothACommandAndACall() {
    var call = new HttpCall("POST", SOMEWHERE, Map.of(), null);

    assertThatThrownBy(
            () ->
                new Action("Do both", true, Duration.ofSeconds(1), List.of("true"), Map.of(), call))
        .hasMessageContaining("'Do both' needs exactly one of command, http");
  }

  @Test
  void neverShowsSecrets() {
    var call =
        new HttpCall(
            "POST",
            URI.create("https://example.org/a?token=swordfish"),
            Map.of("X", "swordfish"),
            null);
    var second = Duration.ofSeconds(1);

    assertThat(new Action("Call", true, second, List.of(), Map.of(), call).toString())
        .isEqualTo("Call by [POST example.org/a with headers [X]]");
    assertThat(
            new Action("Run", true, second, List.of("tool"), Map.of("T", "swordfish"), null)
                .toString())
        .isEqualTo("Run by [tool] with [T]");
  }

  @Test
  void refusesAnActionThatOutlivesItsJob() {
    assertThatThrownBy(
            () ->
                new Action(
                    "Wait", true, Duration.ofSeconds(46), List.of("sleep", "46"), Map.of(), null))
        .hasMessageContaining("at most 45s");
  }

  @Test
  void refusesADependencyThatIsNotInTheCatalog() {
    assertThatThrownBy(() -> new Catalog(List.of(service("shop", "database"))))
        .hasMessageContaining("'shop' depends on 'database'");
  }

  @Test
  void refusesTwoServicesOfOneId() {
    assertThatThrownBy(() -> new Catalog(List.of(service("shop"), service("shop"))))
        .hasMessageContaining("'shop' is listed twice");
  }

  private static Service service(String id, String... needs) {
    return new Service(
        id, id, "group:owners", null, List.of(), Map.of(), List.of(needs), null, null);
  }
}
