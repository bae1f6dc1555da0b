package io.tocsin.actionitem;

import io.tocsin.engine.Decisions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * When an owner is reminded, and who hears of what is late: a row of the decision {@code
 * action-item-reminders}.
 *
 * @param before how long before the deadline the owner is reminded
 * @param every how long after the deadline, and after each time, the owner is reminded again
 * @param escalateAfter how long after the deadline others hear of it
 * @param escalateTo who they are, as a policy writes recipients
 */
record Reminder(Duration before, Duration every, Duration escalateAfter, List<String> escalateTo) {

  private static final String DECISION = "action-item-reminders";

  /** What is told of an item. */
  enum Kind {
    /** It is due soon. */
    DUE,
    /** It is late. */
    OVERDUE,
    /** Others hear that it is late. */
    ESCALATED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name of the message. */
    String event() {
      return "action-item-" + word();
    }
  }

  /** Asks the decision. */
  @Component
  static class Table {

    private final Decisions decisions;

    Table(Decisions decisions) {
      this.decisions = decisions;
    }

    /** What comes from no incident has no level: no row for a level is its. */
    Reminder of(ActionItem item) {
      var inputs = new HashMap<String, @Nullable Object>();
      inputs.put("policy", item.policy());
      inputs.put("level", item.severity());
      inputs.put("kind", item.kind());
      var rows = decisions.evaluate(DECISION, inputs);
      if (rows.isEmpty()) {
        throw new IllegalStateException("The decision " + DECISION + " has no catch-all rule");
      }
      var row = rows.get(0);
      return new Reminder(
          Duration.parse(text(row, "remindBefore")),
          Duration.parse(text(row, "remindEvery")),
          Duration.parse(text(row, "escalateAfter")),
          Arrays.stream(text(row, "escalateTo").split(",")).map(String::strip).toList());
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
      return String.valueOf(row.get(column)).strip();
    }
  }
}
