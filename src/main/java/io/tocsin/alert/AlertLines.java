package io.tocsin.alert;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes what alerts do to the timeline of their incident. A storm would bury what people have
 * done: from a number of lines on they are counted and summed up.
 */
@Component
class AlertLines {

  private final Timeline timeline;
  private final JdbcClient jdbc;
  private final int most;

  AlertLines(Timeline timeline, JdbcClient jdbc, StormProperties properties) {
    this.timeline = timeline;
    this.jdbc = jdbc;
    this.most = properties.limits().timelineLines();
  }

  /** Writes a line, or counts it. */
  void add(String incident, String source, String text) {
    var lines = count(incident);
    if (lines <= most) {
      timeline.add(incident, Actor.alert(source), "alert", text);
    } else if (lines == most + 1) {
      timeline.add(
          incident,
          Actor.ENGINE,
          "alert",
          "A storm of alerts: %d were written down, from now on they are counted. The list of alerts has each"
              .formatted(most));
    } else if (lines % most == 0 && Long.bitCount(lines / most) == 1) {
      timeline.add(
          incident,
          Actor.ENGINE,
          "alert",
          "The storm goes on: %d alerts until now".formatted(lines));
    }
  }

  /** Writes a line that an incident needs once, however often it is said. */
  void once(String incident, String source, String text) {
    if (!timeline.says(incident, text)) {
      add(incident, source, text);
    }
  }

  private long count(String incident) {
    return jdbc.sql(
            "insert into alert_line as known (incident, lines) values (?, 1)"
                + " on conflict (incident) do update set lines = known.lines + 1 returning lines")
        .param(incident)
        .query(Long.class)
        .single();
  }
}
