package io.tocsin.policy;

/**
 * How many times faster than in earnest a drill goes.
 *
 * @param response until it is resolved, from 1
 * @param aftermath the watch, the review, and what is owed afterwards, from 1
 */
public record Pace(int response, int aftermath) {

  /** As in earnest. */
  public static final Pace REAL = new Pace(1, 1);

  public Pace {
    if (response < 1 || aftermath < 1) {
      throw new IllegalArgumentException("A drill goes as fast as in earnest, or faster");
    }
  }

  /** Returns whether it is faster than in earnest. */
  public boolean faster() {
    return !equals(REAL);
  }
}
