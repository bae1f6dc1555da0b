package io.tocsin.notification;

/** The signed links by which readers say how a response went. One bean implements it. */
public interface FeedbackLinks {

  /** What the address of each of them begins with, after that of the installation. */
  String PATH = "/status/feedback/";

  /** Stands in a text for what is each reader's own. */
  String MARK = "this-readers-own-link";

  /** Returns what a reader's link ends with; the same each time. */
  String token(String incident, String recipient);
}
