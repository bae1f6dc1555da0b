package io.tocsin.notification;

/** Shortens texts to what a provider takes, never in the middle of a character. */
final class Cut {

  private Cut() {}

  /** Returns at most so many UTF-16 units; a shortened text ends with an ellipsis. */
  static String to(int max, String text) {
    if (text.length() <= max) {
      return text;
    }
    var end = max - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
