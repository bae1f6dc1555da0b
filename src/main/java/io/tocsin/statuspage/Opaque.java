package io.tocsin.statuspage;

import io.tocsin.hash.Sha256;
import java.math.BigInteger;
import java.util.Locale;

/** Ids that say nothing: the same for the same thing on every node and after every start. */
final class Opaque {

  private static final int LENGTH = 12;

  private Opaque() {}

  /** Returns the id of a thing, twelve letters and digits as Statuspage has them. */
  static String id(String kind, String key) {
    var text = new BigInteger(1, Sha256.of(kind + ":" + key)).toString(Character.MAX_RADIX);
    return text.toLowerCase(Locale.ROOT).substring(text.length() - LENGTH);
  }
}
