package io.tocsin.incident;

import io.swagger.v3.oas.annotations.Operation;
import io.tocsin.web.SentCalls;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Incidents over HTTP. Reading takes a sign-in, commanding one of the response groups. */
@RestController
@Validated
@RequestMapping("/api/v1/incidents")
class IncidentController {

  private static final String ANYWAY = "send \"anyway\": true to say it all the same";

  private final Incidents incidents;
  private final IncidentCommands commands;
  private final Timeline timeline;
  private final StatusUpdates updates;
  private final PublicDrafts drafts;
  private final Escalation escalation;
  private final Access access;
  private final SentCalls calls;

  IncidentController(
      Incidents incidents,
      IncidentCommands commands,
      Timeline timeline,
      StatusUpdates updates,
      PublicDrafts drafts,
      Escalation escalation,
      Access access,
      SentCalls calls) {
    this.incidents = incidents;
    this.commands = commands;
    this.timeline = timeline;
    this.updates = updates;
    this.drafts = drafts;
    this.escalation = escalation;
    this.access = access;
    this.calls = calls;
  }

  record Declare(
      @NotBlank @Size(max = 300) String title,
      @Nullable @Size(max = 20_000) String description,
      @Nullable List<@NotBlank String> services,
      @Nullable String policy,
      @Nullable String severity,
      @Nullable String kind,
      @Nullable String detectedBy,
      @Nullable String reporter,
      @Nullable String firstResponder,
      @Nullable Instant startedAt,
      @Nullable Instant detectedAt,
      @Nullable Boolean security,
      @Nullable List<@NotBlank String> links) {}

  record Severity(@NotBlank String level, @NotBlank @Size(max = 20_000) String reason) {}

  record Kind(@NotBlank @Size(max = 200) String kind, @NotBlank @Size(max = 4_000) String reason) {}

  record RoleGiven(@NotBlank String role, @NotBlank String person) {}

  record Update(
      @NotBlank String audience,
      @NotBlank @Size(max = 20_000) String text,
      @Nullable Instant nextUpdateAt,
      @Nullable @Size(max = 200) String title,
      @Nullable @Size(max = 100) List<@NotBlank String> services,
      @Nullable Boolean email,
      @Nullable Boolean anyway) {}

  record UpdateWanted(@NotBlank String audience, @NotBlank @Size(max = 4_000) String reason) {}

  record Pause(@NotBlank @Size(max = 4_000) String reason, @NotNull Instant until) {}

  record StatusChange(@NotBlank String status, @NotBlank @Size(max = 20_000) String reason) {}

  record Reason(@NotBlank @Size(max = 20_000) String reason) {}

  record Escalate(
      @NotBlank @Size(max = 20_000) String reason,
      @Nullable String ladder,
      @Nullable String step) {}

  record Resolution(@NotBlank @Size(max = 20_000) String resolution) {}

  record Merge(@NotBlank String into) {}

  record Ticket(@NotBlank @Size(max = WebLink.MAX_LENGTH) String url) {}

  record PersonToName(@NotBlank String person, @NotBlank @Size(max = 4_000) String reason) {}

  record Note(@NotBlank @Size(max = 20_000) String text) {}

  @GetMapping
  List<IncidentView> list(
      @RequestParam(required = false) @Nullable List<String> status,
      @RequestParam(required = false) @Nullable Integer severity,
      @RequestParam(required = false) @Nullable String service,
      @RequestParam(required = false) @Nullable Boolean drill,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication user) {
    var statuses =
        Objects.requireNonNullElse(status, List.<String>of()).stream().map(Status::of).toList();
    return incidents.list(
        new IncidentFilter(statuses, severity, service, drill, page, size, user.getName()));
  }

  @PostMapping
  @PreAuthorize(Responders.ONLY)
  ResponseEntity<IncidentView> declare(
      @RequestHeader(name = SentCalls.KEY, required = false) @Nullable String key,
      @Valid @RequestBody Declare body,
      Authentication user) {
    var declared =
        calls.once(
            key,
            body,
            () ->
                commands
                    .declare(declaration(body, user.getName()), Actor.api(user.getName()))
                    .number());
    var incident = incidents.get(declared.made());
    var answer = ResponseEntity.created(URI.create("/api/v1/incidents/" + incident.number()));
    // What became of a restricted one is not told to whoever may not read it.
    return declared.before() && !access.mayRead(user.getName(), incident)
        ? answer.build()
        : answer.body(incident);
  }

