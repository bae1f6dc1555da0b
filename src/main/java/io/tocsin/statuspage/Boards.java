package io.tocsin.statuspage;

import static java.util.Objects.requireNonNull;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.PublicName;
import io.tocsin.catalog.Catalog.Service;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.problem.NotFoundException;
import io.tocsin.statuspage.Board.Component;
import io.tocsin.statuspage.Board.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts together what the page shows, of what was said and of the public names of the catalog. All
 * of it is read from the database each time, so that every node says the same.
 */
@org.springframework.stereotype.Component
@Transactional(readOnly = true)
class Boards {

  /** As many as Statuspage lists. */
  private static final int LISTED = 50;

  /** What was set up once and never changes. */
  private record Identity(String id, Instant since) {}

  private final PublicPosts posts;
  private final Catalog catalog;
  private final StatusPageProperties properties;
  private final String base;
  private final JdbcClient jdbc;
  private final Clock clock;
  private volatile @Nullable Identity identity;

  Boards(
      PublicPosts posts,
      Catalog catalog,
      StatusPageProperties properties,
      IncidentProperties addresses,
      JdbcClient jdbc,
      Clock clock) {
    this.posts = posts;
    this.catalog = catalog;
    this.properties = properties;
    this.base = addresses.baseUrl();
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns what is open, and what was said in the last 90 days. */
  Board now() {
    var now = clock.instant();
    return board(posts.since(now.minus(Duration.ofDays(Board.DAYS))), now);
  }

  /** Returns the newest incidents. */
  Board newest() {
    return board(posts.newest(LISTED), clock.instant());
  }

  /**
   * Returns one incident.
   *
   * @throws NotFoundException when the public knows of none of that id
   */
  Board only(String id) {
    var incident =
        posts
            .find(id)
            .orElseThrow(() -> new NotFoundException("There is no incident of that address"));
    return board(List.of(incident), clock.instant());
  }

  private Board board(List<PublicIncident> incidents, Instant now) {
    var who = identity();
    var updated =
        incidents.stream()
            .map(PublicIncident::updatedAt)
            .max(Comparator.naturalOrder())
            .orElse(who.since());
    var support = properties.supportUrl();
    var page =
        new Page(
            who.id(),
            properties.title(),
            Links.page(base),
            support == null ? null : support.toString(),
            who.since(),
            updated);
    return new Board(page, components(incidents, who.since(), now), incidents, now);
  }

  private List<Component> components(List<PublicIncident> incidents, Instant since, Instant now) {
    var components = new ArrayList<Component>();
    for (var service : shown()) {
      var name = name(service);
      components.add(
          new Component(
              Opaque.id("component", service.id()),
              service.id(),
              name.name(),
              name.group() == null || name.group().isBlank() ? null : name.group(),
              components.size() + 1,
              Board.status(service.id(), incidents),
              incidents.stream()
                  .flatMap(incident -> incident.posts().stream())
                  .filter(post -> post.services().contains(service.id()))
                  .map(Post::at)
                  .max(Comparator.naturalOrder())
                  .orElse(since),
              Board.days(service.id(), incidents, now)));
    }
    return components;
  }

  /** Only what has a public name: a service is not shown because somebody forgot to hide it. */
  private List<Service> shown() {
    return catalog.services().stream()
        .filter(service -> service.statusPage() != null)
        .sorted(Comparator.comparing(service -> name(service).position()))
        .toList();
  }

  private static PublicName name(Service service) {
    return requireNonNull(service.statusPage());
  }

  private Identity identity() {
    var known = identity;
    if (known == null) {
      known = jdbc.sql("select id, since from status_page").query(Boards::map).single();
      identity = known;
    }
    return known;
  }

  private static Identity map(ResultSet row, int n) throws SQLException {
    return new Identity(row.getString("id"), row.getTimestamp("since").toInstant());
  }
}
