package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.digest.Sha512HashDigest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Passwords are kept by bcrypt; older hashes are read once more and replaced. */
@TocsinTest
class CredentialsTest {

  private static final String PASSWORD = "correct horse battery";

  @Autowired Credentials credentials;
  @Autowired IdentityService identity;
  @Autowired JdbcClient jdbc;

  private String user;

  @BeforeEach
  void make() {
    user = "u-" + UUID.randomUUID();
    var made = identity.newUser(user);
    made.setPassword(PASSWORD);
    identity.saveUser(made);
  }

  @AfterEach
  void remove() {
    identity.deleteUser(user);
  }

  @Test
  void aNewPasswordIsKeptByBcrypt() {
    assertThat(kept()).startsWith("{BCRYPT-SHA256}$2a$04$").doesNotContain(PASSWORD);
    assertThat(credentials.check(user, PASSWORD)).isTrue();
    assertThat(credentials.check(user, PASSWORD + "x")).isFalse();
    assertThat(credentials.check("nobody-" + user, PASSWORD)).isFalse();
    assertThat(credentials.check("\0", PASSWORD)).isFalse();
  }

  @Test
  void theEngineSOwnHashIsReadAndReplacedWithTheNextSignIn() {
    var salt = Base64.getEncoder().encodeToString(new byte[16]);
    jdbc.sql("update act_id_user set pwd_ = ?, salt_ = ? where id_ = ?")
        .params("{SHA-512}" + new Sha512HashDigest().encrypt(PASSWORD + salt), salt, user)
        .update();

    assertThat(credentials.check(user, "wrong")).isFalse();
    assertThat(kept()).startsWith("{SHA-512}");
    assertThat(credentials.check(user, PASSWORD)).isTrue();
    assertThat(kept()).startsWith("{BCRYPT-SHA256}");
    assertThat(credentials.check(user, PASSWORD)).isTrue();
  }

  @Test
  void aHashThatIsCheaperThanTodaysIsReplaced() {
    var today = new BcryptPasswords(5);
    assertThat(today.isWeaker("{BCRYPT-SHA256}" + new BcryptPasswords(4).encrypt("x"))).isTrue();
    assertThat(today.isWeaker("{BCRYPT-SHA256}" + today.encrypt("x"))).isFalse();
    assertThat(today.isWeaker("{BCRYPT-SHA256}" + new BcryptPasswords(6).encrypt("x"))).isFalse();
    assertThat(today.isWeaker("{SHA}abc")).isTrue();
  }

  @Test
  void eachCharacterOfALongPasswordCounts() {
    var bcrypt = new BcryptPasswords(4);
    var longOne = "x".repeat(100);
    assertThat(bcrypt.check(longOne + "a", bcrypt.encrypt(longOne + "a"))).isTrue();
    assertThat(bcrypt.check(longOne + "b", bcrypt.encrypt(longOne + "a"))).isFalse();
  }

  @Test
  void whatWasMadeByChanceIsHashedFast() {
    assertThat(new BcryptPasswords(16).encrypt(BcryptPasswords.RANDOM + "x")).startsWith("$2a$04$");
  }

  @Test
  void theTimeDoesNotTellWhoseHashIsAFastOne() {
    var slow = new Credentials(identity, jdbc, new PasswordProperties(11));
    var begun = System.nanoTime();

    assertThat(slow.check(user, "wrong")).isFalse();

    // No processor is done with 2048 rounds in that time, and each with 16.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(25));
  }

  @Test
  void aPasswordThatWasRightIsKnownUntilItChanges() {
    assertThat(credentials.provenLately(user, PASSWORD)).isFalse();
    credentials.check(user, PASSWORD);
    assertThat(credentials.provenLately(user, PASSWORD)).isTrue();
    assertThat(credentials.provenLately(user, "wrong")).isFalse();

    var known = identity.createUserQuery().userId(user).singleResult();
    known.setPassword("another one");
    identity.saveUser(known);
    assertThat(credentials.provenLately(user, PASSWORD)).isFalse();
    assertThat(credentials.check(user, PASSWORD)).isFalse();
  }

  private String kept() {
    return jdbc.sql("select pwd_ from act_id_user where id_ = ?")
        .param(user)
        .query(String.class)
        .single();
  }
}
