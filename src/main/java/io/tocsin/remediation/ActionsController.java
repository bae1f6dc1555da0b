package io.tocsin.remediation;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.Access;
import io.tocsin.incident.Incidents;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.web.SentCalls;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Runs actions of the catalog over HTTP, those that need no approval. */
@RestController
class ActionsController {

  private static final String MAY_RUN = "hasAnyAuthority('technical-lead','incident-commander')";
  private final Catalog catalog;
  private final Incidents incidents;
  private final Access access;
  private final ActionRules rules;
  private final ActionRunner runner;

  ActionsController(
      Catalog catalog, Incidents incidents, Access access, ActionRules rules, ActionRunner runner) {
    this.catalog = catalog;
    this.incidents = incidents;
    this.access = access;
    this.rules = rules;
    this.runner = runner;
  }

  /**
   * What is asked for.
   *
   * @param parameters by name, as the catalog takes them
   * @param dryRun only says what would happen
   */
  record Run(
      @NotBlank String incident,
      @NotBlank @Size(max = 20_000) String reason,
      @Nullable Map<String, Object> parameters,
      boolean dryRun) {

    Map<String, Object> given() {
      return parameters == null ? Map.of() : parameters;
    }
  }

  /**
   * What would happen. Nothing was done.
   *
   * @param how the kind of executor, with what it would change; no secret
   * @param refusal why it would not run; null if it would
   */
  record DryRun(
      boolean dryRun,
      String service,
      String action,
      String title,
      String how,
      Map<String, Object> parameters,
      boolean approvalNeeded,
      @Nullable String refusal) {}

  /**
   * Runs an action once and answers how it ended, or what would happen. A repeated key gives the
   * outcome of the first.
   */
  @PostMapping("/api/v1/services/{service}/actions/{action}")
  @PreAuthorize(MAY_RUN)
  Object run(
      @PathVariable String service,
      @PathVariable String action,
      @RequestHeader(name = SentCalls.KEY, required = false) @Nullable String key,
      @Valid @RequestBody Run body,
      Authentication user) {
    var known =
        catalog
            .find(service)
            .orElseThrow(
                () -> new NotFoundException("The catalog has no service '" + service + "'"));
    var wanted = known.actions().get(action);
    if (wanted == null) {
      throw new NotFoundException(
          "The service '%s' has no action '%s'; it has: %s"
              .formatted(service, action, String.join(", ", known.actions().keySet())));
    }
    if (wanted.approval() && !body.dryRun()) {
      throw new ConflictException(
          "The action '%s' of '%s' needs approval: it is chosen and run in the tasks of an incident"
              .formatted(action, service));
    }
    var incident =
        incidents
            .find(body.incident())
            .filter(found -> access.mayRead(user.getName(), found))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "incident", "there is no incident " + body.incident()));
    if (incident.status().over()) {
      throw new ConflictException(
          incident.number() + " is " + incident.status().word() + "; its actions are over");
    }
    var values = wanted.read(body.given());
    var refusal = rules.against(incident, service, action, wanted);
    if (body.dryRun()) {
      return new DryRun(
          true,
          service,
          action,
          wanted.title(),
          wanted.toString(),
          values,
          wanted.approval(),
          refusal.orElse(null));
    }
    if (refusal.isPresent()) {
      throw new ConflictException("It must not be run now: " + refusal.get());
    }
    if (wanted.external() != null) {
      throw new ConflictException(
          "The action '%s' of '%s' is done by a worker: it is chosen in the tasks of an incident"
              .formatted(action, service));
    }
    return runner.run(
        new Order(
            "api:%s:%s:%s".formatted(service, action, key(key)),
            incident.number(),
            service,
            action,
            user.getName(),
            values,
            null,
            body.reason(),
            null),
        body.reason());
  }

  private static String key(@Nullable String given) {
    return given == null ? UUID.randomUUID().toString() : SentCalls.read(given);
  }
}
