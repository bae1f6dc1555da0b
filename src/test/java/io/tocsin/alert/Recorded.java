package io.tocsin.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Payloads as senders send them. */
final class Recorded {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Recorded() {}

  static String text(String name) {
    try (var file = Recorded.class.getResourceAsStream("/alerts/" + name + ".json")) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String name) {
    return parse(text(name));
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AlertProperties properties(
      List<String> serviceLabels, Map<String, AlertProperties.Source> sources) {
    return new AlertProperties(
        DataSize.ofKilobytes(1), serviceLabels, Duration.ofHours(24), sources, List.of());
  }

  /** A payload of a source without headers. */
  static Received received(String source, JsonNode payload) {
    return new Received(source, Map.of(), payload);
  }

  /** A source with a token. */
  static AlertProperties.Source source(@Nullable String token) {
    return new AlertProperties.Source(
        null, token == null ? null : Token.valueOf(token), null, null, Map.of());
  }
}
