package io.tocsin.alert;

import io.tocsin.incident.Declaration;
import io.tocsin.incident.PossibleTime;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One signal of a detection source, whatever format it came in. Texts that are too long are cut and
 * say so; none is a reason to lose a signal.
 *
 * @param source name of the source; with the fingerprint it identifies the signal
 * @param fingerprint at most 512 characters; a longer one is replaced by its hash
 * @param firing false when it has resolved
 * @param services ids as the source names them, known to the catalog or not
 * @param severity as the source says it
 * @param startedAt when it began by the source's clock, if known
 * @param steady whether that stays the same as long as it fires; some sources know the time of each
 *     message only
 * @param resolvedAt when it ended by the source's clock, if known
 * @param detectedBy a value of {@link #DETECTORS}
 * @param links http and https only
 * @param groupKey signals of one key belong together, if the source groups them
 * @param payload the signal as it came
 */
record Alert(
    String source,
    String fingerprint,
    boolean firing,
    String title,
    @Nullable String description,
    List<String> services,
    @Nullable String severity,
    @Nullable String kind,
    @Nullable Instant detectedAt,
    @Nullable Instant startedAt,
    boolean steady,
    @Nullable Instant resolvedAt,
    String detectedBy,
    @Nullable String reporter,
    @Nullable String firstResponder,
    List<String> links,
    boolean security,
    Map<String, String> labels,
    @Nullable String groupKey,
    AlertPayload payload) {

  /** What a signal can be detected by. */
  static final List<String> DETECTORS =
      List.of(
          "monitoring",
          "externalMonitoring",
          "customerReport",
          "employeeReport",
          "socialMedia",
          "test");

  private static final Pattern LINK = Pattern.compile("(?i)https?://\\S+");
  private static final int MAX_KEY = 512;
  private static final int MAX_TITLE = 300;
  private static final int MAX_DESCRIPTION = 10_000;
  private static final int MAX_NAME = 200;
  private static final int MAX_LINK = 2_000;
  private static final int MAX_ITEMS = 20;

  Alert {
    fingerprint = Text.key(fingerprint, MAX_KEY);
    groupKey = groupKey == null ? null : Text.key(groupKey, MAX_KEY);
    title = Text.cut(Text.line(title), MAX_TITLE);
    description = description == null ? null : Text.cut(description, MAX_DESCRIPTION);
    services = names(services);
    severity = name(severity);
    kind = name(kind);
    reporter = name(reporter);
    firstResponder = name(firstResponder);
    links = links(links);
    labels = Map.copyOf(labels);
  }

  /** The same signal as the mapping reads it. */
  Alert read(List<String> services, @Nullable String severity, @Nullable String kind) {
    if (services.equals(this.services)
        && Objects.equals(severity, this.severity)
        && Objects.equals(kind, this.kind)) {
      return this;
    }
    return new Alert(
        source,
        fingerprint,
        firing,
        title,
        description,
        services,
        severity,
        kind,
        detectedAt,
        startedAt,
        steady,
        resolvedAt,
        detectedBy,
        reporter,
        firstResponder,
        links,
        security,
        labels,
        groupKey,
        payload);
  }

  /** The same signal without the times that cannot be: none is a reason to lose it. */
  Alert possible(Instant now) {
    if (impossible(now).isEmpty()) {
      return this;
    }
    return new Alert(
        source,
        fingerprint,
        firing,
        title,
        description,
        services,
        severity,
        kind,
        PossibleTime.is(detectedAt, now) ? detectedAt : null,
        PossibleTime.is(startedAt, now) ? startedAt : null,
        steady,
        PossibleTime.is(resolvedAt, now) ? resolvedAt : null,
        detectedBy,
        reporter,
        firstResponder,
        links,
        security,
        labels,
        groupKey,
        payload);
  }

  /** Returns the times that its source gives and that cannot be. */
  List<Instant> impossible(Instant now) {
    return Stream.of(detectedAt, startedAt, resolvedAt)
        .filter(time -> !PossibleTime.is(time, now))
        .distinct()
        .toList();
  }

  /** What a new incident of it is declared with. */
  Declaration declaration() {
    return new Declaration(
        title,
        description,
        services,
        null,
        severity,
        kind,
        detectedBy,
        reporter,
        firstResponder,
        startedAt,
        detectedAt,
        security,
        false,
        links);
  }

  private static List<String> names(List<String> names) {
    var distinct = new LinkedHashSet<String>();
    for (var each : names) {
      var name = Text.cut(Text.line(each), MAX_NAME);
      if (!name.isEmpty() && distinct.size() < MAX_ITEMS) {
        distinct.add(name);
      }
    }
    return List.copyOf(distinct);
  }

  private static List<String> links(List<String> links) {
    var distinct = new LinkedHashSet<String>();
    for (var link : links) {
      // Anything else could run in the page that shows it, and half a link leads nowhere.
      if (link.length() <= MAX_LINK
          && LINK.matcher(link).matches()
          && distinct.size() < MAX_ITEMS) {
        distinct.add(link);
      }
    }
    return List.copyOf(distinct);
  }

  private static @Nullable String name(@Nullable String name) {
    return name == null ? null : Text.cut(Text.line(name), MAX_NAME);
  }
}
