package io.tocsin.incident;

/**
 * The record of an incident has changed. Published in the transaction that changes it, before the
 * running model hears of it.
 *
 * @param now the incident after the change
 */
public record IncidentChanged(What what, IncidentView now) {

  /** What has changed. */
  public enum What {
    DECLARED,
    /** Somebody took it, for the first time or after a reopening. */
    ACKNOWLEDGED,
    /** The level differs. */
    SEVERITY,
    /** Somebody has another role. */
    ROLE,
    STATUS,
    /** It turned out to be a matter of security. */
    SECURITY,
    /** Another service is affected as well. */
    SERVICES,
    /** A link was added: a call, a channel. */
    LINK,
    /** An update was written, so that the next one is owed at another time. */
    UPDATE,
    /** Its kind, or what the investigation has found. */
    FACTS
  }

  /** Returns the number of the incident. */
  public String number() {
    return now.number();
  }
}
