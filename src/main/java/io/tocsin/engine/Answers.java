package io.tocsin.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.problem.InvalidInputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a person entered into a form, read with errors that name the field and the remedy. */
public final class Answers {

  /** The longest text a field takes, in characters: what the engine stores of a text variable. */
  public static final int MAX_TEXT = 4_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};
  private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ISO_DATE_TIME;

  private final Map<String, Object> values;

  /** Wraps raw form values; lists are JSON nodes or their text. */
  public Answers(Map<String, Object> values) {
    this.values = values;
  }

  /** Returns a text that is not blank, trimmed. */
  public Optional<String> text(String field) {
    var value = values.get(field);
    if (value == null || value.toString().isBlank()) {
      return Optional.empty();
    }
    var text = value.toString().strip();
    if (text.length() > MAX_TEXT) {
      throw new InvalidInputException(
          field, "is longer than " + MAX_TEXT + " characters; shorten it and link to the rest");
    }
    if (text.indexOf('\0') >= 0) {
      throw new InvalidInputException(field, "holds the character U+0000; take it out");
    }
    return Optional.of(text);
  }

  /** Returns a text that must be given; the remedy says what to write. */
  public String required(String field, String remedy) {
    return text(field).orElseThrow(() -> new InvalidInputException(field, remedy));
  }

  /** Returns one of the allowed values. */
  public String choice(String field, Set<String> allowed) {
    var value =
        required(field, "choose one of " + String.join(", ", allowed.stream().sorted().toList()));
    if (!allowed.contains(value)) {
      throw new InvalidInputException(
          field,
          "'" + value + "' is not one of " + String.join(", ", allowed.stream().sorted().toList()));
    }
    return value;
  }

  /** Returns a yes or no that must be answered; takes {@code yes}, {@code no} and booleans. */
  public boolean yes(String field) {
    return switch (required(field, "answer yes or no")) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw new InvalidInputException(field, "answer yes or no");
    };
  }

  /** Returns whether a box is ticked. */
  public boolean ticked(String field) {
    return text(field).map("true"::equals).orElse(false);
  }

  /** Returns an instant; a date-time without an offset is UTC. */
  public Optional<Instant> instant(String field) {
    return text(field).map(text -> instant(field, text));
  }

  private static Instant instant(String field, String text) {
    try {
      var time = DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return time instanceof OffsetDateTime withOffset
          ? withOffset.toInstant()
          : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          field, "'" + text + "' is not a date and time such as 2026-02-10T14:30Z");
    }
  }

  /** Returns the texts of a checklist or tag list. */
  public List<String> list(String field) {
    var items = new ArrayList<String>();
    array(field).forEach(item -> items.add(item.asText()));
    return items;
  }

  /** Returns the rows of a dynamic list. */
  public List<Answers> rows(String field) {
    var rows = new ArrayList<Answers>();
    for (var item : array(field)) {
      if (!item.isObject()) {
        throw new InvalidInputException(field, "must be a list of rows");
      }
      rows.add(new Answers(JSON.convertValue(item, ROW)));
    }
    return rows;
  }

  private JsonNode array(String field) {
    var value = values.get(field);
    if (value == null) {
      return JSON.createArrayNode();
    }
    try {
      var node =
          value instanceof List<?> ? JSON.valueToTree(value) : JSON.readTree(value.toString());
      if (node.isArray() || node.isNull() || node.isMissingNode()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // Said below, with the field.
    }
    throw new InvalidInputException(field, "must be a list");
  }
}
