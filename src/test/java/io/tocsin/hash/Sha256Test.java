package io.tocsin.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {

  /** Tokens, keys of alerts and marks of files are stored so: it stays as it is for ever. */
  @Test
  void isTheSameForTextsBytesAndWhatComesInParts() {
    var hash = "8f18d2e16a8d5c949191d0e67233132d64812b6f2daa7dd7b115b650258960fa";

    assertThat(Sha256.hex("Störung")).isEqualTo(hash);
    assertThat(Sha256.hex("Störung".getBytes(StandardCharsets.UTF_8))).isEqualTo(hash);
    var digest = Sha256.digest();
    digest.update("Stör".getBytes(StandardCharsets.UTF_8));
    digest.update("ung".getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(hash);
  }
}
