package io.tocsin.slack;

import static io.tocsin.slack.SlackText.escape;
import static io.tocsin.slack.SlackText.link;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Role;
import io.tocsin.incident.UpdateClock;
import io.tocsin.people.People;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What stands in the channel of an incident: its topic and its first message. */
@Component
class ChannelWords {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  /** Slack's limit. */
  private static final int MAX_TOPIC = 250;

  private static final int MAX_LINE = 600;

  private final People people;
  private final Catalog catalog;
  private final IncidentProperties properties;
  private final UpdateClock updates;

  ChannelWords(People people, Catalog catalog, IncidentProperties properties, UpdateClock updates) {
    this.people = people;
    this.catalog = catalog;
    this.properties = properties;
    this.updates = updates;
  }

  /** Returns the call of the incident, once it is open. */
  Optional<String> call(IncidentView incident) {
    return Optional.ofNullable(properties.callOf(incident.number()))
        .filter(incident.links()::contains);
  }

  String topic(IncidentView incident) {
    var parts = new ArrayList<String>();
    parts.add(severity(incident));
    parts.add(incident.status().word());
    parts.add("commander: " + holder(incident, Role.COMMANDER));
    call(incident).ifPresent(call -> parts.add("call: " + call));
    return SlackText.cut(escape(String.join(" · ", parts)), MAX_TOPIC);
  }

  /**
   * Returns the first message, which is pinned.
   *
   * @param here link to the channel itself, which is no fact in it
   */
  List<Map<String, Object>> facts(IncidentView incident, @Nullable String here) {
    var lines = new ArrayList<String>();
    add(lines, "Severity", severity(incident));
    add(lines, "Status", incident.status().word());
    add(lines, "Services", services(incident));
    add(lines, "Impact", incident.impactUsers());
    add(lines, "Started", time(incident.startedAt()));
    add(lines, "Declared", time(incident.declaredAt()));
    add(lines, "Detected by", incident.detectedBy());
    add(lines, "Commander", holder(incident, Role.COMMANDER));
    Arrays.stream(Role.values())
        .filter(role -> role != Role.COMMANDER)
        .forEach(role -> add(lines, capital(role.title()), name(incident.holder(role))));
    add(lines, "Next update", time(updates.dueAt(incident, "internal").orElse(null)));
    add(lines, "What we know", incident.description());
    call(incident).ifPresent(call -> lines.add("*Call:* " + link(call, call)));
    incident.links().stream()
        .filter(url -> !call(incident).map(url::equals).orElse(false))
        .filter(url -> !url.equals(here))
        .forEach(url -> lines.add("*Link:* " + link(url, url)));
    lines.add("Commands here need no number: `/incident help` lists them.");
    var blocks =
        SlackMessage.blocks(incident.number() + ": " + incident.title(), String.join("\n", lines));
    blocks.add(SlackMessage.actions(incident.number(), properties.pageOf(incident.number()), true));
    return blocks;
  }

  private static String severity(IncidentView incident) {
    return incident.severityLabel() + (incident.severityConfirmed() ? "" : " (provisional)");
  }

  private String services(IncidentView incident) {
    return incident.services().stream()
        .map(id -> catalog.find(id).map(Catalog.Service::name).orElse(id))
        .collect(Collectors.joining(", "));
  }

  private String holder(IncidentView incident, Role role) {
    var name = name(incident.holder(role));
    return name == null ? "nobody yet" : name;
  }

  private @Nullable String name(@Nullable String person) {
    return person == null ? null : people.name(person);
  }

  private static String capital(String title) {
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : TIME.format(at);
  }

  private static void add(List<String> lines, String what, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      var line = text.strip().replaceAll("[\\p{Cc}\\s]+", " ");
      lines.add("*" + what + ":* " + SlackText.cut(escape(line), MAX_LINE));
    }
  }
}
