package io.tocsin.notification;

import io.tocsin.engine.JobDesk;
import io.tocsin.engine.JobGivenUp;
import io.tocsin.engine.TeamGroups;
import io.tocsin.health.MonitorBlind;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.Timeline;
import io.tocsin.logs.LogContext;
import io.tocsin.people.People;
import io.tocsin.wall.DrillWall;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells the administrators what the engine has given up. */
@Service
class Operators {

  private static final Logger LOG = LoggerFactory.getLogger(Operators.class);

  private static final String DELIVERY_FAILED = "delivery-failed";
  private static final String JOB_FAILED = "job-failed";
  private static final String MONITOR_BLIND = "monitor-blind";
  private static final String MAIL = "email";

  /** What the database has said, between the lines that the engine puts around it. */
  private static final Pattern SQL =
      Pattern.compile(".*?### Error \\w+ database\\.\\s+Cause: (.*?)\\s*###.*", Pattern.DOTALL);

  /** What nobody is told of: the operators' own messages, and what a person sees at once. */
  private static final Set<String> NOT_RAISED =
      Set.of(DELIVERY_FAILED, JOB_FAILED, MONITOR_BLIND, TestMessages.EVENT);

  private final Deliveries deliveries;
  private final Notifications notifications;
  private final Channels channels;
  private final People people;
  private final Timeline timeline;
  private final JobDesk jobs;
  private final IncidentProperties properties;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Operators(
      Deliveries deliveries,
      Notifications notifications,
      Channels channels,
      People people,
      Timeline timeline,
      JobDesk jobs,
      IncidentProperties properties,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events,
      Clock clock) {
    this.deliveries = deliveries;
    this.notifications = notifications;
    this.channels = channels;
    this.people = people;
    this.timeline = timeline;
    this.jobs = jobs;
    this.properties = properties;
    this.transaction = new TransactionTemplate(transactions);
    transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.events = events;
    this.clock = clock;
  }

  /** What is given up first would be too late to notice it. */
  @EventListener(ApplicationReadyEvent.class)
  void warn() {
    if (people.inGroup(TeamGroups.ADMIN).isEmpty()) {
      LOG.warn(
          "Nobody hears by mail of what is given up: no person of tocsin.people.persons, who have"
              + " addresses, is in the group '{}'",
          TeamGroups.ADMIN);
    }
  }

  /**
   * Raises a delivery that has failed by every way: once an incident and event, and for each step
   * of the ladder.
   */
  void raise(UUID id) {
    var failed = deliveries.get(id);
    if (NOT_RAISED.contains(failed.event())) {
      return;
    }
    events.publishEvent(new GivenUp(failed));
    var error = String.valueOf(failed.masked().lastError());
    var event = Notifications.words(failed.event());
    var fields = fields(failed.incident());
    fields.put("failedEvent", event);
    fields.put("recipient", failed.recipientName());
    fields.put("channel", channels.title(failed.channel()));
    fields.put("error", error);
    var told =
        tell(
            DELIVERY_FAILED,
            about(failed.incident())
                + ":"
                + failed.event()
                + (failed.urgent() ? ":" + failed.round() : ""),
            fields);
    if (failed.incident() != null) {
      timeline.add(
          failed.incident(),
          Actor.ENGINE,
          "notification",
          "Given up: %s, to %s by %s (%s). There is no other way%s"
              .formatted(
                  event,
                  failed.recipientName(),
                  channels.title(failed.channel()),
                  error,
                  told ? "; the administrators hear of it" : ""));
    }
  }

  /**
   * A job's failure must be kept whatever becomes of the message, so that it is told afterwards:
   * once a day for all that has come to a halt at a step and is still there. The cause is mostly
   * one, and the page of the failures lists all; what fails after it was mended has another.
   */
  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void on(JobGivenUp job) {
    var fields = fields(job.number());
    fields.put("process", job.process());
    fields.put("activity", job.activity());
    fields.put("error", Templates.line(reason(job.error())));
    try (var lines = LogContext.of(job.number())) {
      tellApart(job, fields);
    }
  }

  /** Returns what the database has said, if that is what went wrong, without the statement. */
  static String reason(String error) {
    return SQL.matcher(error).replaceFirst("$1");
  }

  private void tellApart(JobGivenUp job, Map<String, ?> fields) {
    var step = job.process() + ":" + job.activity();
    try {
      transaction.executeWithoutResult(
          tx -> {
            var first = jobs.firstFailed(job.process(), job.activity()).orElse("");
            tell(JOB_FAILED, String.join(":", step, today(), first), fields);
          });
    } catch (RuntimeException e) {
      LOG.warn("The administrators could not be told that {} was given up", step, e);
    }
  }

  /** A monitor that does not work is no alert, and must not be silence: told once a day. */
  @EventListener
  void on(MonitorBlind blind) {
    var name = blind.service() + "/" + blind.monitor();
    tell(
        MONITOR_BLIND,
        name + ":" + today(),
        Map.of(
            "monitor",
            name,
            "error",
            Templates.line(blind.why()),
            "page",
            properties.baseUrl() + "/monitors"));
  }

  /** Returns whether anybody hears of it, now or since it was told before. */
  private boolean tell(String event, String about, Map<String, ?> fields) {
    if (DrillWall.drill((String) fields.get("number"))) {
      LOG.warn("Given up in a drill: {} {}", event, about);
      return false;
    }
    var operators = people.inGroup(TeamGroups.ADMIN);
    if (operators.isEmpty()) {
      LOG.warn("Given up, and no administrator is in the directory: {} {}", event, about);
    }
    for (var operator : operators) {
      var to = people.resolve("person:" + operator.id()).get(0);
      notifications.send(
          String.join(":", "operator", event, about, operator.id()), event, MAIL, to, fields);
    }
    return !operators.isEmpty();
  }

  private HashMap<String, Object> fields(@Nullable String incident) {
    var fields = new HashMap<String, Object>();
    fields.put("cockpit", properties.baseUrl() + "/failures");
    if (incident != null) {
      fields.put("number", incident);
      fields.put("page", properties.pageOf(incident));
    }
    return fields;
  }

  private String about(@Nullable String incident) {
    return incident == null ? today() : incident;
  }

  private String today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
  }
}
