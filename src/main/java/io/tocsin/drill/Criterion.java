package io.tocsin.drill;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** By what a response is scored. Each looks at what the record says, not at who says it. */
enum Criterion {
  ACKNOWLEDGED("acknowledged", "Acknowledged in time"),
  COMMANDER("commander", "A commander in time"),
  FIRST_UPDATE("first-update", "First status update in time"),
  UPDATES_ON_TIME("updates-on-time", "Every status update on time"),
  ESCALATIONS("escalations", "Every escalation that was due is taken"),
  ROLLED_BACK("rolled-back", "Rolled back, and healthy afterwards"),
  RESOLVED("resolved", "Resolved in time"),
  STABLE("stable", "Watched, and stable"),
  STEPS("steps", "No step skipped"),
  CHECKLISTS("checklists", "Checklists complete"),
  DECISIONS("decisions", "Decisions recorded");

  private final String word;
  private final String title;

  Criterion(String word, String title) {
    this.word = word;
    this.title = title;
  }

  String word() {
    return word;
  }

  String title() {
    return title;
  }

  static Optional<Criterion> find(String word) {
    return Arrays.stream(values()).filter(criterion -> criterion.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Criterion::word).toList();
  }
}
