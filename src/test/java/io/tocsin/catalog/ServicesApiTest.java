package io.tocsin.catalog;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.tocsin.support.FakeServices;
import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;

@TocsinTest
class ServicesApiTest {

  @Autowired MockMvc http;
  @Autowired WireMockServer services;

  @AfterEach
  void heal() {
    FakeServices.heal(services, "checkout");
  }

  @Test
  void listsTheCatalogWithoutAddresses() throws Exception {
    http.perform(get("/api/v1/services").with(user("anybody")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[0].id").value("checkout"))
        .andExpect(jsonPath("$[0].owner").value("group:technical-lead"))
        .andExpect(jsonPath("$[0].dependsOn[0]").value("ledger"))
        .andExpect(jsonPath("$[0].healthChecks[0]").value("health"))
        .andExpect(jsonPath("$[0].actions[?(@.id == 'rollback')].approval").value(true))
        .andExpect(content().string(not(containsString("http://"))));
  }

  @Test
  void probesAServiceWhenAsked() throws Exception {
    http.perform(get("/api/v1/services/checkout/health").with(user("anybody")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.service").value("checkout"))
        .andExpect(jsonPath("$.healthy").value(true))
        .andExpect(jsonPath("$.checks[0].outcome").value("passed"))
        .andExpect(jsonPath("$.checks[0].status").value(200))
        .andExpect(jsonPath("$.checks[0].latencyMs").isNumber());

    FakeServices.breakDown(services, "checkout");

    http.perform(get("/api/v1/services/checkout/health").with(user("anybody")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.healthy").value(false))
        .andExpect(jsonPath("$.checks[0].reason").value("HTTP 503 instead of 200"));
  }

  @Test
  void saysThatAServiceIsNotKnown() throws Exception {
    http.perform(get("/api/v1/services/nothing/health").with(user("anybody")))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail").value("The catalog has no service 'nothing'"));
  }

  @Test
  void asksForASignIn() throws Exception {
    http.perform(get("/api/v1/services")).andExpect(status().isUnauthorized());
    http.perform(get("/api/v1/services/checkout/health")).andExpect(status().isUnauthorized());
  }
}
