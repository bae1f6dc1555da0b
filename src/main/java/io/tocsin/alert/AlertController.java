package io.tocsin.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tocsin.engine.TeamGroups;
import io.tocsin.problem.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Takes alerts. What is answered 202 is committed. */
@RestController
class AlertController {

  private static final List<String> DRY_RUNNERS =
      List.of(TeamGroups.PROCESS_OWNER, TeamGroups.ADMIN);
  private static final String CLOUD_EVENTS = "cloudevents";

  private final AlertSources sources;
  private final Payloads payloads;
  private final AlertReception reception;
  private final AlertPreview preview;
  private final AlertNotes notes;
  private final ObjectMapper json;

  AlertController(
      AlertSources sources,
      Payloads payloads,
      AlertReception reception,
      AlertPreview preview,
      AlertNotes notes,
      ObjectMapper json) {
    this.sources = sources;
    this.payloads = payloads;
    this.reception = reception;
    this.preview = preview;
    this.notes = notes;
    this.json = json;
  }

  @PostMapping(
      path = "/api/v1/alerts/{source}",
      consumes = {"application/json", "application/*+json"})
  @Operation(
      summary = "Take alerts in the format of a source",
      description = "With the token of the source, or signed as its kind signs.",
      requestBody = @RequestBody(content = @Content(schema = @Schema(type = "object"))),
      responses =
          @ApiResponse(
              responseCode = "202",
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = AlertIntake.Receipt.class))))
  ResponseEntity<byte[]> receive(@PathVariable String source, HttpServletRequest request)
      throws IOException {
    sources
        .format(source)
        .path()
        .ifPresent(
            path -> {
              throw new NotFoundException("Alerts of %s are sent to %s".formatted(source, path));
            });
    var receipt = reception.receive(source, read(source, request));
    // Of a known length it leaves in one piece, and nobody looks for who could write it: in a storm
    // that is a part of the work worth saving.
    return ResponseEntity.accepted()
        .contentType(MediaType.APPLICATION_JSON)
        .body(json.writeValueAsBytes(receipt));
  }

  /** Says what would happen to a payload, and why; changes nothing. */
  @PostMapping(
      path = "/api/v1/alerts/{source}/dry-run",
      consumes = {"application/json", "application/*+json"})
  @Operation(
      summary = "Say what would happen to a payload, and why",
      description = "For the source itself, and for process owners who are signed in.",
      requestBody = @RequestBody(content = @Content(schema = @Schema(type = "object"))))
  List<AlertPreview.Outcome> dryRun(
      @PathVariable String source, HttpServletRequest request, @Nullable Authentication user)
      throws IOException {
    var proven = source.equals(request.getAttribute(AlertSecurity.SOURCE));
    if (!proven
        && (user == null
            || user.getAuthorities().stream()
                .noneMatch(group -> DRY_RUNNERS.contains(group.getAuthority())))) {
      throw new AccessDeniedException("A dry run is for process owners and the source itself");
    }
    return preview.of(read(source, request), proven || user == null ? null : user.getName());
  }

  /** Lists the alerts that a rule of the mapping kept from opening anything, the latest first. */
  @GetMapping("/api/v1/alert-notes")
  List<AlertNotes.Note> noted(Authentication user) {
    return notes.latest(user.getName());
  }

  /** A sender of CloudEvents asks whether it may send, and how much. */
  @RequestMapping(path = "/api/v1/alerts/{source}", method = RequestMethod.OPTIONS)
  ResponseEntity<Void> handshake(
      @PathVariable String source,
      @RequestHeader(name = "WebHook-Request-Origin", required = false) @Nullable String origin,
      @RequestHeader(name = "WebHook-Request-Rate", required = false) @Nullable String rate) {
    var allowed = ResponseEntity.ok().header("Allow", "POST, OPTIONS");
    if (!sources.format(source).name().equals(CLOUD_EVENTS)
        || origin == null
        || !origin.matches("[A-Za-z0-9.:*_-]{1,253}")) {
      return origin == null
          ? allowed.build()
          : ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED).header("Allow", "POST").build();
    }
    return allowed
        .header("WebHook-Allowed-Origin", origin)
        .header(
            "WebHook-Allowed-Rate", rate != null && rate.matches("[1-9][0-9]{0,6}") ? rate : "*")
        .build();
  }

  private List<Alert> read(String source, HttpServletRequest request) throws IOException {
    var format = sources.format(source);
    var sent = AlertRequest.of(request);
    var payload = payloads.read(sent.getInputStream(), sent.getContentLengthLong());
    return format.read(new Received(source, sent.headers(), payload));
  }
}
