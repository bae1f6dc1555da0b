package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "Pages are slow,Pages are slow",
        " Pages  are   slow ,Pages are slow",
        "'Pages\tare\r\nslow',Pages are slow",
        "Pages\u00a0are slow \u00e9,Pages\u00a0are slow \u00e9",
        "Pa\u0007g\u0000es \u202eare slow\u007f,Pages are slow"
      })
  void isOneLineWithoutWhatCannotBeShown(String text, String line) {
    assertThat(Text.line(text)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        " Pages  are slow ,Pages  are slow",
        "'Pages\nare\tslow','Pages\nare\tslow'",
        "Pa\u0000ges\u2066 are slow,Pages are slow"
      })
  void keepsLinesWithoutWhatCannotBeShown(String text, String clean) {
    assertThat(Text.clean(text)).isEqualTo(clean);
  }
}
