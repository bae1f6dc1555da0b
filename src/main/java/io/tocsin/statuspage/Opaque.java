package io.tocsin.statuspage;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Ids that say nothing: the same for the same thing on every node and after every start. */
final class Opaque {

  private static final int LENGTH = 12;

  private Opaque() {}

  /** Returns the id of a thing, twelve letters and digits as Statuspage has them. */
  static String id(String kind, String key) {
    var text = new BigInteger(1, sha256(kind + ":" + key)).toString(Character.MAX_RADIX);
    return text.toLowerCase(Locale.ROOT).substring(text.length() - LENGTH);
  }

  static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not to be had", e);
    }
  }
}
