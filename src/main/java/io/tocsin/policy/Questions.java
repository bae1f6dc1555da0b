package io.tocsin.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The typed questions of the severity decision, and the words that answer them. */
final class Questions {

  /** What an answer is. */
  enum Type {
    WORD,
    NUMBER,
    FLAG
  }

  /**
   * One question.
   *
   * @param words that answer it, when it takes words of our own; empty otherwise
   */
  record Question(String name, Type type, List<String> words) {}

  /** All questions by name; what an alert says of itself comes last. */
  static final Map<String, Question> ALL = all();

  private Questions() {}

  private static Map<String, Question> all() {
    var all = new LinkedHashMap<String, Question>();
    words(all, "scope", "complete", "major", "partial", "minor", "cosmetic");
    add(all, "usersAffectedPercent", Type.NUMBER);
    words(all, "performance", "normal", "minor", "significant", "severe");
    add(all, "responseSeconds", Type.NUMBER);
    words(all, "data", "intact", "partlyUnavailable", "lostOrCorrupt");
    words(
        all,
        "security",
        "none",
        "minorVulnerability",
        "exploitedVulnerability",
        "breach",
        "breachWithExposure");
    add(all, "paymentsDown", Type.FLAG);
    words(all, "authentication", "ok", "issues", "down");
    add(all, "databaseDown", Type.FLAG);
    add(all, "criticalEndpointsFailing", Type.FLAG);
    add(all, "crashing", Type.FLAG);
    words(all, "workaround", "none", "painful", "available", "notNeeded");
    words(all, "businessImpact", "none", "minimal", "moderate", "significant", "major");
    add(all, "compliance", Type.FLAG);
    words(all, Policies.ALERT_SEVERITY);
    return all;
  }

  private static void words(Map<String, Question> all, String name, String... words) {
    all.put(name, new Question(name, Type.WORD, List.of(words)));
  }

  private static void add(Map<String, Question> all, String name, Type type) {
    all.put(name, new Question(name, type, List.of()));
  }
}
