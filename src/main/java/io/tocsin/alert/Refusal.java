package io.tocsin.alert;

/** An answer in the words of the sender's own protocol. */
class Refusal extends RuntimeException {

  private final int status;
  private final Object body;

  /**
   * Refuses a request.
   *
   * @param body becomes JSON
   */
  Refusal(int status, Object body) {
    super("Answered " + status);
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  Object body() {
    return body;
  }
}
