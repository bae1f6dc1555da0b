package io.tocsin.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tocsin.engine.Decisions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a training asks for: a row of the decision {@code on-call-training}.
 *
 * @param shifts to shadow
 * @param readings incidents to read
 * @param drills to take part in
 * @param drillPercent of the points that the scorecard of each must have
 * @param quizzes names of files
 * @param quizPause after a failed attempt
 * @param signedBy ids of groups
 * @param validFor how long the qualification counts
 * @param remindBefore how long before its end its holder is reminded
 * @param within how long the training should take
 */
public record Requirements(
    int shifts,
    int readings,
    int drills,
    int drillPercent,
    List<String> quizzes,
    Duration quizPause,
    List<String> signedBy,
    Period validFor,
    Period remindBefore,
    Period within) {

  private static final String DECISION = "on-call-training";

  /** Returns when something that lasts so long from a time on is over, by the calendar of UTC. */
  @JsonIgnore
  static Instant after(Instant from, Period period) {
    return from.atOffset(ZoneOffset.UTC).plus(period).toInstant();
  }

  @JsonIgnore
  static Instant before(Instant until, Period period) {
    return until.atOffset(ZoneOffset.UTC).minus(period).toInstant();
  }

  /** Asks the decision. */
  @Component
  static class Table {

    private final Decisions decisions;

    Table(Decisions decisions) {
      this.decisions = decisions;
    }

    /**
     * Returns what is asked for.
     *
     * @throws IllegalStateException naming the cell that cannot be read
     */
    Requirements of(Purpose purpose, boolean renewal) {
      var rows =
          decisions.evaluate(
              DECISION, Map.of("kind", purpose.kind(), "target", purpose.id(), "renewal", renewal));
      if (rows.isEmpty()) {
        throw new IllegalStateException(
            "The decision %s has no rule for %s; add one".formatted(DECISION, purpose.text()));
      }
      return read(rows.get(0));
    }

    static Requirements read(Map<String, @Nullable Object> row) {
      try {
        var signers = list(row, "signedBy");
        if (signers.isEmpty()) {
          throw wrong("signedBy", "", "name at least one group");
        }
        return new Requirements(
            number(row, "shifts"),
            number(row, "readings"),
            number(row, "drills"),
            number(row, "drillPercent"),
            list(row, "quizzes"),
            Duration.parse(text(row, "quizPause")),
            signers,
            Period.parse(text(row, "validFor")),
            Period.parse(text(row, "remindBefore")),
            Period.parse(text(row, "within")));
      } catch (DateTimeException e) {
        throw new IllegalStateException(
            ("The decision %s has a length of time that cannot be read: %s; write quizPause such as"
                    + " PT1H, and validFor, remindBefore and within such as P30D or P1Y")
                .formatted(DECISION, e.getMessage()),
            e);
      }
    }

    private static int number(Map<String, @Nullable Object> row, String column) {
      if (!(row.get(column) instanceof Number number) || number.intValue() < 0) {
        throw wrong(column, row.get(column), "write a number from 0");
      }
      return number.intValue();
    }

    private static List<String> list(Map<String, @Nullable Object> row, String column) {
      return Arrays.stream(text(row, column).split(","))
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .toList();
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
      var value = row.get(column);
      return value == null ? "" : value.toString().strip();
    }

    private static IllegalStateException wrong(
        String column, @Nullable Object value, String remedy) {
      return new IllegalStateException(
          "The decision %s: %s is '%s'; %s".formatted(DECISION, column, value, remedy));
    }
  }
}
