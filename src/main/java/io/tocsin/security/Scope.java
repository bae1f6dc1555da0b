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
 * incident. A test compares it with what there is.
 */
public enum Scope {
  /** Checked by the doors of alerts themselves. */
  ALERTS_WRITE("alerts:write", "Send alerts, to every source", Set.of()),
  INCIDENTS_READ(
      "incidents:read",
      "Read incidents that are not restricted",
      Set.of(),
      Stream.concat(
              Stream.of(get("/api/v1/incidents"), get("/api/v1/incidents/{number}")),
              Stream.of(
                      "timeline",
                      "updates",
                      "escalation",
                      "alerts",
                      "evidence",
                      "preserved-evidence",
                      "playbook",
                      "obligations",
                      "report.md",
                      "report.html",
                      "report.pdf")
                  .map(what -> get("/api/v1/incidents/{number}/" + what)))
          .toArray(RequestMatcher[]::new)),
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
      get("/api/v1/oncall/{rotation}/{what}"),
      get("/api/v1/oncall/{rotation}/overrides/{id}")),
  /** Also the door of Prometheus, which asks itself. */
  METRICS_READ(
      "metrics:read",
      "Read figures, and what Prometheus reads",
      Set.of(),
      get("/api/v1/metrics"),
      get("/api/v1/metrics.csv")),
  ALERTS_READ("alerts:read", "Read what alerts did not open", Set.of(), get("/api/v1/alert-notes")),
  REVIEWS_READ(
      "reviews:read",
      "Read reviews and when they meet",
      Set.of(),
      get("/api/v1/incidents/{number}/review/versions"),
      get("/api/v1/incidents/{number}/review/versions/{version}"),
      get("/api/v1/incidents/{number}/review/versions/{version}/changes"),
      get("/api/v1/incidents/{number}/review/meeting"),
      get("/api/v1/incidents/{number}/review/meeting/{what}")),
  REVIEWS_WRITE(
      "reviews:write",
      "Correct reviews, plan their meetings, and note what is owed as done",
      Set.of("responder"),
      on(HttpMethod.PATCH, "/api/v1/incidents/{number}/review"),
      on(HttpMethod.PUT, "/api/v1/incidents/{number}/review/meeting"),
      post("/api/v1/incidents/{number}/review/meeting/call-off"),
      post("/api/v1/incidents/{number}/obligations/{obligation}/done")),
  PLAYBOOKS_WRITE(
      "playbooks:write",
      "Choose the playbook of an incident",
      Set.of("responder"),
      post("/api/v1/incidents/{number}/playbook")),
  ACTIONS_WRITE(
      "actions:write",
      "Run actions on services that need no approval",
      Set.of("technical-lead"),
      post("/api/v1/services/{service}/actions/{action}")),
  DELIVERIES_READ(
      "deliveries:read",
      "Read which messages reached whom, and which did not",
      Set.of("process-owner"),
      get("/api/v1/incidents/{number}/deliveries"),
      get("/api/v1/deliveries")),
  DELIVERIES_WRITE(
      "deliveries:write",
      "Have messages sent that were given up",
      Set.of("process-owner"),
      post("/api/v1/deliveries/{id}/retry")),
  FAILURES_READ(
      "failures:read", "Read failed jobs", Set.of("process-owner"), get("/api/v1/failures")),
  FAILURES_WRITE(
      "failures:write",
      "Have failed jobs tried again",
      Set.of("process-owner"),
      post("/api/v1/failures/jobs/{id}/retry")),
  ONCALL_WRITE(
      "oncall:write",
      "Plan overrides and swaps of shifts",
      Set.of("management"),
      post("/api/v1/oncall/{rotation}/overrides"),
      on(HttpMethod.DELETE, "/api/v1/oncall/{rotation}/overrides/{id}"),
      post("/api/v1/oncall/swaps")),
  PEOPLE_READ(
      "people:read",
      "Read the directory of people and contacts",
      Set.of(),
      get("/api/v1/people"),
      get("/api/v1/contacts")),
  POLICIES_READ(
      "policies:read",
      "Read policies, and ask them how they would classify",
      Set.of(),
      get("/api/v1/policies"),
      get("/api/v1/policies/{id}"),
      get("/api/v1/policies/{id}/targets/{level}"),
      post("/api/v1/policies/{id}/classify")),
  MESSAGES_READ(
      "messages:read",
      "Read and preview the texts of messages",
      Set.of("process-owner"),
      get("/api/v1/messages"),
      get("/api/v1/messages/files/{file}"),
      get("/api/v1/messages/{event}/preview"),
      post("/api/v1/messages/preview")),
  PROCEDURE_READ(
      "procedure:read",
      "Read and compare versions of models, and try moves",
      Set.of("process-owner"),
      get("/api/v1/procedure/models"),
      get("/api/v1/procedure/models/{key}"),
      get("/api/v1/procedure/models/{key}/versions/{number}"),
      get("/api/v1/procedure/models/{key}/versions/{number}/file"),
      get("/api/v1/procedure/models/{key}/comparison"),
      get("/api/v1/procedure/models/{key}/moves"),
      get("/api/v1/procedure/moves/{id}"),
      post("/api/v1/procedure/models/{key}/dry-run")),
  PROCEDURE_WRITE(
      "procedure:write",
      "Move running instances to another version, and back",
      Set.of("process-owner"),
      post("/api/v1/procedure/models/{key}/moves"),
      post("/api/v1/procedure/moves/{id}/undo")),
  ROUTINE_READ(
      "routine:read",
      "Read routines and what came of them",
      Set.of(),
      get("/api/v1/routine"),
      get("/api/v1/routine/{policy}/{routine}"),
      get("/api/v1/routine/{policy}/{routine}/rounds"),
      get("/api/v1/routine/rounds/{id}/{what}")),
  ROUTINE_WRITE(
      "routine:write",
      "Begin and settle routines",
      Set.of("process-owner"),
      post("/api/v1/routine/{policy}/{routine}/begin"),
      post("/api/v1/routine/rounds/{id}/done"),
      post("/api/v1/routine/rounds/{id}/skip")),
  TRAINING_READ(
      "training:read",
      "Read trainings and who is qualified",
      Set.of("management"),
      get("/api/v1/trainings"),
      get("/api/v1/trainings/{id}"),
      get("/api/v1/qualifications")),
  TRAINING_WRITE(
      "training:write",
      "Begin and end trainings, and end qualifications",
      Set.of("management"),
      post("/api/v1/trainings"),
      post("/api/v1/trainings/{id}/withdraw"),
      post("/api/v1/qualifications/{id}/end")),
  DRILLS_READ(
      "drills:read",
      "Read drills, their scenarios and scorecards",
      Set.of(),
      get("/api/v1/drills"),
      get("/api/v1/drills/scenarios"),
      get("/api/v1/drills/practice"),
      get("/api/v1/drills/{number:(?:INC|DRILL)-.+}"),
      get("/api/v1/drills/{number}/steps"),
      get("/api/v1/drills/{number}/scorecard"),
      get("/api/v1/drills/{number}/scorecard.md")),
  /** Surprises are read by those who plan them only. */
  DRILLS_WRITE(
      "drills:write",
      "Start, steer and plan drills, also those that surprise",
      Set.of("drill-lead"),
      post("/api/v1/drills"),
      get("/api/v1/drills/surprises"),
      post("/api/v1/drills/surprises"),
      on(HttpMethod.DELETE, "/api/v1/drills/surprises/{id}"),
      post("/api/v1/drills/{number}/pause"),
      post("/api/v1/drills/{number}/resume"),
      post("/api/v1/drills/{number}/abort"),
      post("/api/v1/drills/{number}/injects"));

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
