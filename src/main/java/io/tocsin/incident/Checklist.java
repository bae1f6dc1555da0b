package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.policy.Policy.ChecklistItem;
import io.tocsin.problem.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy's checklist in a form: what is not ticked needs a note.
 *
 * @param items of one phase
 */
public record Checklist(List<ChecklistItem> items) {

  /** Returns the choices of the form's list. */
  public List<Map<String, String>> options() {
    return items.stream().map(item -> Map.of("value", item.item(), "label", item.text())).toList();
  }

  /**
   * Returns the items, of those whose ids are given, that the list has: what the engine knows
   * already.
   */
  public List<String> ticked(Set<String> known) {
    return items.stream().map(ChecklistItem::item).filter(known::contains).toList();
  }

  /**
   * Sums up what was ticked, for the timeline.
   *
   * @throws InvalidInputException naming the items that lack both a tick and a note
   */
  public String summary(String what, Answers answers, String ticksField, String noteField) {
    var ticked = new HashSet<>(answers.list(ticksField));
    var missing =
        items.stream()
            .filter(item -> !ticked.contains(item.item()))
            .map(ChecklistItem::text)
            .collect(Collectors.joining("; "));
    var note = answers.text(noteField);
    if (!missing.isEmpty() && note.isEmpty()) {
      throw new InvalidInputException(noteField, "say why these are not ticked: " + missing);
    }
    return what
        + (missing.isEmpty() ? "" : ". Left out: " + missing)
        + note.map(text -> ". " + text).orElse("");
  }

  /** Returns {@link Fact#LEFT_OUT} when not all was ticked, else null. */
  public @Nullable String fact(Answers answers, String ticksField) {
    var ticked = new HashSet<>(answers.list(ticksField));
    return items.stream().allMatch(item -> ticked.contains(item.item())) ? null : Fact.LEFT_OUT;
  }
}
