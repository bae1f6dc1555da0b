package io.tocsin.problem;

/** Input that cannot be taken. Names the field and the remedy; answered as 400. */
public class InvalidInputException extends RuntimeException {

  private final String field;
  private final String remedy;

  /**
   * Refuses one field.
   *
   * @param field name of the field as the sender knows it
   * @param remedy what to send instead, as a sentence
   */
  public InvalidInputException(String field, String remedy) {
    super(field + ": " + remedy);
    this.field = field;
    this.remedy = remedy;
  }

  /** Returns the name of the refused field. */
  public String field() {
    return field;
  }

  /** Returns what to send instead, for where the field is told otherwise. */
  public String remedy() {
    return remedy;
  }
}
