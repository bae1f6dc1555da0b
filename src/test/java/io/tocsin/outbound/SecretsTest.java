package io.tocsin.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {

  @Test
  void masksTheValuesOfHeadersAndTheirParts() {
    var secrets =
        Secrets.of(
            Map.of("Authorization", "Bearer abcdef123"),
            Map.of("Content-Type", "application/json"));

    assertThat(
            secrets.mask("sent Bearer abcdef123, got abcdef123 as application/json", false, 1000))
        .isEqualTo("sent *****, got ***** as application/json");
  }

  @Test
  void masksTheEnvironmentButNotWhatIsKnownToBeHarmless() {
    var secrets = secrets(Map.of("TOKEN", "hunter22", "PATH", "/usr/bin", "LEVEL", "1"));

    assertThat(secrets.mask("hunter22 level 1 in /usr/bin", false, 1000))
        .isEqualTo("***** level 1 in /usr/bin");
  }

  @Test
  void masksTheLongerOfTwoSecretsFirst() {
    assertThat(secrets(Map.of("A", "secret", "B", "secret-more")).mask("secret-more", false, 1000))
        .isEqualTo("*****");
  }

  @Test
  void dropsAPartOfASecretWhereReadingStopped() {
    assertThat(secrets(Map.of("A", "swordfish")).mask("the word is swordfis", true, 1000))
        .doesNotContain("sword")
        .endsWith("… (cut)");
  }

  @Test
  void cutsALongText() {
    assertThat(secrets(Map.of()).mask("abcdefgh", false, 3)).isEqualTo("abc… (cut)");
    assertThat(secrets(Map.of()).mask("abc", false, 3)).isEqualTo("abc");
  }

  private static Secrets secrets(Map<String, String> environment) {
    return Secrets.of(environment);
  }
}
