package io.tocsin.alert;

import io.tocsin.hash.Sha256;
import java.util.regex.Pattern;

/** Texts from outside, made fit for the record. */
final class Text {

  private static final String CUT = " (cut)";

  /** Control characters, and those that would turn the direction of the text after them. */
  private static final Pattern UNWANTED =
      Pattern.compile("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069&&[^\\n\\t]]");

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Text() {}

  /** Takes out what PostgreSQL cannot store and no page should show. */
  static String clean(String text) {
    return (plain(text) ? text : UNWANTED.matcher(text).replaceAll("")).strip();
  }

  /** Returns whether all of it is printable ASCII, as most is: a look through it costs little. */
  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Makes it one line, fit for a title or the subject of a mail. */
  static String line(String text) {
    return clean(plain(text) && !text.contains("  ") ? text : SPACE.matcher(text).replaceAll(" "));
  }

  /** Cuts a text and says so, never within a character. */
  static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    var end = length - CUT.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
  }

  /** Replaces a key that is too long for an index by its hash. */
  static String key(String text, int length) {
    return text.length() <= length ? text : "sha256:" + Sha256.hex(text);
  }
}
