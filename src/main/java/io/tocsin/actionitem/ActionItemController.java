package io.tocsin.actionitem;

import io.tocsin.actionitem.ActionItem.Status;
import io.tocsin.csv.Csv;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.people.People;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.web.SentCalls;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Action items over HTTP. Those of a restricted incident do not exist for whoever cannot read it.
 */
@RestController
@Validated
class ActionItemController {

  /** As many as a spreadsheet is asked to hold. */
  private static final int ALL = 100_000;

  private final ActionItems items;
  private final Incidents incidents;
  private final Access access;
  private final People people;
  private final Atomic atomic;
  private final SentCalls calls;

  ActionItemController(
      ActionItems items,
      Incidents incidents,
      Access access,
      People people,
      Atomic atomic,
      SentCalls calls) {
    this.items = items;
    this.incidents = incidents;
    this.access = access;
    this.people = people;
    this.atomic = atomic;
    this.calls = calls;
  }

  /** What the address asks for; absent parameters do not filter. */
  record Asked(
      @Nullable String status,
      @Nullable String owner,
      @Nullable String kind,
      @Nullable String incident,
      @Nullable String policy,
      @Nullable String service,
      @Nullable Boolean overdue,
      @Nullable String dueBefore) {

    ActionItemFilter filter(String reader, int page, int size) {
      var wanted = Status.find(status).orElse(null);
      if (status != null && !status.isBlank() && wanted == null) {
        throw new InvalidInputException(
            "status", "'" + status + "' is none of open, done, dropped");
      }
      return new ActionItemFilter(
          wanted,
          some(owner),
          some(kind) == null ? null : Wanted.kind(kind),
          some(incident),
          null,
          some(policy),
          some(service),
          overdue,
          some(dueBefore) == null ? null : Wanted.date("dueBefore", dueBefore),
          false,
          reader,
          page,
          size);
    }

    private static @Nullable String some(@Nullable String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }
  }

  record New(
      @Nullable String incident,
      @Nullable String title,
      @Nullable String kind,
      @Nullable String owner,
      @Nullable String dueDate,
      @Nullable String trackerUrl) {}

  /** What is absent stays; an empty tracker takes the link away. */
  record Change(
      @Nullable String title,
      @Nullable String kind,
      @Nullable String owner,
      @Nullable String dueDate,
      @Nullable String trackerUrl) {}

  record Evidence(@NotBlank @Size(max = 4_000) String evidence) {}

  record Reason(@NotBlank @Size(max = 4_000) String reason, @Nullable LocalDate dueDate) {}

  @GetMapping("/api/v1/action-items")
  List<ActionItem> list(
      @ModelAttribute Asked asked,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication user) {
    return items.list(asked.filter(user.getName(), page, size));
  }

