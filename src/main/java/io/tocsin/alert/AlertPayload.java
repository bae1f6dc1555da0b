package io.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signal as it came, as JSON text. It is written when somebody wants it: most signals are
 * repeats, of which nothing but their number is kept.
 */
final class AlertPayload {

  /** The escaped character 0, but not an escaped backslash before other text. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

  /** Of what no sender said: our own sources know what they tell. */
  static final AlertPayload NONE = of("{}");

  private static final int MAX_LENGTH = 16_000;

  private final @Nullable ObjectNode node;
  private @Nullable String text;

  private AlertPayload(@Nullable ObjectNode node, @Nullable String text) {
    this.node = node;
    this.text = text;
  }

  /** Returns what came; it must not change any more. */
  static AlertPayload of(ObjectNode node) {
    return new AlertPayload(node, null);
  }

  /** Returns what was written before. */
  @JsonCreator
  static AlertPayload of(String text) {
    return new AlertPayload(null, text);
  }

  /** Returns JSON text that PostgreSQL takes; a long one becomes its beginning. */
  @JsonValue
  String text() {
    if (text == null) {
      text = written(Objects.requireNonNull(node));
    }
    return text;
  }

  private static String written(ObjectNode node) {
    var json = withoutNul(node.toString());
    return json.length() <= MAX_LENGTH
        ? json
        : node.objectNode().put("cut", Text.cut(json, MAX_LENGTH)).toString();
  }

  /** PostgreSQL cannot store the character 0, not even escaped. */
  private static String withoutNul(String json) {
    return json.contains("\\u0000") ? NUL.matcher(json).replaceAll("$1") : json;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AlertPayload payload && text().equals(payload.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
