package io.tocsin.alert;

import java.util.Locale;

/**
 * A pattern of a process owner: {@code *} is any text, {@code ?} one character, case does not
 * count. It looks back to the last star only, so that no text of a sender makes it slow.
 */
final class Glob {

  private final String pattern;

  Glob(String pattern) {
    this.pattern = pattern.toLowerCase(Locale.ROOT).replaceAll("\\*+", "*");
  }

  boolean matches(String value) {
    var text = value.toLowerCase(Locale.ROOT);
    int at = 0;
    int in = 0;
    int star = -1;
    int from = 0;
    while (at < text.length()) {
      if (in < pattern.length() && pattern.charAt(in) == '*') {
        star = in++;
        from = at;
      } else if (in < pattern.length()
          && (pattern.charAt(in) == '?' || pattern.charAt(in) == text.charAt(at))) {
        at++;
        in++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++from;
      } else {
        return false;
      }
    }
    while (in < pattern.length() && pattern.charAt(in) == '*') {
      in++;
    }
    return in == pattern.length();
  }
}
