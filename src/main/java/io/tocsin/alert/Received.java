package io.tocsin.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a source has sent.
 *
 * @param source its name in the configuration
 * @param headers by name in lower case
 */
record Received(String source, Map<String, String> headers, JsonNode payload) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
