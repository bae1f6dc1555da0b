package io.tocsin.remediation;

/** Texts shown in forms. */
final class FormText {

  /** The engine keeps at most 4,000 characters in a text variable. */
  private static final int MAX = 1_500;

  private FormText() {}

  static String cut(String text) {
    return text.length() <= MAX ? text : text.substring(0, MAX - 1) + "…";
  }
}
