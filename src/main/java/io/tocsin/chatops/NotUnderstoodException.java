package io.tocsin.chatops;

/** A command that cannot be read or is not this person's to give; the message says what to do. */
class NotUnderstoodException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotUnderstoodException(String message) {
    super(message);
  }
}
