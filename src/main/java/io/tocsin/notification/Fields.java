package io.tocsin.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Keeps the facts of an event, so that another channel can write the message anew. */
final class Fields {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The one key of an object that stands for a time. */
  private static final String AT = "at";

  private Fields() {}

  static String write(Map<String, ?> fields) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    fields.forEach((name, value) -> plain.put(name, plain(value)));
    try {
      // PostgreSQL takes no U+0000 in jsonb.
      return JSON.writeValueAsString(plain).replace("\\u0000", " ");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The fields of a message", e);
    }
  }

  static Map<String, Object> read(String json) {
    try {
      var fields = new HashMap<String, Object>();
      JSON.readTree(json)
          .fields()
          .forEachRemaining(
              field -> {
                var value = value(field.getValue());
                if (value != null) {
                  fields.put(field.getKey(), value);
                }
              });
      return fields;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The fields of a message", e);
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Instant at) {
      return Map.of(AT, at.toString());
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(Fields::plain).toList();
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isObject()) {
      return Instant.parse(node.path(AT).asText());
    }
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false).map(Fields::value).toList();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() ? null : node.isNumber() ? node.numberValue() : node.asText();
  }
}
