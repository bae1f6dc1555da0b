package io.tocsin.slack;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells whether a request comes from Slack, and from now. */
@Component
public class SlackSignature {

  /** Either way: a request that is older may be a recorded one, one from the future is none. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String HMAC = "HmacSHA256";

  private final @Nullable String secret;
  private final Clock clock;

  SlackSignature(SlackProperties properties, Clock clock) {
    this.secret = properties.signingSecret();
    this.clock = clock;
  }

  /** Returns whether a signing secret is set; nothing is believed without one. */
  public boolean configured() {
    return secret != null;
  }

  /**
   * Returns whether the signature is right and the time is near.
   *
   * @param timestamp header {@code X-Slack-Request-Timestamp}
   * @param signature header {@code X-Slack-Signature}
   * @param body as it came, byte by byte
   */
  public boolean verifies(@Nullable String timestamp, @Nullable String signature, byte[] body) {
    if (secret == null
        || timestamp == null
        || signature == null
        || !timestamp.matches("[0-9]{1,12}")) {
      return false;
    }
    var expected = sign(secret, timestamp, body).getBytes(StandardCharsets.US_ASCII);
    var right = MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return right && Duration.between(sent, clock.instant()).abs().compareTo(WINDOW) <= 0;
  }

  static String sign(String secret, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
      return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("HMAC-SHA256 is not to be had", e);
    }
  }
}
