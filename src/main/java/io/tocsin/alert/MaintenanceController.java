package io.tocsin.alert;

import io.tocsin.incident.Responders;
import io.tocsin.web.SentCalls;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Maintenance windows, planned by responders and read by all who sign in. */
@RestController
@RequestMapping("/api/v1/maintenance-windows")
class MaintenanceController {

  private final Maintenance maintenance;
  private final AlertStore alerts;
  private final SentCalls calls;

  MaintenanceController(Maintenance maintenance, AlertStore alerts, SentCalls calls) {
    this.maintenance = maintenance;
    this.alerts = alerts;
    this.calls = calls;
  }

  /** A window that is asked for; without from it begins now. */
  record NewWindow(
      @NotEmpty List<@NotBlank @Size(max = 200) String> services,
      @Nullable Instant from,
      @NotNull Instant until,
      @NotBlank @Size(max = 4000) String reason) {}

  @GetMapping
  List<MaintenanceWindow> list() {
    return maintenance.list();
  }

  @GetMapping("/{id}")
  MaintenanceWindow one(@PathVariable UUID id) {
    return maintenance.get(id);
  }

  /** The alerts that it has muted. */
  @GetMapping("/{id}/alerts")
  List<AlertView> alerts(@PathVariable UUID id) {
    return alerts.ofWindow(maintenance.get(id).id());
  }

  @PostMapping
  @PreAuthorize(Responders.ONLY)
  ResponseEntity<MaintenanceWindow> plan(
      @RequestHeader(name = SentCalls.KEY, required = false) @Nullable String key,
      @Valid @RequestBody NewWindow body,
      Authentication user) {
    var planned =
        calls.once(
            key,
            body,
            () ->
                maintenance
                    .plan(body.services(), body.from(), body.until(), body.reason(), user.getName())
                    .id()
                    .toString());
    var window = maintenance.get(UUID.fromString(planned.made()));
    return ResponseEntity.created(URI.create("/api/v1/maintenance-windows/" + window.id()))
        .body(window);
  }

  @PostMapping("/{id}/end")
  @PreAuthorize(Responders.ONLY)
  MaintenanceWindow end(@PathVariable UUID id, Authentication user) {
    return maintenance.end(id, user.getName());
  }
}
