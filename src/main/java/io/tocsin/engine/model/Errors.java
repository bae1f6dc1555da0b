package io.tocsin.engine.model;

/** Codes of the business errors that a delegate may throw and a model reacts to. */
public final class Errors {

  /** No ticket came of asking for one. */
  public static final String NO_TICKET = "NO_TICKET";

  /** The chosen action did not succeed; known to older versions of the mitigation only. */
  public static final String ACTION_FAILED = "ACTION_FAILED";

  private Errors() {}
}
