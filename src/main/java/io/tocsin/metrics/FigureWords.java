package io.tocsin.metrics;

import io.tocsin.metrics.FigureId.Unit;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of figures as people read them. */
public final class FigureWords {

  private static final String NONE = "–";
  private static final double MINUTE = 60;
  private static final double HOUR = 3_600;
  private static final double DAY = 86_400;

  private FigureWords() {}

  /** Returns a value in the words of its unit; null is a dash. */
  public static String of(Unit unit, @Nullable Double value) {
    if (value == null) {
      return NONE;
    }
    return switch (unit) {
      case COUNT -> String.valueOf(Math.round(value));
      case PERCENT -> percent(value);
      case SCORE -> String.format(Locale.ROOT, "%.1f of 5", value);
      case SECONDS -> span(Duration.ofSeconds(Math.round(value)));
      case PERSON_SECONDS -> String.format(Locale.ROOT, "%.1f person-hours", value / HOUR);
    };
  }

  /** Returns a length of time in one unit, for the narrow places of a drawing. */
  public static String brief(double seconds) {
    if (seconds < HOUR) {
      return Math.round(seconds / MINUTE) + " min";
    }
    return seconds < DAY
        ? String.format(Locale.ROOT, "%.1f h", seconds / HOUR)
        : String.format(Locale.ROOT, "%.1f d", seconds / DAY);
  }

  /** What misses its target by little must not read as if it met it. */
  private static String percent(double value) {
    return value == Math.rint(value)
        ? Math.round(value) + " %"
        : String.format(Locale.ROOT, "%.1f %%", value);
  }

  private static String span(Duration length) {
    if (length.toDays() > 0) {
      return two(length.toDays(), " d", length.toHoursPart(), " h");
    }
    if (length.toHours() > 0) {
      return two(length.toHours(), " h", length.toMinutesPart(), " min");
    }
    return length.toMinutes() > 0
        ? two(length.toMinutes(), " min", length.toSecondsPart(), " s")
        : length.toSeconds() + " s";
  }

  private static String two(long large, String unit, int small, String smallUnit) {
    return large + unit + (small == 0 ? "" : " " + small + smallUnit);
  }
}
