package io.tocsin.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What no honest caller sends, and what comes near to what one does. */
final class Noise {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEEPEST = 4;

  /** Texts that break what is written without care; none holds a word that leaks are found by. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\t\r\n",
          "a\0b",
          "\uD800",
          "a\uDC00b",
          "\u202Etxet\u202C",
          "\uFEFF",
          "👩\u200D🚒🔥🧯",
          "Z̸̢a̵l̴g̷o̶",
          "İıſẞﬁ",
          "日本語の件名",
          "a\r\nSet-Cookie: x=y",
          "'",
          "\"><img src=x>",
          "'||1||'",
          "%",
          "%s%n%d",
          "{0}",
          "\\",
          "*",
          "[",
          "(",
          "../../../etc/passwd",
          "${7*7}",
          "#{7*7}",
          "__${7*7}__::x",
          "{{title}}",
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e400",
          "NaN",
          "2147483648",
          "9223372036854775808",
          "0x7f",
          "١٢٣",
          "x".repeat(256),
          "ä".repeat(4_000));

  private static final List<String> TIMES =
      List.of(
          "2026-02-10T12:00:00Z",
          "2026-02-10T12:00:00.123456789+14:00",
          "2099-01-01T00:00:00Z",
          "2026-02-30",
          "2026-02-30T25:61:61Z",
          "2026-02-10T12:00",
          "0000-00-00T00:00:00Z",
          "-999999999-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "+294277-01-01T00:00:00Z",
          "-4714-01-01T00:00:00Z",
          "9999-12-31",
          "10000-01-01",
          "tomorrow",
          "PT1H",
          "PT-1S",
          "P99999999999D",
          "PT9223372036854775807S",
          "1770724800000");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "50",
          "200",
          "201",
          "2147483647",
          "-2147483648",
          "2147483648",
          "9223372036854775807",
          "99999999999999999999",
          "1.5",
          "1e9",
          "NaN",
          "",
          "abc",
          "0x10");

  /** Parts of a path, as they are sent. */
  private static final List<String> SEGMENTS =
      List.of(
          "%00",
          "%2F",
          "..%2F..",
          "%2e%2e",
          ";a=b",
          "x;y",
          "%3B",
          "%25",
          "%ff%fe",
          "%0d%0a",
          "+",
          "~",
          "%20",
          "%5C",
          "*",
          "$",
          "'",
          "%22",
          "%7B%7D",
          "%24%7B7*7%7D",
          "%E2%80%AE",
          "%F0%9F%94%A5",
          "%ED%A0%80",
          "0",
          "-1",
          "99999999999999999999",
          "x".repeat(3_000),
          "INC-0000-00-00-000",
          "INC-9999-99-99-999999999",
          "DRILL-2026-02-10-001",
          "00000000-0000-0000-0000-000000000000",
          "not-a-uuid",
          "null",
          "a.b",
          "x.json",
          "%2E");

  private final Random random;
  private final Map<String, List<String>> known;

  Noise(Random random, Map<String, List<String>> known) {
    this.random = random;
    this.known = known;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Any text, of any kind. */
  String text() {
    return switch (random.nextInt(6)) {
      case 0 -> one(TIMES);
      case 1 -> one(NUMBERS);
      case 2 -> random();
      default -> one(TEXTS);
    };
  }

  /** What an honest caller might give for a name, as far as we know; otherwise any text. */
  String near(String name) {
    var values = known.get(name);
    if (values != null && chance(0.8)) {
      return one(values);
    }
    var lower = name.toLowerCase(java.util.Locale.ROOT);
    if (lower.endsWith("at")
        || lower.matches(".*(from|until|to|date|starts|ends|begins|within|time|month)")) {
      return one(TIMES);
    }
    if (lower.matches("page|size|.*pace|count|level|seconds|after|version|limit|days|.*score.*")) {
      return one(NUMBERS);
    }
    return chance(0.5) ? "some words" : text();
  }

  /** A part of a path that stands for a variable. */
  String segment(String variable) {
    var values = known.get(variable);
    if (values != null && chance(0.7)) {
      return one(values);
    }
    return one(SEGMENTS);
  }

  private String random() {
    var text = new StringBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      text.append((char) random.nextInt(chance(0.5) ? 0x80 : 0x10000));
    }
    return text.toString();
  }

  /** A body of JSON for a schema: as it should be, or spoilt in one way or another. */
  byte[] body(JsonNode schema, Map<String, JsonNode> schemas) {
    var whole = value(schema, schemas, "", 0);
    var text =
        switch (random.nextInt(14)) {
          case 0, 1, 2 -> write(whole);
          case 3, 4, 5, 6 -> write(spoilt(whole, 0));
          case 7 -> cut(write(whole));
          case 8 -> twice(whole);
          case 9 -> nested(whole);
          case 10 ->
              one(List.of("", "null", "[]", "{}", "0", "\"\"", "true", "[[[", "{\"a\":", "\0"));
          case 11 -> large(whole);
          case 12 -> "[" + write(whole) + "," + write(whole) + "]";
          default -> write(whole).replaceFirst(":\"", ":\"\\\\u0000\\\\uD800");
        };
    return text.getBytes(
        one(
            List.of(
                java.nio.charset.StandardCharsets.UTF_8,
                java.nio.charset.StandardCharsets.UTF_8,
                java.nio.charset.StandardCharsets.UTF_8,
                java.nio.charset.StandardCharsets.UTF_8,
                java.nio.charset.StandardCharsets.UTF_16,
                java.nio.charset.StandardCharsets.ISO_8859_1)));
  }

