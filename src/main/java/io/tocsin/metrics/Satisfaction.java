package io.tocsin.metrics;

import io.tocsin.notification.FeedbackLinks;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * One question to customers after an incident. The link is signed, so that only whoever was asked
 * answers, and names nobody: the person is a keyed hash, and the key never leaves the database.
 */
@Service
@Transactional
class Satisfaction implements FeedbackLinks {

  private static final String ALGORITHM = "HmacSHA256";

  /** Of a hash in hexadecimal: enough that nobody guesses one. */
  private static final int LENGTH = 32;

  private static final Pattern TOKEN =
      Pattern.compile("(INC-[0-9-]{5,30})\\.([0-9a-f]{32})\\.([0-9a-f]{32})");

  private final JdbcClient jdbc;
  private final Clock clock;
  private volatile @Nullable String secret;

  Satisfaction(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Who was asked about which incident. */
  record Asked(String incident, String person) {}

  @Override
  public String token(String incident, String recipient) {
    var person = hash("person " + incident + " " + recipient);
    return String.join(".", incident, person, signature(incident, person));
  }

  /** Returns who was asked, if the link is one of ours and its incident is known. */
  Optional<Asked> asked(String token) {
    var parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var asked = new Asked(parts.group(1), parts.group(2));
    var signed =
        MessageDigest.isEqual(
            signature(asked.incident(), asked.person()).getBytes(StandardCharsets.US_ASCII),
            parts.group(3).getBytes(StandardCharsets.US_ASCII));
    return signed && known(asked.incident()) ? Optional.of(asked) : Optional.empty();
  }

  private boolean known(String incident) {
    return jdbc.sql("select exists (select from incident where number = ?)")
        .param(incident)
        .query(Boolean.class)
        .single();
  }

  /** Notes an answer; a later one of the same person takes its place. */
  void answer(Asked asked, int score) {
    jdbc.sql(
            "insert into satisfaction_answer (incident, person, score, at) values (?, ?, ?, ?)"
                + " on conflict (incident, person) do update set score = excluded.score,"
                + " at = excluded.at")
        .params(asked.incident(), asked.person(), score, Timestamp.from(clock.instant()))
        .update();
  }

  private String signature(String incident, String person) {
    return hash("link " + incident + " " + person);
  }

  private String hash(String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of()
          .formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, LENGTH);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(ALGORITHM + " is not to be had", e);
    }
  }

  private String secret() {
    var known = secret;
    if (known == null) {
      known = jdbc.sql("select secret from satisfaction_key").query(String.class).single();
      secret = known;
    }
    return known;
  }
}