  private static Declaration declaration(Declare body, String user) {
    return new Declaration(
        body.title(),
        body.description(),
        Objects.requireNonNullElse(body.services(), List.of()),
        body.policy(),
        body.severity(),
        body.kind(),
        Objects.requireNonNullElse(body.detectedBy(), "employeeReport"),
        Objects.requireNonNullElse(body.reporter(), user),
        body.firstResponder(),
        body.startedAt(),
        body.detectedAt(),
        Boolean.TRUE.equals(body.security()),
        false,
        Objects.requireNonNullElse(body.links(), List.of()));
  }

  @GetMapping("/{number}")
  IncidentView get(@PathVariable String number) {
    return incidents.get(number);
  }

  @GetMapping("/{number}/timeline")
  List<TimelineEntry> timeline(
      @PathVariable String number, @RequestParam(defaultValue = "0") long after) {
    incidents.get(number);
    return timeline.of(number, after);
  }

  @GetMapping("/{number}/updates")
  List<StatusUpdate> updates(@PathVariable String number) {
    incidents.get(number);
    return updates.of(number);
  }

  @PostMapping("/{number}/acknowledge")
  @PreAuthorize(Responders.ONLY)
  IncidentView acknowledge(@PathVariable String number, Authentication user) {
    return commands.acknowledge(number, Actor.api(user.getName()));
  }

  @PostMapping("/{number}/severity")
  @PreAuthorize(Responders.ONLY)
  IncidentView severity(
      @PathVariable String number, @Valid @RequestBody Severity body, Authentication user) {
    return commands.severity(number, body.level(), body.reason(), Actor.api(user.getName()));
  }

  /**
   * Says what kind it is: the playbook is proposed anew. {@code security-incident} restricts it.
   */
  @PostMapping("/{number}/kind")
  @PreAuthorize(Responders.ONLY)
  IncidentView kind(
      @PathVariable String number, @Valid @RequestBody Kind body, Authentication user) {
    return commands.kind(number, body.kind().strip(), body.reason(), Actor.api(user.getName()));
  }

  @PostMapping("/{number}/roles")
  @PreAuthorize(Responders.ONLY)
  IncidentView roles(
      @PathVariable String number, @Valid @RequestBody RoleGiven body, Authentication user) {
    return commands.role(number, Role.of(body.role()), body.person(), Actor.api(user.getName()));
  }

  @PostMapping("/{number}/updates")
  @PreAuthorize(Responders.ONLY)
  @ResponseStatus(HttpStatus.CREATED)
  StatusUpdate update(
      @PathVariable String number,
      @RequestHeader(name = SentCalls.KEY, required = false) @Nullable String key,
      @Valid @RequestBody Update body,
      Authentication user) {
    var written =
        calls.once(key, body, () -> write(number, body, Actor.api(user.getName())).toString());
    return updates.get(UUID.fromString(written.made()));
  }

  private UUID write(String number, Update body, Actor author) {
    if (body.audience().equals(StatusUpdates.PUBLIC) && !Boolean.TRUE.equals(body.anyway())) {
      drafts.requireNothingInside("text", body.text(), ANYWAY);
      drafts.requireNothingInside("title", body.title(), ANYWAY);
    }
    var details =
        new PublicDetails(body.title(), body.services(), Boolean.TRUE.equals(body.email()));
    return commands
        .update(number, body.audience(), body.text(), body.nextUpdateAt(), details, author)
        .id();
  }

  /** Answers 202: the task to write it opens at once. */
  @PostMapping("/{number}/updates/request")
  @PreAuthorize(Responders.ONLY)
  @ResponseStatus(HttpStatus.ACCEPTED)
  IncidentView askForUpdate(
      @PathVariable String number, @Valid @RequestBody UpdateWanted body, Authentication user) {
    return commands.askForUpdate(number, body.audience(), body.reason(), Actor.api(user.getName()));
  }

  @PostMapping("/{number}/pause")
  @PreAuthorize(Responders.ONLY)
  IncidentView pause(
      @PathVariable String number, @Valid @RequestBody Pause body, Authentication user) {
    return commands.pause(number, body.until(), body.reason(), Actor.api(user.getName()));
  }

  @PostMapping("/{number}/resume")
  @PreAuthorize(Responders.ONLY)
  IncidentView resume(
      @PathVariable String number, @Valid @RequestBody Reason body, Authentication user) {
    return commands.resume(number, body.reason(), Actor.api(user.getName()));
  }