  private JsonNode value(JsonNode schema, Map<String, JsonNode> schemas, String name, int depth) {
    var reference = schema.path("$ref").asText("");
    if (!reference.isEmpty()) {
      var target = schemas.get(reference.substring(reference.lastIndexOf('/') + 1));
      return target == null ? NODES.nullNode() : value(target, schemas, name, depth);
    }
    for (var choice : List.of("oneOf", "anyOf", "allOf")) {
      if (!schema.path(choice).isEmpty()) {
        var options = schema.path(choice);
        return value(options.get(random.nextInt(options.size())), schemas, name, depth);
      }
    }
    if (!schema.path("enum").isEmpty()) {
      var options = schema.path("enum");
      return options.get(random.nextInt(options.size()));
    }
    if (depth > DEEPEST) {
      return NODES.nullNode();
    }
    return switch (type(schema)) {
      case "object" -> object(schema, schemas, depth);
      case "array" -> {
        var array = NODES.arrayNode();
        for (int i = random.nextInt(3); i >= 0; i--) {
          array.add(value(schema.path("items"), schemas, name, depth + 1));
        }
        yield array;
      }
      case "integer" -> NODES.numberNode(1 + random.nextInt(4));
      case "number" -> NODES.numberNode(random.nextDouble());
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> NODES.textNode(near(name));
    };
  }

  private static String type(JsonNode schema) {
    var type = schema.path("type");
    if (type.isArray()) {
      for (var one : type) {
        if (!"null".equals(one.asText())) {
          return one.asText();
        }
      }
    }
    if (type.isTextual()) {
      return type.asText();
    }
    return schema.has("properties") ? "object" : "string";
  }

  private ObjectNode object(JsonNode schema, Map<String, JsonNode> schemas, int depth) {
    var object = NODES.objectNode();
    for (var property : schema.path("properties").properties()) {
      if (chance(0.85)) {
        object.set(
            property.getKey(), value(property.getValue(), schemas, property.getKey(), depth + 1));
      }
    }
    if (object.isEmpty()) {
      // An object of any shape: what alerts of all senders and free maps are.
      for (var name : List.copyOf(known.keySet())) {
        if (chance(0.15)) {
          object.put(name, near(name));
        }
      }
    }
    return object;
  }

  /** The same with one place of another kind. */
  private JsonNode spoilt(JsonNode node, int depth) {
    if (node.isObject() && !node.isEmpty() && (depth == 0 || chance(0.7))) {
      var object = (ObjectNode) node.deepCopy();
      var names = new ArrayList<String>();
      object.fieldNames().forEachRemaining(names::add);
      var name = one(names);
      switch (random.nextInt(6)) {
        case 0 -> object.remove(name);
        case 1 -> object.put(name + "x", text());
        default -> object.set(name, spoilt(object.get(name), depth + 1));
      }
      return object;
    }
    if (node.isArray() && !node.isEmpty() && chance(0.5)) {
      var array = (ArrayNode) node.deepCopy();
      var place = random.nextInt(array.size());
      array.set(place, spoilt(array.get(place), depth + 1));
      return array;
    }
    return switch (random.nextInt(11)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.numberNode(Long.MIN_VALUE);
      case 2 -> NODES.numberNode(new java.math.BigDecimal("1e400"));
      case 3 -> NODES.booleanNode(true);
      case 4 -> NODES.arrayNode();
      case 5 -> NODES.objectNode();
      case 6 -> NODES.arrayNode().addNull().add(text());
      case 7 -> NODES.objectNode().put("a", text());
      default -> NODES.textNode(text());
    };
  }

  private String cut(String text) {
    return text.isEmpty() ? text : text.substring(0, random.nextInt(text.length()));
  }

  /** The same names twice; which one counts must not matter to anything that checks. */
  private String twice(JsonNode whole) {
    var text = write(whole);
    if (!whole.isObject() || whole.isEmpty()) {
      return text + text;
    }
    var again = write(spoilt(whole, 0));
    return again.length() < 3
        ? text
        : text.substring(0, text.length() - 1) + "," + again.substring(1);
  }

  private String nested(JsonNode whole) {
    var deep = chance(0.5) ? "[".repeat(1_500) : "{\"a\":".repeat(1_500);
    if (!whole.isObject() || whole.isEmpty()) {
      return deep;
    }
    var name = whole.fieldNames().next();
    return "{\"" + name + "\":" + deep;
  }

  private String large(JsonNode whole) {
    if (!whole.isObject() || whole.isEmpty()) {
      return "\"" + "x".repeat(70_000) + "\"";
    }
    var object = (ObjectNode) whole.deepCopy();
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    var name = one(names);
    var value = object.get(name);
    if (value.isArray()) {
      var array = object.putArray(name);
      var item = value.isEmpty() ? NODES.textNode("x") : value.get(0);
      for (int i = 0; i < 5_000; i++) {
        array.add(item);
      }
    } else {
      object.put(name, "word ".repeat(14_000));
    }
    return write(object);
  }

  private static String write(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
