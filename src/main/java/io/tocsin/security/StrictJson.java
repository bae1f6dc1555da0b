package io.tocsin.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads what somebody sends to the engine, for a guard to look at. Of two fields of one name the
 * engine might take the other one, so that a second one is an error.
 */
final class StrictJson {

  /** What is answered to a body that cannot be read. */
  static final String REFUSAL = "The body is not JSON, or has a field twice; send each once";

  private final ObjectReader strict;

  StrictJson(ObjectMapper json) {
    this.strict = json.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  }

  /** Reads a body; empty when it is not JSON or names a field twice. */
  Optional<JsonNode> read(byte[] body) throws IOException {
    try {
      return Optional.of(strict.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