  @PostMapping("/{number}/status")
  @PreAuthorize(Responders.ONLY)
  IncidentView status(
      @PathVariable String number, @Valid @RequestBody StatusChange body, Authentication user) {
    return commands.status(
        number, Status.of(body.status()), body.reason(), Actor.api(user.getName()));
  }

  @PostMapping("/{number}/escalate")
  @PreAuthorize(Responders.ONLY)
  IncidentView escalate(
      @PathVariable String number,
      @RequestHeader(name = SentCalls.KEY, required = false) @Nullable String key,
      @Valid @RequestBody Escalate body,
      Authentication user) {
    var escalated =
        calls.once(
            key,
            body,
            () ->
                commands
                    .escalate(
                        number,
                        body.reason(),
                        body.ladder(),
                        body.step(),
                        Actor.api(user.getName()))
                    .number());
    return incidents.get(escalated.made());
  }

  /** The ladder as the incident stands now: what was taken, what is due when, what can be asked. */
  @GetMapping("/{number}/escalation")
  List<Escalation.Rung> escalation(@PathVariable String number) {
    return escalation.ladder(number);
  }

  /** Answers 202: the health gate decides, shortly after. */
  @PostMapping("/{number}/resolve")
  @PreAuthorize(Responders.ONLY)
  @ResponseStatus(HttpStatus.ACCEPTED)
  IncidentView resolve(
      @PathVariable String number, @Valid @RequestBody Resolution body, Authentication user) {
    return commands.resolve(number, body.resolution(), Actor.api(user.getName()));
  }

  @PostMapping("/{number}/reopen")
  @PreAuthorize(Responders.ONLY)
  IncidentView reopen(
      @PathVariable String number, @Valid @RequestBody Reason body, Authentication user) {
    return commands.reopen(number, body.reason(), Actor.api(user.getName()));
  }

  @PostMapping("/{number}/dismiss")
  @PreAuthorize(Responders.ONLY)
  @Operation(
      summary = "Dismiss what turned out to be no incident",
      description =
          "It cannot be reopened. Alerts of it that still fire call nobody until they fire anew or"
              + " become worse.")
  IncidentView dismiss(
      @PathVariable String number, @Valid @RequestBody Reason body, Authentication user) {
    return commands.dismiss(number, body.reason(), Actor.api(user.getName()));
  }

  @PostMapping("/{number}/merge")
  @PreAuthorize(Responders.ONLY)
  IncidentView merge(
      @PathVariable String number, @Valid @RequestBody Merge body, Authentication user) {
    return commands.merge(number, body.into(), Actor.api(user.getName()));
  }

  /** Links the ticket; an open task that asks for the link is done with it. */
  @PostMapping("/{number}/ticket")
  @PreAuthorize(Responders.ONLY)
  IncidentView ticket(
      @PathVariable String number, @Valid @RequestBody Ticket body, Authentication user) {
    return commands.linkTicket(number, body.url(), Actor.api(user.getName()));
  }

  /** Marks it as a matter of security: from now on only named people read it. */
  @PostMapping("/{number}/security")
  @PreAuthorize(Responders.ONLY)
  IncidentView security(
      @PathVariable String number, @Valid @RequestBody Reason body, Authentication user) {
    return commands.security(number, body.reason(), Actor.api(user.getName()));
  }

  /** Who was named to read it, beside those who may by their role or group. */
  @GetMapping("/{number}/people")
  List<NamedPerson> people(@PathVariable String number) {
    return access.people(incidents.get(number).number());
  }

  /** Whoever may read a restricted incident may name others. */
  @PostMapping("/{number}/people")
  @ResponseStatus(HttpStatus.CREATED)
  List<NamedPerson> name(
      @PathVariable String number, @Valid @RequestBody PersonToName body, Authentication user) {
    commands.name(number, body.person(), body.reason(), Actor.api(user.getName()));
    return access.people(number);
  }

  @PostMapping("/{number}/notes")
  @PreAuthorize(Responders.ONLY)
  @ResponseStatus(HttpStatus.CREATED)
  void note(
      @PathVariable String number,
      @RequestHeader(name = SentCalls.KEY, required = false) @Nullable String key,
      @Valid @RequestBody Note body,
      Authentication user) {
    var unused =
        calls.once(
            key,
            body,
            () -> {
              commands.note(number, body.text(), Actor.api(user.getName()));
              return number;
            });
  }
}
