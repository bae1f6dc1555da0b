package io.tocsin.review;

import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.problem.NotFoundException;
import io.tocsin.review.ReportDocument.Block;
import io.tocsin.review.ReportDocument.Numbered;
import io.tocsin.review.ReportDocument.Section;
import io.tocsin.review.ReportDocument.Table;
import io.tocsin.review.ReportDocument.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
   * @throws NotFoundException when there is no such incident
   */
  @Transactional(readOnly = true)
  public String markdown(String number) {
    return MarkdownReport.of(document(number, null));
  }

  /**
   * Says what the report says.
   *
   * @param version of the review; null takes the record as it stands. A version tells the timeline
   *     up to its time, and the action items that were agreed then
   * @throws NotFoundException when there is no such incident, or no such version
   */
  @Transactional(readOnly = true)
  ReportDocument document(String number, @Nullable Integer version) {
    var incident = incidents.get(number);
    var review =
        version == null ? reviews.newest(number) : Optional.of(reviews.get(number, version));
    var text = review.map(Review::text);
    var told = version == null ? null : review.orElse(null);
    var cause = told == null ? incident.rootCause() : told.text().rootCause();
    var whys = told == null ? incident.whys() : told.text().whys();
    var resolution = told == null ? incident.resolution() : told.text().resolution();
    var sections = new ArrayList<Section>();
    sections.add(new Section(null, List.of(facts("Fact", "Value", facts(incident)))));
    sections.add(section("Summary", text.map(ReviewText::summary).orElse(incident.description())));
    sections.add(
        section(
            "Impact",
            join(
                labelled("Users", text.map(ReviewText::impact).orElse(incident.impactUsers())),
                labelled("Business", incident.impactBusiness()))));
    sections.add(
        new Section("Milestones", List.of(facts("What", "When (UTC)", milestones(incident)))));
    var why = new ArrayList<Block>(section("Root cause", cause).blocks());
    if (!whys.isEmpty()) {
      why.add(new Numbered("Five whys", whys));
    }
    sections.add(new Section("Root cause", why));
    sections.add(section("Resolution", resolution));
    sections.add(section("What went well", text.map(ReviewText::wentWell).orElse(null)));
    sections.add(
        section("What could be improved", text.map(ReviewText::couldImprove).orElse(null)));
    sections.add(section("Lessons", text.map(ReviewText::lessons).orElse(null)));
    text.map(ReviewText::publicSummary)
        .ifPresent(summary -> sections.add(section("Summary for the public", summary)));
    sections.add(told == null ? actionItems(items.of(number)) : agreed(told));
    sections.add(new Section("Roles", List.of(facts("Role", "Person", incident.roles()))));
    sections.add(
        timeline(
            timeline.of(number, 0).stream()
                .filter(entry -> told == null || !entry.at().isAfter(told.at()))
                .toList()));
    return new ReportDocument(
        number, incident.title(), incident.drill(), edition(told), List.copyOf(sections));
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

  private static Section actionItems(List<ActionItem> items) {
    return items(
        List.of("What", "Kind", "Owner", "Due", "Status"),
        items.stream()
            .map(
                item ->
                    List.of(
                        item.title(),
                        item.kind(),
                        item.owner(),
                        item.dueDate().toString(),
                        item.status().word()))
            .toList());
  }

  private static Section agreed(Review review) {
    return items(
        List.of("What", "Kind", "Owner", "Due"),
        review.actionItems().stream()
            .map(
                item -> List.of(item.title(), item.kind(), item.owner(), item.dueDate().toString()))
            .toList());
  }

  private static Section items(List<String> headings, List<List<String>> rows) {
    return new Section(
        "Action items",
        List.of(rows.isEmpty() ? new Text("None.") : new Table("items", headings, rows)));
  }

  private static Section timeline(List<TimelineEntry> entries) {
    return new Section(
        "Timeline",
        List.of(
            new Table(
                "timeline",
                List.of("When (UTC)", "Who", "What"),
                entries.stream()
                    .map(entry -> List.of(TIME.format(entry.at()), entry.actor(), entry.text()))
                    .toList())));
  }

  private static Table facts(String left, String right, Map<String, String> rows) {
    return new Table(
        "facts",
        List.of(left, right),
        rows.entrySet().stream().map(row -> List.of(row.getKey(), row.getValue())).toList());
  }

  private static Section section(String title, @Nullable String text) {
    return new Section(title, List.of(new Text(text == null || text.isBlank() ? NOT_YET : text)));
  }

  private static @Nullable String edition(@Nullable Review review) {
    if (review == null) {
      return null;
    }
    var edition =
        "Version %d, %s by %s at %s UTC"
            .formatted(
                review.version(),
                review.reason() == null ? "handed in" : "corrected",
                review.author(),
                TIME.format(review.at()));
    return review.reason() == null ? edition : edition + ": " + review.reason();
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
}
