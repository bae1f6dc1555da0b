package io.tocsin.incident;

import io.tocsin.people.Programs;

/**
 * Who did something, and by what way.
 *
 * @param id user id, alert source, {@code service:<name>} for a program with a token, or {@code
 *     tocsin} for the engine
 * @param source {@code api}, {@code tasklist}, {@code console}, {@code chat}, {@code phone}, {@code
 *     mail}, {@code pagerduty}, {@code alert} or {@code engine}
 */
public record Actor(String id, String source) {

  /** The engine itself. */
  public static final Actor ENGINE = new Actor("tocsin", "engine");

  /**
   * Returns whether it is somebody who signs in or answers, not a source, program or the engine.
   */
  public boolean person() {
    return asks() && !Programs.is(id);
  }

  /** Returns whether it asks for something by itself, as people and programs do. */
  boolean asks() {
    return !source.equals(ENGINE.source) && !source.equals("alert");
  }

  /** A person in the Tasklist. */
  public static Actor tasklist(String id) {
    return new Actor(id, "tasklist");
  }

  /** A caller of the API. */
  public static Actor api(String id) {
    return new Actor(id, "api");
  }

  /** A person on a page of the console. */
  public static Actor console(String id) {
    return new Actor(id, "console");
  }

  /** A person in a chat. */
  public static Actor chat(String id) {
    return new Actor(id, "chat");
  }

  /** A person who answers a call or a text message. */
  public static Actor phone(String id) {
    return new Actor(id, "phone");
  }

  /** A person who follows the link of a mail. */
  public static Actor mail(String id) {
    return new Actor(id, "mail");
  }

  /** A person in PagerDuty. */
  public static Actor pagerDuty(String id) {
    return new Actor(id, "pagerduty");
  }

  /** A detection source. */
  public static Actor alert(String source) {
    return new Actor(source, "alert");
  }
}
