package io.tocsin.metrics;

import io.tocsin.metrics.FigureId.Unit;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statistics of a few numbers. */
final class Values {

  private static final double MEDIAN = 0.5;
  private static final double NINE_TENTHS = 0.9;
  private static final double HUNDRED = 100;

  private Values() {}

  static @Nullable Double mean(List<Double> values) {
    return values.isEmpty()
        ? null
        : values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  static @Nullable Double median(List<Double> values) {
    return percentile(values, MEDIAN);
  }

  static @Nullable Double p90(List<Double> values) {
    return percentile(values, NINE_TENTHS);
  }

  /** Between two values it is interpolated, as {@code percentile_cont} of SQL does. */
  static @Nullable Double percentile(List<Double> values, double part) {
    if (values.isEmpty()) {
      return null;
    }
    var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    var place = part * (sorted.length - 1);
    var low = (int) Math.floor(place);
    var high = (int) Math.ceil(place);
    return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  }

  static @Nullable Double percent(int part, int of) {
    return of == 0 ? null : HUNDRED * part / of;
  }

  /** Reads a target of a policy in the unit of a figure. */
  static Optional<Double> target(String text, Unit unit) {
    try {
      return Optional.of(
          unit == Unit.SECONDS || unit == Unit.PERSON_SECONDS
              ? (double) Duration.parse(text.strip()).toSeconds()
              : Double.parseDouble(text.strip().replace("%", "")));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static @Nullable Boolean met(
      @Nullable Double value,
      @Nullable Double target,
      @Nullable Double previous,
      String direction) {
    if (value == null) {
      return null;
    }
    return switch (direction) {
      case "below" -> target == null ? null : value <= target;
      case "above" -> target == null ? null : value >= target;
      case "falling" -> previous == null ? null : value <= previous;
      case "rising" -> previous == null ? null : value >= previous;
      default -> null;
    };
  }
}
