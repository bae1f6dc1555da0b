package io.tocsin.notification;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.incident.StatusUpdates;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.incident.UpdateClock;
import io.tocsin.people.People;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What messages can name of an incident, in words; absent facts are null. {@link MessageField}
 * lists them. Nothing is escaped here.
 */
@Component
class Facts {

  private static final int LAST_ACTIONS = 3;

  /** A channel or a thread. */
  private static final Pattern SLACK =
      Pattern.compile("https://(?:[a-z0-9-]+\\.)*slack\\.com/.*", Pattern.CASE_INSENSITIVE);

  /** Those in the house who read what is written to the public. */
  private static final Set<String> READ_PUBLIC = Set.of("support", "marketing");

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
   * Returns the facts for one audience. What must be looked up is, when a message names it: most
   * name few.
   *
   * @param more facts of the event, which win
   */
  Map<String, @Nullable Object> of(
      IncidentView incident, String event, String audience, Map<String, ?> more) {
    var facts = new WhenAsked();
    facts.put("event", event.replace('-', ' '));
    facts.put("audience", audience);
    what(incident, facts);
    facts.put("services", services(incident, Readers.outside(event, audience)));
    when(incident, facts);
    who(incident, facts);
    known(incident, facts);
    links(incident, facts);
    var reads =
        more.get("audience") instanceof String named
            ? named
            : Readers.outside(event) ? "public" : readsAs(audience);
    facts.later("nextUpdate", () -> nextUpdate(incident, reads));
    facts.later("asked", () -> asked(incident, reads));
    if (event.equals("resolved") && Readers.outside(event, audience)) {
      facts.put("feedback", properties.baseUrl() + FeedbackLinks.PATH + FeedbackLinks.MARK);
    }
    facts.putAll(more);
    return facts;
  }

  /** Returns whose updates an audience of the policy reads. */
  private static String readsAs(String audience) {
    return READ_PUBLIC.contains(audience) || Readers.OUTSIDE.contains(audience)
        ? "public"
        : "internal";
  }

  private void what(IncidentView incident, WhenAsked facts) {
    facts.put("number", incident.number());
    facts.put("title", incident.title());
    facts.put(
        "severity",
        incident.severityLabel() + (incident.severityConfirmed() ? "" : " (provisional)"));
    facts.put("status", incident.status().word());
    facts.put("publicStatus", publicStatus(incident.status()));
    facts.put("impactUsers", incident.impactUsers());
    facts.put("impactBusiness", incident.impactBusiness());
    facts.put("mergedInto", incident.mergedInto());
    facts.put("dismissedBecause", incident.dismissedBecause());
  }

  private void when(IncidentView incident, WhenAsked facts) {
    var started = Objects.requireNonNullElse(incident.startedAt(), incident.declaredAt());
    var over = first(incident.resolvedAt(), incident.closedAt(), clock.instant());
    facts.put("started", TextWriter.time(started));
    facts.put(
        "detected",
        TextWriter.time(Objects.requireNonNullElse(incident.detectedAt(), incident.declaredAt())));
    facts.put("declared", TextWriter.time(incident.declaredAt()));
    facts.put("duration", words(Duration.between(started, over)));
    facts.put("expectedResolution", time(incident.expectedResolutionAt()));
    facts.put("resolvedAt", time(incident.resolvedAt()));
    facts.later("watchUntil", () -> time(incidents.due(incident, "stabiliseFor").orElse(null)));
    facts.later("reviewDue", () -> time(incidents.due(incident, "reviewWithin").orElse(null)));
  }

  private void who(IncidentView incident, WhenAsked facts) {
    facts.put("detectedBy", detectedBy(incident));
    facts.put(
        "commander",
        Objects.requireNonNullElse(name(incident.holder(Role.COMMANDER)), "nobody yet"));
    facts.put("technicalLead", name(incident.holder(Role.TECHNICAL_LEAD)));
  }

  private void known(IncidentView incident, WhenAsked facts) {
    facts.put("recentChange", incident.recentChange());
    var cause = incident.rootCause();
    facts.put(
        "cause", cause == null || incident.rootCauseConfirmed() ? cause : cause + " (suspected)");
    facts.put("workaround", incident.workaround());
    facts.put("resolution", incident.resolution());
    facts.later(
        "reopenedBecause",
        () -> Incidents.reopenedBecause(timeline.of(incident.number(), 0)).orElse(null));
    facts.later("actions", () -> actions(incident));
  }

  private List<String> actions(IncidentView incident) {
    return timeline.last(incident.number(), "action", LAST_ACTIONS).stream()
        .map(TimelineEntry::text)
        .toList();
  }

  private void links(IncidentView incident, WhenAsked facts) {
    var call = call(incident);
    var channel = incident.links().stream().filter(SLACK.asMatchPredicate()).findFirst();
    facts.put("callLink", call.orElse(null));
    facts.put("channelLink", channel.orElse(null));
    facts.put(
        "links",
        incident.links().stream()
            .filter(link -> !call.equals(Optional.of(link)) && !channel.equals(Optional.of(link)))
            .toList());
    facts.put("page", properties.pageOf(incident.number()));
    facts.put("statusPage", properties.baseUrl() + "/status");
    facts.put("tasklist", properties.baseUrl() + "/camunda/app/tasklist/default/");
    facts.put(
        "report", properties.baseUrl() + "/api/v1/incidents/" + incident.number() + "/report.md");
  }

  /** The link that the configured template gives for this incident, once it was posted. */
  private Optional<String> call(IncidentView incident) {
    return Optional.ofNullable(properties.warRoomUrl())
        .map(template -> template.replace("{number}", incident.number()))
        .filter(incident.links()::contains);
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
        .map(TextWriter::time)
        .orElse("as soon as possible");
  }

  /** Who wants an update now, and why. */
  private List<String> asked(IncidentView incident, String audience) {
    return updates.asked(incident.number()).stream()
        .filter(request -> request.audience().equals(audience))
        .map(request -> name(request.requestedBy()) + ": " + request.reason())
        .toList();
  }

  private Optional<Instant> owed(IncidentView incident, String audience) {
    return incident.status().responding()
        ? updateClock.dueAt(incident, audience)
        : Optional.empty();
  }

  /** What the catalog does not know was named inside, and is left out outside. */
  private String services(IncidentView incident, boolean outside) {
    return incident.services().stream()
        .flatMap(
            id ->
                catalog
                    .find(id)
                    .map(Catalog.Service::name)
                    .or(() -> outside ? Optional.empty() : Optional.of(id))
                    .stream())
        .collect(Collectors.joining(", "));
  }

  private static String publicStatus(Status status) {
    return switch (status) {
      case MITIGATING -> Status.IDENTIFIED.word();
      case CLOSED, DISMISSED -> Status.RESOLVED.word();
      default -> status.word();
    };
  }

  private @Nullable String name(@Nullable String person) {
    return person == null ? null : people.name(person);
  }

  private static @Nullable String detectedBy(IncidentView incident) {
    var by = incident.detectedBy();
    if (by == null) {
      return incident.reporter();
    }
    // monitoring, customerReport, ...: as people write it.
    var words = by.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return incident.reporter() == null ? words : words + " (" + incident.reporter() + ")";
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : TextWriter.time(at);
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
}
