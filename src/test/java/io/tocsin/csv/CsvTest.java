package io.tocsin.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void quotesWhatWouldBreakTheTable() {
    var table = new Csv("what", "who");
    table.row("a, b", "says \"no\"");
    table.row("two\nlines", null);
    table.row(List.of("x", "y"), 3);
    assertThat(table)
        .hasToString("what,who\r\n\"a, b\",\"says \"\"no\"\"\"\r\n\"two\nlines\",\r\nx y,3\r\n");
  }

  @Test
  void keepsTextsFromBecomingFormulas() {
    var table = new Csv("what");
    table.row("=HYPERLINK(\"http://evil.example\")");
    table.row("@sum");
    table.row(-3);
    assertThat(table.toString().lines().skip(1))
        .containsExactly("\"'=HYPERLINK(\"\"http://evil.example\"\")\"", "'@sum", "-3");
  }
}
