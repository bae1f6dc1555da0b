package io.tocsin.people;

/** Programs that act with a token, where otherwise a person's id stands. */
public final class Programs {

  /** How the id of a program begins; no user can have such a name. */
  public static final String PREFIX = "service:";

  private Programs() {}

  /** Returns the id under which the program of a token acts. */
  public static String id(String name) {
    return PREFIX + name;
  }

  /** Returns whether an id is that of a program with a token. */
  public static boolean is(String id) {
    return id.startsWith(PREFIX);
  }
}
