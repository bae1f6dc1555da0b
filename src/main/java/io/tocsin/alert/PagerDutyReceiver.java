package io.tocsin.alert;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.tocsin.problem.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** Takes events in the place of PagerDuty's Events API, version 2, and answers as it does. */
@RestController
class PagerDutyReceiver {

  static final int MAX_BYTES = 512_000;

  private final AlertSources sources;
  private final PagerDutyFormat format;
  private final AlertReception reception;

  PagerDutyReceiver(AlertSources sources, PagerDutyFormat format, AlertReception reception) {
    this.sources = sources;
    this.format = format;
    this.reception = reception;
  }

  /** What PagerDuty answers. */
  record Answer(String status, String message, String dedup_key) {}

  /** Finds the source by its routing key, which is in the body. */
  String source(AlertRequest request) throws IOException {
    var body = request.body(MAX_BYTES);
    if (body == null) {
      throw invalid(413, "The event is larger than " + MAX_BYTES + " bytes");
    }
    try {
      var key = Fields.of(Payloads.parse(body), "").text("routing_key");
      if (key.isEmpty()) {
        throw invalid(400, "'routing_key' is missing or blank");
      }
      return sources
          .withToken(format.name(), key.get())
          .orElseThrow(() -> invalid(400, "'routing_key' is invalid"));
    } catch (InvalidInputException e) {
      throw invalid(400, String.valueOf(e.getMessage()));
    }
  }

  @PostMapping("/v2/enqueue")
  @Operation(
      summary = "Take an event of PagerDuty's Events API v2",
      requestBody = @RequestBody(content = @Content(schema = @Schema(type = "object"))))
  ResponseEntity<Answer> enqueue(
      @RequestAttribute(AlertSecurity.SOURCE) String source, HttpServletRequest request)
      throws IOException {
    var sent = AlertRequest.of(request);
    var body = sent.body(MAX_BYTES);
    var payload = Payloads.parse(body == null ? new byte[0] : body);
    var alerts = format.read(new Received(source, sent.headers(), payload));
    if (payload.path("event_action").asText().strip().equals("acknowledge")) {
      alerts.forEach(reception::acknowledge);
    } else {
      reception.receive(source, alerts);
    }
    return ResponseEntity.accepted()
        .body(
            new Answer("success", "Event processed", PagerDutyFormat.key(Fields.of(payload, ""))));
  }

  @ExceptionHandler
  ResponseEntity<Object> invalid(InvalidInputException e) {
    return ResponseEntity.badRequest()
        // Whatever the sender accepts: there is no other way to tell it.
        .contentType(MediaType.APPLICATION_JSON)
        .body(invalid(400, String.valueOf(e.getMessage())).body());
  }

  private static Refusal invalid(int status, String error) {
    return new Refusal(
        status,
        Map.of(
            "status",
            "invalid event",
            "message",
            "Event object is invalid",
            "errors",
            List.of(error)));
  }
}
