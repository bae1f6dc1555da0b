package io.tocsin.playbook;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checklist or a list of answers as a model spells it: one a line.
 *
 * @param items in their order
 */
record ChecklistText(List<Item> items) {

  /**
   * One line.
   *
   * @param knownBy what ticks it without a person, such as {@code deployments}; empty for none
   */
  record Item(String text, String knownBy) {

    private static Item of(String line) {
      var bar = line.lastIndexOf('|');
      return bar < 0
          ? new Item(line.strip(), "")
          : new Item(line.substring(0, bar).strip(), line.substring(bar + 1).strip());
    }
  }

  /** Reads the lines; empty ones are left out. */
  static ChecklistText of(String lines) {
    return new ChecklistText(
        lines.lines().filter(line -> !line.isBlank()).map(Item::of).distinct().toList());
  }

  /** Reads the answers of a question, {@code value: words} a line, as the choices of a form. */
  static List<Map<String, String>> answers(String lines) {
    return lines
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split(":", 2))
        .map(parts -> Map.of("value", parts[0].strip(), "label", parts[parts.length - 1].strip()))
        .toList();
  }

  List<String> texts() {
    return items.stream().map(Item::text).toList();
  }

  /** Returns the choices of the form's list. */
  List<Map<String, String>> options() {
    return texts().stream().map(text -> Map.of("value", text, "label", text)).toList();
  }

  /** Returns the items that are known without a person. */
  List<String> known(Set<String> facts) {
    return items.stream().filter(item -> facts.contains(item.knownBy())).map(Item::text).toList();
  }
}
