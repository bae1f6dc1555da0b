package io.tocsin.security;

import io.tocsin.problem.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What a token of a program may do. Whatever no scope names is closed to tokens: the engine, the
 * pages, accounts, tokens, the audit log, releases to customers, the members of a restricted
 * incident.
 */
public enum Scope {
  /** Checked by the doors of alerts themselves. */
  ALERTS_WRITE("alerts:write", "Send alerts, to every source", Set.of()),
  INCIDENTS_READ(
      "incidents:read",
      "Read incidents that are not restricted",
      Set.of(),
      get("/api/v1/incidents"),
      get("/api/v1/incidents/{number}"),
      get("/api/v1/incidents/{number}/{what}"),
      get("/api/v1/incidents/{number}/updates/{what}")),
  INCIDENTS_WRITE(
      "incidents:write",
      "Declare incidents and command them",
      Set.of("responder"),
      Stream.concat(
              Stream.of(post("/api/v1/incidents")),
              Stream.of(
                      "acknowledge",
                      "severity",
                      "kind",
                      "roles",
                      "updates",
                      "updates/request",
                      "pause",
                      "resume",
                      "status",
                      "escalate",
                      "resolve",
                      "reopen",
                      "dismiss",
                      "merge",
                      "ticket",
                      "security",
                      "notes")
                  .map(command -> post("/api/v1/incidents/{number}/" + command)))
          .toArray(RequestMatcher[]::new)),
  ACTION_ITEMS_READ(
      "action-items:read",
      "Read action items",
      Set.of(),
      get("/api/v1/action-items"),
      get("/api/v1/action-items.csv"),
      get("/api/v1/action-items/{id}"),
      get("/api/v1/incidents/{number}/action-items")),
  ACTION_ITEMS_WRITE(
      "action-items:write",
      "Add, change and settle action items",
      Set.of("responder"),
      post("/api/v1/action-items"),
      post("/api/v1/incidents/{number}/action-items"),
      on(HttpMethod.PATCH, "/api/v1/action-items/{id}"),
      post("/api/v1/action-items/{id}/{command}")),
  MAINTENANCE_READ(
      "maintenance:read",
      "Read maintenance windows",
      Set.of(),
      get("/api/v1/maintenance-windows"),
      get("/api/v1/maintenance-windows/{id}"),
      get("/api/v1/maintenance-windows/{id}/alerts")),
  MAINTENANCE_WRITE(
      "maintenance:write",
      "Plan and end maintenance windows",
      Set.of("responder"),
      post("/api/v1/maintenance-windows"),
      post("/api/v1/maintenance-windows/{id}/end")),
  SERVICES_READ(
      "services:read",
      "Read the catalog, the health of services and their monitors",
      Set.of(),
      get("/api/v1/services"),
      get("/api/v1/services/{id}/health"),
      get("/api/v1/monitors"),
      get("/api/v1/heartbeats")),
  ONCALL_READ(
      "oncall:read",
      "Read who is on call",
      Set.of(),
      get("/api/v1/oncall"),
      get("/api/v1/oncall/{what}"),
      get("/api/v1/oncall/{rotation}/{what}")),
  /** Also the door of Prometheus, which asks itself. */
  METRICS_READ(
      "metrics:read",
      "Read figures, and what Prometheus reads",
      Set.of(),
      get("/api/v1/metrics"),
      get("/api/v1/metrics.csv"));

  private final String id;
  private final String meaning;
  private final Set<String> groups;
  private final List<RequestMatcher> requests;

  Scope(String id, String meaning, Set<String> groups, RequestMatcher... requests) {
    this.id = id;
    this.meaning = meaning;
    this.groups = groups;
    this.requests = List.of(requests);
  }

  /** Returns the name that tokens and people know it by, such as {@code incidents:read}. */
  public String id() {
    return id;
  }

  /** Returns what it allows, for people. */
  public String meaning() {
    return meaning;
  }

  /** Returns the groups whose rights its own requests, and no others, need. */
  Set<String> groups() {
    return groups;
  }

  boolean allows(HttpServletRequest request) {
    return requests.stream().anyMatch(known -> known.matches(request));
  }

  /**
   * Finds one by its name.
   *
   * @throws InvalidInputException naming those that there are
   */
  static Scope of(String id) {
    return Arrays.stream(values())
        .filter(scope -> scope.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "scopes",
                    "'%s' is none of %s"
                        .formatted(
                            id,
                            Arrays.stream(values())
                                .map(Scope::id)
                                .collect(Collectors.joining(", ")))));
  }

  private static RequestMatcher get(String path) {
    return request ->
        (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
            && PathPatternRequestMatcher.withDefaults().matcher(path).matches(request);
  }

  private static RequestMatcher post(String path) {
    return on(HttpMethod.POST, path);
  }

  private static RequestMatcher on(HttpMethod method, String path) {
    return PathPatternRequestMatcher.withDefaults().matcher(method, path);
  }
}
