package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.support.TocsinTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** The simulated services of the default profile, over HTTP. */
@TocsinTest
class SimulatedServicesTest {

  @Autowired MockMvc http;
  @Autowired JdbcClient jdbc;
  @Autowired SimulatedServices services;

  @BeforeEach
  void fresh() {
    jdbc.sql("delete from simulated_operation").update();
    jdbc.sql(
            "update simulated_service set version = '1.0.0', previous_version = null,"
                + " deployments = 0, healthy = true, error = null, latency_ms = 0")
        .update();
  }

  @Test
  void answersItsHealthToAnybody() throws Exception {
    health("shop-api")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.status").value("ok"))
        .andExpect(jsonPath("$.version").value("1.0.0"));
  }

  @Test
  void isBrokenByADeploymentAndHealedByARollback() throws Exception {
    asUser("shop-api", "break", "{\"error\":\"out of cheese\"}")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.version").value("1.0.1"))
        .andExpect(jsonPath("$.previousVersion").value("1.0.0"));
    health("shop-api")
        .andExpect(status().isServiceUnavailable())
        .andExpect(jsonPath("$.status").value("failing"))
        .andExpect(jsonPath("$.error").value("out of cheese"));

    withSecret("shop-api", "rollback", "a").andExpect(status().isOk());

    health("shop-api").andExpect(status().isOk()).andExpect(jsonPath("$.version").value("1.0.0"));
    health("shop-web").andExpect(status().isOk());
  }

  @Test
  void goesBackToTheVersionThatWorkedLastHoweverOftenItWasBroken() throws Exception {
    asUser("payments", "deploy", "{\"version\":\"2.0.0\"}")
        .andExpect(jsonPath("$.version").value("2.0.0"));
    asUser("payments", "break", "").andExpect(status().isOk());
    asUser("payments", "break", "").andExpect(jsonPath("$.version").value("1.0.3"));

    withSecret("payments", "rollback", "a").andExpect(jsonPath("$.version").value("2.0.0"));
  }

  @Test
  void rollsBackOncePerKey() throws Exception {
    asUser("shop-db", "break", "").andExpect(status().isOk());
    withSecret("shop-db", "rollback", "k").andExpect(status().isOk());
    asUser("shop-db", "break", "").andExpect(status().isOk());

    withSecret("shop-db", "rollback", "k")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.healthy").value(false));
    withSecret("shop-db", "rollback", "l").andExpect(jsonPath("$.healthy").value(true));
  }

  @Test
  void saysThatThereIsNothingToGoBackTo() throws Exception {
    for (var repeated : List.of("once", "twice")) {
      withSecret("shop-web", "rollback", "same")
          .andExpect(status().isConflict())
          .andExpect(
              jsonPath("$.detail")
                  .value("shop-web runs 1.0.0 and has no earlier version to go back to"));
    }
  }

  @Test
  void isMendedByARepairAndOnlyMadeFastByARestart() throws Exception {
    asUser("shop-web", "break", "{\"latencyMs\":20}").andExpect(jsonPath("$.latencyMs").value(20));

    withSecret("shop-web", "restart", "r")
        .andExpect(jsonPath("$.latencyMs").value(0))
        .andExpect(jsonPath("$.healthy").value(false));
    asUser("shop-web", "repair", "").andExpect(jsonPath("$.healthy").value(true));
    health("shop-web").andExpect(status().isOk());
  }

  @Test
  void answersLateWhenItIsSlow() throws Exception {
    asUser("shop-web", "break", "{\"latencyMs\":150}").andExpect(status().isOk());
    var began = System.nanoTime();

    health("shop-web").andExpect(status().isServiceUnavailable());

    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(150_000_000L);
  }

  @Test
  void hasMetricsAsPrometheusGivesThem() throws Exception {
    cpu("shop-web").andExpect(jsonPath("$.data.result[0].value[1]").value("0.2"));
    asUser("shop-web", "break", "{\"latencyMs\":6000}").andExpect(status().isOk());
    cpu("shop-web")
        .andExpect(jsonPath("$.data.resultType").value("vector"))
        .andExpect(jsonPath("$.data.result[0].value[1]").value("0.98"));
    http.perform(get("/simulated/shop-web/metrics/api/v1/query?query=disk"))
        .andExpect(status().isBadRequest());
  }

  private ResultActions cpu(String id) throws Exception {
    return http.perform(get("/simulated/" + id + "/metrics/api/v1/query?query=cpu"))
        .andExpect(status().isOk());
  }

  @Test
  void keepsItsStateOverARestartOfTheApplication() throws Exception {
    asUser("shop-api", "break", "").andExpect(status().isOk());

    services.begin();

    assertThat(services.get("shop-api").healthy()).isFalse();
  }

  @Test
  void takesARollbackOnlyWithTheSecretOrFromAUser() throws Exception {
    for (var operation : List.of("rollback", "restart")) {
      http.perform(post("/simulated/shop-api/" + operation).header("X-Simulator-Secret", "guessed"))
          .andExpect(status().isUnauthorized());
      http.perform(post("/simulated/shop-api/" + operation).with(csrf()))
          .andExpect(status().isUnauthorized());
    }
    asUser("shop-api", "restart", "").andExpect(status().isOk());
  }

  @Test
  void letsOnlyUsersBreakAndRepair() throws Exception {
    for (var operation : List.of("break", "repair", "deploy")) {
      http.perform(
              post("/simulated/shop-api/" + operation)
                  .header("X-Simulator-Secret", "local-simulator"))
          .andExpect(status().isUnauthorized());
    }
  }

  @Test
  void refusesValuesThatMakeNoSense() throws Exception {
    asUser("shop-api", "break", "{\"latencyMs\":60000}").andExpect(status().isBadRequest());
    asUser("shop-api", "deploy", "{\"version\":\"<b>\"}").andExpect(status().isBadRequest());
    asUser("mainframe", "break", "").andExpect(status().isNotFound());
    http.perform(get("/simulated/mainframe/health")).andExpect(status().isNotFound());
  }

  @Test
  void doesNotExistWhenSwitchedOff() {
    new ApplicationContextRunner()
        .withUserConfiguration(SimulatedServices.class, SimulatedServicesController.class)
        .withPropertyValues("tocsin.simulated.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(SimulatedServices.class)
                    .doesNotHaveBean(SimulatedServicesController.class));
  }

  @Test
  void asksForASecretWhenSwitchedOn() {
    assertThatThrownBy(() -> new SimulationProperties(true, List.of("shop"), " "))
        .hasMessageContaining("tocsin.simulated.secret");
    assertThat(new SimulationProperties(true, List.of("shop"), "hush").toString())
        .doesNotContain("hush");
  }

  private ResultActions health(String id) throws Exception {
    return http.perform(
        asyncDispatch(http.perform(get("/simulated/" + id + "/health")).andReturn()));
  }

  private ResultActions asUser(String id, String operation, String body) throws Exception {
    return http.perform(
        post("/simulated/" + id + "/" + operation)
            .with(user("owner"))
            .with(csrf())
            .contentType(MediaType.APPLICATION_JSON)
            .content(body));
  }

  private ResultActions withSecret(String id, String operation, String key) throws Exception {
    return http.perform(
        post("/simulated/" + id + "/" + operation)
            .header("X-Simulator-Secret", "local-simulator")
            .header("Idempotency-Key", key));
  }
}
