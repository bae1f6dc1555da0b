package io.tocsin.statuspage;

import io.tocsin.engine.Decisions;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the decision {@code status-page-impact} how a level shows outside. */
@Component
class Looks {

  static final String DECISION = "status-page-impact";

  private final Decisions decisions;

  Looks(Decisions decisions) {
    this.decisions = decisions;
  }

  /**
   * Returns how a level shows.
   *
   * @throws IllegalStateException when the table does not say, or in words that nobody knows
   */
  Look of(int level) {
    var row =
        decisions.evaluate(DECISION, Map.of("level", level)).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The decision '%s' has no row for level %d; add one"
                            .formatted(DECISION, level)));
    return new Look(
        word(row, "impact", Impact::valueOf), word(row, "component", ComponentStatus::valueOf));
  }

  private static <T> T word(
      Map<String, @Nullable Object> row, String column, Function<String, T> known) {
    var word = String.valueOf(row.get(column));
    try {
      return known.apply(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "The decision '%s' says '%s' in the column '%s', which nobody knows"
              .formatted(DECISION, word, column),
          e);
    }
  }
}
