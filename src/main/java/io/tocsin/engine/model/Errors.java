package io.tocsin.engine.model;

/** Codes of the business errors that a delegate may throw and a model reacts to. */
public final class Errors {

  /** No ticket came of asking for one. */
  public static final String NO_TICKET = "NO_TICKET";

  private Errors() {}
}
