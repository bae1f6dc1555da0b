package io.tocsin.remediation;

/**
 * How an action ended.
 *
 * @param output what it said, without secrets
 */
record Outcome(boolean succeeded, String output) {

  static Outcome failed(String output) {
    return new Outcome(false, output);
  }
}