  @GetMapping(path = "/api/v1/action-items.csv", produces = Csv.MEDIA_TYPE)
  ResponseEntity<String> csv(@ModelAttribute Asked asked, Authentication user) {
    var table =
        new Csv(
            "id",
            "incident",
            "title",
            "kind",
            "owner",
            "dueDate",
            "status",
            "trackerUrl",
            "policy",
            "services",
            "severity",
            "createdAt",
            "settledAt",
            "settledBy",
            "evidence",
            "reason",
            "routine");
    for (var item : items.list(asked.filter(user.getName(), 0, ALL))) {
      table.row(
          item.id(),
          item.incident(),
          item.title(),
          item.kind(),
          item.owner(),
          item.dueDate(),
          item.status().word(),
          item.trackerUrl(),
          item.policy(),
          item.services(),
          item.severity(),
          item.createdAt(),
          item.settledAt(),
          item.settledBy(),
          item.evidence(),
          item.reason(),
          item.routine() == null ? null : item.routine().title() + " " + item.routine().period());
    }
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"action-items.csv\"")
        .body(table.toString());
  }

  @GetMapping("/api/v1/action-items/{id}")
  ActionItem get(@PathVariable long id, Authentication user) {
    return items.get(id, user.getName());
  }

  @PostMapping("/api/v1/action-items")
  @PreAuthorize(Improvers.ONLY)
  ResponseEntity<ActionItem> add(
      @RequestHeader(name = SentCalls.KEY, required = false) @Nullable String key,
      @RequestBody New body,
      Authentication user) {
    if (body.incident() == null || body.incident().isBlank()) {
      throw new InvalidInputException("incident", "name the incident that taught it");
    }
    return add(key, body.incident().strip(), body, user);
  }

  @GetMapping("/api/v1/incidents/{number}/action-items")
  List<ActionItem> ofIncident(@PathVariable String number) {
    incidents.get(number);
    return items.of(number);
  }

  @PostMapping("/api/v1/incidents/{number}/action-items")
  @PreAuthorize(Improvers.ONLY)
  ResponseEntity<ActionItem> addToIncident(
      @PathVariable String number,
      @RequestHeader(name = SentCalls.KEY, required = false) @Nullable String key,
      @RequestBody New body,
      Authentication user) {
    return add(key, number, body, user);
  }

  private ResponseEntity<ActionItem> add(
      @Nullable String key, String number, New body, Authentication user) {
    access.requireReadable(user.getName(), incidents.get(number));
    var wanted =
        Wanted.of(
            body.title(), body.kind(), body.owner(), body.dueDate(), body.trackerUrl(), people);
    var added =
        calls.once(
            key,
            body,
            () -> {
              var actor = Actor.api(user.getName());
              var item = atomic.call(() -> items.add(number, wanted, "added", actor));
              return String.valueOf(item.id());
            });
    var item = items.get(Long.parseLong(added.made()), user.getName());
    return ResponseEntity.created(URI.create("/api/v1/action-items/" + item.id())).body(item);
  }

  @PatchMapping("/api/v1/action-items/{id}")
  @PreAuthorize(Improvers.ONLY)
  ActionItem change(@PathVariable long id, @RequestBody Change body, Authentication user) {
    items.get(id, user.getName());
    return atomic.call(
        () -> items.change(id, item -> wanted(item, body), Actor.api(user.getName())));
  }

  private Wanted wanted(ActionItem item, Change body) {
    return Wanted.of(
        Objects.requireNonNullElse(body.title(), item.title()),
        Objects.requireNonNullElse(body.kind(), item.kind()),
        Objects.requireNonNullElse(body.owner(), item.owner()),
        Objects.requireNonNullElse(body.dueDate(), item.dueDate().toString()),
        body.trackerUrl() == null ? item.trackerUrl() : body.trackerUrl(),
        people);
  }

  /** Doing it a second time changes nothing. */
  @PostMapping("/api/v1/action-items/{id}/complete")
  ActionItem complete(
      @PathVariable long id, @Valid @RequestBody Evidence body, Authentication user) {
    requireOwnerOrImprover(items.get(id, user.getName()), user);
    return atomic.call(
        () -> items.complete(id, body.evidence().strip(), Actor.api(user.getName())));
  }

  @PostMapping("/api/v1/action-items/{id}/drop")
  @PreAuthorize(Improvers.ONLY)
  ActionItem drop(@PathVariable long id, @Valid @RequestBody Reason body, Authentication user) {
    items.get(id, user.getName());
    return atomic.call(() -> items.drop(id, body.reason().strip(), Actor.api(user.getName())));
  }

  @PostMapping("/api/v1/action-items/{id}/reopen")
  @PreAuthorize(Improvers.ONLY)
  ActionItem reopen(@PathVariable long id, @Valid @RequestBody Reason body, Authentication user) {
    items.get(id, user.getName());
    return atomic.call(
        () -> items.reopen(id, body.reason().strip(), body.dueDate(), Actor.api(user.getName())));
  }

  private static void requireOwnerOrImprover(ActionItem item, Authentication user) {
    var allowed =
        item.owner().equals(user.getName())
            || user.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .anyMatch(Improvers.GROUPS::contains);
    if (!allowed) {
      throw new AccessDeniedException("Only its owner, or whoever responds, says that it is done");
    }
  }
}
