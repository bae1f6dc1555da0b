package io.tocsin.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The webhooks of Sentry: alerts on events and on metrics. An alert on events never resolves by
 * itself; it does when its issue is resolved or archived, if those webhooks are sent too. The rest,
 * such as a new installation, is taken and says nothing.
 */
@Component
class SentryFormat implements AlertFormat {

  private final ServiceNames services;

  SentryFormat(ServiceNames services) {
    this.services = services;
  }

  @Override
  public String name() {
    return "sentry";
  }

  @Override
  public Map<String, String> severities() {
    return Map.of(
        "fatal", "critical", "error", "high", "warning", "medium", "info", "low", "debug", "low");
  }

  @Override
  public Optional<Boolean> signature(
      AlertRequest request, byte[] body, AlertProperties.Source settings, Instant now) {
    var key = settings.secret();
    var signature = request.getHeader("Sentry-Hook-Signature");
    if (key == null || signature == null) {
      return Optional.empty();
    }
    var timestamp = request.getHeader("Sentry-Hook-Timestamp");
    return Optional.of(
        key.signed(signature, "", body) && (timestamp == null || SigningKey.near(timestamp, now)));
  }

  @Override
  public List<Alert> read(Received received) {
    var hook = Fields.of(received.payload(), "");
    var data = hook.object("data");
    var resource = received.header("Sentry-Hook-Resource").orElseGet(() -> resource(data));
    return switch (resource) {
      case "event_alert" -> List.of(event(received.source(), hook, data));
      case "metric_alert" -> List.of(metric(received.source(), hook, data));
      case "issue" -> issue(received.source(), hook, data);
      default -> List.of();
    };
  }

  private static String resource(Fields data) {
    return Stream.of("event", "metric_alert", "issue")
        .filter(data::has)
        .findFirst()
        .map(name -> name.equals("event") ? "event_alert" : name)
        .orElse("");
  }

  private Alert event(String source, Fields hook, Fields data) {
    var event = data.object("event");
    var labels = tags(event);
    data.text("triggered_rule").ifPresent(rule -> labels.put("rule", rule));
    var project = event.text("project_slug", "project_name").orElse(null);
    if (project != null) {
      labels.put("project", project);
    }
    return alert(
        source,
        "issue:"
            + event
                .text("issue_id")
                .orElseThrow(() -> event.refuse("issue_id", "is what tells issues apart")),
        true,
        event.text("title", "culprit").orElse("Sentry alert"),
        event.text("culprit").orElse(null),
        services.of(labels, Stream.of(project).toList(), List.of()),
        event.text("level").orElse(null),
        event.time("datetime"),
        false,
        null,
        Stream.of(event.text("web_url"), event.text("issue_url"))
            .flatMap(Optional::stream)
            .toList(),
        labels,
        hook);
  }

  private Alert metric(String source, Fields hook, Fields data) {
    var metric = data.object("metric_alert");
    var rule = metric.object("alert_rule");
    var action = hook.text("action").orElse("").toLowerCase(Locale.ROOT);
    var firing =
        switch (action) {
          case "critical", "warning" -> true;
          case "resolved" -> false;
          default ->
              throw hook.refuse(
                  "action", "'" + Fields.echo(action) + "' is none of critical, warning, resolved");
        };
    var labels = new TreeMap<String, String>();
    rule.text("name").ifPresent(name -> labels.put("rule", name));
    var projects = metric.texts("projects");
    if (!projects.isEmpty()) {
      labels.put("project", projects.get(0));
    }
    return alert(
        source,
        "metric:" + metric.text("id").orElseThrow(() -> metric.refuse("id", "tells alerts apart")),
        firing,
        data.text("description_title").or(() -> metric.text("title")).orElse("Sentry metric alert"),
        data.text("description_text").orElse(null),
        services.of(labels, projects.stream().limit(1).toList(), List.of()),
        firing ? action : null,
        metric.time("date_started", "date_detected"),
        true,
        firing ? null : metric.time("date_closed"),
        data.text("web_url").stream().toList(),
        labels,
        hook);
  }

  /** Its issue is settled: what had been told of it is over. */
  private static List<Alert> issue(String source, Fields hook, Fields data) {
    var action = hook.text("action").orElse("");
    if (!List.of("resolved", "ignored", "archived").contains(action)) {
      return List.of();
    }
    var issue = data.object("issue");
    var id = issue.text("id").orElseThrow(() -> issue.refuse("id", "tells issues apart"));
    return List.of(
        alert(
            source,
            "issue:" + id,
            false,
            issue.text("title").orElse("Sentry issue"),
            null,
            List.of(),
            null,
            null,
            false,
            null,
            List.of(),
            Map.of(),
            hook));
  }

  private static TreeMap<String, String> tags(Fields event) {
    var tags = new TreeMap<String, String>();
    for (var tag : event.raw("tags")) {
      if (tag.isArray() && tag.size() == 2 && tags.size() < 50) {
        tags.put(Text.clean(tag.get(0).asText()), Text.clean(tag.get(1).asText()));
      }
    }
    return tags;
  }

  private static Alert alert(
      String source,
      String fingerprint,
      boolean firing,
      String title,
      @Nullable String description,
      List<String> services,
      @Nullable String severity,
      @Nullable Instant startedAt,
      boolean steady,
      @Nullable Instant resolvedAt,
      List<String> links,
      Map<String, String> labels,
      Fields hook) {
    return new Alert(
        source,
        fingerprint,
        firing,
        title,
        description,
        new ArrayList<>(services),
        severity,
        labels.get("kind"),
        startedAt,
        startedAt,
        steady,
        resolvedAt,
        Objects.requireNonNull(Alert.DETECTORS.get(0)),
        null,
        null,
        links,
        false,
        labels,
        null,
        hook.payload());
  }
}
