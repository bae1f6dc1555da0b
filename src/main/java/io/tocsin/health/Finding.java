package io.tocsin.health;

/**
 * What was seen when one aspect of one service was looked at.
 *
 * @param service id of the service
 * @param state what to make of it
 * @param text one or more lines for people, plain text
 */
public record Finding(String service, Aspect aspect, State state, String text) {

  /** What to make of a finding. */
  public enum State {
    /** Nothing is wrong with it. */
    FINE,
    /** Something is wrong with it, or is worth a look. */
    SUSPECT,
    /** It could not be looked at; the text says why. */
    UNKNOWN
  }
}
