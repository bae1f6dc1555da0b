package io.tocsin.routine;

import io.tocsin.engine.Decisions;
import io.tocsin.policy.Deadline;
import io.tocsin.policy.Policy;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What {@code processes/routine/routines.dmn} says, for all policies. */
@Component
class RoutineTables {

  private static final Logger LOG = LoggerFactory.getLogger(RoutineTables.class);
  private static final String KINDS = "routine-kinds";
  private static final String TIMES = "routine-times";

  /**
   * What the work is made of.
   *
   * @param figures whether a report of the last period is prepared
   * @param contacts whether people confirm their contacts first
   * @param drillKinds kinds of drill that have it done
   * @param drillLevel how grave such a drill must be at least; null for any
   */
  record Work(
      String kind,
      boolean figures,
      boolean contacts,
      List<String> drillKinds,
      @Nullable Integer drillLevel) {}

  /**
   * How much time there is, and who hears of it when.
   *
   * @param within from the beginning
   * @param remindBefore the deadline
   * @param remindEvery after it
   * @param escalateAfter the deadline
   * @param escalateTo as a policy writes recipients
   */
  record Times(
      Deadline within,
      Duration remindBefore,
      Duration remindEvery,
      Duration escalateAfter,
      List<String> escalateTo) {}

  private final Decisions decisions;

  RoutineTables(Decisions decisions) {
    this.decisions = decisions;
  }

  /**
   * Returns whether these tables can be read for a routine. Where they cannot, the log says so, and
   * the routines beside it go on.
   */
  boolean readable(String policy, Policy.Routine routine) {
    try {
      var unused = times(policy, routine.every(), work(policy, routine.id()).kind());
      return true;
    } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
      LOG.error(
          "The routine '{}' of {} is not begun: its row in {} or {} cannot be read. Mend the row",
          routine.id(),
          policy,
          KINDS,
          TIMES,
          e);
      return false;
    }
  }

  Work work(String policy, String routine) {
    var row = first(KINDS, Map.of("policy", policy, "routine", routine));
    var level = text(row, "drillLevel");
    return new Work(
        text(row, "kind"),
        text(row, "figures").equals("yes"),
        text(row, "contacts").equals("yes"),
        list(row, "drillKinds"),
        level.isEmpty() ? null : Integer.valueOf(level));
  }

  Times times(String policy, String every, String kind) {
    var row = first(TIMES, Map.of("policy", policy, "every", every, "kind", kind));
    return new Times(
        Deadline.parse(text(row, "within")),
        Duration.parse(text(row, "remindBefore")),
        Duration.parse(text(row, "remindEvery")),
        Duration.parse(text(row, "escalateAfter")),
        list(row, "escalateTo"));
  }

  private Map<String, @Nullable Object> first(String decision, Map<String, ?> inputs) {
    var rows = decisions.look(decision, inputs);
    if (rows.isEmpty()) {
      throw new IllegalStateException("The decision " + decision + " has no catch-all rule");
    }
    return rows.get(0);
  }

  private static String text(Map<String, @Nullable Object> row, String column) {
    var value = row.get(column);
    return value == null ? "" : value.toString().strip();
  }

  private static List<String> list(Map<String, @Nullable Object> row, String column) {
    return Arrays.stream(text(row, column).split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
