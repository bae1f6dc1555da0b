package io.tocsin.alert;

import io.tocsin.hash.Sha256;
import java.security.MessageDigest;

/** A shared secret, of which only the hash stays in memory. */
final class Token {

  private final byte[] hash;
  private final boolean blank;

  private Token(String secret) {
    this.hash = Sha256.of(secret);
    this.blank = secret.isBlank();
  }

  /** Reads a configured secret. */
  public static Token valueOf(String secret) {
    return new Token(secret);
  }

  /** Compares in a time that tells nothing. A blank token fits nothing. */
  boolean fits(String candidate) {
    return MessageDigest.isEqual(hash, Sha256.of(candidate)) && !blank;
  }
}
