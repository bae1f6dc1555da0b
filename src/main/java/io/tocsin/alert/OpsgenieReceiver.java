package io.tocsin.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.tocsin.problem.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes alerts in the place of Opsgenie's alert API, and answers as it does. */
@RestController
class OpsgenieReceiver {

  private static final String SCHEME = "GenieKey ";
  private static final String ACCEPTED = "Request will be processed";

  private final AlertSources sources;
  private final OpsgenieFormat format;
  private final Payloads payloads;
  private final AlertReception reception;

  OpsgenieReceiver(
      AlertSources sources, OpsgenieFormat format, Payloads payloads, AlertReception reception) {
    this.sources = sources;
    this.format = format;
    this.payloads = payloads;
    this.reception = reception;
  }

  /** What Opsgenie answers. */
  record Answer(String result, double took, String requestId) {}

  /** Finds the source by its GenieKey. */
  String source(AlertRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refusal(401, "Could not authenticate", null);
    }
    return sources
        .withToken(format.name(), header.substring(SCHEME.length()).strip())
        .orElseThrow(() -> refusal(401, "Could not authenticate", null));
  }

  @PostMapping("/v2/alerts")
  @Operation(
      summary = "Take an alert of Opsgenie's alert API",
      requestBody = @RequestBody(content = @Content(schema = @Schema(type = "object"))))
  ResponseEntity<Answer> create(
      @RequestAttribute(AlertSecurity.SOURCE) String source, HttpServletRequest request)
      throws IOException {
    var sent = AlertRequest.of(request);
    var payload = payloads.read(sent.getInputStream(), sent.getContentLengthLong());
    reception.receive(source, format.read(new Received(source, sent.headers(), payload)));
    return accepted();
  }

  /** Closes an alert: its signal has resolved. */
  @PostMapping("/v2/alerts/{alias}/close")
  ResponseEntity<Answer> close(
      @RequestAttribute(AlertSecurity.SOURCE) String source,
      @PathVariable String alias,
      @RequestParam(defaultValue = "id") String identifierType) {
    reception.receive(source, List.of(OpsgenieFormat.signal(source, known(alias, identifierType))));
    return accepted();
  }

  /** Somebody has taken an alert: its incident is taken. */
  @PostMapping("/v2/alerts/{alias}/acknowledge")
  ResponseEntity<Answer> acknowledge(
      @RequestAttribute(AlertSecurity.SOURCE) String source,
      @PathVariable String alias,
      @RequestParam(defaultValue = "id") String identifierType) {
    reception.acknowledge(OpsgenieFormat.signal(source, known(alias, identifierType)));
    return accepted();
  }

  @ExceptionHandler
  ResponseEntity<Object> invalid(InvalidInputException e) {
    return e.field().equals("body")
        ? ResponseEntity.badRequest()
            // Whatever the sender accepts: there is no other way to tell it.
            .contentType(MediaType.APPLICATION_JSON)
            .body(refusal(400, String.valueOf(e.getMessage()), null).body())
        : ResponseEntity.unprocessableEntity()
            .contentType(MediaType.APPLICATION_JSON)
            .body(
                refusal(
                        422,
                        "Request body is not processable. Please check the errors.",
                        Map.of(e.field(), String.valueOf(e.getMessage())))
                    .body());
  }

  /** We give out no ids but the alias. */
  private static String known(String alias, String type) {
    if (!type.equals("alias") && !type.equals("id")) {
      throw new InvalidInputException("identifierType", "must be alias");
    }
    return Text.clean(alias);
  }

  private static ResponseEntity<Answer> accepted() {
    return ResponseEntity.accepted().body(new Answer(ACCEPTED, 0.01, UUID.randomUUID().toString()));
  }

  private static Refusal refusal(int status, String message, @Nullable Map<String, String> errors) {
    var body = new LinkedHashMap<String, Object>();
    body.put("message", message);
    if (errors != null) {
      body.put("errors", errors);
    }
    body.put("took", JsonNodeFactory.instance.numberNode(0.01));
    body.put("requestId", UUID.randomUUID().toString());
    return new Refusal(status, body);
  }
}
