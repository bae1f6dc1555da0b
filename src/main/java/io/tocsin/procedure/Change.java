package io.tocsin.procedure;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two versions in one place.
 *
 * @param id of the element or row
 * @param name for people
 * @param type as BPMN calls it; {@code decision} or {@code row} in a decision table
 * @param facets what of it is different; empty for what was added or removed as a whole
 */
public record Change(String id, String name, String type, Kind kind, List<Facet> facets) {

  /** What became of it. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One property.
   *
   * @param before null when it was not set
   * @param after null when it is not set any more
   */
  public record Facet(String what, @Nullable String before, @Nullable String after) {}
}
