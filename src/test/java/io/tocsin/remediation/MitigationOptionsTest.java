package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.catalog.Catalog;
import io.tocsin.engine.Decisions;
import io.tocsin.incident.Scopes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;

class MitigationOptionsTest {

  private static final String SIMULATED = "http://127.0.0.1:9000/simulated/shop/restart";

  private final Decisions decisions = Mockito.mock(Decisions.class);
  private final Scopes scopes = Mockito.mock(Scopes.class);
  private final Catalog catalog =
      new Catalog(
          List.of(
              Sample.service(
                  "shop",
                  new TreeMap<>(
                      Map.of(
                          "rollback", Sample.command("Roll back shop"),
                          "restart", Sample.call("Restart", SIMULATED),
                          "warm-up", Sample.command("Warm up the caches of shop")))),
              Sample.service("ledger", Map.of("rollback", Sample.command("Roll back The ledger"))),
              Sample.service("other", Map.of("rollback", Sample.command("Roll back other")))));
  private final MitigationOptions options =
      new MitigationOptions(decisions, catalog, Sample.rules(), scopes);

  @Test
  void joinsAdviceWithActionsAndOffersTheRestLast() {
    advise(
        row("overrule", "Something else, done by hand", 99, "", ""),
        row("scale", "Add capacity", 70, "When the load is more than it can bear.", "scale"),
        row("restart", "Restart the service", 60, "", "restart"),
        row("rollback", "Roll back the change", 1, "There was a recent change.", "rollback"));

    assertThat(options.of(Sample.incident(false, true, "shop", "ledger", "stranger")))
        .containsExactly(
            new Mitigation(
                "shop:rollback", "Roll back shop — recommended: there was a recent change"),
            new Mitigation(
                "ledger:rollback", "Roll back The ledger — recommended: there was a recent change"),
            new Mitigation("shop:restart", "Restart (shop)"),
            new Mitigation(
                "manual:scale", "Add capacity, by hand — when the load is more than it can bear"),
            new Mitigation("manual:overrule", "Something else, done by hand"),
            new Mitigation("shop:warm-up", "Warm up the caches of shop"));
  }

  @Test
  void asksTheDecisionForRecentChangeAndKind() {
    advise();
    options.of(Sample.incident(false, true, "shop"));

    ArgumentCaptor<Map<String, Object>> inputs = ArgumentCaptor.captor();
    Mockito.verify(decisions).evaluate(Mockito.eq("mitigation-options"), inputs.capture());
    assertThat(inputs.getValue())
        .hasSize(5)
        .containsEntry("recentChange", true)
        .containsEntry("kind", "service-outage")
        .containsEntry("hasReplica", false)
        .containsEntry("scope", null)
        .containsEntry("severalServices", false);
  }

  @Test
  void asksTheDecisionForHowMuchIsOut() {
    advise();
    Mockito.when(scopes.of(Mockito.any())).thenReturn(Optional.of("partial"));
    options.of(Sample.incident(false, true, "shop", "ledger"));

    ArgumentCaptor<Map<String, Object>> inputs = ArgumentCaptor.captor();
    Mockito.verify(decisions).evaluate(Mockito.eq("mitigation-options"), inputs.capture());
    assertThat(inputs.getValue())
        .containsEntry("scope", "partial")
        .containsEntry("severalServices", true);
  }

  @Test
  void offersInADrillOnlyWhatMayRunInIt() {
    advise(row("rollback", "Roll back the change", 1, "DNS is slow.", "rollback"));

    assertThat(options.of(Sample.incident(true, false, "shop")))
        .containsExactly(
            new Mitigation(
                "manual:rollback", "Roll back the change, by hand — recommended: DNS is slow"),
            new Mitigation("shop:restart", "Restart (shop)"));
  }

  @Test
  void offersNothingThatARuleForbids() {
    advise(row("rollback", "Roll back the change", 1, "DNS is slow.", "rollback"));
    var careful =
        new MitigationOptions(
            decisions,
            catalog,
            Sample.rules((incident, service, action) -> Optional.of("No")),
            scopes);

    assertThat(careful.of(Sample.incident(false, false, "shop")))
        .extracting(Mitigation::value)
        .containsExactly("manual:rollback");
  }

  @Test
  void leavesNobodyWithoutAnOption() {
    advise();

    assertThat(options.of(Sample.incident(false, false)))
        .containsExactly(new Mitigation("manual:other", "Something else, by hand"));
  }

  @SafeVarargs
  private void advise(Map<String, Object>... rows) {
    Mockito.when(decisions.evaluate(Mockito.any(), Mockito.any())).thenReturn(List.of(rows));
  }

  private static Map<String, Object> row(
      String option, String title, int rank, String reason, String action) {
    return Map.of(
        "option", option, "title", title, "rank", rank, "reason", reason, "action", action);
  }
}
