package io.tocsin.alert;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.Atomic;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.CannotCreateTransactionException;

class AlertControllerTest {

  private final AlertProperties properties = Recorded.properties(List.of("service"), Map.of());
  private final AlertIntake intake = mock();
  private final Atomic atomic = mock();
  private final AlertSources sources =
      new AlertSources(List.of(new GenericFormat()), properties, Clock.systemUTC());
  private final MockMvc http =
      MockMvcBuilders.standaloneSetup(
              new AlertController(
                  sources,
                  new Payloads(properties),
                  new AlertReception(
                      new AlertMapping(sources, properties),
                      mock(),
                      intake,
                      mock(),
                      mock(),
                      mock(),
                      atomic),
                  mock(),
                  mock(),
                  new ObjectMapper()))
          .build();

  @BeforeEach
  void runsAtOnce() {
    when(atomic.call(any())).thenAnswer(call -> call.<Supplier<Object>>getArgument(0).get());
  }

  @Test
  void asksToComeBackWhenTheDatabaseCannotBeReached() throws Exception {
    when(intake.receive(any(), any())).thenThrow(new CannotCreateTransactionException("no pool"));

    http.perform(
            post("/api/v1/alerts/generic")
                .contentType(MediaType.APPLICATION_JSON)
                .content(Recorded.text("generic-minimal")))
        .andExpect(status().isServiceUnavailable())
        .andExpect(header().string("Retry-After", "10"));
  }

  @Test
  void doesNotHideOurOwnFailures() {
    when(intake.receive(any(), any())).thenThrow(new IllegalStateException("bug"));

    Assertions.assertThatThrownBy(
            () ->
                http.perform(
                    post("/api/v1/alerts/generic")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(Recorded.text("generic-minimal"))))
        .hasRootCauseMessage("bug");
  }
}
