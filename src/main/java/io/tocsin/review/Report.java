package io.tocsin.review;

import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The post-incident report, assembled from the record as it stands. */
@Service
public class Report {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String NOT_YET = "Not written yet.";

  private final Incidents incidents;
  private final Timeline timeline;
  private final Reviews reviews;
  private final ActionItems items;

  Report(Incidents incidents, Timeline timeline, Reviews reviews, ActionItems items) {
    this.incidents = incidents;
    this.timeline = timeline;
    this.reviews = reviews;
    this.items = items;
  }

  /**
   * Writes the report.
   *
   * @return Markdown; before the review it holds what the record knows
   * @throws io.tocsin.problem.NotFoundException when there is no such incident
   */
  @Transactional(readOnly = true)
  public String markdown(String number) {
    var incident = incidents.get(number);
    var review = reviews.newest(number);
    var out = new StringBuilder();
    out.append("# ").append(number).append(": ").append(inline(incident.title())).append("\n\n");
    if (incident.drill()) {
      out.append("**This was a drill.**\n\n");
    }
    table(out, "Fact", "Value", facts(incident));
    section(out, "Summary", review.map(Review::summary).orElse(incident.description()));
    section(
        out,
        "Impact",
        join(
            labelled("Users", review.map(Review::impact).orElse(incident.impactUsers())),
            labelled("Business", incident.impactBusiness())));
    out.append("## Milestones\n\n");
    table(out, "What", "When (UTC)", milestones(incident));
    section(out, "Root cause", incident.rootCause());
    if (!incident.whys().isEmpty()) {
      out.append("### Five whys\n\n");
      for (int i = 0; i < incident.whys().size(); i++) {
        out.append(i + 1).append(". ").append(inline(incident.whys().get(i))).append('\n');
      }
      out.append('\n');
    }
    section(out, "Resolution", incident.resolution());
    section(out, "What went well", review.map(Review::wentWell).orElse(null));
    section(out, "What could be improved", review.map(Review::couldImprove).orElse(null));
    section(out, "Lessons", review.map(Review::lessons).orElse(null));
    review
        .map(Review::publicSummary)
        .ifPresent(summary -> section(out, "Summary for the public", summary));
    actionItems(out, items.of(number));
    out.append("## Roles\n\n");
    table(out, "Role", "Person", incident.roles());
    timeline(out, timeline.of(number, 0));
    return out.toString();
  }

  /** Keeps the report as it is now. */
  @Transactional
  public void keep(String number) {
    reviews.keepReport(number, markdown(number));
  }

  private static Map<String, String> facts(IncidentView incident) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("Severity", incident.severityLabel());
    facts.put("Status", incident.status().word());
    facts.put("Policy", incident.policy());
    facts.put("Services", String.join(", ", incident.services()));
    facts.put("Declared", TIME.format(incident.declaredAt()) + " UTC");
    if (incident.resolvedAt() != null) {
      facts.put("Duration", between(began(incident), incident.resolvedAt()));
    }
    if (incident.detectedBy() != null) {
      facts.put("Detected by", incident.detectedBy());
    }
    if (incident.mergedInto() != null) {
      facts.put("Merged into", incident.mergedInto());
    }
    return facts;
  }

  private static Map<String, String> milestones(IncidentView incident) {
    var milestones = new LinkedHashMap<String, String>();
    milestone(milestones, "Started", incident.startedAt());
    milestone(milestones, "Detected", incident.detectedAt());
    milestone(milestones, "Declared", incident.declaredAt());
    milestone(milestones, "Acknowledged", incident.acknowledgedAt());
    milestone(milestones, "Team notified", incident.teamNotifiedAt());
    milestone(milestones, "Investigation started", incident.investigationStartedAt());
    milestone(milestones, "Root cause identified", incident.identifiedAt());
    milestone(milestones, "Fix deployed", incident.fixDeployedAt());
    milestone(milestones, "Mitigated", incident.mitigatedAt());
    milestone(milestones, "Resolved", incident.resolvedAt());
    milestone(milestones, "Closed", incident.closedAt());
    return milestones;
  }

  private static void milestone(Map<String, String> to, String name, @Nullable Instant at) {
    if (at != null) {
      to.put(name, TIME.format(at));
    }
  }

  private static void actionItems(StringBuilder out, List<ActionItem> items) {
    out.append("## Action items\n\n");
    if (items.isEmpty()) {
      out.append("None.\n\n");
      return;
    }
    out.append("| What | Kind | Owner | Due | Status |\n|---|---|---|---|---|\n");
    for (var item : items) {
      out.append(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(
                  cell(item.title()),
                  cell(item.kind()),
                  cell(item.owner()),
                  item.dueDate(),
                  item.status().word()));
    }
    out.append('\n');
  }

  private static void timeline(StringBuilder out, List<TimelineEntry> entries) {
    out.append("## Timeline\n\n| When (UTC) | Who | What |\n|---|---|---|\n");
    for (var entry : entries) {
      out.append(
          "| %s | %s | %s |\n"
              .formatted(TIME.format(entry.at()), cell(entry.actor()), cell(entry.text())));
    }
  }

  private static void table(
      StringBuilder out, String left, String right, Map<String, String> rows) {
    out.append("| ").append(left).append(" | ").append(right).append(" |\n|---|---|\n");
    rows.forEach((name, value) -> out.append("| %s | %s |\n".formatted(name, cell(value))));
    out.append('\n');
  }

  private static void section(StringBuilder out, String title, @Nullable String text) {
    out.append("## ").append(title).append("\n\n");
    out.append(text == null || text.isBlank() ? NOT_YET : escape(text)).append("\n\n");
  }

  private static @Nullable String labelled(String name, @Nullable String text) {
    return text == null ? null : name + ": " + text;
  }

  private static @Nullable String join(@Nullable String a, @Nullable String b) {
    return a == null ? b : b == null ? a : a + "\n\n" + b;
  }

  private static Instant began(IncidentView incident) {
    return incident.startedAt() == null ? incident.declaredAt() : incident.startedAt();
  }

  private static String between(Instant from, Instant to) {
    var duration = Duration.between(from, to);
    return duration.toHours() > 0
        ? "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart())
        : "%d min".formatted(duration.toMinutes());
  }

  private static String cell(String text) {
    return inline(text).replace("|", "\\|");
  }

  private static String inline(String text) {
    return escape(text).replaceAll("\\s+", " ").strip();
  }

  /** Text from outside may carry Markdown, but no HTML. */
  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
