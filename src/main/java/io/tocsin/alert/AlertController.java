package io.tocsin.alert;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes alerts. What is answered 202 is committed. */
@RestController
class AlertController {

  private static final String RETRY_AFTER_SECONDS = "10";

  private final AlertSources sources;
  private final Payloads payloads;
  private final AlertIntake intake;

  AlertController(AlertSources sources, Payloads payloads, AlertIntake intake) {
    this.sources = sources;
    this.payloads = payloads;
    this.intake = intake;
  }

  @PostMapping(
      path = "/api/v1/alerts/{source}",
      consumes = {"application/json", "application/*+json"})
  ResponseEntity<AlertIntake.Receipt> receive(
      @PathVariable String source, HttpServletRequest request) throws IOException {
    var format = sources.format(source);
    var alerts =
        format.read(payloads.read(request.getInputStream(), request.getContentLengthLong()));
    try {
      return ResponseEntity.accepted().body(intake.receive(source, alerts));
    } catch (RuntimeException e) {
      // Senders repeat a 503; they give up on anything below 500.
      throw Unavailable.isCauseOf(e) ? later(e) : e;
    }
  }

  private static ErrorResponseException later(RuntimeException cause) {
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The alerts could not be stored just now; send them again, a repeat does no harm");
    var refusal = new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, problem, cause);
    refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    return refusal;
  }
}
