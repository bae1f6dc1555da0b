package io.tocsin.statuspage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

  @ParameterizedTest
  @CsvSource({
    "ada@example.org, ada@example.org",
    "' Ada@Example.ORG ', ada@example.org",
    "ada+status@mail.example.co, ada+status@mail.example.co",
    "o'neil_1@example.org, o'neil_1@example.org",
    "ada@bücher.example, ada@xn--bcher-kva.example"
  })
  void keepsAnAddressInOneForm(String typed, String kept) {
    assertThat(MailAddress.of(typed)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "ada@example",
        "ada@@example.org",
        "a@b@example.org",
        ".ada@example.org",
        "ada.@example.org",
        "a..b@example.org",
        "ada@-example.org",
        "ada@example..org",
        "ada@127.0.0.1",
        "ada@[127.0.0.1]",
        "ada@example.org\r\nBcc: all@example.org",
        "ada\n@example.org",
        "Ada <ada@example.org>",
        "ada@example.org,bob@example.org",
        "\"ada bob\"@example.org",
        "ädä@example.org"
      })
  void refusesWhatIsNone(String typed) {
    assertThatThrownBy(() -> MailAddress.of(typed)).hasMessageContaining("email");
  }

  @Test
  void isNoLongerThanAllowed() {
    var domain = ("d".repeat(60) + ".").repeat(3) + "example.org";
    assertThat(MailAddress.of("a".repeat(254 - domain.length() - 1) + "@" + domain)).hasSize(254);
    assertThatThrownBy(() -> MailAddress.of("a".repeat(254 - domain.length()) + "@" + domain))
        .hasMessageContaining("email");
    assertThatThrownBy(() -> MailAddress.of("a".repeat(65) + "@example.org"))
        .hasMessageContaining("email");
    assertThatThrownBy(() -> MailAddress.of(null)).hasMessageContaining("email");
  }
}
