package io.tocsin.policy;

/** Whoever knows the people and contacts of this installation. */
public interface KnownRecipients {

  /**
   * Returns whether a recipient is somebody here.
   *
   * @param recipient for example {@code oncall:primary} or {@code group:management}
   */
  boolean known(String recipient);
}
