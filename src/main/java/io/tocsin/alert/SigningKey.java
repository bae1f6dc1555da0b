package io.tocsin.alert;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that a source signs with. It has no text, so that it cannot be logged. */
final class SigningKey {

  /** Either way: what is older may be a recorded request, what is from the future is none. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String HMAC = "HmacSHA256";

  private final byte[] secret;

  private SigningKey(String secret) {
    this.secret = secret.strip().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a configured secret. */
  public static SigningKey valueOf(String secret) {
    return new SigningKey(secret);
  }

  /** Compares in a time that tells nothing. A blank secret signs nothing. */
  boolean signed(String signature, String prefix, byte[] body) {
    return secret.length > 0
        && MessageDigest.isEqual(
            sign(prefix, body).getBytes(StandardCharsets.US_ASCII),
            signature.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns whether a time in seconds since 1970 is near. */
  static boolean near(String timestamp, Instant now) {
    return timestamp.matches("[0-9]{1,12}")
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs()
                .compareTo(WINDOW)
            <= 0;
  }

  /** Returns the HMAC-SHA256 in hexadecimal, over a prefix and the bytes of a body. */
  String sign(String prefix, byte[] body) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      mac.update(prefix.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("HMAC-SHA256 is not to be had", e);
    }
  }
}
