package io.tocsin.incident;

/**
 * What lines of the timeline say, for programs that look for it. Their words are for people and may
 * change; these stay.
 */
public final class Fact {

  /** Somebody commands from now on. */
  public static final String COMMANDER = "commander";

  /** The health gate has passed. */
  public static final String GATE_PASSED = "gate-passed";

  /** The services were looked at while the incident was resolved. */
  public static final String STABILITY_CHECKED = "stability-checked";

  /** Somebody left out what was to be done or checked. */
  public static final String LEFT_OUT = "left-out";

  private Fact() {}

  /** An action took effect; {@code action} is its id in the catalog. */
  public static String succeeded(String action) {
    return "action-succeeded:" + action;
  }
}
