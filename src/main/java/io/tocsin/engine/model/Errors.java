package io.tocsin.engine.model;

/** Codes of the business errors that a delegate may throw and a model reacts to. */
public final class Errors {

  /** An action of the catalog ran and did not succeed. */
  public static final String ACTION_FAILED = "ACTION_FAILED";

  /** No ticket came of asking for one. */
  public static final String NO_TICKET = "NO_TICKET";

  private Errors() {}
}
