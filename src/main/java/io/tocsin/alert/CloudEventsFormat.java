package io.tocsin.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.hash.Sha256;
import io.tocsin.problem.InvalidInputException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * CloudEvents 1.0 over HTTP: in headers, as one object, or as a list. The data has the fields of
 * our own format; what it does not say is taken from the attributes.
 */
@Component
class CloudEventsFormat implements AlertFormat {

  private static final String BINARY = "ce-";
  private static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");
  private static final Set<String> CONTENT = Set.of("data", "data_base64");
  private static final int MAX_ATTRIBUTES = 50;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "cloudevents";
  }

  @Override
  public List<Alert> read(Received received) {
    if (received.header("ce-specversion").isPresent() || received.header("ce-id").isPresent()) {
      return List.of(read(received.source(), binary(received), ""));
    }
    var payload = received.payload();
    if (!payload.isArray()) {
      return List.of(read(received.source(), payload, ""));
    }
    var alerts = new ArrayList<Alert>();
    for (var event : payload) {
      alerts.add(read(received.source(), event, "[" + alerts.size() + "]"));
    }
    return alerts;
  }

  private static ObjectNode binary(Received received) {
    var event = JSON.createObjectNode();
    received.headers().entrySet().stream()
        .filter(header -> header.getKey().startsWith(BINARY))
        .limit(MAX_ATTRIBUTES)
        .forEach(
            header ->
                event.put(header.getKey().substring(BINARY.length()), decoded(header.getValue())));
    event.set("data", received.payload());
    return event;
  }

  /** Text beyond ASCII is percent-encoded; a plus is a plus. */
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static Alert read(String source, JsonNode node, String place) {
    var event = Fields.of(node, place);
    for (var attribute : REQUIRED) {
      if (event.text(attribute).isEmpty()) {
        throw event.refuse(attribute, "is required by CloudEvents 1.0");
      }
    }
    if (!event.text("specversion").orElse("").equals("1.0")) {
      throw event.refuse("specversion", "must be 1.0");
    }
    var attributes = JSON.createObjectNode();
    node.fields()
        .forEachRemaining(
            field -> {
              if (!CONTENT.contains(field.getKey())
                  && field.getValue().isValueNode()
                  && attributes.size() < MAX_ATTRIBUTES) {
                attributes.set(field.getKey(), field.getValue());
              }
            });
    var data = data(event, node);
    var at = event.time("time");
    var title =
        event.text("type").orElse("")
            + event.text("subject").map(subject -> ": " + subject).orElse("");
    var given = Fields.of(data, (place.isEmpty() ? "" : place + ".") + "data");
    var filled = data.deepCopy();
    if (given.text("title").isEmpty()) {
      filled.put("title", title);
    }
    if (given.text("fingerprint").isEmpty()) {
      filled.put("fingerprint", fingerprint(event, given, title));
    }
    var alert =
        GenericFormat.read(
            source, Fields.of(filled, (place.isEmpty() ? "" : place + ".") + "data"));
    return new Alert(
        source,
        alert.fingerprint(),
        alert.firing(),
        alert.title(),
        alert.description(),
        alert.services(),
        alert.severity(),
        alert.kind(),
        alert.detectedAt() == null && alert.firing() ? at : alert.detectedAt(),
        alert.startedAt() == null && alert.firing() ? at : alert.startedAt(),
        false,
        alert.firing() ? null : at,
        alert.detectedBy(),
        alert.reporter(),
        alert.firstResponder(),
        alert.links(),
        alert.security(),
        Fields.of(attributes, place).all(),
        null,
        event.payload());
  }

  /** Each event has an id of its own: what it is about makes it the same signal. */
  private static String fingerprint(Fields event, Fields data, String title) {
    var about =
        event
            .text("subject")
            .orElseGet(
                () ->
                    data.text("title").orElse(title)
                        + '\0'
                        + String.join(
                            "\0", data.texts("services", "service").stream().sorted().toList()));
    return Sha256.hex(event.text("source").orElse("") + '\0' + about);
  }

  private static ObjectNode data(Fields event, JsonNode node) {
    var data = node.path("data");
    if (node.hasNonNull("data_base64")) {
      try {
        data = JSON.readTree(node.path("data_base64").binaryValue());
      } catch (IOException e) {
        throw event.refuse("data_base64", "is no JSON in Base64");
      }
    }
    if (data == null || data.isMissingNode() || data.isNull()) {
      return JSON.createObjectNode();
    }
    if (data instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidInputException("data", "must be a JSON object with the fields of an alert");
  }
}
