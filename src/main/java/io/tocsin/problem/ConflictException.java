package io.tocsin.problem;

/** A command that the present state does not allow; answered as 409. */
public class ConflictException extends RuntimeException {

  /** Says why it is not allowed now, and what is. */
  public ConflictException(String message) {
    super(message);
  }
}
