package io.tocsin.incident;

import io.tocsin.engine.TaskBriefings;
import io.tocsin.people.People;
import io.tocsin.policy.Policy.RoleDuty;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What tasks show about their incident: the facts a person needs before reading anything else. */
@Component
class IncidentBriefings implements TaskBriefings {

  private static final String ACKNOWLEDGE = "acknowledgeWithin";
  private static final String RESPOND = "respondWithin";

  private final Incidents incidents;
  private final Timeline timeline;
  private final StatusUpdates updates;
  private final Access access;
  private final IncidentProperties properties;
  private final People people;
  private final RoleCandidates candidates;
  private final List<BriefingLines> others;
  private final Clock clock;

  IncidentBriefings(
      Incidents incidents,
      Timeline timeline,
      StatusUpdates updates,
      Access access,
      IncidentProperties properties,
      People people,
      RoleCandidates candidates,
      List<BriefingLines> others,
      Clock clock) {
    this.incidents = incidents;
    this.timeline = timeline;
    this.updates = updates;
    this.access = access;
    this.properties = properties;
    this.people = people;
    this.candidates = candidates;
    this.others = others;
    this.clock = clock;
  }

  @Override
  public Optional<Briefing> describe(
      String number, List<String> groups, @Nullable String dueTarget) {
    return incidents
        .find(number)
        .map(
            incident ->
                new Briefing(
                    number + " · " + incident.severityLabel(),
                    incidents
                        .policyOf(incident)
                        .targets(incident.severity())
                        .number("taskPriority"),
                    dueTarget == null ? null : due(incident, dueTarget).orElse(null),
                    holder(incident, groups),
                    facts(incident),
                    standIn(incident, groups),
                    incident.security() ? workers(incident, groups) : null));
  }

  /** Until somebody has taken the incident, what it waits for first is that. */
  private Optional<Instant> due(IncidentView incident, String target) {
    var first =
        target.equals(RESPOND) && incident.takenAt() == null
            ? incidents.due(incident, ACKNOWLEDGE)
            : Optional.<Instant>empty();
    return first.or(() -> incidents.due(incident, target));
  }

  @Override
  public boolean restricted(String number) {
    return incidents.find(number).map(IncidentView::security).orElse(false);
  }

  @Override
  public boolean mayRead(String number, String person) {
    return incidents.find(number).map(incident -> access.mayRead(person, incident)).orElse(true);
  }

  private Set<String> workers(IncidentView incident, List<String> groups) {
    var standIn = standIn(incident, groups);
    return standIn == null
        ? access.workers(incident, groups, holder(incident, groups))
        : access.workers(
            incident,
            Stream.concat(groups.stream(), Stream.of(standIn.group())).toList(),
            standIn.person());
  }

  @Override
  public void note(String number, String actor, String text) {
    incidents.note(number, text, Actor.tasklist(actor));
  }

  /** A task of one role goes to whoever holds it; a task of several stays open to all of them. */
  private @Nullable String holder(IncidentView incident, List<String> groups) {
    return groups.size() == 1
        ? Role.ofGroup(groups.get(0)).map(role -> candidates.holder(incident, role)).orElse(null)
        : null;
  }

  /**
   * A role that the policy lacks and nobody holds would leave its tasks to people who may not know
   * of it: the commander may do them too.
   */
  private @Nullable StandIn standIn(IncidentView incident, List<String> groups) {
    var role = groups.size() == 1 ? Role.ofGroup(groups.get(0)).orElse(null) : null;
    if (role == null || role == Role.COMMANDER || candidates.holder(incident, role) != null) {
      return null;
    }
    var asked = incidents.policyOf(incident).role(role.key()).map(RoleDuty::asked).orElse(false);
    return asked
        ? null
        : new StandIn(Role.COMMANDER.group(), candidates.holder(incident, Role.COMMANDER));
  }

  private String facts(IncidentView incident) {
    var text = new StringBuilder();
    if (incident.drill()) {
      text.append("**This is a drill.**\n\n");
    }
    text.append("**%s**\n\n".formatted(plain(incident.title())));
    text.append(
        "- %s%s, %s\n"
            .formatted(
                plain(incident.severityLabel()),
                incident.severityConfirmed() ? "" : " (provisional)",
                incident.status().word()));
    if (incident.paused(clock.instant())) {
      line(text, "Clocks paused until", paused(incident));
    }
    for (var request : updates.asked(incident.number())) {
      line(
          text,
          "Update (%s) asked for by %s"
              .formatted(request.audience(), plain(nameOf(request.requestedBy()))),
          request.reason());
    }
    line(text, "Services", String.join(", ", incident.services()));
    line(text, "Declared", Texts.time(incident.declaredAt()));
    line(text, "Commander", name(incident.holder(Role.COMMANDER)));
    line(text, "Impact", incident.impactUsers());
    line(text, "Root cause", incident.rootCause());
    line(text, "Ticket", incident.ticketUrl());
    if (incident.ticketDueAt() != null) {
      line(text, "Ticket due", Texts.time(incident.ticketDueAt()));
    }
    last(incident, "health")
        .filter(health -> !health.startsWith("First evidence"))
        .ifPresent(health -> line(text, "Health", health));
    others.stream()
        .flatMap(other -> other.of(incident).stream())
        .forEach(other -> line(text, other.title(), other.text()));
    if (incident.acknowledgedAt() == null) {
      last(incident, "alert").ifPresent(alert -> line(text, "Signal", alert));
    }
    incident.links().stream().limit(3).forEach(link -> line(text, "Link", link));
    text.append("- [Everything about it](")
        .append(properties.pageOf(incident.number()))
        .append(")\n");
    return text.toString();
  }

  private static @Nullable String paused(IncidentView incident) {
    var until = incident.pausedUntil();
    return until == null ? null : Texts.time(until) + ", " + incident.pauseReason();
  }

  private @Nullable String name(@Nullable String person) {
    return person == null ? null : nameOf(person);
  }

  private String nameOf(String person) {
    return people.name(person);
  }

  private Optional<String> last(IncidentView incident, String kind) {
    return timeline.lastSeen(incident.number(), kind).map(TimelineEntry::text);
  }

  private static void line(StringBuilder text, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      text.append("- ").append(name).append(": ").append(plain(value)).append('\n');
    }
  }

  /** Text from outside must not become markup of the form. */
  private static String plain(String value) {
    var line = value.replaceAll("\\s+", " ");
    var cut = line.length() > 500 ? line.substring(0, 499) + "…" : line;
    return cut.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_\\[\\]{}#|!])", "\\\\$1");
  }
}
