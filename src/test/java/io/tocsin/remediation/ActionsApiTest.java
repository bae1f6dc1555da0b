package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.Access;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.outbound.Programs;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

@TocsinTest
class ActionsApiTest {

  @Autowired MockMvc http;
  @Autowired Response response;
  @Autowired Incidents incidents;
  @Autowired Access access;
  @Autowired ActionRuns runs;
  @Autowired Timeline timeline;
  @Autowired Clock clock;

  @Test
  void refusesAnActionThatNeedsApproval() throws Exception {
    run("/checkout/actions/rollback", "technical-lead", body(response.declare("high")))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.detail").value(containsString("needs approval")));
  }

  @Test
  void isForTechnicalLeadsAndCommandersOnly() throws Exception {
    for (var group : List.of("responder", "communications-lead", "camunda-admin")) {
      run("/checkout/actions/rollback", group, body("INC-1")).andExpect(status().isForbidden());
    }
    run("/checkout/actions/rollback", "incident-commander", body("INC-1"))
        .andExpect(status().isConflict());
    http.perform(
            post("/api/v1/services/checkout/actions/rollback")
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body("INC-1")))
        .andExpect(status().isUnauthorized());
  }

  @Test
  void saysWhatIsNotKnown() throws Exception {
    run("/nothing/actions/rollback", "technical-lead", body("INC-1"))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail").value("The catalog has no service 'nothing'"));
    run("/checkout/actions/dance", "technical-lead", body("INC-1"))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail").value(containsString("no action 'dance'; it has:")));
    run("/checkout/actions/rollback", "technical-lead", "{\"incident\":\"INC-1\"}")
        .andExpect(status().isBadRequest());
  }

  @Test
  void runsAnActionOncePerKey() throws Exception {
    var catalog =
        new Catalog(
            List.of(
                Sample.service(
                    "files",
                    Map.of(
                        "list",
                        new Catalog.Action(
                            "List files",
                            false,
                            Duration.ofSeconds(5),
                            List.of("/bin/echo", "done"),
                            Map.of(),
                            null)))));
    var rules = Sample.rules();
    var runner =
        new ActionRunner(
            runs,
            catalog,
            rules,
            List.of(new CommandRunner(new Programs())),
            incidents,
            timeline,
            clock);
    var controller = new ActionsController(catalog, incidents, access, rules, runner);
    var alone = MockMvcBuilders.standaloneSetup(controller).build();
    var number = response.declare("high");

    for (int i = 0; i < 2; i++) {
      alone
          .perform(
              post("/api/v1/services/files/actions/list")
                  .principal(new TestingAuthenticationToken("techlead", null))
                  .header("Idempotency-Key", number)
                  .contentType(MediaType.APPLICATION_JSON)
                  .content(body(number)))
          .andExpect(status().isOk())
          .andExpect(jsonPath("$.key").value("api:files:list:" + number))
          .andExpect(jsonPath("$.state").value("succeeded"))
          .andExpect(jsonPath("$.output").value("Exit code 0\ndone"))
          .andExpect(jsonPath("$.actor").value("techlead"));
    }

    // Another incident, and another caller.
    for (var other : Map.of("techlead", response.declare("high"), "commander", number).entrySet()) {
      alone
          .perform(
              post("/api/v1/services/files/actions/list")
                  .principal(new TestingAuthenticationToken(other.getKey(), null))
                  .header("Idempotency-Key", number)
                  .contentType(MediaType.APPLICATION_JSON)
                  .content(body(other.getValue())))
          .andExpect(status().isUnprocessableEntity());
    }

    assertThat(response.timeline(number))
        .containsOnlyOnce(
            "action: Runs List files: Users wait",
            "action: List files succeeded. Exit code 0\ndone");

    // A restricted incident and none are the same for an outsider.
    var restricted = response.declare("high", List.of("checkout"), true);
    for (var unknown : List.of(restricted, "INC-1999-01-01-001")) {
      assertThatThrownBy(
              () ->
                  controller.run(
                      "files",
                      "list",
                      null,
                      new ActionsController.Run(unknown, "Users wait", null, false),
                      new TestingAuthenticationToken("monitor", null)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("incident: there is no incident " + unknown);
    }
  }

  @Test
  void saysWhatItWouldDoAndDoesNothing() throws Exception {
    var number = response.declare("high", List.of("ledger"), false);
    var dry =
        "{\"incident\":\"%s\",\"reason\":\"Try\",\"dryRun\":true,\"parameters\":{\"replicas\":%s}}";

    run("/ledger/actions/scale", "technical-lead", dry.formatted(number, "\"3\""))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.dryRun").value(true))
        .andExpect(jsonPath("$.parameters.replicas").value(3))
        .andExpect(jsonPath("$.approvalNeeded").value(true));
    run("/ledger/actions/scale", "technical-lead", dry.formatted(number, "\"3; rm -rf /\""))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail").value(containsString("a whole number from 1 to 9")));
    assertThat(runs.of(number)).isEmpty();
  }

  private ResultActions run(String path, String group, String body) throws Exception {
    return http.perform(
        post("/api/v1/services" + path)
            .with(user("somebody").authorities(new SimpleGrantedAuthority(group)))
            .with(csrf())
            .contentType(MediaType.APPLICATION_JSON)
            .content(body));
  }

  private static String body(String incident) {
    return "{\"incident\":\"" + incident + "\",\"reason\":\"Users wait\"}";
  }
}
