package io.tocsin.remediation;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.engine.Variables;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.remediation.ActionRun.Order;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people decided to have run: chosen by one, filled in, and approved by another. */
@Service
@Transactional
class ActionRequests {

  /**
   * What is to be run.
   *
   * @param parameters a Long or a String by name, checked against the catalog
   */
  record ActionRequest(
      String id,
      String incident,
      String service,
      String action,
      String chosenBy,
      @Nullable String reason,
      Map<String, Object> parameters,
      @Nullable String filledBy,
      @Nullable String approvedBy,
      Instant openedAt) {

    /** Returns who may not approve it: nobody approves what they decided themselves. */
    Set<String> barred() {
      return Stream.of(chosenBy, filledBy).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** Returns the key of its run. */
    String key() {
      return incident + ":" + id;
    }
  }

  private final JdbcClient jdbc;
  private final Catalog catalog;
  private final Incidents incidents;
  private final Access access;
  private final Timeline timeline;
  private final Clock clock;

  ActionRequests(
      JdbcClient jdbc,
      Catalog catalog,
      Incidents incidents,
      Access access,
      Timeline timeline,
      Clock clock) {
    this.jdbc = jdbc;
    this.catalog = catalog;
    this.incidents = incidents;
    this.access = access;
    this.timeline = timeline;
    this.clock = clock;
  }

  /** Opens a request and returns its id. */
  public String open(
      String incident, String service, String action, @Nullable String reason, Actor actor) {
    var id = UUID.randomUUID().toString();
    jdbc.sql(
            "insert into action_request (id, incident, service, action, chosen_by, reason, opened_at)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .params(id, incident, service, action, actor.id(), reason, Timestamp.from(clock.instant()))
        .update();
    return id;
  }

  /** Returns a request of this very incident: the id comes from a process variable. */
  public ActionRequest get(String incident, String id) {
    return find(incident, id)
        .orElseThrow(
            () -> new InvalidInputException("action", "nobody asked for it in " + incident));
  }

  /** Returns a request, if it is one of this very incident. */
  public Optional<ActionRequest> find(String incident, String id) {
    return jdbc.sql("select * from action_request where incident = ? and id = ?")
        .params(incident, id)
        .query(
            (row, n) ->
                new ActionRequest(
                    row.getString("id"),
                    row.getString("incident"),
                    row.getString("service"),
                    row.getString("action"),
                    row.getString("chosen_by"),
                    row.getString("reason"),
                    Placeholders.read(row.getString("parameters")),
                    row.getString("filled_by"),
                    row.getString("approved_by"),
                    row.getTimestamp("opened_at").toInstant()))
        .optional();
  }

  /** Returns the action of the catalog, if it is still there. */
  public Optional<Action> action(ActionRequest request) {
    return catalog
        .find(request.service())
        .flatMap(service -> Optional.ofNullable(service.actions().get(request.action())));
  }

  /** Returns whether the commander must approve it. */
  public boolean approvalNeeded(ActionRequest request) {
    return action(request).map(Action::approval).orElse(false);
  }

  /** Returns the title for people. */
  public String title(ActionRequest request) {
    return catalog
        .find(request.service())
        .flatMap(
            service ->
                Optional.ofNullable(service.actions().get(request.action()))
                    .map(action -> MitigationOptions.label(service, action)))
        .orElse(request.service() + ":" + request.action());
  }

  /** Returns what a person reads who is to approve or to judge it. */
  public String summary(ActionRequest request) {
    return title(request)
        + said(request.parameters())
        + "\nChosen by "
        + request.chosenBy()
        + (request.reason() == null ? "" : ": " + request.reason());
  }

  /**
   * Takes the parameters.
   *
   * @throws InvalidInputException naming the parameter and what it takes
   */
  public void fill(String incident, String id, Map<String, ?> given, Actor actor) {
    var request = get(incident, id);
    var values =
        action(request).map(action -> action.read(given)).orElseGet(() -> Map.<String, Object>of());
    jdbc.sql(
            "update action_request set parameters = cast(? as jsonb), filled_by = ?,"
                + " approved_by = null where id = ?")
        .params(Placeholders.write(values), actor.id(), id)
        .update();
    if (!values.isEmpty()) {
      timeline.add(
          incident, actor, Mitigations.KIND, "Filled in: " + title(request) + said(values));
    }
  }

  /**
   * Notes the decision of whoever approves, who is a commander that neither chose nor filled it in.
   */
  public void decide(
      String incident, String id, boolean approved, @Nullable String reason, Actor actor) {
    var request = get(incident, id);
    if (approved && request.barred().contains(actor.id())) {
      throw new InvalidInputException(
          "approve",
          "you chose it yourself; leave the approval to another incident commander, or answer no");
    }
    if (approved && !mayApprove(incidents.get(incident), actor.id())) {
      throw new InvalidInputException(
          "approve",
          "only the commander or another incident commander can approve it; leave it to them, or"
              + " answer no");
    }
    if (approved) {
      jdbc.sql("update action_request set approved_by = ? where id = ?")
          .params(actor.id(), id)
          .update();
    }
    timeline.add(
        incident,
        actor,
        Mitigations.KIND,
        (approved ? "Approved: " : "Not approved: ")
            + title(request)
            + (reason == null ? "" : ". " + reason));
  }

  /** Whoever has a task may hand it to anybody; that makes nobody a commander. */
  private boolean mayApprove(IncidentView incident, String person) {
    var group = Role.COMMANDER.group();
    return access.answersFor(incident, group, person)
        // Where no commander may read it, others stand in.
        || (incident.security()
            && access
                .workers(incident, Set.of(group), incident.holder(Role.COMMANDER))
                .contains(person));
  }

  /** Returns the order to run it. */
  public Order order(String incident, String id) {
    var request = get(incident, id);
    if (approvalNeeded(request) && request.approvedBy() == null) {
      throw new ConflictException(
          "'%s' needs approval, and nobody gave it".formatted(title(request)));
    }
    return new Order(
        request.key(),
        incident,
        request.service(),
        request.action(),
        request.chosenBy(),
        request.parameters(),
        request.approvedBy(),
        request.reason(),
        request.openedAt());
  }

  /** What a worker is given. */
  record WorkerTask(String topic, Duration limit, Map<String, Object> variables) {}

  /** Returns what a worker is given, if the action is left to one. */
  public Optional<WorkerTask> work(Order order) {
    return catalog.find(order.service()).flatMap(service -> work(service, order));
  }

  private static Optional<WorkerTask> work(Catalog.Service service, Order order) {
    return service
        .topic(order.action())
        .flatMap(
            topic ->
                Optional.ofNullable(service.actions().get(order.action()))
                    .map(Action::external)
                    .map(external -> new WorkerTask(topic, external.limit(), given(order))));
  }

  /** Each value by itself keeps its type: a number is a number for a worker in any language. */
  private static Map<String, Object> given(Order order) {
    var given = new HashMap<String, Object>();
    given.put(Variables.WORKER_KEY.name(), order.key());
    given.put("workerService", order.service());
    given.put("workerAction", order.action());
    given.put("workerParameters", Placeholders.write(order.parameters()));
    order.parameters().forEach((name, value) -> given.put("workerParameter_" + name, value));
    return given;
  }

  /** Returns the values for people, in brackets; nothing if there are none. */
  static String said(Map<String, Object> values) {
    return values.isEmpty()
        ? ""
        : values.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
