package io.tocsin.csv;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table as text, RFC 4180: a line of headings, then the rows. What a spreadsheet would take for a
 * formula is kept from being one.
 */
public final class Csv {

  /** What to answer with. */
  public static final String MEDIA_TYPE = "text/csv;charset=UTF-8";

  private static final String FORMULAS = "=+-@\t\r";

  private final StringBuilder text = new StringBuilder();

  /** Begins a table. */
  public Csv(String... headings) {
    row((Object[]) headings);
  }

  /** Adds a row; null is an empty cell, a list one cell with spaces between its items. */
  public void row(@Nullable Object... cells) {
    text.append(line(cells));
  }

  /** Returns a row alone, for tables that are too long to be held. */
  public static String line(@Nullable Object... cells) {
    return Arrays.stream(cells).map(Csv::cell).collect(joining(",")) + "\r\n";
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String cell(@Nullable Object value) {
    if (value instanceof Collection<?> items) {
      return cell(items.stream().map(Objects::toString).collect(joining(" ")));
    }
    if (value instanceof Number) {
      return value.toString();
    }
    var plain = Objects.toString(value, "");
    var safe = !plain.isEmpty() && FORMULAS.indexOf(plain.charAt(0)) >= 0 ? "'" + plain : plain;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
