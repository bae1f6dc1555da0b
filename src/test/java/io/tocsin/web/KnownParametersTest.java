package io.tocsin.web;

import static org.hamcrest.Matchers.matchesPattern;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.MockMvc;

@TocsinTest
@WithMockUser(authorities = {"camunda-admin", "responder"})
class KnownParametersTest {

  @Autowired MockMvc web;

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/audit", "/api/v1/audit.csv", "/api/v1/audit.jsonl"})
  void a_misspelt_filter_is_refused_with_the_names_that_there_are(String path) throws Exception {
    web.perform(get(path + "?actr=commander"))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.field").value("actr"))
        .andExpect(
            jsonPath("$.detail")
                .value(matchesPattern("actr: is no parameter here; there are .*\\bactor\\b.*")));
  }

  @Test
  void what_is_asked_by_nothing_takes_nothing() throws Exception {
    web.perform(get("/api/v1/people?group=legal"))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail").value("group: is no parameter here; leave it out"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/audit?actor=commander&size=5",
        "/api/v1/incidents?status=investigating&severity=2&page=0&size=5",
        "/api/v1/action-items?overdue=true&size=5",
        "/api/v1/oncall/gaps?from=2026-02-01T00:00:00Z",
        "/api/v1/people"
      })
  void those_that_are_known_are_taken(String path) throws Exception {
    web.perform(get(path)).andExpect(status().isOk());
  }
}
