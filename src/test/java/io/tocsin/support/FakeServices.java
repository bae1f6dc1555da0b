package io.tocsin.support;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * A catalog whose services live in the test's JVM: {@code checkout} and what it needs, {@code
 * ledger}, and a shop that follows each of the policies, {@code shop-<policy>}.
 */
@TestConfiguration(proxyBeanMethods = false)
public class FakeServices {

  private static final List<String> POLICIES =
      List.of("betabaddies", "parsify", "smartbeak", "storefront", "subjunctive");

  @Bean(initMethod = "start", destroyMethod = "stop")
  WireMockServer services() {
    return new WireMockServer(WireMockConfiguration.options().dynamicPort());
  }

  @Bean
  DynamicPropertyRegistrar catalogProperties(WireMockServer services) {
    heal(services, "checkout");
    heal(services, "ledger");
    customers(services);
    POLICIES.forEach(policy -> heal(services, "shop-" + policy));
    return registry -> {
      registry.add("tocsin.outbound.allowed[0]", () -> "127.0.0.0/8");
      service(registry, services, 0, "checkout", "parsify");
      service(registry, services, 1, "ledger", "parsify");
      for (int i = 0; i < POLICIES.size(); i++) {
        service(registry, services, 2 + i, "shop-" + POLICIES.get(i), POLICIES.get(i));
      }
      var scale = "tocsin.catalog.services[1].actions.scale.";
      registry.add(scale + "title", () -> "Scale ledger");
      registry.add(scale + "http.url", () -> services.url("/ledger/scale"));
      registry.add(scale + "http.body", () -> "{\"replicas\":\":replicas\"}");
      registry.add(scale + "parameters.replicas.type", () -> "integer");
      registry.add(scale + "parameters.replicas.min", () -> "1");
      registry.add(scale + "parameters.replicas.max", () -> "9");
      registry.add(scale + "parameters.replicas.default", () -> "2");
      var cache = "tocsin.catalog.services[1].actions.clear-cache.";
      registry.add(cache + "title", () -> "Clear the cache of ledger");
      registry.add(cache + "approval", () -> "false");
      registry.add(cache + "external.limit", () -> "10m");
      registry.add(cache + "parameters.entries.type", () -> "integer");
      registry.add(cache + "parameters.entries.min", () -> "1");
      registry.add(cache + "parameters.entries.max", () -> "9000");
      registry.add(cache + "parameters.entries.default", () -> "100");
      registry.add("tocsin.catalog.services[0].depends-on[0]", () -> "ledger");
      registry.add(
          "tocsin.catalog.services[0].customers.url", () -> services.url("/checkout/customers"));
      // The shops have no public name: the status page does not show them.
      registry.add("tocsin.catalog.services[0].status-page.name", () -> "Paying");
      registry.add("tocsin.catalog.services[1].status-page.name", () -> "Invoices");
      registry.add("tocsin.catalog.services[1].status-page.group", () -> "Money");
    };
  }

  /** The customers of {@code checkout}. */
  public static void customers(WireMockServer services) {
    services.stubFor(
        get(urlEqualTo("/checkout/customers"))
            .willReturn(ok("# buyers\nada@customer.example\nnobody\nBob@customer.example\n")));
  }

  /** Lets a service answer its health check with 200 and its rollback too. */
  public static void heal(WireMockServer services, String id) {
    services.stubFor(
        get(urlEqualTo("/" + id + "/health")).willReturn(okJson("{\"status\":\"up\"}")));
    services.stubFor(
        post(urlEqualTo("/" + id + "/rollback")).willReturn(okJson("{\"done\":true}")));
  }

  /** Lets a service answer its health check with 503. */
  public static void breakDown(WireMockServer services, String id) {
    services.stubFor(
        get(urlEqualTo("/" + id + "/health"))
            .willReturn(aResponse().withStatus(503).withBody("{\"status\":\"down\"}")));
  }

  private static void service(
      org.springframework.test.context.DynamicPropertyRegistry registry,
      WireMockServer services,
      int index,
      String id,
      String policy) {
    var prefix = "tocsin.catalog.services[" + index + "].";
    registry.add(prefix + "id", () -> id);
    registry.add(prefix + "name", () -> id);
    registry.add(prefix + "owner", () -> "group:technical-lead");
    registry.add(prefix + "policy", () -> policy);
    registry.add(prefix + "health-checks[0].url", () -> services.url("/" + id + "/health"));
    registry.add(prefix + "actions.rollback.title", () -> "Roll back " + id);
    registry.add(prefix + "actions.rollback.http.url", () -> services.url("/" + id + "/rollback"));
  }
}
