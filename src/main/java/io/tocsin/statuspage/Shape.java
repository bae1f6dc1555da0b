package io.tocsin.statuspage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tocsin.statuspage.Board.Component;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page in the shape of Statuspage, so that what reads theirs reads ours. */
final class Shape {

  private static final Times TIMES = new Times();

  private Shape() {}

  /** Who the page is. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Page(String id, String name, String url, String timeZone, String updatedAt) {}

  /** How all is together. */
  record Overall(String indicator, String description) {}

  /** A component, or a heading over components. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Part(
      String id,
      String name,
      ComponentStatus status,
      String createdAt,
      String updatedAt,
      int position,
      @Nullable String description,
      boolean showcase,
      @Nullable String startDate,
      @Nullable String groupId,
      String pageId,
      boolean group,
      boolean onlyShowIfDegraded) {}

  /** A component that an update names. */
  record Affected(String code, String name) {}

  /** A post. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Update(
      String id,
      String status,
      String body,
      String incidentId,
      String createdAt,
      String updatedAt,
      String displayAt,
      List<Affected> affectedComponents) {}

  /**
   * An incident.
   *
   * @param nextUpdateAt ours; Statuspage has no such field
   * @param postmortemBody what happened and what was changed, once the review has said so
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Incident(
      String id,
      String name,
      String status,
      String createdAt,
      String updatedAt,
      @Nullable String monitoringAt,
      @Nullable String resolvedAt,
      String impact,
      String shortlink,
      String startedAt,
      @Nullable String nextUpdateAt,
      String pageId,
      @Nullable String postmortemBody,
      @Nullable String postmortemPublishedAt,
      List<Update> incidentUpdates,
      List<Part> components) {}

  /** {@code summary.json}. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Summary(
      Page page,
      List<Part> components,
      List<Incident> incidents,
      List<Object> scheduledMaintenances,
      Overall status) {}

  /** {@code status.json}. */
  record Status(Page page, Overall status) {}

  /** {@code components.json}. */
  record Components(Page page, List<Part> components) {}

  /** {@code incidents.json} and {@code incidents/unresolved.json}. */
  record Incidents(Page page, List<Incident> incidents) {}

  /**
   * {@code banner.json}.
   *
   * @param banner null when there is nothing to show
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record BannerFile(Page page, @JsonProperty("banner") @Nullable Banner banner) {}

  /** What applications show to their users. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Banner(
      String id,
      String title,
      String status,
      String impact,
      String body,
      List<Affected> components,
      String updatedAt,
      @Nullable String nextUpdateAt,
      String url) {}

  static Page page(Board board) {
    var page = board.page();
    return new Page(page.id(), page.title(), page.url(), "Etc/UTC", TIMES.iso(page.updatedAt()));
  }

  static Overall overall(Board board) {
    return new Overall(board.overall().word(), board.headline());
  }

  /** Returns the components in the order of the page, each heading before those under it. */
  static List<Part> components(Board board) {
    return board.groups().stream()
        .flatMap(
            group -> {
              var parts =
                  group.components().stream().map(component -> part(board, component)).toList();
              return group.name() == null
                  ? parts.stream()
                  : Stream.concat(Stream.of(heading(board, group)), parts.stream());
            })
        .toList();
  }

  static Incident incident(Board board, PublicIncident incident) {
    var summary = incident.summary();
    return new Incident(
        incident.id(),
        incident.title(),
        incident.status().word(),
        TIMES.iso(incident.createdAt()),
        TIMES.iso(incident.updatedAt()),
        iso(incident.monitoringAt()),
        iso(incident.resolvedAt()),
        incident.impact().word(),
        link(board, incident),
        TIMES.iso(incident.createdAt()),
        iso(incident.nextUpdateAt()),
        board.page().id(),
        summary == null ? null : summary.body(),
        summary == null ? null : TIMES.iso(summary.at()),
        incident.newestFirst().stream().map(post -> update(board, incident, post)).toList(),
        board.named(incident.newest()).stream().map(part -> part(board, part)).toList());
  }

  static Banner banner(Board board, PublicIncident incident) {
    var newest = incident.newest();
    return new Banner(
        incident.id(),
        incident.title(),
        incident.status().word(),
        incident.impact().word(),
        newest.body(),
        affected(board, newest),
        TIMES.iso(incident.updatedAt()),
        iso(incident.nextUpdateAt()),
        link(board, incident));
  }

  private static String link(Board board, PublicIncident incident) {
    return board.page().url() + "/incidents/" + incident.id();
  }

  private static Update update(Board board, PublicIncident incident, Post post) {
    var at = TIMES.iso(post.at());
    return new Update(
        post.id(),
        post.status().word(),
        post.body(),
        incident.id(),
        at,
        TIMES.iso(post.changedAt()),
        at,
        affected(board, post));
  }

  private static List<Affected> affected(Board board, Post post) {
    return board.named(post).stream().map(part -> new Affected(part.id(), part.name())).toList();
  }

  private static Part part(Board board, Component component) {
    return new Part(
        component.id(),
        component.name(),
        component.status(),
        TIMES.iso(board.page().since()),
        TIMES.iso(component.updatedAt()),
        component.position(),
        null,
        true,
        null,
        component.group() == null ? null : groupId(component.group()),
        board.page().id(),
        false,
        false);
  }

  private static Part heading(Board board, Board.Group group) {
    var name = String.valueOf(group.name());
    var newest =
        group.components().stream()
            .map(Component::updatedAt)
            .max(Comparator.naturalOrder())
            .orElse(board.page().since());
    return new Part(
        groupId(name),
        name,
        group.status(),
        TIMES.iso(board.page().since()),
        TIMES.iso(newest),
        group.components().get(0).position(),
        null,
        false,
        null,
        null,
        board.page().id(),
        true,
        false);
  }

  private static String groupId(String name) {
    return Opaque.id("group", name);
  }

  private static @Nullable String iso(@Nullable Instant at) {
    return at == null ? null : TIMES.iso(at);
  }
}
