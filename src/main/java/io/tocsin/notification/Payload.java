package io.tocsin.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** JSON to and from providers. */
final class Payload {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Payload() {}

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The message cannot be written as JSON", e);
    }
  }

  /** Returns what was sent, or nothing at all when it is no JSON. */
  static JsonNode read(String text) {
    try {
      var node = JSON.readTree(text);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
