package io.tocsin.problem;

/** Something that was named does not exist; answered as 404. */
public class NotFoundException extends RuntimeException {

  /** Says what was looked for, as a sentence. */
  public NotFoundException(String message) {
    super(message);
  }
}
