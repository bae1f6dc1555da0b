package io.tocsin.problem;

/**
 * A command that lost against others each time it was tried; answered as 503, see {@link
 * Unavailable}.
 */
public class BusyException extends RuntimeException {

  /** Keeps what it lost against. */
  public BusyException(Throwable cause) {
    super("Others change the same at this moment; try again", cause);
  }
}
