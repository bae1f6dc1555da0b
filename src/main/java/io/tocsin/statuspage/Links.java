package io.tocsin.statuspage;

/** Addresses of the page, as readers know them. */
final class Links {

  static final String PATH = "/status";

  private Links() {}

  static String page(String base) {
    return base + PATH;
  }

  static String incident(String base, String id) {
    return page(base) + "/incidents/" + id;
  }

  static String confirm(String base, String token) {
    return page(base) + "/subscriptions/confirm/" + token;
  }

  static String unsubscribe(String base, String token) {
    return page(base) + "/unsubscribe/" + token;
  }
}
