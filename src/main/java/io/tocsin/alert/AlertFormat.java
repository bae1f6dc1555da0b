package io.tocsin.alert;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The language of one kind of detection source. A new one is one class. */
interface AlertFormat {

  /** Returns the name in the path, {@code /api/v1/alerts/<name>}, and in the configuration. */
  String name();

  /** Returns the path of its own that it is sent to, if its senders know no other. */
  default Optional<String> path() {
    return Optional.empty();
  }

  /** Returns what its words for severities mean, in lower case; others stay as they are. */
  default Map<String, String> severities() {
    return Map.of();
  }

  /**
   * Returns whether the signature of a request is right, and its time near; empty when it carries
   * none.
   */
  default Optional<Boolean> signature(
      AlertRequest request, byte[] body, AlertProperties.Source settings, Instant now) {
    return Optional.empty();
  }

  /**
   * Reads all alerts of a payload. Fields that it does not know are ignored.
   *
   * @throws io.tocsin.problem.InvalidInputException naming the field that cannot be read; then
   *     nothing of the payload is taken
   */
  List<Alert> read(Received received);
}
