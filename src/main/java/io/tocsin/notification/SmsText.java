package io.tocsin.notification;

/**
 * Fits a text into three segments of a text message: 153 characters each in the alphabet of GSM
 * 03.38, 67 with any other character.
 */
final class SmsText {

  private static final int SEGMENTS = 3;
  private static final int GSM_SEGMENT = 153;
  private static final int UNICODE_SEGMENT = 67;

  private static final String GSM =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  /** These take two places. */
  private static final String GSM_EXTENDED = "^{}\\[~]|€";

  private static final String MORE = "...";

  private SmsText() {}

  /**
   * Returns subject, body and hint, one below the other. The body is shortened first, then the
   * subject; the hint stays.
   */
  static String of(String subject, String body, String hint) {
    var text = plain(subject.strip() + "\n" + body.strip()).strip();
    var end = hint.isEmpty() ? "" : "\n" + hint;
    if (fits(text + end)) {
      return text + end;
    }
    // No longer text fits in any case.
    var characters = text.codePoints().limit(SEGMENTS * GSM_SEGMENT).toArray();
    for (int length = characters.length; length > 0; length--) {
      var shorter = new String(characters, 0, length).stripTrailing() + MORE + end;
      if (fits(shorter)) {
        return shorter;
      }
    }
    return hint;
  }

  static boolean fits(String text) {
    var places = 0;
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (GSM_EXTENDED.indexOf(c) >= 0) {
        places += 2;
      } else if (GSM.indexOf(c) >= 0) {
        places++;
      } else {
        return text.length() <= SEGMENTS * UNICODE_SEGMENT;
      }
    }
    return places <= SEGMENTS * GSM_SEGMENT;
  }

  /** A single typographic quote would halve what fits. */
  private static String plain(String text) {
    return text.replaceAll("[\u2018\u2019\u201a\u2032]", "'")
        .replaceAll("[\u201c\u201d\u201e\u2033]", "\"")
        .replaceAll("[\u2010-\u2015\u2022]", "-")
        .replace("\u2026", MORE)
        .replace("\u2192", "->")
        .replaceAll("[\u00a0\u2007\u202f\t]", " ")
        .replaceAll("\\s*\n\\s*", "\n");
  }
}
