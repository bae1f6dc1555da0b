package io.tocsin.engine.model;

/** The business errors that models react to. */
public final class Errors {

  /** An action of the catalog failed; another mitigation is to be chosen. */
  public static final String ACTION_FAILED = "ACTION_FAILED";

  private Errors() {}
}
