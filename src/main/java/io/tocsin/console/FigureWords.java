package io.tocsin.console;

import io.tocsin.metrics.FigureId.Unit;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of figures as people read them. */
final class FigureWords {

  private static final String NONE = "–";
  private static final double HOUR = 3_600;

  private FigureWords() {}

  static String of(Unit unit, @Nullable Double value) {
    if (value == null) {
      return NONE;
    }
    return switch (unit) {
      case COUNT -> String.valueOf(Math.round(value));
      case PERCENT -> "%.0f %%".formatted(value);
      case SCORE -> String.format(Locale.ROOT, "%.1f of 5", value);
      case SECONDS -> span(Duration.ofSeconds(Math.round(value)));
      case PERSON_SECONDS -> String.format(Locale.ROOT, "%.1f person-hours", value / HOUR);
    };
  }

  private static String span(Duration length) {
    if (length.toDays() > 0) {
      return length.toDays() + " d " + length.toHoursPart() + " h";
    }
    if (length.toHours() > 0) {
      return length.toHours() + " h " + length.toMinutesPart() + " min";
    }
    return length.toMinutes() > 0
        ? length.toMinutes() + " min"
        : length.toSeconds() + " s";
  }
}
