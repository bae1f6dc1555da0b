package io.tocsin.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads alerts as the organisation wants them read: the words for severities first, then the first
 * rule that matches.
 */
@Component
class AlertMapping {

  private static final int MAX_PATTERN = 200;
  private static final int MAX_RULES = 500;

  /**
   * An alert as it is read.
   *
   * @param rule that matched, if any
   * @param note why it opens nothing, if it does not
   */
  record Mapped(Alert alert, @Nullable String rule, @Nullable String note) {}

  private record Rule(
      String name,
      @Nullable Glob source,
      @Nullable Glob title,
      Map<String, Glob> labels,
      AlertProperties.Reading set,
      @Nullable String note) {

    boolean matches(Alert alert) {
      return (source == null || source.matches(alert.source()))
          && (title == null || title.matches(alert.title()))
          && labels.entrySet().stream()
              .allMatch(
                  label -> {
                    var value = alert.labels().get(label.getKey());
                    return value != null && label.getValue().matches(value);
                  });
    }
  }

  private final AlertSources sources;
  private final List<Rule> rules = new ArrayList<>();

  AlertMapping(AlertSources sources, AlertProperties properties) {
    this.sources = sources;
    if (properties.mapping().size() > MAX_RULES) {
      throw new IllegalStateException("tocsin.alerts.mapping: at most " + MAX_RULES + " rules");
    }
    properties.mapping().forEach(rule -> rules.add(checked(rule, rules.size())));
  }

  private static Rule checked(AlertProperties.Rule rule, int index) {
    var place = "tocsin.alerts.mapping[" + index + "]";
    var match = rule.match();
    var set = rule.set();
    if (match.source() == null && match.title() == null && match.labels().isEmpty()) {
      throw new IllegalStateException(place + ".match: name a source, a title or a label");
    }
    var sets = !set.services().isEmpty() || set.severity() != null || set.kind() != null;
    if (sets == (rule.note() != null)) {
      throw new IllegalStateException(
          place + ": give either set (services, severity, kind) or note, the reason");
    }
    if (rule.note() != null && rule.note().isBlank()) {
      throw new IllegalStateException(place + ".note: say why such an alert opens nothing");
    }
    var labels = new java.util.TreeMap<String, Glob>();
    match.labels().forEach((name, value) -> labels.put(name, glob(place + ".match.labels", value)));
    return new Rule(
        rule.name() == null ? "rule " + (index + 1) : rule.name(),
        match.source() == null ? null : glob(place + ".match.source", match.source()),
        match.title() == null ? null : glob(place + ".match.title", match.title()),
        labels,
        set,
        rule.note());
  }

  private static Glob glob(String place, String pattern) {
    if (pattern.isBlank() || pattern.length() > MAX_PATTERN) {
      throw new IllegalStateException(
          place + ": a pattern has 1 to " + MAX_PATTERN + " characters");
    }
    return new Glob(pattern);
  }

  /** Reads an alert of a source. A resolution is never kept from what it resolves. */
  Mapped read(Alert alert) {
    var severity = alert.severity();
    if (severity != null) {
      severity =
          sources
              .severities(alert.source())
              .getOrDefault(severity.toLowerCase(Locale.ROOT), severity);
    }
    var spoken = alert.read(alert.services(), severity, alert.kind());
    for (var rule : rules) {
      if (rule.matches(spoken)) {
        return mapped(spoken, rule);
      }
    }
    return new Mapped(spoken, null, null);
  }

  private static Mapped mapped(Alert alert, Rule rule) {
    var set = rule.set();
    return new Mapped(
        alert.read(
            set.services().isEmpty() ? alert.services() : set.services(),
            set.severity() == null ? alert.severity() : set.severity(),
            set.kind() == null ? alert.kind() : set.kind()),
        rule.name(),
        alert.firing() ? rule.note() : null);
  }
}
