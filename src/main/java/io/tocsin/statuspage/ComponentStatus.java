package io.tocsin.statuspage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a component does, the words of Statuspage, worst last. */
enum ComponentStatus {
  OPERATIONAL("Operational"),
  DEGRADED_PERFORMANCE("Degraded performance"),
  PARTIAL_OUTAGE("Partial outage"),
  MAJOR_OUTAGE("Major outage");

  private final String title;

  ComponentStatus(String title) {
    this.title = title;
  }

  /** Returns the words of the page. */
  public String title() {
    return title;
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
