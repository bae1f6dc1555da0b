package io.tocsin.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.engine.FormQuestions.Unanswered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a form asks for, and what of it has to be answered, as the Tasklist understands it. */
final class FormFields {

  /** Components that ask for nothing. */
  private static final Set<String> SHOWN =
      Set.of("text", "group", "table", "html", "image", "separator");

  /**
   * One field.
   *
   * @param asks whether anything is answered there
   * @param box has to be ticked, where it is required
   * @param hides the conditions that hide it, or a group around it
   * @param initial what the form begins with where the task has nothing
   */
  private record Field(
      String key,
      String label,
      boolean asks,
      boolean required,
      boolean box,
      List<String> hides,
      JsonNode initial) {

    boolean missing(@Nullable Object value) {
      return value == null
          || value.toString().isBlank()
          || value.toString().equals("[]")
          || box && !Boolean.TRUE.equals(value);
    }

    /** Questions of yes or no are answered by booleans, too: see {@link Answers#yes}. */
    @Nullable Object read(JsonNode value) {
      return !box && value.isBoolean() ? value.booleanValue() ? "yes" : "no" : plain(value);
    }
  }

  private final List<Field> fields = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private FormFields() {}

  static FormFields of(JsonNode form) {
    var fields = new FormFields();
    fields.read(form, List.of());
    return fields;
  }

  private void read(JsonNode component, List<String> outside) {
    var hides = new ArrayList<>(outside);
    var hide = component.path("conditional").path("hide").asText();
    if (!hide.isEmpty()) {
      hides.add(hide);
    }
    var key = component.path("key").asText();
    var type = component.path("type").asText();
    // The rows of a list are one answer, named by the path of the list.
    Stream.of(key, component.path("path").asText())
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    if (!key.isEmpty()) {
      fields.add(
          new Field(
              key,
              component.path("label").asText(component.path("dateLabel").asText(key)),
              !SHOWN.contains(type),
              component.path("validate").path("required").asBoolean()
                  && !component.path("readonly").asBoolean()
                  && !component.path("disabled").asBoolean(),
              type.equals("checkbox"),
              hides,
              component.path("defaultValue")));
    }
    // The rows of a list are looked at by whoever reads them: their keys are their own.
    if (!type.equals("dynamiclist")) {
      component.path("components").forEach(child -> read(child, hides));
    }
  }

  /** Returns the names that answers have: keys of fields, and paths of lists. */
  Set<String> names() {
    return Set.copyOf(names);
  }

  /** Returns each field that is answered, by its key, and whether it has to be. */
  SortedMap<String, Boolean> required() {
    var required = new TreeMap<String, Boolean>();
    fields.stream().filter(Field::asks).forEach(it -> required.put(it.key(), it.required()));
    return required;
  }

  List<String> keys() {
    return fields.stream().map(Field::key).distinct().toList();
  }

  /** Returns all conditions that hide something. */
  List<String> conditions() {
    return fields.stream().flatMap(field -> field.hides().stream()).distinct().toList();
  }

  /** Returns whether anything has to be answered. */
  boolean asks() {
    return fields.stream().anyMatch(Field::required);
  }

  /**
   * Returns the first field that has to be answered and is not. What the form hides need not be.
   *
   * @param known what stood in the form when it was opened
   * @param answers what was sent, each with its {@code value}; the rest counts as it is known
   */
  Optional<Unanswered> unanswered(
      Map<String, @Nullable Object> known, JsonNode answers, Feel conditions) {
    var values = new HashMap<String, @Nullable Object>();
    for (var field : fields) {
      var answer = answers.get(field.key());
      var before = known.get(field.key());
      values.put(
          field.key(),
          answer != null
              ? field.read(answer.path("value"))
              : before != null ? before : plain(field.initial()));
    }
    return fields.stream()
        .filter(Field::required)
        .filter(field -> field.missing(values.get(field.key())))
        .filter(field -> field.hides().stream().noneMatch(it -> hidden(it, values, conditions)))
        .map(field -> new Unanswered(field.key(), field.label()))
        .findFirst();
  }

  private static @Nullable Object plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> null;
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> value.numberValue();
      case STRING -> value.textValue();
      default -> value.toString();
    };
  }

  /** A condition that cannot be read must not keep anybody from ending a task. */
  private static boolean hidden(
      String condition, Map<String, @Nullable Object> values, Feel conditions) {
    try {
      return conditions.holds(condition, values);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
