package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.catalog.Catalog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Which services are related, and how. Web needs api, api needs db and payments, payments needs
 * api.
 */
class RelationsTest {

  private final Catalog catalog =
      new Catalog(
          List.of(
              service("web", "api"),
              service("api", "db", "payments"),
              service("db"),
              service("payments", "api"),
              service("mail")));

  @Test
  void findsWhatIsNeededOverOthers() {
    assertThat(reasons("web"))
        .containsOnly(
            Map.entry("api", "web needs api"),
            Map.entry("db", "web needs db, over other services"),
            Map.entry("payments", "web needs payments, over other services"));
  }

  @Test
  void findsWhatNeedsIt() {
    assertThat(reasons("db"))
        .containsEntry("api", "api needs db")
        .containsEntry("web", "web needs db, over other services");
  }

  @Test
  void comesToAnEndInACircle() {
    assertThat(reasons("api")).containsOnlyKeys("db", "payments", "web");
  }

  @Test
  void relatesNothingElse() {
    assertThat(reasons("mail")).isEmpty();
    assertThat(reasons("unknown")).isEmpty();
    assertThat(reasons()).isEmpty();
  }

  private Map<String, String> reasons(String... services) {
    return new Relations(catalog)
        .of(List.of(services)).entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> e.getValue().reason()));
  }

  private static Catalog.Service service(String id, String... needs) {
    return new Catalog.Service(
        id, id, "group:technical-lead", null, List.of(), Map.of(), List.of(needs), null, null);
  }
}
