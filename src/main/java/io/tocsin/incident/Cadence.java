package io.tocsin.incident;

import java.util.Map;

/**
 * Which targets of a policy the status updates of an audience have.
 *
 * @param first for the first one, counted from the declaration
 * @param every for each later one
 */
public record Cadence(String first, String every) {

  /** By audience. Others are owed none. */
  public static final Map<String, Cadence> OF =
      Map.of(
          "internal", new Cadence("firstUpdateWithin", "updateEvery"),
          "executive", new Cadence("executiveUpdateEvery", "executiveUpdateEvery"),
          "public", new Cadence("statusPageWithin", "statusPageEvery"));

  /** Returns the target of the first update, or of a later one. */
  public String target(boolean isFirst) {
    return isFirst ? first : every;
  }
}
