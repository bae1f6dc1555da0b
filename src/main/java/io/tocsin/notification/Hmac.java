package io.tocsin.notification;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures with a shared secret. */
final class Hmac {

  private Hmac() {}

  /** Returns the HMAC-SHA256 in hexadecimal. */
  static String sha256(String secret, byte[] message) {
    return HexFormat.of().formatHex(sign("HmacSHA256", secret, message));
  }

  /** Returns the HMAC-SHA1 in base64; Twilio signs so. */
  static String sha1(String secret, String message) {
    return Base64.getEncoder()
        .encodeToString(sign("HmacSHA1", secret, message.getBytes(StandardCharsets.UTF_8)));
  }

  /** Compares in a time that tells nothing. */
  static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sign(String algorithm, String secret, byte[] message) {
    try {
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(message);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(algorithm + " is not to be had", e);
    }
  }
}
