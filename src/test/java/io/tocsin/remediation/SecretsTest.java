package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Catalog.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {

  @Test
  void masksTheValuesOfHeadersAndTheirParts() {
    var call =
        new HttpCall(
            "POST",
            URI.create("https://example.org/"),
            Map.of("Authorization", "Bearer abcdef123", "Content-Type", "application/json"),
            null);
    var secrets =
        Secrets.of(new Action("Call", false, Duration.ofSeconds(1), List.of(), Map.of(), call));

    assertThat(
            secrets.mask("sent Bearer abcdef123, got abcdef123 as application/json", false, 1000))
        .isEqualTo("sent *****, got ***** as application/json");
    assertThat(call.toString()).doesNotContain("abcdef123");
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
    return Secrets.of(
        new Action("Run", false, Duration.ofSeconds(1), List.of("true"), environment, null));
  }
}
