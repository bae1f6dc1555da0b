package io.tocsin.statuspage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How hard an incident hits, the words of Statuspage, worst last. */
enum Impact {
  NONE("All systems operational"),
  MINOR("Minor service disruption"),
  MAJOR("Major service disruption"),
  CRITICAL("Critical service outage");

  private final String headline;

  Impact(String headline) {
    this.headline = headline;
  }

  /** Returns what the page says of everything together. */
  public String headline() {
    return headline;
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
