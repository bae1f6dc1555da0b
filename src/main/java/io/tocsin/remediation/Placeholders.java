package io.tocsin.remediation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts values where {@code :name} is a whole, so that a value never becomes anything but itself.
 */
final class Placeholders {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Placeholders() {}

  /** Arguments of a command. One whose optional parameter has no value is left out. */
  static List<String> arguments(List<String> command, Executor.Work work) {
    return command.stream()
        .filter(argument -> !declared(argument, work) || value(argument, work) != null)
        .map(
            argument -> declared(argument, work) ? String.valueOf(value(argument, work)) : argument)
        .toList();
  }

  /** Segments of the path, and values of the query. */
  static URI url(URI url, Executor.Work work) {
    if (work.values().isEmpty()) {
      return url;
    }
    var path = url.getRawPath() == null ? "" : url.getRawPath();
    var filled =
        Arrays.stream(path.split("/", -1))
            .map(segment -> declared(segment, work) ? encoded(segment, work) : segment)
            .collect(Collectors.joining("/"));
    var query = url.getRawQuery();
    var asked =
        query == null
            ? ""
            : Arrays.stream(query.split("&", -1))
                .map(pair -> pair(pair, work))
                .collect(Collectors.joining("&", "?", ""));
    return URI.create(url.getScheme() + "://" + url.getRawAuthority() + filled + asked);
  }

  /** Texts of a JSON body; without parameters any body goes out as it is. */
  static @Nullable String body(@Nullable String body, Executor.Work work) {
    if (body == null || work.action().parameters().isEmpty()) {
      return body;
    }
    try {
      return JSON.writeValueAsString(filled(JSON.readTree(body), work));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The body of an action with parameters must be JSON", e);
    }
  }

  /** A value that may be fixed or a parameter. */
  static String text(String template, Executor.Work work) {
    return declared(template, work) ? String.valueOf(value(template, work)) : template;
  }

  private static JsonNode filled(JsonNode node, Executor.Work work) {
    if (node instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(name -> object.set(name, filled(object.get(name), work)));
      return object;
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, filled(array.get(i), work));
      }
      return array;
    }
    return node.isTextual() && declared(node.asText(), work)
        ? json(value(node.asText(), work))
        : node;
  }

  private static JsonNode json(@Nullable Object value) {
    var nodes = JsonNodeFactory.instance;
    return value == null
        ? nodes.nullNode()
        : value instanceof Long number
            ? nodes.numberNode(number)
            : nodes.textNode(value.toString());
  }

  private static String pair(String pair, Executor.Work work) {
    var at = pair.indexOf('=');
    var value = pair.substring(at + 1);
    return at >= 0 && declared(value, work)
        ? pair.substring(0, at + 1) + encoded(value, work)
        : pair;
  }

  private static String encoded(String template, Executor.Work work) {
    var value = value(template, work);
    var text = value == null ? "" : value.toString();
    // A segment of dots alone would walk up; encoding leaves dots as they are.
    if (text.matches("\\.+")) {
      throw new IllegalArgumentException("A parameter of an address cannot be dots alone");
    }
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean declared(String template, Executor.Work work) {
    return template.startsWith(":")
        && work.action().parameters().containsKey(template.substring(1));
  }

  private static @Nullable Object value(String template, Executor.Work work) {
    return work.values().get(template.substring(1));
  }

  /** Returns the values as JSON, for the record and for workers. */
  static String write(Map<String, Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Numbers and texts are always JSON", e);
    }
  }

  /** Reads what {@link #write} wrote. */
  static Map<String, Object> read(String json) {
    try {
      var values = new java.util.TreeMap<String, Object>();
      JSON.readTree(json)
          .fields()
          .forEachRemaining(
              entry ->
                  values.put(
                      entry.getKey(),
                      entry.getValue().isIntegralNumber()
                          ? (Object) entry.getValue().asLong()
                          : entry.getValue().asText()));
      return values;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The recorded parameters are not JSON", e);
    }
  }
}
