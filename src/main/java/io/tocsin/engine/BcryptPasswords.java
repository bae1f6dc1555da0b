package io.tocsin.engine;

import io.tocsin.hash.Sha256;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.digest.PasswordEncryptor;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Passwords as bcrypt keeps them. The engine's own SHA-512 with a salt is made to be fast, which is
 * what somebody who has stolen the table needs.
 */
final class BcryptPasswords implements PasswordEncryptor {

  /**
   * Begins passwords that were made by chance: nobody guesses them, so a slow hash adds nothing.
   */
  static final String RANDOM = "\0random:";

  static final int CHEAPEST = 4;

  /** The engine writes it before the hash, in braces. */
  private static final String NAME = "BCRYPT-SHA256";

  /** Stands before a hash, with its name, whose owner may not sign in. */
  static final String LOCKED = "{" + NAME + "}locked:";

  private static final Pattern KEPT =
      Pattern.compile(Pattern.quote("{" + NAME + "}") + "\\$2[aby]\\$(\\d\\d)\\$.{53}");

  private final int cost;
  private final BCryptPasswordEncoder bcrypt;
  private final BCryptPasswordEncoder cheap = new BCryptPasswordEncoder(CHEAPEST);

  BcryptPasswords(int cost) {
    this.cost = cost;
    this.bcrypt = new BCryptPasswordEncoder(cost);
  }

  /** The engine hands the password over with its salt behind it. */
  @Override
  public String encrypt(String password) {
    return Objects.requireNonNull(
        (password.startsWith(RANDOM) ? cheap : bcrypt).encode(digest(password)));
  }

  @Override
  public boolean check(String password, String encrypted) {
    // What is locked is no hash, of which the encoder would warn at each try.
    return encrypted.startsWith("$") && bcrypt.matches(digest(password), encrypted);
  }

  @Override
  public String hashAlgorithmName() {
    return NAME;
  }

  /** Returns whether a hash, as the table has it, is weaker than one that would be made now. */
  boolean isWeaker(String kept) {
    var bcrypted = KEPT.matcher(kept);
    return !bcrypted.matches() || Integer.parseInt(bcrypted.group(1)) < cost;
  }

  /** bcrypt reads 72 bytes and no more; password and salt may be longer. */
  private static String digest(String password) {
    return Base64.getEncoder().encodeToString(Sha256.of(password));
  }
}
