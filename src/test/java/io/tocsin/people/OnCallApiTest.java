package io.tocsin.people;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.MockMvc;

@TocsinTest
class OnCallApiTest {

  @Autowired MockMvc web;

  @Test
  @WithMockUser
  void tells_who_is_called_and_until_when() throws Exception {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-01-13T12:00:00Z")));
    web.perform(get("/api/v1/oncall"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$[*].rotation", hasItems("primary", "secondary", "commander")));
    web.perform(get("/api/v1/oncall/primary"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.person").value("oncall2"))
        .andExpect(jsonPath("$.from").value("2026-01-12T09:00:00Z"))
        .andExpect(jsonPath("$.until").value("2026-01-19T09:00:00Z"));
    web.perform(get("/api/v1/oncall/secondary")).andExpect(jsonPath("$.person").value("oncall1"));
  }

  @Test
  @WithMockUser
  void an_unknown_rotation_is_not_found_and_the_known_ones_are_named() throws Exception {
    web.perform(get("/api/v1/oncall/tertiary"))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail", containsString("primary, secondary, commander")));
  }

  @Test
  void needs_a_sign_in() throws Exception {
    web.perform(get("/api/v1/oncall")).andExpect(status().isUnauthorized());
  }
}
