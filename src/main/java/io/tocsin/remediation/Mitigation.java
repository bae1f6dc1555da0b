package io.tocsin.remediation;

/**
 * Something that may make a service work again.
 *
 * @param value {@code <service>:<action>} of the catalog, or {@code manual:<option>} done by hand
 * @param label for people
 */
record Mitigation(String value, String label) {

  /** Stands between what is done and why it is proposed. */
  static final String BECAUSE = " — ";

  private static final String MANUAL = "manual:";

  static Mitigation automatic(String service, String action, String label) {
    return new Mitigation(service + ":" + action, label);
  }

  static Mitigation byHand(String option, String label) {
    return new Mitigation(MANUAL + option, label);
  }

  /** Returns the label without the reason of the proposal. */
  String title() {
    var end = label.indexOf(BECAUSE);
    return end < 0 ? label : label.substring(0, end);
  }

  boolean automated() {
    return !value.startsWith(MANUAL);
  }

  /** Returns the id of the service whose action it is. */
  String service() {
    return value.substring(0, value.indexOf(':'));
  }

  /** Returns the id of the action. */
  String action() {
    return value.substring(value.indexOf(':') + 1);
  }
}
