package io.tocsin.notification;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import io.tocsin.incident.StatusUpdates;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.UpdateClock;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the texts can name: the facts of an incident in words, each one line. Absent ones are null.
 */
@Component
class Facts {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final int LAST_ACTIONS = 3;
  private static final int MAX_LINE = 500;

  /** Those who read what is written to the public. */
  private static final Set<String> OUTSIDE = Set.of("customers", "support", "social-media");

  private final People people;
  private final Catalog catalog;
  private final Incidents incidents;
  private final Timeline timeline;
  private final StatusUpdates updates;
  private final UpdateClock updateClock;
  private final IncidentProperties properties;
  private final Clock clock;

  Facts(
      People people,
      Catalog catalog,
      Incidents incidents,
      Timeline timeline,
      StatusUpdates updates,
      UpdateClock updateClock,
      IncidentProperties properties,
      Clock clock) {
    this.people = people;
    this.catalog = catalog;
    this.incidents = incidents;
    this.timeline = timeline;
    this.updates = updates;
    this.updateClock = updateClock;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Returns the facts for one audience.
   *
   * @param more facts of the event, which win; times are put into words, {@code text} keeps its
   *     lines
   */
  Map<String, @Nullable Object> of(
      IncidentView incident, String event, String audience, Map<String, ?> more) {
    var facts = new HashMap<String, @Nullable Object>();
    facts.put("event", event.replace('-', ' '));
    facts.put("audience", audience);
    what(incident, facts);
    when(incident, facts);
    who(incident, facts);
    known(incident, facts);
    links(incident, facts);
    var reads = more.get("audience") instanceof String named ? named : readsAs(audience);
    facts.put("nextUpdate", nextUpdate(incident, reads));
    facts.put("asked", asked(incident, reads));
    more.forEach((name, value) -> facts.put(name, word(name, value)));
    return facts;
  }

  /** Returns whose updates an audience of the policy reads. */
  private static String readsAs(String audience) {
    return OUTSIDE.contains(audience) ? "public" : "internal";
  }

  private void what(IncidentView incident, Map<String, @Nullable Object> facts) {
    facts.put("number", incident.number());
    facts.put("title", line(incident.title()));
    facts.put(
        "severity",
        incident.severityLabel() + (incident.severityConfirmed() ? "" : " (provisional)"));
    facts.put("status", incident.status().word());
    facts.put(
        "services",
        line(incident.services().stream().map(this::service).collect(Collectors.joining(", "))));
    facts.put("impactUsers", line(incident.impactUsers()));
    facts.put("impactBusiness", line(incident.impactBusiness()));
    facts.put("mergedInto", incident.mergedInto());
  }

  private void when(IncidentView incident, Map<String, @Nullable Object> facts) {
    var started = Objects.requireNonNullElse(incident.startedAt(), incident.declaredAt());
    var over = first(incident.resolvedAt(), incident.closedAt(), clock.instant());
    facts.put("started", TIME.format(started));
    facts.put(
        "detected",
        TIME.format(Objects.requireNonNullElse(incident.detectedAt(), incident.declaredAt())));
    facts.put("declared", TIME.format(incident.declaredAt()));
    facts.put("duration", words(Duration.between(started, over)));
    facts.put("expectedResolution", time(incident.expectedResolutionAt()));
    facts.put("resolvedAt", time(incident.resolvedAt()));
    facts.put("watchUntil", time(incidents.due(incident, "stabiliseFor").orElse(null)));
    facts.put("reviewDue", time(incidents.due(incident, "reviewWithin").orElse(null)));
  }

  private void who(IncidentView incident, Map<String, @Nullable Object> facts) {
    facts.put("detectedBy", detectedBy(incident));
    facts.put(
        "commander",
        Objects.requireNonNullElse(name(incident.holder(Role.COMMANDER)), "nobody yet"));
    facts.put("technicalLead", name(incident.holder(Role.TECHNICAL_LEAD)));
  }

  private void known(IncidentView incident, Map<String, @Nullable Object> facts) {
    facts.put("recentChange", incident.recentChange());
    var cause = line(incident.rootCause());
    facts.put(
        "cause", cause == null || incident.rootCauseConfirmed() ? cause : cause + " (suspected)");
    facts.put("workaround", line(incident.workaround()));
    facts.put("resolution", line(incident.resolution()));
    var actions =
        timeline.of(incident.number(), 0).stream()
            .filter(entry -> entry.kind().equals("action"))
            .map(entry -> line(entry.text()))
            .toList();
    facts.put(
        "actions", actions.subList(Math.max(0, actions.size() - LAST_ACTIONS), actions.size()));
  }

  private void links(IncidentView incident, Map<String, @Nullable Object> facts) {
    facts.put("links", incident.links().stream().map(Facts::line).toList());
    facts.put("page", properties.pageOf(incident.number()));
    facts.put("tasklist", properties.baseUrl() + "/camunda/app/tasklist/default/");
    facts.put(
        "report", properties.baseUrl() + "/api/v1/incidents/" + incident.number() + "/report.md");
  }

  /** What was promised last, else what the policy owes next. */
  private String nextUpdate(IncidentView incident, String audience) {
    var promised =
        updates
            .last(incident.number(), audience)
            .flatMap(update -> Optional.ofNullable(update.nextUpdateAt()));
    return promised
        .or(() -> owed(incident, audience))
        .filter(at -> at.isAfter(clock.instant()))
        .map(TIME::format)
        .orElse("as soon as possible");
  }

  /** Who wants an update now, and why. */
  private List<String> asked(IncidentView incident, String audience) {
    return updates.asked(incident.number()).stream()
        .filter(request -> request.audience().equals(audience))
        .map(request -> name(request.requestedBy()) + ": " + line(request.reason()))
        .toList();
  }

  private Optional<Instant> owed(IncidentView incident, String audience) {
    return incident.status().responding()
        ? updateClock.dueAt(incident, audience)
        : Optional.empty();
  }

  private String service(String id) {
    return catalog.find(id).map(Catalog.Service::name).orElse(id);
  }

  private @Nullable String name(@Nullable String person) {
    return person == null ? null : people.find(person).map(Person::name).orElse(person);
  }

  private static @Nullable String detectedBy(IncidentView incident) {
    var by = incident.detectedBy();
    if (by == null) {
      return line(incident.reporter());
    }
    // monitoring, customerReport, ...: as people write it.
    var words = by.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return line(incident.reporter() == null ? words : words + " (" + incident.reporter() + ")");
  }

  private static @Nullable Object word(String name, @Nullable Object value) {
    if (value instanceof Instant at) {
      return TIME.format(at);
    }
    if (value instanceof String text) {
      return name.equals("text") ? lines(text) : line(text);
    }
    return value;
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : TIME.format(at);
  }

  /** Returns a duration as {@code 2 d 3 h} or {@code 1 h 25 min}. */
  static String words(Duration duration) {
    var days = duration.toDays();
    if (days > 0) {
      return days + " d " + duration.toHoursPart() + " h";
    }
    var hours = duration.toHours();
    return hours > 0
        ? hours + " h " + duration.toMinutesPart() + " min"
        : Math.max(0, duration.toMinutes()) + " min";
  }

  private static Instant first(@Nullable Instant a, @Nullable Instant b, Instant c) {
    return a != null ? a : b != null ? b : c;
  }

  private static @Nullable String line(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    var line = Templates.line(text);
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE - 1) + "…";
  }

  private static String lines(String text) {
    return text.strip().replace("\r\n", "\n").replaceAll("[\\p{Cc}&&[^\n\t]]", " ");
  }
}
