package io.tocsin.statuspage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows at one moment.
 *
 * @param page who it is
 * @param components in the order of the page
 * @param incidents newest first; all open ones, and those that were asked for
 */
record Board(Page page, List<Component> components, List<PublicIncident> incidents, Instant now) {

  /** Days of history. */
  static final int DAYS = 90;

  /**
   * Who the page is.
   *
   * @param id opaque, stable
   * @param since when it was set up
   * @param updatedAt when the newest post was made, else when it was set up
   */
  record Page(
      String id,
      String title,
      String url,
      @Nullable String supportUrl,
      Instant since,
      Instant updatedAt) {}

  /**
   * Something that customers use.
   *
   * @param id opaque, stable
   * @param service id in the catalog; not shown
   * @param position counted from 1
   * @param updatedAt when the newest post that names it was made, else since when the page is there
   * @param days its worst state on each of the last days, oldest first
   */
  record Component(
      String id,
      String service,
      String name,
      @Nullable String group,
      int position,
      ComponentStatus status,
      Instant updatedAt,
      List<ComponentStatus> days) {

    /** Returns what the drawing of its days says. */
    public String story() {
      var bad = days.stream().filter(day -> day != ComponentStatus.OPERATIONAL).count();
      return bad == 0
          ? "No trouble in the last %d days".formatted(days.size())
          : "Trouble on %d of the last %d days".formatted(bad, days.size());
    }
  }

  /** Components under one heading; those without a heading stand first. */
  record Group(@Nullable String name, List<Component> components) {

    public ComponentStatus status() {
      return components.stream()
          .map(Component::status)
          .max(Comparator.naturalOrder())
          .orElse(ComponentStatus.OPERATIONAL);
    }
  }

  /** What was said of an incident on a day, newest first. */
  record Said(PublicIncident incident, List<Post> posts) {}

  /**
   * A day, or several on which nothing was said.
   *
   * @param from the oldest of them
   */
  record Day(LocalDate from, LocalDate to, List<Said> said) {

    public boolean single() {
      return from.equals(to);
    }
  }

  /** Returns how all is together: the worst of what is open. */
  public Impact overall() {
    return open().stream()
        .map(PublicIncident::impact)
        .max(Comparator.naturalOrder())
        .orElse(Impact.NONE);
  }

  public String headline() {
    return overall() == Impact.NONE && !open().isEmpty()
        ? "All systems operational, with a notice"
        : overall().headline();
  }

  public List<PublicIncident> open() {
    return incidents.stream().filter(PublicIncident::open).toList();
  }

  /** Returns the components by heading, in the order of the page. */
  public List<Group> groups() {
    var groups = new LinkedHashMap<String, List<Component>>();
    groups.put("", new ArrayList<>());
    components.forEach(
        component ->
            groups
                .computeIfAbsent(
                    component.group() == null ? "" : component.group(), name -> new ArrayList<>())
                .add(component));
    return groups.entrySet().stream()
        .filter(group -> !group.getValue().isEmpty())
        .map(group -> new Group(group.getKey().isEmpty() ? null : group.getKey(), group.getValue()))
        .toList();
  }

  /** Returns the components that a post names, in the order of the page. */
  public List<Component> named(Post post) {
    return components.stream().filter(c -> post.services().contains(c.service())).toList();
  }

  /** Returns the last days, newest first. */
  public List<Day> days(int count) {
    return today()
        .minusDays(count - 1L)
        .datesUntil(today().plusDays(1))
        .sorted(Comparator.reverseOrder())
        .map(date -> new Day(date, date, said(date)))
        .toList();
  }

  /** The same, with quiet days that follow each other as one. */
  public List<Day> daysInShort(int count) {
    var days = new ArrayList<Day>();
    for (var day : days(count)) {
      var last = days.isEmpty() ? null : days.get(days.size() - 1);
      if (last != null && last.said().isEmpty() && day.said().isEmpty()) {
        days.set(days.size() - 1, new Day(day.from(), last.to(), List.of()));
      } else {
        days.add(day);
      }
    }
    return days;
  }

  private List<Said> said(LocalDate date) {
    return incidents.stream()
        .map(
            incident ->
                new Said(
                    incident,
                    incident.newestFirst().stream()
                        .filter(post -> date(post.at()).equals(date))
                        .toList()))
        .filter(said -> !said.posts().isEmpty())
        .toList();
  }

  private LocalDate today() {
    return date(now);
  }

  /** Returns the state of a service: the worst of the open incidents that name it. */
  static ComponentStatus status(String service, List<PublicIncident> incidents) {
    return incidents.stream()
        .filter(PublicIncident::open)
        .map(PublicIncident::newest)
        .filter(post -> post.services().contains(service))
        .map(post -> post.look().component())
        .max(Comparator.naturalOrder())
        .orElse(ComponentStatus.OPERATIONAL);
  }

  /** Returns the worst state of a service on each of the last days, oldest first. */
  static List<ComponentStatus> days(String service, List<PublicIncident> incidents, Instant now) {
    var days = new ComponentStatus[DAYS];
    Arrays.fill(days, ComponentStatus.OPERATIONAL);
    var first = date(now).minusDays(DAYS - 1L);
    for (var incident : incidents) {
      troubles(service, incident, now)
          .forEach(
              (day, status) -> {
                var i = (int) (day.toEpochDay() - first.toEpochDay());
                if (i >= 0 && i < DAYS && status.compareTo(days[i]) > 0) {
                  days[i] = status;
                }
              });
    }
    return List.of(days);
  }

  /** A post counts until the next one; a resolved one for nothing. */
  private static Map<LocalDate, ComponentStatus> troubles(
      String service, PublicIncident incident, Instant now) {
    var troubles = new LinkedHashMap<LocalDate, ComponentStatus>();
    var posts = incident.posts();
    for (int i = 0; i < posts.size(); i++) {
      var post = posts.get(i);
      if (post.status().over() || !post.services().contains(service)) {
        continue;
      }
      var until = i + 1 < posts.size() ? posts.get(i + 1).at() : now;
      var last = date(until.isBefore(post.at()) ? post.at() : until);
      // An incident may stay open for very long; older days are not shown.
      var earliest = date(now).minusDays(DAYS);
      var from = date(post.at()).isBefore(earliest) ? earliest : date(post.at());
      for (var day = from; !day.isAfter(last); day = day.plusDays(1)) {
        troubles.merge(
            day, post.look().component(), (one, two) -> one.compareTo(two) > 0 ? one : two);
      }
    }
    return troubles;
  }

  private static LocalDate date(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
